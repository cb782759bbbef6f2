from django.urls import path

from leadwell.prepare.round import views

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.new, name="round-new"),
    path("rounds/<int:pk>/", views.planned_round, name="round"),
    *(
        path(
            f"rounds/<int:pk>.{ending}",
            views.round_file,
            {"ending": ending},
            name=f"round-{ending}",
        )
        for ending in ("csv", "pdf")
    ),
    path("rounds/<int:pk>/stop/", views.stop, name="round-stop"),
    path("rounds/<int:pk>/schools/<int:school>/", views.school, name="round-school"),
]
