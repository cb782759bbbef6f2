from django.urls import path

from leadwell.people.notices import views

ONE = "programmes/<code:code>/privacy-information/<int:number>/<slug:audience>"

urlpatterns = [
    path("privacy-information/", views.my_notices, name="my-notices"),
    path("programmes/<code:code>/privacy-information/", views.notices, name="notices"),
    path(
        "programmes/<code:code>/privacy-information/issue/",
        views.issue_notices,
        name="issue-notices",
    ),
    path(f"{ONE}/", views.notice, name="notice"),
    path(f"{ONE}.pdf", views.notice_pdf, name="notice-pdf"),
    path(f"{ONE}.docx", views.notice_docx, name="notice-docx"),
]
