from django.urls import path

from leadwell.people.privacy.problems import views

urlpatterns = [
    path("report-a-problem/", views.report_problem, name="report-problem"),
    path("privacy/breaches/<int:pk>/", views.breach, name="breach"),
    path("privacy/complaints/new/", views.complaint_new, name="complaint-new"),
    path("privacy/complaints/<int:pk>/", views.complaint, name="complaint"),
]
