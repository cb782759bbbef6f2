from django.urls import include, path

from leadwell.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("programmes/<str:code>/evaluation/", views.questions, name="questions"),
    path("programmes/<str:code>/evaluation/fix/", views.fix, name="fix"),
    path("evaluations/<int:pk>/", views.question, name="question"),
    path("evaluations/<int:pk>/change/", views.change, name="change"),
    path("evaluations/<int:pk>/run/", views.run, name="run"),
    path("findings/<int:pk>/", views.finding, name="finding"),
    path("findings/<int:pk>/finding.pdf", views.finding_pdf, name="finding-pdf"),
    path("findings/<int:pk>/finding.docx", views.finding_docx, name="finding-docx"),
    path("", include("leadwell.evaluation.coded.urls")),
    path("", include("leadwell.evaluation.trying.urls")),
]
