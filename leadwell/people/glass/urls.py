from django.urls import path

from leadwell.people.glass import views

urlpatterns = [
    path("glass/", views.glass, name="glass"),
    path("glass/end/", views.end_glass, name="end-glass"),
]
