from django.urls import path

from leadwell.people.privacy.disposing import views

urlpatterns = [
    path("privacy/past-its-time/", views.past_its_time, name="past-its-time"),
    path("privacy/disposals/<int:pk>/", views.disposal, name="disposal"),
    path("privacy/disposals/<int:pk>.pdf", views.disposal_pdf, name="disposal-pdf"),
    path("privacy/schedule/", views.schedule, name="schedule"),
    path("privacy/schedule/<slug:key>/", views.rule_change, name="rule-change"),
]
