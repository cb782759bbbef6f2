from django.urls import path

from leadwell.evaluation.coded import views

urlpatterns = [
    path("programmes/<str:code>/under-codes/", views.coded, name="coded"),
    path("programmes/<str:code>/under-codes/give/", views.give_codes, name="give-codes"),
    path("programmes/<str:code>/under-codes/<slug:key>.csv", views.coded_file, name="coded-csv"),
]
