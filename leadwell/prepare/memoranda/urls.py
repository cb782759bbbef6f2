from django.urls import path

from leadwell.prepare.memoranda import paper_views, signing_views, views

ONE = "memoranda/<int:pk>/"
urlpatterns = [
    path("programmes/<str:code>/memoranda/", views.of_programme, name="memoranda"),
    path("enrolments/<int:pk>/memorandum/", views.memorandum, name="memorandum"),
    path("enrolments/<int:pk>/memorandum/draft/", views.draft, name="draft-memorandum"),
    path(f"{ONE}send/", views.send, name="send-memorandum"),
    path(f"{ONE}keep/", views.keep, name="keep-memorandum"),
    path(f"{ONE}ask/", views.ask, name="ask-memorandum"),
    path(f"{ONE}end/", views.end, name="end-memorandum"),
    path(f"{ONE}sign/", signing_views.sign, name="sign-memorandum"),
    path(f"{ONE}reaffirm/", signing_views.reaffirm, name="reaffirm-memorandum"),
    path(f"{ONE}link/<str:party>/", views.link, name="memorandum-link"),
    path(f"{ONE}paper/<str:party>/", paper_views.paper, name="memorandum-paper"),
    path(f"{ONE}versions/<int:number>/scan/<str:party>/", paper_views.scan, name="memorandum-scan"),
    path(
        f"{ONE}versions/<int:number>/scan/<str:party>/replace/",
        paper_views.replace_scan,
        name="replace-scan",
    ),
    path(f"{ONE}versions/<int:number>/", views.version, name="memorandum-version"),
    path(f"{ONE}versions/<int:number>.pdf", views.version_pdf, name="memorandum-pdf"),
    path(f"{ONE}versions/<int:number>.docx", views.version_docx, name="memorandum-docx"),
    path("memorandum-queries/<int:pk>/answer/", views.answer, name="answer-memorandum"),
    path("promises/<int:pk>/", views.promise_kept, name="promise-kept"),
    path("sign/signed/", signing_views.link_signed, name="link-signed"),
    path("sign/<str:token>/", signing_views.sign_by_link, name="sign-by-link"),
]
