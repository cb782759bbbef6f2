"""Two people, two connections, one moment: the second gets the form again, and nothing is lost."""

from contextlib import contextmanager
from datetime import time, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.deliver import actions
from leadwell.deliver.models import Visit
from leadwell.deliver.models.visit import ELSEWHERE
from leadwell.people.models import Role
from leadwell.prepare import actions as agreed
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.rules import MOST_OPEN
from leadwell.schools.calendar import school_days
from tests.deliver.test_rules_and_actions import HALF
from tests.factories import holder_of, make_action, make_enrolment, make_role, make_visit
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db(transaction=True)

NINE = time(9)


@pytest.fixture
def enrolment():
    return make_enrolment()


@pytest.fixture
def specialist(enrolment):
    return make_role(Role.SPECIALIST, enrolment=enrolment).person


@pytest.fixture
def leader(enrolment):
    return holder_of(Role.SUBJECT_LEADER, school=enrolment.school)


@pytest.fixture
def soon(enrolment):
    return school_days(enrolment.school).after(timezone.localdate(), 3)


@contextmanager
def meanwhile(user, address, sent):
    """Somebody sends this form while what stands within is done and not yet kept."""
    answers = []

    def send():
        client = Client()
        client.force_login(user)
        try:
            answers.append(client.post(address, sent, follow=True))
        finally:
            connection.close()

    thread = Thread(target=send)
    with transaction.atomic():
        yield answers
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits for the first to be kept
    thread.join(20)
    assert len(answers) == 1


def other_visit(enrolment, specialist, on):
    """The same specialist, elsewhere at nine."""
    elsewhere = make_enrolment(hub=enrolment.hub)
    make_role(Role.SPECIALIST, person=specialist, enrolment=elsewhere)
    return make_visit(enrolment=elsewhere, specialist=specialist, on=on, starts_at=NINE)


def test_of_two_who_plan_the_same_hour_the_second_chooses_another(
    enrolment, specialist, leader, soon
):
    sent = {
        "sent_id": uuid4(), "specialist": specialist.pk, "on": soon.isoformat(),
        "starts_at": "09:00", "days": "0.50", "purpose": "Look at books of Year 4",
    }  # fmt: skip
    with meanwhile(leader, reverse("deliver:plan-visit", args=[enrolment.pk]), sent) as answers:
        other_visit(enrolment, specialist, soon)
    assert answers[0].status_code == 200
    assert ELSEWHERE in said(answers[0])
    assert "Look at books of Year 4" in answers[0].text
    assert Visit.objects.count() == 1


def test_one_form_sent_twice_at_once_makes_one_visit(enrolment, specialist, leader, soon):
    sent_id = uuid4()
    sent = {"sent_id": sent_id, "specialist": specialist.pk, "on": soon.isoformat(), "days": "0.50"}
    with meanwhile(leader, reverse("deliver:plan-visit", args=[enrolment.pk]), sent) as answers:
        actions.plan_visit(
            sent_id=sent_id, enrolment=enrolment, specialist=specialist, on=soon, days=HALF,
            by=leader, at=timezone.now(),
        )  # fmt: skip
    assert answers[0].redirect_chain == [(Visit.objects.get().get_absolute_url(), 302)]


def test_an_hour_that_is_gone_in_the_meantime_is_refused_on_the_form(
    enrolment, specialist, leader, soon
):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    sent = {"starts_at": "09:00", "days": "1.00", "days_was": "0.50", "purpose": "Plan the unit"}
    with meanwhile(leader, reverse("deliver:change-visit", args=[visit.pk]), sent) as answers:
        other_visit(enrolment, specialist, soon)
    assert ELSEWHERE in said(answers[0])
    assert "Plan the unit" in answers[0].text
    visit.refresh_from_db()
    assert (visit.starts_at, visit.purpose) == (None, "")


def test_a_visit_is_not_put_off_to_where_the_specialist_is_elsewhere_by_now(
    enrolment, specialist, leader, soon
):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon - timedelta(days=1))
    sent = {
        "to_day": soon.isoformat(), "starts_at": "09:00", "side": "school", "reason": "cover",
    }  # fmt: skip
    with meanwhile(leader, reverse("deliver:postpone-visit", args=[visit.pk]), sent) as answers:
        other_visit(enrolment, specialist, soon)
    assert ELSEWHERE in said(answers[0])
    assert f'value="{soon.isoformat()}"' in answers[0].text
    assert not visit.postponements.exists()


def test_what_somebody_else_has_cancelled_says_so_on_the_form(enrolment, specialist, leader, soon):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    sent = {"starts_at": "09:00", "days": "1.00", "days_was": "0.50", "purpose": "Plan the unit"}
    with meanwhile(leader, reverse("deliver:change-visit", args=[visit.pk]), sent) as answers:
        actions.cancel_visit(visit=visit, because="Snow", by=leader, at=timezone.now())
    assert "The visit is cancelled: that stays as it is." in said(answers[0])


def test_of_two_who_change_a_visit_at_one_moment_the_second_is_told_and_then_sees_both(
    enrolment, specialist, leader, soon
):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    sent = {"starts_at": "", "days": "0.50", "days_was": "0.50", "purpose": "Plan the unit"}
    address = reverse("deliver:change-visit", args=[visit.pk])
    with meanwhile(leader, address, sent) as answers:
        actions.change_visit(
            visit=visit, starts_at=None, days=visit.days, purpose="Fractions", by=specialist.user,
            at=timezone.now(),
        )  # fmt: skip
    assert "changed this visit at the same moment" in said(answers[0])
    assert "Plan the unit" in answers[0].text
    client = Client()
    client.force_login(leader)
    again = said(client.post(address, sent))
    assert "As it is now: Fractions" in again
    assert "Yours: Plan the unit" in again


def test_of_two_who_agree_the_twelfth_action_the_second_is_asked_what_stops(enrolment, leader):
    for _ in range(MOST_OPEN - 1):
        make_action(enrolment=enrolment, owner=leader.person)
    due = (timezone.localdate() + timedelta(days=20)).isoformat()
    sent = {"what": "Watch a lesson", "owner": leader.person.pk, "due_on": due}
    with meanwhile(leader, reverse("prepare:agree", args=[enrolment.pk]), sent) as answers:
        agreed.agree_action(
            enrolment=enrolment, what="Plan a unit", owner=leader.person,
            due_on=timezone.localdate(), by=leader, at=timezone.now(),
        )  # fmt: skip
    text = said(answers[0])
    assert "12 actions under way" in text
    assert "Say what you will stop" in text
    assert "Watch a lesson" in answers[0].text
    assert AgreedAction.objects.open().count() == MOST_OPEN
