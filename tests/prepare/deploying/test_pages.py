"""The pages of deployments: for the right person, with the reason for everybody else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Look
from leadwell.people.models import Role
from leadwell.prepare.models import Deployment, Priority, Specialist
from tests.factories import NOON, holder_of, make_enrolment, make_role
from tests.planned import make_plan
from tests.prepare.conftest import said
from tests.sent import make_deployment, make_specialist

pytestmark = pytest.mark.django_db
ASKED = {"days": "8", "first_day": "2026-11-23", "specialisms": "bar modelling",
         "contexts": "mixed_age"}  # fmt: skip
AGREEMENT = {
    "priorities": "Bar modelling in Year 3/4", "outcomes": "Books of Year 4 in July",
    "starts_on": "2026-11-23", "ends_on": "2027-07-16", "days": "8", "to_home": "300",
    "to_broker": "50", "payer": "programme", "travel": "car", "miles_cap": "40",
    "per_mile": "0.45", "review_on": "2027-03-01", "confidentiality": "Kept", "insurance": "Yes",
}  # fmt: skip


def at(name, *named):
    return reverse(f"prepare:{name}", args=[one.pk for one in named])


def test_the_shortlist_says_why_each_and_who_is_not_available(
    client, enrolment, hub_lead, specialist, home_head
):
    make_specialist(hub=enrolment.hub, checked_until=date(2026, 11, 15))
    own = make_specialist(hub=enrolment.hub, home=enrolment.school)
    client.force_login(hub_lead)
    assert "Show who fits" in client.get(at("shortlist", enrolment)).text
    shown = said(client.get(at("shortlist", enrolment), ASKED))
    assert f"{specialist} 20 minutes away" in shown
    assert "Mathematics; bar modelling (40 of 40)" in shown
    assert "Not available: check expired" in shown
    assert str(own) not in shown  # nobody to send to their own school
    assert "You choose; nobody is assigned" in shown


def test_who_chooses_proposes_the_whole_agreement_and_nothing_typed_is_lost(
    client, enrolment, hub_lead, specialist, home_head, host_head
):
    client.force_login(hub_lead)
    url = at("propose", enrolment, specialist)
    assert "Its head is asked first" in said(client.get(url))
    lacking = client.post(url, AGREEMENT | {"outcomes": ""})
    assert "Say what is to come of it" in said(lacking)
    assert "Bar modelling in Year 3/4" in lacking.text
    too_many = client.post(url, AGREEMENT | {"lead_contact": host_head.person.pk, "days": "16"})
    assert "0 of 15 days of 2026/27 are taken: 16 more would be 16" in said(too_many)
    assert not Deployment.objects.exists()
    answer = client.post(url, AGREEMENT | {"lead_contact": host_head.person.pk})
    made = Deployment.objects.get()
    assert answer.url == made.get_absolute_url()
    shown = said(client.get(answer.url))
    assert f"It waits for {home_head.name} at Alder Bank" in shown
    assert "£350.00: £300.00 to Alder Bank, £50.00 for arranging it" in shown
    assert "8 agreed, 0 given" in shown


def test_what_the_school_plans_already_is_in_the_agreement_and_can_be_changed(
    client, enrolment, hub_lead, specialist, home_head, host_head
):
    """At most three, those that have not ended, and how one will see each, without its figures."""
    plan = make_plan(enrolment=enrolment, n=2, state="live")
    ended = plan.priorities.last()
    Priority.objects.filter(pk=ended.pk).update(
        state="aside", ended_on=NOON.date(), ended_because="The lead left"
    )
    client.force_login(hub_lead)
    url = at("propose", enrolment, specialist)
    page = client.get(url)
    form = page.context["form"]
    assert form["priorities"].value() == str(plan.priorities.first())
    assert form["outcomes"].value() == (
        "At the expected standard, at expected in Y5 maths, by Thu 1 July 2027"
    )
    client.post(url, AGREEMENT | {"lead_contact": host_head.person.pk})
    assert Deployment.objects.get().priorities == AGREEMENT["priorities"].splitlines()


def test_a_plan_that_the_head_has_not_approved_is_nobody_elses_to_read(
    client, enrolment, hub_lead, specialist
):
    make_plan(enrolment=enrolment, n=1, state="agreed")
    client.force_login(hub_lead)
    form = client.get(at("propose", enrolment, specialist)).context["form"]
    assert not form["priorities"].value()
    assert not form["outcomes"].value()


def test_a_check_that_ends_before_the_work_does_is_said_where_somebody_chooses(
    client, enrolment, hub_lead, specialist
):
    Specialist.objects.filter(pk=specialist.pk).update(checked_until=date(2027, 1, 10))
    client.force_login(hub_lead)
    shown = said(client.get(at("shortlist", enrolment), ASKED))
    assert "Check or credential ends on Sun 10 Jan 2027, before the school year does" in shown


def test_neither_the_specialist_nor_the_school_can_tell_before_the_release(
    client, propose, specialist, host_head, home_head
):
    deployment = propose()
    for user in (specialist.person.user, host_head):
        client.force_login(user)
        there, absent = client.get(at("deployment", deployment)), client.get("/deployments/987654/")
        assert there.status_code == absent.status_code == 404
        assert said(there) == said(absent)
        assert "No deployment yet" in said(client.get(at("deployments")))
    client.force_login(home_head)
    assert client.get(at("deployment", deployment)).status_code == 200


def test_a_signature_wants_somebody_who_has_just_shown_who_they_are(client, propose, home_head):
    deployment = propose()
    client.force_login(home_head)
    answer = client.get(at("deployment-release", deployment))
    assert answer.status_code == 302
    assert "/again/" in answer.url


def test_who_may_not_is_told_why(client, active, enrolment):
    client.force_login(holder_of(Role.SUBJECT_LEADER, school=enrolment.school))
    for name, why in (
        ("deployment-end", "who leads the hub"),
        ("deployment-evaluate", "Only the head of the host school"),
        ("deployment-comment", "Only the specialist"),
    ):
        answer = client.get(at(name, active))
        assert answer.status_code == 403
        assert why in said(answer)
    assert client.get(at("shortlist", enrolment)).status_code == 403


def test_the_host_head_reviews_and_evaluates_on_a_page(client, active, host_head):
    client.force_login(host_head)
    review = {"is_working": "Yes", "is_right": "Yes", "exit_on": "2027-07-16", "satisfaction": "4"}
    early = client.get(at("deployment-review", active))
    if timezone.localdate() < active.starts_on:
        assert "Until then nobody is there" in said(early)
        return
    client.post(at("deployment-review", active), review)
    assert "Reviewed at the middle" in said(client.get(at("deployment", active)))


def test_the_list_asks_no_more_for_more(client, enrolment, hub_lead):
    make_deployment(enrolment=enrolment)
    client.force_login(hub_lead)
    client.get(at("deployments"))
    with CaptureQueriesContext(connection) as few:
        client.get(at("deployments"))
    for _ in range(3):
        make_deployment(enrolment=make_enrolment(hub=enrolment.hub), state="active")
    with CaptureQueriesContext(connection) as many:
        client.get(at("deployments"))
    assert len(many) == len(few)
    assert Look.objects.filter(page="prepare:deployments").latest("at").about_people


def test_the_shortlist_asks_no_more_for_more_specialists(client, enrolment, hub_lead, specialist):
    client.force_login(hub_lead)
    client.get(at("shortlist", enrolment), ASKED)
    with CaptureQueriesContext(connection) as few:
        client.get(at("shortlist", enrolment), ASKED)
    for _ in range(3):
        one = make_specialist(hub=enrolment.hub)
        make_role(Role.SPECIALIST, person=one.person, enrolment=make_enrolment(hub=enrolment.hub))
    with CaptureQueriesContext(connection) as many:
        client.get(at("shortlist", enrolment), ASKED)
    assert len(many) == len(few)
