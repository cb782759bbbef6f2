from django.urls import path

from leadwell.explore.interest import call_views, views

OF_PROGRAMME = "programmes/<str:code>/interest"
OF_SCHOOL = "interests/<int:pk>"

urlpatterns = [
    path(f"{OF_PROGRAMME}/", call_views.call, name="call"),
    path(f"{OF_PROGRAMME}/open/", call_views.open_call, name="open-call"),
    path(f"{OF_PROGRAMME}/change/", call_views.change_call, name="change-call"),
    path(f"{OF_PROGRAMME}/invite/", call_views.invite_schools, name="invite-schools"),
    path(f"{OF_PROGRAMME}/invite/<int:urn>/", call_views.invite_school, name="invite-school"),
    path(f"{OF_SCHOOL}/", views.interest, name="interest"),
    path(f"{OF_SCHOOL}/write-again/", call_views.write_again, name="write-to-head"),
    path(f"{OF_SCHOOL}/write/", views.write, name="write-interest"),
    path(f"{OF_SCHOOL}/write/keep/", views.keep_words, name="keep-interest"),
    path(f"{OF_SCHOOL}/write/choose/", views.choose_words, name="choose-interest-words"),
    path(f"{OF_SCHOOL}/send/", views.send, name="send-interest"),
    path(f"{OF_SCHOOL}/withdraw/", views.withdraw, name="withdraw-interest"),
]
