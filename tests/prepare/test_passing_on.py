"""Whoever leaves leaves no action behind: it goes to who follows, or to who answers for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.prepare import actions, wants
from leadwell.prepare.jobs import pass_on_actions
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.passing import pass_on
from tests.factories import (
    holder_of,
    make_action,
    make_colleague,
    make_enrolment,
    make_person,
    make_role,
)
from tests.prepare.conftest import said
from tests.prepare.test_pages import DONE, at

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NOW = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=9)
YESTERDAY = TODAY - timedelta(days=1)


def left(role, **scope):
    """Somebody whose role ended yesterday."""
    return make_role(role, ends_on=YESTERDAY, **scope)


def hand_over(role, to, first_day=TODAY):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=role.school.enrolments.get().programme)
    roles.hand_over(role=role, to=to, first_day=first_day, by=lead, at=NOW)


def owner_after(action):
    pass_on(at=NOW)
    action.refresh_from_db()
    return action.owner


@pytest.fixture
def head(enrolment):
    return make_role(Role.HEADTEACHER, school=enrolment.school).person


def test_to_whom_the_handover_names(enrolment, head):
    role = make_role(Role.SUBJECT_LEADER, school=enrolment.school)
    action = make_action(enrolment=enrolment, owner=role.person)
    follower = make_colleague()
    hand_over(role, follower)
    assert owner_after(action) == follower
    assert (action.passed_from, action.passed_on) == (role.person, TODAY)
    said_so = Event.objects.get(verb="passed on")
    assert (said_so.actor, said_so.detail) == ("upkeep", {"owner": [role.person.pk, follower.pk]})
    assert pass_on(at=NOW) == 0


def test_not_before_the_role_has_ended(enrolment, head):
    role = make_role(Role.SUBJECT_LEADER, school=enrolment.school)
    action = make_action(enrolment=enrolment, owner=role.person)
    hand_over(role, make_colleague(), first_day=TODAY + timedelta(days=1))
    assert owner_after(action) == role.person
    assert pass_on(at=NOW + timedelta(days=1)) == 1


def test_to_the_last_of_several_who_followed_one_another(enrolment, head):
    first = make_role(Role.SUBJECT_LEADER, school=enrolment.school)
    action = make_action(enrolment=enrolment, owner=first.person)
    between, last = make_colleague(), make_colleague()
    hand_over(first, between, first_day=YESTERDAY)
    hand_over(RoleHeld.objects.get(person=between), last)
    assert owner_after(action) == last


def test_without_a_follower_to_the_head(enrolment, head):
    make_role(Role.HUB_LEAD, hub=enrolment.hub)
    role = left(Role.SUBJECT_LEADER, school=enrolment.school)
    assert owner_after(make_action(enrolment=enrolment, owner=role.person)) == head


def test_of_a_specialist_to_who_follows_else_to_the_hub_lead_else_to_the_head(enrolment, head):
    role = left(Role.SPECIALIST, enrolment=enrolment)
    make_role(Role.SPECIALIST, person=role.person, hub=enrolment.hub)  # still one of the hub's
    make_role(Role.HUB_LEAD, hub=enrolment.hub, capacity=Capacity.DEPUTY)
    lead = make_role(Role.HUB_LEAD, hub=enrolment.hub).person
    assert owner_after(make_action(enrolment=enrolment, owner=role.person)) == lead
    elsewhere = make_enrolment()
    role = left(Role.SPECIALIST, enrolment=elsewhere)
    head_there = make_role(Role.HEADTEACHER, school=elsewhere.school).person
    assert owner_after(make_action(enrolment=elsewhere, owner=role.person)) == head_there


def test_who_still_works_there_in_another_role_keeps_them(enrolment, head):
    role = left(Role.SUBJECT_LEADER, school=enrolment.school)
    make_role(Role.TEACHER, person=role.person, school=enrolment.school)
    assert owner_after(make_action(enrolment=enrolment, owner=role.person)) == role.person


def test_who_never_had_a_role_does_not_leave_and_what_is_done_stays_theirs(enrolment, head):
    named = make_person(home_school=enrolment.school)
    gone = left(Role.SUBJECT_LEADER, school=enrolment.school).person
    make_action(enrolment=enrolment, owner=named)
    make_action(enrolment=enrolment, owner=gone, **DONE)
    elsewhere = left(Role.TEACHER, school=make_enrolment().school).person
    make_action(enrolment=enrolment, owner=elsewhere)
    assert pass_on(at=NOW) == 0


def test_where_nobody_answers_it_stays_until_somebody_does(enrolment):
    role = left(Role.SUBJECT_LEADER, school=enrolment.school)
    action = make_action(enrolment=enrolment, owner=role.person)
    assert owner_after(action) == role.person
    head = make_role(Role.HEADTEACHER, school=enrolment.school).person
    assert owner_after(action) == head


def test_who_gets_them_reads_so_on_the_first_page_for_two_weeks(client, enrolment, head):
    role = left(Role.SUBJECT_LEADER, school=enrolment.school)
    for _ in range(3):
        last = make_action(enrolment=enrolment, owner=role.person)
    pass_on_actions(0)
    client.force_login(head.user)
    assert f"3 actions came to you from {role.person}" in said(client.get("/"))
    assert f"It came from {role.person}, whose role ended" in said(client.get(at("action", last)))
    actions.give_action(action=last, owner=make_colleague(), by=head.user, at=NOW)
    [want] = wants.came_to_me(head.user, TODAY)
    assert want.title == f"2 actions came to you from {role.person}"
    assert list(wants.came_to_me(head.user, TODAY + wants.SAID_FOR)) == []
    last.refresh_from_db()
    assert (last.passed_from, last.passed_on) == (None, None)


def test_a_thousand_actions_cost_few_queries(enrolment, head, django_assert_max_num_queries):
    """Of those that stay where they are."""
    owner = make_role(Role.TEACHER, school=enrolment.school).person
    for _ in range(20):
        make_action(enrolment=enrolment, owner=owner)
    with django_assert_max_num_queries(4):
        assert pass_on(at=NOW) == 0


def test_it_comes_from_somebody_else_on_a_day(action):
    for broken in ({"passed_on": TODAY}, {"passed_from": action.owner, "passed_on": TODAY}):
        with pytest.raises(IntegrityError, match="came_from_somebody_else"), transaction.atomic():
            AgreedAction.objects.filter(pk=action.pk).update(**broken)
