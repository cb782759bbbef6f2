from django.urls import path

from leadwell.people.training import views

urlpatterns = [
    path("account/training/", views.my_training, name="my-training"),
    path("privacy/training/", views.trainings, name="trainings"),
]
