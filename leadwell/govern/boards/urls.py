from django.urls import path

from leadwell.govern.boards import views

urlpatterns = [
    path("decisions/", views.decisions, name="decisions"),
    path("decisions.csv", views.decisions_file, {"ending": "csv"}, name="decisions-csv"),
    path("decisions.pdf", views.decisions_file, {"ending": "pdf"}, name="decisions-pdf"),
    path("enrolments/<int:pk>/decide/", views.decide, name="decide"),
    path("decisions/<int:pk>/outcome/", views.finish, name="finish-decision"),
    path("decisions/<int:pk>/withdraw/", views.withdraw, name="withdraw-decision"),
    path("decisions/<int:pk>/publish/", views.publish, name="publish-decision"),
    path("decisions/<int:pk>/unpublish/", views.unpublish, name="unpublish-decision"),
    path("decisions/<int:pk>/agree/", views.agree, name="agree-decided"),
]
