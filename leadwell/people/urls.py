from django.urls import path

from leadwell.people import views

app_name = "people"
urlpatterns = [
    path("data/", views.imports, name="imports"),
    path("data/upload/", views.upload, name="upload"),
    path("data/<int:pk>/", views.load, name="load"),
    path("data/<int:pk>/load/", views.confirm, name="confirm"),
    path("data/<int:pk>/drop/", views.drop, name="drop"),
    path("data/<int:pk>/again/", views.look_again, name="look-again"),
]
