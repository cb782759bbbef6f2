from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from leadwell.deliver import feed_views, list_views, views
from leadwell.deliver.notes import (
    attachment_views,
    masked_views,
    paste_views,
    purge_views,
    write_views,
)
from leadwell.deliver.notes import list_views as note_lists
from leadwell.deliver.notes import views as note_views

app_name = "deliver"


def _files(address: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """The same list as a table to count with and as one to print."""
    return [
        path(f"{address}.{ending}", view, {"ending": ending}, name=f"{name}-{ending}")
        for ending in ("csv", "pdf")
    ]


urlpatterns = [
    path("visits/", list_views.my_visits, name="my-visits"),
    *_files("visits", list_views.my_visits_file, "my-visits"),
    path("visits/not-lately/", list_views.unvisited, name="unvisited"),
    *_files("visits/not-lately", list_views.unvisited_file, "unvisited"),
    path("visits/put-off/", list_views.put_off, name="put-off"),
    *_files("visits/put-off", list_views.put_off_file, "put-off"),
    path("visits/staff/", list_views.staff_days, name="staff-days"),
    *_files("visits/staff", list_views.staff_days_file, "staff-days"),
    path("calendar/<str:token>.ics", feed_views.calendar_feed, name="calendar-feed"),
    path("visits/calendar/", feed_views.my_calendar, name="my-calendar"),
    path("visits/calendar/stop/", feed_views.stop_my_calendar, name="stop-my-calendar"),
    path(
        "enrolments/<int:pk>/visits/calendar/", feed_views.school_calendar, name="school-calendar"
    ),
    path(
        "enrolments/<int:pk>/visits/calendar/stop/",
        feed_views.stop_school_calendar,
        name="stop-school-calendar",
    ),
    path("enrolments/<int:pk>/visits/", list_views.visits, name="visits"),
    *_files("enrolments/<int:pk>/visits", list_views.visits_file, "visits"),
    path("enrolments/<int:pk>/visits/plan/", views.plan_visit, name="plan-visit"),
    path("visits/<int:pk>/", views.visit, name="visit"),
    path("visits/<int:pk>/change/", views.change_visit, name="change-visit"),
    path("visits/<int:pk>/confirm/", views.confirm_visit, name="confirm-visit"),
    path("visits/<int:pk>/postpone/", views.postpone_visit, name="postpone-visit"),
    path("visits/<int:pk>/cancel/", views.cancel_visit, name="cancel-visit"),
    path("visits/<int:pk>/happened/", views.say_happened, name="say-happened"),
    path("visits/<int:pk>/note/", write_views.write_note, name="write-note"),
    path("visits/<int:pk>/note/share/", write_views.share_note, name="share-note"),
    path("visits/<int:pk>/note/purge/", write_views.purge_draft, name="purge-draft"),
    path("visits/<int:pk>/note/paste/", paste_views.paste_note, name="paste-note"),
    path("visits/<int:pk>/note/<slug:slug>/", write_views.write_note, name="write-note"),
    path("visits/<int:pk>/note/<slug:slug>/keep/", write_views.keep_note, name="keep-note"),
    path("visits/<int:pk>/note/<slug:slug>/two/", write_views.choose_words, name="choose-words"),
    path("notes/waiting/", note_lists.waits, name="waits"),
    path("notes/to-check/", note_lists.desk, name="desk"),
    path("notes/<int:pk>/", note_views.note, name="note"),
    path("notes/<int:pk>/versions/<int:number>/", note_views.note, name="note-version"),
    path("notes/<int:pk>.pdf", note_views.note_pdf, name="note-pdf"),
    path("notes/<int:pk>/versions/<int:number>.pdf", note_views.note_pdf, name="note-version-pdf"),
    path("notes/<int:pk>/names-taken-out/", masked_views.note_masked, name="note-masked"),
    path("notes/<int:pk>/take-back/", note_views.withdraw, name="withdraw-note"),
    path("notes/<int:pk>/comment/", note_views.comment, name="comment-note"),
    path("notes/<int:pk>/sign/", note_views.sign, name="sign-note"),
    path("notes/<int:pk>/check/", note_views.check, name="check-note"),
    path("notes/<int:pk>/files/", attachment_views.attach, name="attach"),
    path("notes/<int:pk>/files/<int:number>/", attachment_views.attachment, name="attachment"),
    path("notes/<int:pk>/files/<int:number>/take-away/", attachment_views.detach, name="detach"),
    path("notes/<int:pk>/purge/", purge_views.purge, name="purge-note"),
    path("notes/<int:pk>/add/", note_views.add, name="add-note"),
    path("enrolments/<int:pk>/notes/", note_lists.notes, name="notes"),
    *_files("enrolments/<int:pk>/notes", note_lists.notes_file, "notes"),
    path("enrolments/<int:pk>/signing/", note_lists.signing, name="signing"),
    path(
        "enrolments/<int:pk>/signing/<int:delegation>/take-back/",
        note_lists.take_signing_back,
        name="take-signing-back",
    ),
]
