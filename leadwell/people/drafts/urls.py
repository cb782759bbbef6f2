from django.urls import path

from leadwell.people.drafts import gallery_views as views

# The kept form of the page of all pieces: routed in development and tests only.
gallery_urlpatterns = [
    path("gallery/keeping/", views.keeping, name="gallery-keeping"),
    path("gallery/keeping/keep/", views.keep, name="gallery-keep"),
    path("gallery/keeping/choose/", views.choose, name="gallery-choose"),
]
