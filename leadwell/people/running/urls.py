"""Part of people's addresses: programmes and schools' parts in them, made and changed."""

from django.urls import path

from leadwell.people.running import addresses, enrolment_views, forms, parts, term_views, views

__all__ = ["addresses", "urlpatterns"]

TOPICS = {
    "about": (forms.AboutForm, "What it is"),
    "purpose": (forms.PurposeForm, "What it is for"),
    "working": (forms.WorkingForm, "How it is run"),
}

urlpatterns = [
    path("programmes/new/", views.open_programme, name="open-programme"),
    *(
        path(
            f"programmes/<code:code>/{topic}/",
            views.change_programme,
            {"form_class": form, "heading": heading},
            name=f"programme-{topic}",
        )
        for topic, (form, heading) in TOPICS.items()
    ),
    *(
        path(f"programmes/<code:code>/{name}s/add/", views.add_part, {"kind": kind},
             name=f"add-{name}")
        for name, kind in (
            ("strand", parts.STRAND), ("aim", parts.AIM), ("controller", parts.CONTROLLER),
            ("hub", parts.HUB),
        )
    ),
    path("strands/<int:pk>/ingredients/add/", views.add_part, {"kind": parts.INGREDIENT},
         name="add-ingredient"),
    *(
        path(f"{name}s/<int:pk>/change/", views.change_part, {"kind": kind}, name=f"change-{name}")
        for name, kind in (
            ("strand", parts.STRAND), ("ingredient", parts.INGREDIENT), ("aim", parts.AIM),
            ("controller", parts.CONTROLLER), ("hub", parts.HUB),
        )
    ),
    path("schools/<int:urn>/term-dates/", term_views.term_dates, name="term-dates"),
    path("programmes/<code:code>/enrol/", enrolment_views.enrol, name="enrol"),
    path("enrolments/<int:pk>/", enrolment_views.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/stage/", enrolment_views.begin_stage, name="begin-stage"),
    path("enrolments/<int:pk>/place/", enrolment_views.change_place, name="change-place"),
    path("enrolments/<int:pk>/leave/", enrolment_views.leave, name="leave-programme"),
]  # fmt: skip
