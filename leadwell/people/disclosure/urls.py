from django.urls import path

from leadwell.people.disclosure import views

urlpatterns = [path("hidden-figures/", views.disclosure, name="disclosure")]
