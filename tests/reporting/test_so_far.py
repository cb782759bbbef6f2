"""Your school so far, as the floors above people tell it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.govern.boards import actions
from leadwell.govern.boards.actions import Said
from leadwell.govern.models import Result
from leadwell.people.models import Role
from leadwell.reporting.so_far.work import documents
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_enrolment,
    make_issued_report,
    make_note,
    make_school,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return make_enrolment(school=make_school(name="Tansy Hill"))


@pytest.fixture
def head(part):
    return holder_of(Role.HEADTEACHER, school=part.school)


def read(user, part):
    client = Client()
    client.force_login(user)
    return client.get(reverse("reporting:so-far", args=[part.school.urn]))


def decision(part, text, **fields):
    member = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=part.programme)
    fields = {
        "options": "Pay; wait", "result": Result.UNANIMOUS, "owner": member.person,
        "due_on": date(2026, 12, 10), "decided_on": NOON.date(),
    } | fields  # fmt: skip
    return actions.record_decision(
        enrolment=part, said=Said(text=text, **fields), by=member, at=NOON
    )


def test_a_new_head_reads_what_waits_first_then_what_is_agreed_and_how_it_went(part, head):
    make_note(make_visit(enrolment=part, on=date(2026, 10, 6)),
              at=datetime(2026, 10, 6, 12, tzinfo=UTC))  # fmt: skip
    make_note(make_visit(enrolment=part, on=NOON.date()))
    make_action(enrolment=part, what="Free one morning", due_on=date(2026, 11, 2))
    decision(part, "Pay for cover", is_published=True)
    decision(part, "Watch this school")
    page = read(head, part).text
    order = [page.index(words) for words in (
        "Waits for your signature", "Agreed and under way", "Free one morning", "Colours over time",
        "Decisions of the board", "Pay for cover", "Who is who",
    )]  # fmt: skip
    assert order == sorted(order)
    assert "Watch this school" not in page, "what is not published does not exist for them"


def test_who_reads_no_notes_there_is_told_of_none(part):
    make_note(make_visit(enrolment=part, on=NOON.date()))
    manager = holder_of(Role.PROJECT_MANAGER, programme=part.programme)
    page = read(manager, part)
    assert page.status_code == 200
    assert "Note of visit" not in page.text
    assert "Waits for your signature" not in page.text


def test_what_there_is_to_read_is_listed_floor_by_floor(part, head):
    decision(part, "Pay for cover", is_published=True)
    report = make_issued_report(by=head, enrolment=part)
    assert [(one.kind, one.url) for one in documents(head, part.school, timezone.localdate())] == [
        ("Decisions of the board", part.decisions.get().get_absolute_url()),
        ("Governors’ reports", report.get_absolute_url()),
    ]
