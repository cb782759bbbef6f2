from django.urls import path

from leadwell.people.mail import views

urlpatterns = [path("account/mail/", views.mail, name="mail")]
