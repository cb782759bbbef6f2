"""Two visits after an action was done somebody is asked what came of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from leadwell.deliver.effects import what_came_of
from leadwell.people.models import Role
from tests.factories import holder_of, make_action, make_enrolment, make_role, make_visit

pytestmark = pytest.mark.django_db

DONE_ON = date(2026, 10, 2)
ON = date(2026, 11, 20)
DONE = {"state": "evidenced", "evidence": "The plan", "ended_on": DONE_ON}
WEEK = timedelta(days=7)


@pytest.fixture
def action(enrolment, specialist):
    return make_action(enrolment=enrolment, what="Plan the fractions unit", **DONE)


def visited(enrolment, *weeks):
    for week in weeks:
        make_visit(enrolment=enrolment, on=DONE_ON + week * WEEK, state="happened")


def test_after_the_second_visit_and_not_before(action, enrolment, specialist, subject_leader):
    visited(enrolment, 0, 1)  # on the very day does not count
    make_visit(enrolment=enrolment, on=DONE_ON + 2 * WEEK, state="confirmed")
    assert what_came_of(specialist.user, ON) == []
    visited(enrolment, 3)
    for user in (specialist.user, subject_leader):
        [want] = what_came_of(user, ON)
        assert want.title == "What came of “Plan the fractions unit”?"
        assert want.url == reverse("prepare:effect", args=[action.pk])
        assert "there were two visits since" in want.why


def test_the_first_page_asks_and_the_answer_ends_it(client, action, enrolment, subject_leader):
    visited(enrolment, 1, 2)
    client.force_login(subject_leader)
    assert "What came of “Plan the fractions unit”?" in client.get("/").text
    client.post(reverse("prepare:effect", args=[action.pk]), {"effect": "clear", "note": ""})
    assert what_came_of(subject_leader, ON) == []


def test_heads_hub_leads_and_others_are_not_asked(action, enrolment, hub_lead):
    visited(enrolment, 1, 2)
    stranger = holder_of(Role.SUBJECT_LEADER, school=make_enrolment().school)
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    for user in (hub_lead, head, stranger):
        assert what_came_of(user, ON) == []


def test_nothing_is_asked_of_what_is_open_or_dropped(enrolment, specialist):
    make_action(enrolment=enrolment)
    make_action(enrolment=enrolment, state="dropped", dropped_because="Time", ended_on=DONE_ON)
    visited(enrolment, 1, 2)
    assert what_came_of(specialist.user, ON) == []


def test_visits_of_the_schools_other_programme_count_and_those_elsewhere_do_not(
    action, enrolment, specialist
):
    elsewhere = make_enrolment(hub=enrolment.hub)
    visited(elsewhere, 1, 2)
    assert what_came_of(specialist.user, ON) == []
    other = make_enrolment(school=enrolment.school)
    make_role(Role.SPECIALIST, enrolment=other)
    visited(other, 3, 4)
    assert len(what_came_of(specialist.user, ON)) == 1


def test_many_cost_no_more_queries_than_one(
    action, enrolment, specialist, django_assert_num_queries
):
    visited(enrolment, 1, 2)
    for _ in range(5):
        make_action(enrolment=enrolment, **DONE)
    with django_assert_num_queries(4):  # roles, what ended and when, visits, the actions asked
        assert len(what_came_of(specialist.user, ON)) == 6
