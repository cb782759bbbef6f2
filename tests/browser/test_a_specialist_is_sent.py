"""The right specialist, properly released: followed by a browser on a phone and a desk, with what is
refused on the way."""

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from leadwell.deliver.notes import actions as notes
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from leadwell.prepare.deploying.agreeing.actions import finish_over
from leadwell.prepare.models import Deployment, DeploymentState
from tests.browser.faultless import faultless, not_wider_than
from tests.browser.test_governors_report import sign_in
from tests.factories import (
    holder_of,
    make_enrolment,
    make_note,
    make_programme,
    make_role,
    make_school,
    make_visit,
)
from tests.planned import make_plan
from tests.sent import make_deployment, make_specialist

PICTURES = os.environ.get("LEADWELL_PICTURES", "")
WIDTHS = {"phone": 360, "desk": 1280}
APPEARANCES = {"phone": "light", "desk": "dark"}


@pytest.fixture
def told(transactional_db):
    """Dewberry Acre wants bar modelling; of five specialists two cannot be asked."""
    today = timezone.localdate()
    programme = make_programme(
        name="Number Sense", starts_on=today - timedelta(90), ends_on=today + timedelta(400)
    )
    host = make_enrolment(
        programme=programme, joined_on=today - timedelta(80), work_agreed_on=today - timedelta(70),
        school=make_school(name="Dewberry Acre", easting=400_000, northing=100_000, n_pupils=112),
    )  # fmt: skip
    home = make_school(name="Quincetree Ford", easting=412_000, northing=100_000)
    sent = {}
    for name, more in (
        ("Asha Penhallow", {"home": home, "contexts": ["mixed_age"]}),
        ("Bryony Vale", {"specialisms": ["Fluency"]}),
        ("Corin Marsh", {"specialisms": []}),
        ("Dara Heath", {"checked_until": today - timedelta(7)}),
        ("Eira Moss", {"home": host.school}),
    ):
        sent[name] = make_specialist(hub=host.hub, **more)
        sent[name].person.name = name
        sent[name].person.save()
    make_plan(enrolment=host, state="live")
    return {
        "host": host, "sent": sent,
        "hub lead": holder_of(Role.HUB_LEAD, hub=host.hub),
        "home head": holder_of(Role.HOME_HEADTEACHER, school=home),
        "host head": holder_of(Role.HEADTEACHER, school=host.school),
    }  # fmt: skip


@pytest.mark.parametrize("screen", WIDTHS)
def test_the_right_specialist_is_properly_released(
    new_context, live_server, told, screen, settings
):
    host, asha = told["host"], told["sent"]["Asha Penhallow"]
    own, today = asha.person.user, timezone.localdate()

    def page_of(user) -> Page:
        context = new_context(
            viewport={"width": WIDTHS[screen], "height": 740}, color_scheme=APPEARANCES[screen]
        )
        sign_in(context, user, live_server.url)
        return context.new_page()

    def look(page: Page, name: str) -> None:
        if PICTURES:
            path = Path(PICTURES) / f"sent-{name}-{screen}.png"
            page.screenshot(path=path, full_page=True)
        not_wider_than(page, WIDTHS[screen], name)
        faultless(page, name)

    # The shortlist: three with reasons, and who is not available and why.
    lead = page_of(told["hub lead"])
    lead.goto(live_server.url + reverse("prepare:deployments-of", args=[host.pk]))
    lead.get_by_role("link", name="Who fits this school?").click()
    lead.get_by_label("Specialisms asked for").fill("bar modelling")
    lead.get_by_label("Mixed-age classes").check()
    lead.get_by_label("How many days this academic year?").fill("8")
    lead.get_by_role("button", name="Show who fits").click()
    three = lead.locator("section", has=lead.get_by_role("heading", name="3 who fit best"))
    expect(three.get_by_role("listitem").first).to_contain_text("Asha Penhallow")
    expect(three).to_contain_text("25 minutes away")
    expect(three).to_contain_text("Mathematics; bar modelling (40 of 40)")
    expect(three).to_contain_text("15 days left, 100% of the year’s")
    expect(lead.locator("main")).not_to_contain_text("Eira Moss")  # she works there
    not_there = lead.locator("section", has=lead.get_by_role("heading", name="Not available"))
    expect(not_there).to_contain_text("Dara Heath")
    expect(not_there).to_contain_text("Not available: check expired")
    look(lead, "1-shortlist")

    # Days that are not there are refused, with whom to ask.
    other = make_deployment(
        enrolment=make_enrolment(hub=host.hub), specialist=asha, days=0, state="active"
    )
    _has_taken(other, 14)
    three.get_by_role("link", name="Choose Asha Penhallow").click()
    # What the school's plan says is there already, and can be said in other words.
    priorities = lead.get_by_label("What is it for?")
    expect(priorities).to_have_value("More pupils reach the expected standard")
    expect(lead.get_by_label("What is to come of it")).to_have_value(
        re.compile("at expected in Y5 maths, by")
    )
    priorities.fill("Bar modelling in mixed-age Year 3/4")
    last_day = today + timedelta(1)
    lead.get_by_label("First day").fill(today.isoformat())
    lead.get_by_label("Last day").fill(last_day.isoformat())
    lead.get_by_label("How many days in the academic year").fill("3")
    lead.get_by_label("Whom do they meet").select_option(index=1)
    lead.get_by_label("By when is it reviewed").fill(last_day.isoformat())
    lead.get_by_role("button", name="Propose it").click()
    expect(lead.get_by_text("14 of 15 days of")).to_contain_text("3 more would be 17")
    expect(lead.get_by_text("14 of 15 days of")).to_contain_text("Ask ")
    expect(lead.get_by_label("What is it for?")).to_have_value(re.compile("Bar modelling"))
    look(lead, "2-refused")
    _has_taken(other, 2)
    lead.get_by_label("How many days in the academic year").fill("8")
    lead.get_by_role("button", name="Propose it").click()
    expect(lead.get_by_text("£350.00: £300.00 to Quincetree Ford, £50.00")).to_be_visible()
    expect(lead.get_by_text("8 agreed, 0 given")).to_be_visible()
    expect(lead.get_by_text("60 miles a visit at most")).to_be_visible()
    review = lead.get_by_role("listitem").filter(has_text="Reviewed at the middle by")
    expect(review.first).to_be_visible()
    look(lead, "3-proposed")
    found = Deployment.objects.get(enrolment=host)
    address = live_server.url + found.get_absolute_url()

    # Before the home head says yes, neither the specialist nor the school can tell.
    specialist, host_head = page_of(own), page_of(told["host head"])
    for page in (specialist, host_head):
        assert page.goto(address).status == 404
        for place in ("/", reverse("prepare:deployments"), reverse("reporting:my-schools")):
            page.goto(live_server.url + place)
            expect(page.locator("main")).not_to_contain_text(
                "Asha Penhallow" if page is host_head else "Dewberry Acre"
            )
    assert not [letter for letter in mail.outbox if asha.person.email in letter.to]

    # Three sign, in their order.
    home_head = page_of(told["home head"])
    home_head.goto(live_server.url)
    home_head.get_by_role("link", name=re.compile("Read and sign")).first.click()
    expect(home_head.get_by_text("I release Asha Penhallow for 8 days")).to_be_visible()
    look(home_head, "4-sign")
    home_head.get_by_role("button", name="Let them go").click()
    assert specialist.goto(f"{address}accept/").status == 403
    host_head.goto(f"{address}host/")
    host_head.get_by_role("button", name="Accept them at the school").click()
    assert not Deployment.objects.filter(pk=found.pk, state=DeploymentState.ACTIVE).exists()
    specialist.goto(f"{address}accept/")
    specialist.get_by_role("button", name="Accept it").click()
    expect(specialist.get_by_text("Active.")).to_be_visible()
    look(specialist, "5-active")
    specialist.goto(live_server.url + reverse("reporting:my-schools"))
    expect(specialist.get_by_role("link", name="Dewberry Acre")).to_be_visible()

    # A note is signed; the day after the last, the school is not theirs any more.
    note = _signed_note(host, asha, told["host head"], today)
    with time_machine.travel(timezone.now() + timedelta(2)):
        finish_over(at=timezone.now())
        specialist, host_head = page_of(own), page_of(told["host head"])
        specialist.goto(live_server.url + reverse("reporting:my-schools"))
        expect(specialist.get_by_role("link", name="Dewberry Acre")).to_have_count(0)
        assert specialist.goto(live_server.url + note).status == 404
        assert host_head.goto(live_server.url + note).status == 200
        host_head.goto(f"{address}evaluate/")
        host_head.get_by_label("Some").check()
        host_head.get_by_label("How can one see it?").fill("Year 4 draws bars unasked")
        host_head.get_by_label("4", exact=True).check()
        host_head.get_by_role("button", name="Say what came of it").click()
        expect(host_head.get_by_text("Some: Year 4 draws bars unasked")).to_be_visible()
        look(host_head, "6-evaluated")


def _has_taken(other: Deployment, days: int) -> None:
    """What is signed is not changed: these are other days in their place."""
    other.days.all().delete()
    other.days.create(academic_year=years.of(timezone.localdate()), agreed=days)


def _signed_note(host, asha, head, today: date) -> str:
    at = timezone.now()
    visit = make_visit(enrolment=host, specialist=asha.person, on=today, purpose="Bars")
    make_role(Role.SUBJECT_LEADER, school=host.school)
    note = make_note(visit, at=at)
    notes.sign_note(note=note, version=note.shown, authenticated_at=at, by=head, at=at)
    assert Deployment.objects.get(enrolment=host).days.get().given == visit.days
    return note.get_absolute_url()
