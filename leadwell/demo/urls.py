"""Routed in the demonstration; of these, in development, mail alone; elsewhere nothing."""

from django.urls import path

from leadwell.demo import views

door_urlpatterns = [
    path("doors/", views.doors, name="doors"),
    path("doors/<int:pk>/", views.enter, name="door"),
]
mail_urlpatterns = [path("mail/", views.mail, name="mail")]
