from django.urls import include, path

from leadwell.govern import views

app_name = "govern"
urlpatterns = [
    path("", include("leadwell.govern.boards.urls")),
    path("governors-reports/", views.reports, name="reports"),
    path("governors-reports.csv", views.reports_file, {"ending": "csv"}, name="reports-csv"),
    path("governors-reports.pdf", views.reports_file, {"ending": "pdf"}, name="reports-pdf"),
    path("enrolments/<int:pk>/governors-reports/", views.reports_of, name="reports-of"),
    path("governors-reports/<int:pk>/draft/", views.draft_report, name="draft-report"),
    path("governors-reports/<int:pk>/edit/", views.edit_report, name="edit-report"),
    path("governors-reports/<int:pk>/ask/", views.ask, name="ask"),
    path("governors-reports/<int:pk>/received/", views.receive, name="receive"),
    path("governors-reports/<int:pk>/add/", views.add, name="add"),
    path("governors-questions/<int:pk>/answer/", views.answer, name="answer"),
]
