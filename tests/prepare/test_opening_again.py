"""What was done or dropped goes on after all: for a reason, within the twelve, nothing forgotten."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.people.models import Role
from leadwell.prepare import actions, rules
from leadwell.prepare.models import ProgressSaid, State
from tests.factories import holder_of, make_action, make_enrolment
from tests.prepare.conftest import said
from tests.prepare.test_agreeing import DUE, NOW, TODAY
from tests.prepare.test_pages import DONE, DROPPED, at

pytestmark = pytest.mark.django_db

SEEN = {"effect": "some", "effect_note": "More talk", "effect_said_on": date(2026, 11, 2)}


def reopen(action, by, **fields):
    asked = {"because": "Year 5 has not begun", "due_on": DUE} | fields
    actions.reopen_action(action=action, by=by, at=NOW, **asked)
    action.refresh_from_db()


def test_evidence_and_effect_are_kept_in_what_was_said(enrolment, leader):
    action = make_action(enrolment=enrolment, **DONE, **SEEN)
    reopen(action, leader)
    assert (action.state, action.due_on, action.ended_on) == (State.IN_PROGRESS, DUE, None)
    assert (action.evidence, action.effect, action.effect_note) == ("", "", "")
    kept = action.said.get()
    assert (kept.how, kept.text, kept.by) == ("reopen", "Year 5 has not begun", leader.person)
    assert kept.was.replace("\xa0", " ") == (
        "Done Fri 2 Oct 2026. Evidence: The plan. Effect seen: Some. More talk"
    )
    assert Event.objects.get(verb="said").detail == {"how": "reopen"}


def test_why_it_was_dropped_is_kept_too(enrolment, leader):
    action = make_action(enrolment=enrolment, **DROPPED)
    reopen(action, leader)
    assert action.is_open
    assert action.said.get().was.replace("\xa0", " ") == "Dropped Fri 2 Oct 2026. No cover"


def test_all_that_can_have_been_said_has_room(enrolment, leader):
    long = {"evidence": "e" * 300, **SEEN, "effect_note": "n" * 200}
    action = make_action(enrolment=enrolment, **DONE | long)
    reopen(action, leader)
    assert action.said.get().was.count("e" * 300 + ". Effect seen: Some. " + "n" * 200) == 1


def test_it_counts_among_the_twelve(enrolment, leader):
    action = make_action(enrolment=enrolment, **DONE)
    for _ in range(rules.MOST_OPEN):
        make_action(enrolment=enrolment)
    with pytest.raises(PermissionDenied, match="12 actions under way"):
        reopen(action, leader)
    assert not action.said.exists()


def test_the_owner_and_who_may_change_it_open_it_again_and_nobody_else(enrolment):
    owner = holder_of(Role.TEACHER, school=enrolment.school)
    action = make_action(enrolment=enrolment, owner=owner.person, **DONE)
    may = {
        owner: True,
        holder_of(Role.HEADTEACHER, school=enrolment.school): True,
        holder_of(Role.SPECIALIST, enrolment=enrolment): True,
        holder_of(Role.HUB_LEAD, hub=enrolment.hub): False,
        holder_of(Role.TEACHER, school=enrolment.school): False,
    }
    assert {each: bool(rules.may_reopen(each, action, on=TODAY)) for each in may} == may


def test_not_at_a_school_that_has_left(enrolment, leader):
    action = make_action(enrolment=enrolment, **DONE)
    enrolment.left_on, enrolment.why_left = date(2026, 11, 1), "funding"
    enrolment.save()
    assert "is not in" in rules.may_reopen(leader, action, on=TODAY).reason


def test_the_page_asks_why_and_by_when(as_leader, enrolment):
    action = make_action(enrolment=enrolment, **DONE)
    assert "Open it again" in said(as_leader.get(at("action", action)))
    today = timezone.localdate()
    late = {"because": "", "due_on": (today - timedelta(days=1)).isoformat()}
    text = said(as_leader.post(at("reopen", action), late))
    assert "Say why it is opened again" in text
    assert "Choose today or a day to come" in text
    right = {"because": "More to do", "due_on": today.isoformat()}
    text = said(as_leader.post(at("reopen", action), right, follow=True))
    assert "Opened again : More to do It was: Done Fri 2 Oct 2026. Evidence: The plan" in text
    assert as_leader.get(at("reopen", action)).status_code == 403


def test_a_stranger_finds_no_such_page_and_a_reader_is_told_why_not(client, enrolment):
    action = make_action(enrolment=enrolment, **DONE)
    client.force_login(holder_of(Role.SUBJECT_LEADER, school=make_enrolment().school))
    assert client.get(at("reopen", action)).status_code == 404
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme))
    answer = client.get(at("reopen", action))
    assert (answer.status_code, "Only its owner" in said(answer)) == (403, True)


def test_opened_again_whole_or_not_at_all(enrolment, leader, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("the log is full")

    action = make_action(enrolment=enrolment, **DONE)
    monkeypatch.setattr(log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        reopen(action, leader)
    action.refresh_from_db()
    assert (action.state, action.evidence) == ("evidenced", "The plan")


@pytest.mark.parametrize(
    "broken",
    [{"how": "reopen", "text": "More"}, {"how": "reopen", "was": "Done"},
     {"how": "moving", "was": "Done"}],
)  # fmt: skip
def test_the_database_keeps_the_reason_and_how_it_had_ended(action, leader, broken):
    with pytest.raises(IntegrityError, match="opened_again_for_a_reason"), transaction.atomic():
        ProgressSaid.objects.create(action=action, said_on=TODAY, by=leader.person, **broken)
