from django.urls import path

from leadwell.people.spreadsheets.addresses import addresses
from leadwell.prepare.deploying.register import views
from leadwell.prepare.deploying.register.spreadsheet import SPECIALISTS

urlpatterns = [
    *addresses("programmes/<str:code>/specialists", SPECIALISTS),
    path("specialists/", views.specialists, name="specialists"),
    path("specialists.csv", views.specialists_csv, name="specialists-csv"),
    path("specialists/new/", views.new, name="specialist-new"),
    path("specialists/<int:pk>/", views.specialist, name="specialist"),
    path("specialists/<int:pk>/change/", views.change, name="specialist-change"),
    path("specialists/<int:pk>/check/", views.check, name="specialist-check"),
    path("specialists/<int:pk>/credential/", views.credential, name="specialist-credential"),
    path("specialists/<int:pk>/trainings/", views.trainings, name="specialist-trainings"),
    path("specialists/<int:pk>/skills/", views.skills, name="specialist-skills"),
    path("specialists/<int:pk>/days/<int:year>/", views.days, name="specialist-days"),
    path("specialists/<int:pk>/interest/", views.interest, name="specialist-interest"),
    path("specialists/<int:pk>/interests/", views.interests_whole, name="specialist-interests"),
    path("specialists/<int:pk>/leave/", views.leave, name="specialist-leave"),
    path("credentials/<int:pk>/end/", views.end_credential, name="credential-end"),
    path("interests/<int:pk>/end/", views.end_interest, name="interest-end"),
]
