from django.urls import path

from leadwell.people.joins import views

urlpatterns = [
    path("schools/<int:urn>/identity/", views.identity, name="identity"),
    path("schools/<int:urn>/join/", views.join, name="join"),
    path("schools/<int:urn>/part/", views.part, name="part"),
    path("identity-decisions/<int:pk>/take-back/", views.take_back, name="take-back"),
]
