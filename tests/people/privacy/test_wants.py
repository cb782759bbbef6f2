"""What an officer's first page says waits for them, and nobody else's does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.people.models import Breach, Complaint, Role, SubjectRequest
from leadwell.people.privacy.wants import desk
from tests.factories import holder_of, make_administrator, make_person, make_school
from tests.people.privacy.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def a_breach(officer, **more: object) -> Breach:
    found = {"found_at": NOW, "reported_at": NOW} | more
    return Breach.objects.create(what="A list was lost", reported_by=officer, **found)


def a_request(officer, **more: object) -> SubjectRequest:
    about = {"person": make_person(name="Wren Ashdown")} | more
    return SubjectRequest.objects.create(
        kind="access", received_on=TODAY, logged_by=officer, logged_at=NOW, **about
    )


def test_a_breach_a_request_and_a_complaint_wait_with_their_days(officer):
    a_breach(officer)
    a_request(officer)
    Complaint.objects.create(
        what="Too much is kept", complainant="A parent", received_on=TODAY,
        logged_by=officer, logged_at=NOW,
    )  # fmt: skip
    breach, request, complaint = desk(officer, TODAY)
    assert breach.title.endswith("decide who is told")
    assert breach.due_on == TODAY + timedelta(days=3)
    assert not any(want.late for want in (breach, request, complaint))
    assert request.title == "A copy of what is held: Wren Ashdown"
    assert request.due_on == date(2026, 12, 23)
    assert complaint.due_on == TODAY + timedelta(days=30)


def test_what_is_past_its_day_is_late(officer):
    a_breach(officer)
    a_request(officer)
    breach, request = desk(officer, TODAY + timedelta(days=60))
    assert breach.late
    assert request.late


def test_what_is_decided_and_answered_wants_nobody(officer):
    a_breach(officer, decision="no_need", decided_at=NOW, decided_because="Nobody read it",
             people_told="no_need")  # fmt: skip
    a_request(officer, answered_on=TODAY, outcome="done", outcome_note="By post")
    assert list(desk(officer, TODAY)) == []


def test_an_officer_of_a_school_has_only_what_is_about_it(officer):
    school = make_school()
    theirs = holder_of(Role.DATA_PROTECTION_OFFICER, school=school)
    a_breach(officer)
    a_breach(officer, school=school)
    assert [want.url for want in desk(theirs, TODAY)] == [
        Breach.objects.get(school=school).get_absolute_url()
    ]


def test_whoever_sits_at_no_desk_has_nothing_there(officer):
    a_breach(officer)
    head = holder_of(Role.HEADTEACHER, school=make_school())
    assert list(desk(head, TODAY)) == list(desk(make_administrator(), TODAY)) == []


def test_many_requests_cost_no_more_queries_than_one(officer):
    a_request(officer)
    with CaptureQueriesContext(connection) as one:
        assert len(list(desk(officer, TODAY))) == 1
    for _ in range(4):
        a_request(officer)
    with CaptureQueriesContext(connection) as five:
        assert len(list(desk(officer, TODAY))) == 5
    assert len(five) <= len(one)
