from django.urls import URLPattern, URLResolver, include, path

from leadwell.explore.radar import views as radar

app_name = "explore"
urlpatterns: list[URLPattern | URLResolver] = [
    *(
        path(f"{where}.{ending}", view, {"ending": ending}, name=f"{name}-{ending}")
        for where, view, name in (
            ("radar", radar.radar_file, "radar"),
            ("schools/<int:urn>/asked", radar.asked_file, "asked"),
        )
        for ending in ("csv", "pdf")
    ),
    path("", include("leadwell.explore.designing.urls")),
    path("radar/", radar.radar, name="radar"),
    path("schools/<int:urn>/asked/", radar.asked, name="asked"),
    path("schools/<int:urn>/asked/new/", radar.declare, name="declare"),
    path("schools/<int:urn>/asked/whole/", radar.whole, name="whole"),
    path("initiatives/<int:pk>/change/", radar.change, name="change-initiative"),
    path("initiatives/<int:pk>/end/", radar.end, name="end-initiative"),
    path("initiatives/<int:pk>/take-back/", radar.take_back, name="take-back-initiative"),
    path("programmes/<str:code>/overload/", radar.reasons, name="overload"),
    path("programmes/<str:code>/overload/<int:urn>/", radar.reason, name="overload-reason"),
    path("", include("leadwell.explore.playbooks.urls")),
    path("", include("leadwell.explore.lessons.urls")),
    path("", include("leadwell.explore.choosing.urls")),
    path("", include("leadwell.explore.reviewing.urls")),
    path("", include("leadwell.explore.peer_reviewing.urls")),
    path("", include("leadwell.explore.interest.urls")),
]
