"""What is written of somebody who is sent is looked over once, and kept as it is on a second press."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from leadwell.lib import guard
from leadwell.people.models import Role
from leadwell.prepare.models import DeclaredInterest, Deployment, Specialist
from leadwell.prepare.models.deployment import CONFIDENTIAL, INSURED
from tests.factories import NOON, make_colleague, make_role, make_school
from tests.guarded import NAME, WORDS, make_named, warned_then_sent
from tests.prepare.deploying.test_pages import AGREEMENT, at
from tests.prepare.deploying.test_register import FACTS

pytestmark = pytest.mark.django_db
BEGUN = NOON + timedelta(5)
"""A day of it."""


@pytest.fixture
def named(enrolment):
    return make_named(enrolment.school)


@pytest.mark.parametrize("field", ["priorities", "outcomes", "pattern", "cover", "confidentiality"])
def test_an_agreement_is_looked_over(
    client, named, enrolment, hub_lead, specialist, home_head, host_head, field
):
    client.force_login(hub_lead)
    sent = AGREEMENT | {"lead_contact": host_head.person.pk, field: WORDS}
    warned_then_sent(client, at("propose", enrolment, specialist), sent)
    kept = getattr(Deployment.objects.get(), field)
    assert WORDS in kept


def test_who_is_at_the_home_school_is_named_by_it_too(
    client, enrolment, hub_lead, specialist, home_head, host_head
):
    """And a grade beside the specialist's own name is one."""
    client.force_login(hub_lead)
    words = f"{specialist} is outstanding at it"
    sent = AGREEMENT | {"lead_contact": host_head.person.pk, "outcomes": words}
    make_named(specialist.home)
    page = client.post(at("propose", enrolment, specialist), sent).text
    assert "reads like a grade" in page
    assert not Deployment.objects.exists()
    warned_then_sent(client, at("propose", enrolment, specialist), sent | {"outcomes": WORDS})


@pytest.mark.parametrize("words", [CONFIDENTIAL, INSURED])
def test_terms_to_begin_from_are_nothing_to_warn_of(words):
    assert guard.find(words, on=NOON.date()) == ()


@pytest.mark.parametrize("step", ["suspend", "end"])
def test_why_a_deployment_is_suspended_or_ends_is_looked_over(
    client, named, active, hub_lead, step
):
    with time_machine.travel(BEGUN, tick=False):
        client.force_login(hub_lead)
        warned_then_sent(client, at(f"deployment-{step}", active), {"because": WORDS})
    active.refresh_from_db()
    assert active.because == WORDS


def test_a_review_at_the_middle_is_looked_over(client, named, active, host_head):
    sent = {
        "is_working": "Yes", "is_right": WORDS, "exit_on": "2027-07-16", "satisfaction": "4",
    }  # fmt: skip
    with time_machine.travel(BEGUN, tick=False):
        client.force_login(host_head)
        warned_then_sent(client, at("deployment-review", active), sent)
    assert active.reviewed.is_right == WORDS


@pytest.fixture
def as_hub_lead(client, hub_lead):
    client.force_login(hub_lead)
    return client


@pytest.mark.parametrize("field", ["designation", "references", "specialisms"])
def test_a_line_of_the_register_is_looked_over(as_hub_lead, specialist, field):
    make_named(specialist.home)
    warned_then_sent(as_hub_lead, at("specialist-change", specialist), FACTS | {field: WORDS})
    assert WORDS in getattr(Specialist.objects.get(), field)


def test_a_new_line_is_looked_over_too(as_hub_lead, enrolment):
    person = make_colleague(home_school=make_school())
    make_role(Role.SPECIALIST, person=person, hub=enrolment.hub)
    make_named(person.home_school)
    sent = FACTS | {"person": person.pk, "references": WORDS}
    warned_then_sent(as_hub_lead, reverse("prepare:specialist-new"), sent)
    assert Specialist.objects.get().references == WORDS


def test_a_session_for_trainers_is_looked_over_by_its_name(as_hub_lead, specialist):
    make_named(specialist.home)
    words = f"2026-10-01 Coaching with {NAME}"
    url = at("specialist-trainings", specialist)
    warned_then_sent(as_hub_lead, url, {"trainings": words}, words=words)
    assert specialist.trainings.get().title == f"Coaching with {NAME}"


def test_a_declared_interest_is_looked_over(client, specialist):
    make_named(specialist.home)
    client.force_login(specialist.person.user)
    sent = {"school": str(make_school().urn), "trust": "", "text": WORDS}
    warned_then_sent(client, at("specialist-interest", specialist), sent)
    assert DeclaredInterest.objects.get().text == WORDS
