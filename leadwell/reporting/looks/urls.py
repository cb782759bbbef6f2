from django.urls import path

from leadwell.reporting.looks import views

urlpatterns = [
    path("looked/", views.looked, name="looked"),
    path("looked.csv", views.looked_csv, name="looked-csv"),
    path("schools/<int:urn>/looked/", views.school_looked, name="school-looked"),
    path("schools/<int:urn>/looked.csv", views.school_looked_csv, name="school-looked-csv"),
]
