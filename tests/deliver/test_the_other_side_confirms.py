"""Who planned a visit is kept; the side that did not choose the day is asked to confirm it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leadwell.deliver import actions, rules, wants
from leadwell.deliver.models import Side
from leadwell.people.models import Role
from tests.deliver.test_rules_and_actions import TODAY, TUESDAY, plan, put_off
from tests.factories import NOON, holder_of, make_role, make_visit
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db

WEDNESDAY = TUESDAY + timedelta(days=1)


def asked(user):
    return [want.title.split(" on ")[0] for want in wants.to_confirm(user, TODAY)]


def test_a_visit_that_the_school_planned_waits_for_its_specialist(
    enrolment, specialist, subject_leader
):
    visit = plan(enrolment, specialist, by=subject_leader)
    assert (visit.planned_by, visit.day_set_by) == (subject_leader.person, Side.SCHOOL)
    assert asked(subject_leader) == []
    assert asked(specialist.user) == ["Confirm the visit"]
    refusal = rules.may_confirm(subject_leader, visit).reason
    assert refusal == "The school chose this day. The specialist is to confirm it."
    actions.confirm_visit(visit=visit, by=specialist.user, at=NOON)
    assert asked(specialist.user) == []


def test_a_visit_that_the_specialist_planned_waits_for_the_school(
    enrolment, specialist, subject_leader
):
    visit = plan(enrolment, specialist, by=specialist.user)
    assert (visit.planned_by, visit.day_set_by) == (specialist, Side.SPECIALIST)
    assert asked(specialist.user) == []
    assert asked(subject_leader) == ["Confirm the visit"]
    with pytest.raises(PermissionDenied, match="The school is to confirm it"):
        actions.confirm_visit(visit=visit, by=specialist.user, at=NOON)
    actions.confirm_visit(visit=visit, by=subject_leader, at=NOON)


def test_whoever_moves_it_turns_the_question_round(enrolment, specialist, subject_leader):
    """Whose reason it is does not matter: who chose the new day does."""
    visit = plan(enrolment, specialist, by=specialist.user)
    put_off(visit, WEDNESDAY, by=subject_leader, side=Side.SPECIALIST)
    visit.refresh_from_db()
    assert (visit.day_set_by, visit.planned_by) == (Side.SCHOOL, specialist)
    assert (asked(specialist.user), asked(subject_leader)) == (["Confirm the visit"], [])
    put_off(visit, TUESDAY, by=specialist.user)
    assert (asked(specialist.user), asked(subject_leader)) == ([], ["Confirm the visit"])


@pytest.mark.parametrize("by_school", [True, False])
def test_who_looks_after_the_hub_hears_it_from_either(enrolment, specialist, hub_lead, by_school):
    senior = holder_of(Role.SENIOR_LEADER, school=enrolment.school)
    visit = plan(enrolment, specialist, by=senior if by_school else hub_lead)
    assert visit.day_set_by == (Side.SCHOOL if by_school else Side.SPECIALIST)
    assert rules.may_confirm(hub_lead, visit)


def test_who_also_works_at_the_school_speaks_for_it(enrolment, specialist):
    person = make_role(Role.HUB_LEAD, hub=enrolment.hub).person
    make_role(Role.SUBJECT_LEADER, person=person, school=enrolment.school)
    assert plan(enrolment, specialist, by=person.user).day_set_by == Side.SCHOOL


def test_a_visit_planned_before_that_was_kept_is_confirmed_by_the_school(enrolment, subject_leader):
    visit = make_visit(enrolment=enrolment)
    assert (visit.planned_by, asked(subject_leader)) == (None, ["Confirm the visit"])


def test_the_page_says_who_is_asked(client, enrolment, specialist, subject_leader):
    visit = plan(enrolment, specialist, by=subject_leader)
    client.force_login(subject_leader)
    answer = client.get(visit.get_absolute_url())
    page = answer.text
    assert "The specialist is to confirm it." in page
    assert f"Planned by {subject_leader.person}" in said(answer)
    assert "Confirm it</button>" not in page
    client.force_login(specialist.user)
    assert "Confirm it</button>" in client.get(visit.get_absolute_url()).text


def test_the_day_is_chosen_by_one_of_the_two(enrolment):
    with pytest.raises(IntegrityError, match="visit_day_is_set_by_a_side"), transaction.atomic():
        make_visit(enrolment=enrolment, day_set_by="trust")
