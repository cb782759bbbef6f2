from django.urls import include, path

from leadwell.people.privacy import copy_views, request_views, views

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/processing/", views.processing_record, name="processing"),
    path("privacy/controllers/", views.controllers, name="controllers"),
    path("", include("leadwell.people.privacy.problems.urls")),
    path("", include("leadwell.people.privacy.disposing.urls")),
    path("", include("leadwell.people.privacy.opened.urls")),
    path("privacy/requests/new/", request_views.request_new, name="request-new"),
    path("privacy/requests/<int:pk>/", request_views.request_page, name="request"),
    path("privacy/requests/<int:pk>/pause/", request_views.request_pause, name="request-pause"),
    path("privacy/requests/<int:pk>/resume/", request_views.request_resume, name="request-resume"),
    path("privacy/requests/<int:pk>/extend/", request_views.request_extend, name="request-extend"),
    path("privacy/requests/<int:pk>/answer/", request_views.request_answer, name="request-answer"),
    path("privacy/requests/<int:pk>/copy/", copy_views.request_copy, name="request-copy"),
    path("privacy/requests/<int:pk>/erase/", request_views.erase, name="erase"),
    path("privacy/erasures/<int:pk>/", request_views.erasure, name="erasure"),
    path("privacy/erasures/<int:pk>.pdf", request_views.erasure_pdf, name="erasure-pdf"),
]
