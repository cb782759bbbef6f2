from django.urls import path

from leadwell.people.ways_in import views

urlpatterns = [
    path("people/<int:pk>/second-factor/", views.reset_second_factor, name="reset-second-factor"),
    path("people/<int:pk>/account/", views.close_account, name="close-account"),
]
