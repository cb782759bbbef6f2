from django.urls import path

from leadwell.explore.designing import life_views, views
from leadwell.explore.designing.transitions import BUTTONS

AT = "programmes/<code:code>/design"
LISTS = ("aims", "strands", "work")
KINDS = ("aim", "strand", "ingredient", "instrument")

urlpatterns = [
    path(f"{AT}/", views.overview, name="design"),
    path(f"{AT}/need/", views.say_need, name="design-need"),
    path(f"{AT}/pupils/", views.say_pupils, name="design-pupils"),
    *(path(f"{AT}/{part}/", views.parts, {"part": part}, name=f"design-{part}") for part in LISTS),
    path(f"{AT}/work/<int:year>/", views.say_year, name="design-year"),
    path(f"{AT}/work/days/", views.say_days, name="design-days"),
    path(f"{AT}/instruments/add/", views.add_instrument, name="add-instrument"),
    path("instruments/<int:pk>/change/", views.change_instrument, name="change-instrument"),
    *(
        path(f"{kind}s/<int:pk>/remove/", views.remove_part, {"kind": kind}, name=f"remove-{kind}")
        for kind in KINDS
    ),
    path(f"{AT}/running/", views.say_running, name="design-running"),
    path(f"{AT}/check/", views.check, name="design-check"),
    *(
        path(
            f"{AT}/steps/{verb.replace('_', '-')}/",
            life_views.take_step,
            {"verb": verb},
            name=f"step-{verb.replace('_', '-')}",
        )
        for verb in BUTTONS
    ),
    path(f"{AT}/impact/", life_views.impact, name="impact"),
    path(f"{AT}/impact/write/", life_views.write_impact, name="impact-write"),
    path(f"{AT}/retention/", life_views.retention, name="retention"),
    path(f"{AT}/impact/sign/", life_views.sign_impact, name="impact-sign"),
]
