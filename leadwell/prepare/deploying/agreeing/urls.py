from django.urls import path

from leadwell.prepare.deploying.agreeing import actions, rules, views

SIGNED = {"release": "deployment-release", "host": "deployment-host", "accept": "deployment-accept"}

urlpatterns = [
    path("deployments/", views.deployments, name="deployments"),
    path("deployments.csv", views.deployments_csv, name="deployments-csv"),
    path("enrolments/<int:pk>/deployments/", views.of_school, name="deployments-of"),
    path("enrolments/<int:pk>/specialists/", views.shortlist, name="shortlist"),
    path("enrolments/<int:pk>/specialists/<int:specialist>/", views.propose, name="propose"),
    path("deployments/<int:pk>/", views.deployment, name="deployment"),
    path("deployments/<int:pk>/change/", views.change, name="deployment-change"),
    *(
        path(f"deployments/<int:pk>/{verb}/", views.sign, {"verb": verb}, name=name)
        for verb, name in SIGNED.items()
    ),
    path("deployments/<int:pk>/begin/", views.begin, name="deployment-begin"),
    path("deployments/<int:pk>/resume/", views.resume, name="deployment-resume"),
    *(
        path(
            f"deployments/<int:pk>/{name}/", views.with_reason,
            {"verb": name, "act": act, "may": may}, name=f"deployment-{name}",
        )
        for name, act, may in (
            ("decline", actions.decline, rules.may_decline),
            ("suspend", actions.suspend, rules.may_suspend),
            ("end", actions.end_early, rules.may_end),
        )
    ),
    path(
        "deployments/<int:pk>/contact/", views.on_a_day,
        {"verb": "say_contact", "act": actions.say_contact, "may": rules.may_say_contact},
        name="deployment-contact",
    ),
    path(
        "deployments/<int:pk>/handover/", views.on_a_day,
        {"verb": "say_handover", "act": actions.say_handover, "may": rules.may_say_handover},
        name="deployment-handover",
    ),
    path("deployments/<int:pk>/review/", views.review, name="deployment-review"),
    path("deployments/<int:pk>/evaluate/", views.evaluate, name="deployment-evaluate"),
    path("deployments/<int:pk>/comment/", views.comment, name="deployment-comment"),
]  # fmt: skip
