"""Part of reporting's addresses: home, programmes, hubs, my schools."""

from django.urls import path

from leadwell.people.running import addresses
from leadwell.reporting import programme_views as views

__all__ = ["addresses", "urlpatterns"]

urlpatterns = [
    path("", views.home, name="home"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/<code:code>/", views.programme, name="programme"),
    path("programmes/<code:code>/schools/", views.find_school, name="find-school"),
    path("hubs/<int:pk>/", views.hub, name="hub"),
    path("my-schools/", views.my_schools, name="my-schools"),
]
