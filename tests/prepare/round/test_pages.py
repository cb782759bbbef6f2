"""The pages of a round, as who plans it, who may not, and who is told of nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.people.models import Role
from leadwell.prepare.models import PlannedRound
from tests.factories import holder_of, make_hub
from tests.sent import make_deployment


def said(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def lead(client, hub_lead):
    client.force_login(hub_lead)
    return client


@pytest.fixture
def found(planned, school_at, specialist_at):
    """Ada is near the first of two schools, Eli near the second; each has days for one. Eli is sent
    to the first today."""
    first, _ = school_at("Tansy Hill", 0), school_at("Alder Bank", 30)
    specialist_at("Ada Heath", 0, 8)
    eli = specialist_at("Eli Wood", 30, 8)
    make_deployment(enrolment=first, specialist=eli, days=8, state="active")
    return planned()


def test_the_form_asks_three_things_and_leads_to_the_page_that_waits(lead, hub, school_at):
    page = lead.get(reverse("prepare:round-new"))
    assert "Coast" in said(page)
    answer = lead.post(
        reverse("prepare:round-new"),
        {"of": f"hub-{hub.pk}", "first_day": date.today().isoformat(), "usual_days": "8"},
    )
    made = PlannedRound.objects.get()
    assert answer.url == made.get_absolute_url()
    page = said(lead.get(answer.url))
    assert 'hx-trigger="every 1s"' in page
    assert "Stop it" in page
    part = said(lead.get(answer.url, headers={"HX-Request": "true"}))
    assert part.startswith('<div id="round"')
    assert lead.post(reverse("prepare:round-stop", args=[made.pk])).url == answer.url
    assert "Nothing was kept." in said(lead.get(answer.url))


def test_another_hub_cannot_be_chosen(lead):
    other = make_hub(name="Moor")
    answer = lead.post(
        reverse("prepare:round-new"),
        {"of": f"hub-{other.pk}", "first_day": date.today().isoformat(), "usual_days": "8"},
    )
    assert answer.status_code == 200
    assert not PlannedRound.objects.exists()


def test_the_page_sets_the_proposal_beside_today_and_leads_to_the_ordinary_steps(lead, found):
    page = said(lead.get(found.get_absolute_url()))
    assert "2 schools, and each gets somebody." in page
    assert "No other assignment is better." in page
    assert "Ada Heath: in the place of Eli Wood" in page
    assert "Eli Wood: new" in page
    line = found.schools.get(proposed__person__name="Ada Heath")
    propose = reverse("prepare:propose", args=[line.enrolment_id, line.proposed_id])
    query = f"days=8.00&amp;first_day=2026-11-16&amp;follows={line.agreement_id}"
    assert f'href="{propose}?{query}"' in page
    assert lead.get(f"{propose}?{query.replace('&amp;', '&')}").status_code == 200


def test_the_page_of_a_school_says_what_another_choice_would_change(lead, found):
    line = found.schools.get(proposed__person__name="Ada Heath")
    url = reverse("prepare:round-school", args=[found.pk, line.pk])
    page = said(lead.get(url))
    assert "Proposed is Ada Heath, for 8 days. Today Eli Wood goes there." in page
    eli = found.specialists.get(specialist__person__name="Eli Wood").specialist
    then = said(lead.get(url, {"instead": eli.pk}))
    assert "If Eli Wood goes there" in then
    assert "points less." in then
    assert "Alder Bank: Ada Heath, in the place of Eli Wood" in then


def test_a_school_or_a_specialist_that_is_not_in_the_round_is_not_there(lead, found):
    line = found.schools.first()
    for args, query in (([found.pk, 987_654_321], {}), ([found.pk, line.pk], {"instead": "0"})):
        url = reverse("prepare:round-school", args=args)
        assert lead.get(url, query).status_code == 404


def test_nobody_else_sees_it(client, found, hub):
    home_head = holder_of(Role.HEADTEACHER, school=found.schools.first().enrolment.school)
    other_lead = holder_of(Role.HUB_LEAD, hub=make_hub(hub.programme, name="Moor"))
    for user in (home_head, other_lead):
        client.force_login(user)
        assert client.get(found.get_absolute_url()).status_code == 404
    client.force_login(other_lead)
    assert str(found.pk) not in said(client.get(reverse("prepare:rounds"))).split("/rounds/")


def test_who_leads_the_programme_reads_it_and_stops_nothing(client, found, hub, plan):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=hub.programme)
    client.force_login(lead)
    assert client.get(found.get_absolute_url()).status_code == 200
    waiting = plan()
    assert client.post(reverse("prepare:round-stop", args=[waiting.pk])).status_code == 403
    assert "Stop it" not in said(client.get(waiting.get_absolute_url()))


def test_the_page_asks_as_many_questions_for_many_schools_as_for_few(
    lead, planned, school_at, specialist_at
):
    def n_asked() -> int:
        made = planned()
        with CaptureQueriesContext(connection) as caught:
            lead.get(made.get_absolute_url())
        return len(caught)

    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 0, 10)
    few = n_asked()
    for n in range(5):
        school_at(f"School {n}", n)
        specialist_at(f"Specialist {n}", n, 20)
    assert n_asked() == few
