"""Part of explore's addresses: lessons, and what programmes say to them."""

from django.urls import path

from leadwell.explore.lessons import views
from leadwell.people.running import addresses

__all__ = ["addresses", "urlpatterns"]

urlpatterns = [
    path("lessons/", views.lessons, name="lessons"),
    path("lessons/<int:pk>/take-back/", views.take_back_lesson, name="take-back-lesson"),
    path("programmes/<code:code>/lessons/", views.programme_lessons, name="programme-lessons"),
    path("programmes/<code:code>/tell-a-lesson/", views.tell_lesson, name="tell-lesson"),
    path("programmes/<code:code>/lessons/<slug:key>/", views.answer_lesson, name="answer-lesson"),
]
