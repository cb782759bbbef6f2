from django.urls import path

from leadwell.evaluation.trying import views

urlpatterns = [
    path("compare/", views.compare, name="compare"),
    path("compare.csv", views.compare_csv, name="compare-csv"),
    path("compare.pdf", views.compare_pdf, name="compare-pdf"),
    path("compare.docx", views.compare_docx, name="compare-docx"),
    path("compare/detect/", views.detect, name="detect"),
    path("compare/methods/", views.how, name="methods"),
]
