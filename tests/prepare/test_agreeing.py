"""Agreeing actions and what becomes of them: who may, when, whole or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.lib import codes
from leadwell.people.models import Person, Role
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare import access, actions, rules, transitions
from leadwell.prepare.actions import Instead
from leadwell.prepare.models import AgreedAction, Effect, ProgressSaid, State
from tests.factories import holder_of, make_action, make_enrolment, make_person, make_role

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY, DUE = date(2026, 11, 20), date(2026, 12, 4)
How = ProgressSaid.How


def agree(enrolment, by, **fields):
    asked = {"what": "Plan a unit", "owner": by.person, "due_on": DUE} | fields
    return actions.agree_action(enrolment=enrolment, by=by, at=NOW, **asked)


def test_an_action_is_agreed_with_its_owner_day_and_support(enrolment, leader):
    made = agree(enrolment, leader, support=["planning", "model-lesson"])
    made.refresh_from_db()
    assert (made.owner, made.due_on, made.state) == (leader.person, DUE, State.NOT_STARTED)
    assert (made.agreed_by, made.agreed_on, made.origin) == (leader.person, TODAY, "plan")
    assert made.support_said == ["Planning together", "Model lesson"]
    assert Event.objects.get(verb="agreed").subject_id == str(made.pk)


def test_a_specialist_agrees_actions_at_schools_they_are_sent_to_and_at_no_other(enrolment):
    specialist = holder_of(Role.SPECIALIST, enrolment=enrolment)
    assert agree(enrolment, specialist).pk
    with pytest.raises(PermissionDenied, match="Only a specialist of this school"):
        agree(make_enrolment(programme=enrolment.programme), specialist)


@pytest.mark.parametrize(
    "role", [Role.HEADTEACHER, Role.SENIOR_LEADER, Role.TEACHER, Role.GOVERNOR]
)
def test_others_at_the_school_do_not_agree_actions(enrolment, role):
    user = holder_of(role, school=enrolment.school)
    with pytest.raises(PermissionDenied, match="who leads the subject there"):
        agree(enrolment, user)


def test_nothing_is_agreed_with_a_school_that_has_left(enrolment, leader):
    enrolment.left_on, enrolment.why_left = date(2026, 11, 1), "funding"
    enrolment.save()
    assert "is not in" in rules.may_agree(leader, enrolment, on=TODAY).reason


def test_somebody_new_is_an_owner_by_name_and_post(enrolment, leader):
    made = agree(enrolment, leader, owner=Newcomer("Tamsin Reed", post="Teaching assistant"))
    owner = made.owner
    assert (owner.post, owner.email, owner.user) == ("Teaching assistant", "", None)
    assert owner.home_school == enrolment.school


def test_whoever_is_there_already_under_that_name_is_not_added_twice(enrolment, leader):
    there = make_person(name="Tamsin Reed", home_school=enrolment.school)
    before = Person.objects.count()
    assert agree(enrolment, leader, owner=Newcomer("tamsin reed")).owner == there
    assert Person.objects.count() == before


def test_owners_are_who_works_at_the_school_and_its_own_specialists(enrolment, leader):
    at = {"school": enrolment.school}
    teacher = make_role(Role.TEACHER, **at).person
    sent = make_role(Role.SPECIALIST, enrolment=enrolment).person
    for_another = make_enrolment(school=enrolment.school)
    strangers = [
        make_role(Role.GOVERNOR, **at).person,
        make_role(Role.TEACHER, ends_on=date(2026, 7, 20), **at).person,
        make_role(Role.TEACHER, school=make_enrolment().school).person,
        make_role(Role.SPECIALIST, enrolment=for_another).person,
    ]
    found = set(access.owners_at(enrolment, on=TODAY))
    assert found == {leader.person, teacher, sent}
    assert found.isdisjoint(strangers)


# Twelve are the most


@pytest.fixture
def twelve(enrolment):
    """In two programmes of the one school."""
    other = make_enrolment(school=enrolment.school)
    return [make_action(enrolment=[enrolment, other][n % 2]) for n in range(rules.MOST_OPEN)]


def test_the_thirteenth_is_asked_what_will_stop(twelve, enrolment, leader):
    with pytest.raises(PermissionDenied, match=r"12 actions under way.*What will you stop"):
        agree(enrolment, leader)


def test_what_is_done_or_dropped_makes_room(twelve, enrolment, leader):
    actions.say_progress(action=twelve[0], how=How.DONE, by=leader, at=NOW)
    assert agree(enrolment, leader).pk


def test_another_is_dropped_for_it_in_one_go(twelve, enrolment, leader):
    made = agree(enrolment, leader, instead_of=Instead(twelve[0], "Too many at once"))
    twelve[0].refresh_from_db()
    assert (twelve[0].state, twelve[0].dropped_because) == ("dropped", "Too many at once")
    assert made.is_open


def test_where_the_new_one_cannot_be_the_old_one_is_not_dropped(twelve, enrolment, leader):
    with pytest.raises(IntegrityError, match="action_is_due_after"), transaction.atomic():
        agree(
            enrolment, leader, due_on=date(2026, 11, 1),
            instead_of=Instead(twelve[0], "Too many at once"),
        )  # fmt: skip
    twelve[0].refresh_from_db()
    assert twelve[0].is_open


# What becomes of it


@pytest.mark.parametrize(
    ("how", "state"),
    [("moving", "in_progress"), ("stuck", "in_progress"), ("done", "done")],
)
def test_how_it_goes_is_said_and_kept(action, leader, how, state):
    actions.say_progress(action=action, how=How(how), text="Two of three", by=leader, at=NOW)
    action.refresh_from_db()
    said = action.said.get()
    assert action.state == state
    assert (said.how, said.text, said.by, said.said_on) == (
        how, "Two of three", leader.person, TODAY,
    )  # fmt: skip
    assert action.ended_on == (TODAY if state == "done" else None)


def test_dropping_in_a_word_needs_the_reason_too(action, leader):
    with pytest.raises(IntegrityError, match="has_a_reason"), transaction.atomic():
        actions.say_progress(action=action, how=How.DROPPED, by=leader, at=NOW)
    actions.say_progress(action=action, how=How.DROPPED, text="No time", by=leader, at=NOW)
    action.refresh_from_db()
    assert (action.state, action.dropped_because) == ("dropped", "No time")


def test_done_without_evidence_waits_for_it(action, leader):
    actions.say_progress(action=action, how=How.DONE, by=leader, at=NOW)
    later = NOW + timedelta(days=5)
    actions.give_evidence(action=action, evidence="The plan is on the drive", by=leader, at=later)
    action.refresh_from_db()
    assert (action.state, action.ended_on) == ("evidenced", TODAY)
    assert action.said.count() == 1


def test_evidence_says_that_it_is_done(action, leader):
    actions.give_evidence(action=action, evidence="The plan is on the drive", by=leader, at=NOW)
    action.refresh_from_db()
    assert (action.state, action.said.get().how) == ("evidenced", "done")


def test_an_effect_is_said_of_what_is_done_and_of_nothing_else(action, leader):
    with pytest.raises(PermissionDenied, match="once it is done"):
        actions.say_effect(action=action, effect=Effect.SOME, by=leader, at=NOW)
    actions.say_progress(action=action, how=How.DONE, by=leader, at=NOW)
    actions.say_effect(action=action, effect=Effect.SOME, note="More talk", by=leader, at=NOW)
    action.refresh_from_db()
    assert (action.effect, action.effect_note, action.effect_said_on) == (
        "some",
        "More talk",
        TODAY,
    )


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", list(transitions.TRANSITIONS))
def test_each_step_is_taken_where_the_table_says_and_refused_elsewhere(
    enrolment, leader, state, verb
):
    ends = {} if state in {"not_started", "in_progress"} else {"ended_on": TODAY}
    why = {"evidenced": {"evidence": "Seen"}, "dropped": {"dropped_because": "Time"}}
    action = make_action(enrolment=enrolment, state=state, **ends, **why.get(state, {}))
    of = {"action": action, "by": leader, "at": NOW}
    step = {
        "go_on": lambda: actions.say_progress(how=How.MOVING, **of),
        "finish": lambda: actions.say_progress(how=How.DONE, **of),
        "evidence": lambda: actions.give_evidence(evidence="Seen", **of),
        "drop": lambda: actions.drop_action(because="Time", **of),
        "reopen": lambda: actions.reopen_action(because="More to do", due_on=DUE, **of),
    }[verb]
    if transitions.allows(verb, action):
        step()
        action.refresh_from_db()
        assert action.state == transitions.TRANSITIONS[verb].after
    else:
        with pytest.raises(PermissionDenied, match=r"This action (is|was) "):
            step()


def test_an_owner_takes_on_their_own_and_gives_it_to_nobody(enrolment, action):
    teacher = holder_of(Role.TEACHER, school=enrolment.school)
    mine = make_action(enrolment=enrolment, owner=teacher.person)
    actions.say_progress(action=mine, how=How.STUCK, text="No cover", by=teacher, at=NOW)
    with pytest.raises(PermissionDenied, match="Only its owner"):
        actions.say_progress(action=action, how=How.MOVING, by=teacher, at=NOW)
    with pytest.raises(PermissionDenied, match="Ask who leads the subject"):
        actions.give_action(action=mine, owner=make_person(), by=teacher, at=NOW)


def test_it_is_given_to_another_owner_and_the_log_has_both(enrolment, action, leader):
    other = make_person(home_school=enrolment.school)
    actions.give_action(action=action, owner=other, by=leader, at=NOW)
    action.refresh_from_db()
    assert action.owner == other
    assert Event.objects.get(verb="gave").detail == {"owner": [leader.person.pk, other.pk]}


def test_a_change_is_whole_or_not_at_all(action, leader, monkeypatch):
    def broken(**_: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.drop_action(action=action, because="Time", by=leader, at=NOW)
    action.refresh_from_db()
    assert action.is_open
    assert not action.said.exists()


# What the database refuses


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"what": ""}, "action_says_what"),
        ({"due_on": date(2026, 9, 13)}, "action_is_due_after_it_is_agreed"),
        ({"origin": "rumour"}, "action_has_codes_that_are_known"),
        ({"state": "done"}, "action_ends_when"),
        ({"ended_on": TODAY}, "action_ends_when"),
        ({"state": "evidenced", "ended_on": TODAY}, "action_with_evidence_is_done"),
        ({"evidence": "Seen"}, "action_with_evidence_is_done"),
        ({"state": "dropped", "ended_on": TODAY}, "action_that_is_dropped_has_a_reason"),
        ({"effect": "some", "effect_said_on": TODAY}, "effect_is_of_what_was_done"),
    ],
)
def test_a_row_that_cannot_be_is_refused(enrolment, broken, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_action(enrolment=enrolment, **broken)


def test_what_was_said_stays_as_it_was_said_and_no_action_is_deleted(action, leader):
    actions.say_progress(action=action, how=How.MOVING, by=leader, at=NOW)
    for act in (
        lambda: ProgressSaid.objects.update(how="done"),
        lambda: ProgressSaid.objects.all().delete(),
        lambda: AgreedAction.objects.filter(pk=make_action().pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()


def test_support_comes_from_the_list_of_codes():
    assert len(codes.choices("support_tool", on=timezone.localdate())) == 11
