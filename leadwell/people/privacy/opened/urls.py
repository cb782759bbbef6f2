from django.urls import path

from leadwell.people.privacy.opened import views

urlpatterns = [
    path("privacy/opened/", views.opened, name="opened"),
    path("privacy/opened.csv", views.opened_csv, name="opened-csv"),
]
