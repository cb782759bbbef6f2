from django.urls import path

from leadwell.web import views

app_name = "web"
urlpatterns = [
    path("cookies/", views.cookies, name="cookies"),
    path("appearance/", views.appearance, name="appearance"),
]
# Every piece on one page, with invented data: routed in development and tests only.
gallery_urlpatterns = [path("gallery/", views.gallery, name="gallery")]
