from django.urls import include, path

from leadwell.people import views

app_name = "people"
urlpatterns = [
    path("data/", views.imports, name="imports"),
    path("data/upload/", views.upload, name="upload"),
    path("data/<int:pk>/", views.load, name="load"),
    path("data/<int:pk>/load/", views.confirm, name="confirm"),
    path("data/<int:pk>/drop/", views.drop, name="drop"),
    path("data/<int:pk>/again/", views.look_again, name="look-again"),
    path("", include("leadwell.people.joins.urls")),
    path("", include("leadwell.people.roles.urls")),
    path("", include("leadwell.people.running.urls")),
    path("", include("leadwell.people.spreadsheets.urls")),
    path("", include("leadwell.people.disclosure.urls")),
    path("", include("leadwell.people.glass.urls")),
    path("", include("leadwell.people.ways_in.urls")),
    path("", include("leadwell.people.mail.urls")),
    path("", include("leadwell.people.privacy.urls")),
    path("", include("leadwell.people.notices.urls")),
    path("", include("leadwell.people.training.urls")),
]
