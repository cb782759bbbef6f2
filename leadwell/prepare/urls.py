from django.urls import URLPattern, URLResolver, include, path

from leadwell.prepare import overseeing_views, views
from leadwell.prepare.memoranda import urls as memoranda
from leadwell.prepare.merging import views as merging_views
from leadwell.prepare.offering.urls import urlpatterns as offering

app_name = "prepare"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("leadwell.prepare.deploying.urls")),
    *memoranda.urlpatterns,
    path("", include("leadwell.prepare.planning.urls")),
    path("", include("leadwell.prepare.round.urls")),
    path("people/<int:pk>/merge/", merging_views.merge_person, name="merge-person"),
    path("actions/", views.my_actions, name="my-actions"),
    path("actions/schools/", overseeing_views.of_schools, name="of-schools"),
    path(
        "actions/schools.csv",
        overseeing_views.of_schools_file,
        {"ending": "csv"},
        name="of-schools-csv",
    ),
    path(
        "actions/schools.pdf",
        overseeing_views.of_schools_file,
        {"ending": "pdf"},
        name="of-schools-pdf",
    ),
    path("enrolments/<int:pk>/actions/", views.of_school, name="actions"),
    path("enrolments/<int:pk>/actions.csv", views.of_school_csv, name="actions-csv"),
    path("enrolments/<int:pk>/actions.pdf", views.of_school_pdf, name="actions-pdf"),
    path("enrolments/<int:pk>/actions/new/", views.agree, name="agree"),
    path("actions/<int:pk>/", views.action, name="action"),
    path("actions/<int:pk>/change/", views.change, name="change"),
    path("actions/<int:pk>/give/", views.give, name="give"),
    path("actions/<int:pk>/progress/", views.progress, name="progress"),
    path("actions/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("actions/<int:pk>/drop/", views.drop, name="drop"),
    path("actions/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("actions/<int:pk>/effect/", views.effect, name="effect"),
    *offering,
]
