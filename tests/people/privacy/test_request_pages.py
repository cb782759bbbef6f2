"""The pages of requests and erasures, as the officer and others meet them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event, Look
from leadwell.people.models import ClockPause, Erasure, Role, SubjectRequest
from leadwell.people.privacy import actions, clocks, outliving, rules
from tests.factories import holder_of, make_person, make_school
from tests.people.privacy.conftest import NAME, NOW

pytestmark = pytest.mark.django_db
NEW = reverse("people:request-new")


@pytest.fixture(autouse=True)
def list_of_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


def test_the_officer_writes_down_who_asks_and_sees_how_many_days_are_left(desk, left):
    sent = {"kind": "access", "who": "wren ash", "received_on": today(-3).isoformat()}
    response = desk.post(NEW, sent, follow=True)
    asked = SubjectRequest.objects.get()
    assert (asked.person, asked.kind) == (left.person, "access")
    assert f"{clocks.clock(asked, on=today()).days_left} days left" in response.text
    assert NAME in desk.get(reverse("people:privacy")).text
    assert Event.objects.filter(verb="wrote down a request").exists()
    assert Look.objects.filter(about_people__contains=[left.person.pk], page="people:request")


def test_several_of_one_name_are_told_apart_by_choosing(desk, left):
    other = make_person(name=NAME, post="Governor")
    sent = {"kind": "access", "who": NAME, "received_on": today().isoformat()}
    text = desk.post(NEW, sent).text
    assert "Choose which of them it is" in text
    assert "Governor" in text
    desk.post(NEW, sent | {"which": other.pk})
    assert SubjectRequest.objects.get().person == other


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"who": "Nobody Atall"}, "Nobody here is called “Nobody Atall”"),
        ({"who": ""}, "Name the person, or choose the school of the pupil"),
        ({"who": NAME, "received_on": "2999-01-01"}, "it cannot come later than today"),
        ({"who": NAME, "kind": ""}, "Choose what is asked"),
    ],
)
def test_what_cannot_be_is_said_in_words(desk, left, sent, said):
    whole = {"kind": "access", "received_on": today().isoformat()} | sent
    assert said in desk.post(NEW, whole).text
    assert not SubjectRequest.objects.exists()


def test_a_second_open_request_of_the_kind_is_refused_in_the_constraints_words(desk, asked):
    sent = {"kind": "erasure", "who": NAME, "received_on": today().isoformat()}
    assert "A request of this kind by this person is open already." in desk.post(NEW, sent).text


@pytest.mark.parametrize(
    ("kind", "days", "said"),
    [
        ("Community school", "15 school days", "It is a maintained school"),
        ("Academy converter", "one month", "It is not a maintained school"),
        ("Free schools", "one month", "It is not a maintained school"),
        ("Voluntary aided school", "15 school days", "It is a maintained school"),
    ],
)
def test_a_pupils_request_goes_to_the_school_with_the_time_that_applies(desk, kind, days, said):
    school = make_school(type_of_establishment=kind)
    sent = {"kind": "access", "school": str(school.urn), "received_on": today().isoformat(),
            "asker": "A parent"}  # fmt: skip
    text = desk.post(NEW, sent, follow=True).text
    assert f"Time to answer: {days}" in text
    assert said in text
    assert "The school answers this." in text


def test_nobody_is_asked_twice_who_they_are(desk, asked):
    page, we_wait = reverse("people:request", args=[asked.pk]), "To know that it is they who ask"
    assert we_wait in desk.get(page).text
    today = timezone.localdate().isoformat()
    pause = reverse("people:request-pause", args=[asked.pk])
    desk.post(pause, {"why": "identity", "asked_on": today})
    desk.post(reverse("people:request-resume", args=[asked.pk]), {"heard_on": today})
    text = desk.get(page).text
    assert (we_wait in text, "To know what they mean" in text) == (False, True)


def test_the_clock_is_stopped_and_started_on_the_page(desk, asked):
    address = reverse("people:request-pause", args=[asked.pk])
    text = desk.post(
        address, {"why": "identity", "asked_on": asked.received_on.isoformat()}, follow=True
    ).text
    assert "The clock has not begun" in text
    address = reverse("people:request-resume", args=[asked.pk])
    desk.post(address, {"heard_on": today().isoformat()})
    assert ClockPause.objects.get().ends_on == today()


def test_an_answer_before_the_question_is_refused_in_words(desk, asked):
    ClockPause.objects.create(request=asked, why="clarification", begins_on=today())
    address = reverse("people:request-resume", args=[asked.pk])
    text = desk.post(address, {"heard_on": today(-1).isoformat()}).text
    assert "The answer is before the question." in text


def test_it_is_extended_once_with_a_reason_and_within_the_month(desk, officer, asked):
    address = reverse("people:request-extend", args=[asked.pk])
    assert "Say why it takes longer" in desk.post(address, {"because": ""}).text
    desk.post(address, {"because": "Forty visits to read"})
    asked.refresh_from_db()
    assert clocks.clock(asked, on=NOW.date()).rule.startswith("three months")
    assert "once only" in rules.may_extend(officer, asked, on=NOW.date()).reason
    late = SubjectRequest(kind="access", person=asked.person, received_on=today(-40))
    late.pk = 0
    assert "month is over" in rules.may_extend(officer, late, on=today()).reason


def test_the_page_before_shows_what_goes_and_what_stays_and_the_name_confirms(desk, asked):
    address = reverse("people:erase", args=[asked.pk])
    text = desk.get(address).text
    assert "What somebody has begun to write and not sent" in text
    assert "telephone" in text
    assert "Kept 6 years after the programme’s end" in text
    assert f"Write {NAME} exactly, to confirm" in desk.post(address, {"name": "Wren"}).text
    assert not Erasure.objects.exists()

    text = desk.post(address, {"name": f" {NAME.lower()} "}, follow=True).text
    assert f"Certificate of erasure {Erasure.objects.get().pk}" in text
    assert NAME not in text


def test_who_has_not_proved_lately_that_it_is_they_is_asked_to(officer, signed_in, asked):
    response = signed_in(officer).get(reverse("people:erase", args=[asked.pk]))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))


def test_the_certificate_is_a_pdf_file_too(desk, officer, asked):
    erasure = actions.erase(request=asked, by=officer, at=NOW)
    response = desk.get(reverse("people:erasure-pdf", args=[erasure.pk]))
    assert response.content.startswith(b"%PDF-")


def test_nobody_else_finds_a_request_or_the_desk(signed_in, asked):
    head = signed_in(holder_of(Role.HEADTEACHER, school=make_school()))
    assert head.get(reverse("people:request", args=[asked.pk])).status_code == 404
    refusal = head.get(reverse("people:privacy"))
    assert refusal.status_code == 403
    assert "data protection officer’s" in refusal.text


def test_a_request_that_was_answered_stays_answered(officer, asked):
    actions.answer(request=asked, outcome="withdrawn", note="By telephone", by=officer, at=NOW)
    with pytest.raises(PermissionDenied, match="was answered"):
        actions.answer(request=asked, outcome="done", note="x", by=officer, at=NOW)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("request_is_about_a_colleague_or_a_pupil", {"person": None}),
        ("request_is_extended_with_a_reason", {"extended_because": "Why"}),
        ("request_is_answered_after_it_came", {"answered_on": "2026-11-01", "outcome": "done"}),
        ("request_is_of_a_kind", {"kind": "telepathy"}),
    ],
)
def test_the_database_keeps_requests_whole(asked, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SubjectRequest.objects.filter(pk=asked.pk).update(**fields)
