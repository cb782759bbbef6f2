"""An action is due on a day in term, whichever form it comes from."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.prepare import actions, rules
from leadwell.prepare.models import AgreedAction
from leadwell.schools import calendar
from leadwell.schools.models import HalfTerm
from tests.factories import make_action
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
HALF_TERM, AFTER = date(2026, 10, 28), date(2026, 11, 4)
WHY = (
    "Wed 28 Oct 2026 is in the school’s holiday: the last school day before it is Fri 23 Oct 2026 "
    "and the first after it is Mon 2 Nov 2026."
)
WHOLE = (
    ("autumn", date(2026, 9, 2), date(2026, 10, 23)),
    ("autumn", date(2026, 11, 2), date(2026, 12, 18)),
    ("spring", date(2027, 1, 4), date(2027, 2, 12)),
    ("spring", date(2027, 2, 22), date(2027, 3, 25)),
    ("summer", date(2027, 4, 12), date(2027, 5, 28)),
    ("summer", date(2027, 6, 7), date(2027, 7, 21)),
)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda at=None: TODAY)


@pytest.fixture
def terms(enrolment):
    for number, (term, first, last) in enumerate(WHOLE, start=1):
        HalfTerm.objects.create(
            local_authority=enrolment.school.local_authority, academic_year=2026, term=term,
            number=number, starts_on=first, ends_on=last,
        )  # fmt: skip


def plain(text):
    return str(text).replace("\xa0", " ")


def agree(enrolment, leader, due_on):
    return actions.agree_action(
        enrolment=enrolment, what="Plan a unit", owner=leader.person, due_on=due_on, by=leader,
        at=NOW,
    )  # fmt: skip


@pytest.mark.usefixtures("terms")
@pytest.mark.parametrize(
    ("due_on", "why"),
    [
        (HALF_TERM, WHY),
        (
            date(2026, 12, 26),
            "Sat 26 Dec 2026 is in the school’s holiday: the last school day before it is Fri 18 "
            "Dec 2026 and the first after it is Mon 4 Jan 2027.",
        ),
        (  # May Day
            date(2027, 5, 3),
            "Mon 3 May 2027 is in the school’s holiday: the last school day before it is Fri 30 "
            "Apr 2027 and the first after it is Tue 4 May 2027.",
        ),
        (  # nobody knows yet when the next year begins
            date(2027, 8, 2),
            "Mon 2 Aug 2027 is in the school’s holiday: the last school day before it is Wed 21 "
            "July 2027.",
        ),
    ],
)
def test_a_day_in_a_holiday_is_refused_with_the_school_days_around_it(
    enrolment, leader, due_on, why
):
    with pytest.raises(PermissionDenied) as refused:
        agree(enrolment, leader, due_on)
    assert plain(refused.value) == why
    assert not AgreedAction.objects.exists()


@pytest.mark.usefixtures("terms")
@pytest.mark.parametrize("due_on", [AFTER, date(2026, 11, 7), date(2027, 9, 8)])
def test_in_term_at_its_weekends_and_in_a_year_nobody_knows_it_is_agreed(enrolment, leader, due_on):
    assert agree(enrolment, leader, due_on).due_on == due_on


def test_without_a_calendar_no_day_is_refused(enrolment, leader):
    assert agree(enrolment, leader, HALF_TERM).pk


def test_a_term_that_nobody_loaded_is_no_holiday(enrolment):
    """Autumn alone is known: 27 January may be in term."""
    for number, (term, first, last) in enumerate(WHOLE[:2], start=1):
        HalfTerm.objects.create(
            school=enrolment.school, academic_year=2026, term=term, number=number,
            starts_on=first, ends_on=last,
        )  # fmt: skip
    days = calendar.school_days(enrolment.school)
    assert rules.is_in_term(days, date(2027, 1, 27))
    assert not rules.is_in_term(days, HALF_TERM)


@pytest.mark.usefixtures("terms")
def test_a_changed_day_is_asked_for_and_one_that_it_had_is_not(enrolment, leader):
    made = make_action(enrolment=enrolment, due_on=HALF_TERM)
    actions.change_action(action=made, what="Plan two units", due_on=HALF_TERM, by=leader, at=NOW)
    with pytest.raises(PermissionDenied, match="is in the school’s holiday"):
        actions.change_action(action=made, due_on=date(2026, 10, 29), by=leader, at=NOW)


@pytest.mark.usefixtures("terms")
def test_an_action_is_opened_again_by_a_day_in_term(enrolment, leader):
    made = make_action(enrolment=enrolment)
    actions.drop_action(action=made, because="No time", by=leader, at=NOW)
    again = {"action": made, "because": "There is time", "by": leader, "at": NOW}
    with pytest.raises(PermissionDenied, match="is in the school’s holiday"):
        actions.reopen_action(due_on=HALF_TERM, **again)
    actions.reopen_action(due_on=AFTER, **again)


@pytest.mark.usefixtures("terms")
def test_each_form_says_it_beside_the_day(as_leader, enrolment, leader):
    made = make_action(enrolment=enrolment)
    ended = make_action(
        enrolment=enrolment, state="dropped", dropped_because="No time", ended_on=TODAY
    )
    sent = {
        "what": "Watch", "owner": leader.person.pk, "due_on": HALF_TERM.isoformat(),
        "because": "There is time",
    }  # fmt: skip
    for name, pk in (("agree", enrolment.pk), ("change", made.pk), ("reopen", ended.pk)):
        answer = as_leader.post(reverse(f"prepare:{name}", args=[pk]), sent)
        assert plain(answer.context["form"].errors["due_on"][0]) == WHY, name
        assert said(answer).count(WHY) == 2, name  # in the summary, and beside the field
