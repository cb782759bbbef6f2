"""Pages of a governors' report, on a phone and a desk, light and dark."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from leadwell.accounts.models import User
from leadwell.deliver.models import NoteIngredient, QualityCheck, Rag
from leadwell.deliver.notes import actions as notes
from leadwell.deliver.notes.content import Observed, Stand
from leadwell.govern import actions
from leadwell.govern.models import GovernorsReport
from leadwell.people.models import Role
from leadwell.programmes.models import ActiveIngredient, Strand
from leadwell.reporting.governors_report import issued
from leadwell.web.pdf import press
from tests.accounts.signing_in import by_password
from tests.browser.faultless import faultless, not_wider_than
from tests.factories import (
    holder_of,
    make_action,
    make_enrolment,
    make_issued_report,
    make_note,
    make_programme,
    make_report,
    make_role,
    make_school,
    make_visit,
    publish,
)

PICTURES = os.environ.get("LEADWELL_PICTURES", "")
"""A folder to keep pictures of the pages in, for whoever wants to look at them."""
Level = NoteIngredient.Level


def sign_in(context: BrowserContext, user: User, site: str) -> None:
    """With a password, just now."""
    client = Client()
    by_password(client, user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


@pytest.fixture
def told(transactional_db) -> dict[str, object]:
    """Tansy Hill: two visits this term, one before; a report issued, and one being written."""
    today = timezone.localdate()
    programme = make_programme(
        name="Number Sense", starts_on=today - timedelta(days=500), code="NUMSENSE"
    )
    enrolment = make_enrolment(
        school=make_school(name="Tansy Hill Primary"), programme=programme,
        joined_on=today - timedelta(days=480), days_agreed=6,
    )  # fmt: skip
    for year in (2021, 2022, 2023, 2024, 2025):
        publish(enrolment.school, year, eligible_pupils=34, maths_expected=58 + (year % 4) * 3)
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    hub_lead = holder_of(Role.HUB_LEAD, hub=enrolment.hub)
    leader = make_role(Role.SUBJECT_LEADER, school=enrolment.school).person
    strand = Strand.objects.create(programme=programme, name="Talk")
    parts = [
        ActiveIngredient.objects.create(strand=strand, text=text, indicator="Heard")
        for text in ("Number talk every day", "Pupils explain a partner’s method", "Drawn models")
    ]
    amber = Stand(Rag.AMBER, "Some classes", "new-1")
    for days, level, stands in (
        (120, Level.BEGINNING, {"engagement": amber, "implementation": amber}),
        (40, Level.DEVELOPING, {"engagement": Stand(Rag.GREEN), "implementation": amber}),
        (12, Level.ROUTINE, {"engagement": Stand(Rag.GREEN), "implementation": amber}),
    ):
        on = today - timedelta(days=days)
        at = timezone.now() - timedelta(days=days)
        note = make_note(
            make_visit(enrolment=enrolment, on=on), at=at, n_classes=4,
            activities={"lesson-visit": 60, "joint-planning": 45}, people_met=(leader.pk,),
            observed=(Observed(parts[0].pk, level, 3), Observed(parts[1].pk, Level.BEGINNING, 1),
                      Observed(parts[2].pk, Level.NOT_SEEN)),
            stands=stands | {"impact": Stand(Rag.GREY)},
        )  # fmt: skip
        notes.sign_note(note=note, version=note.shown, authenticated_at=at, by=head, at=at)
        notes.release_note(note=note, ticks=QualityCheck.Tick.values, by=hub_lead, at=at)
    make_action(enrolment=enrolment, agreed_on=today - timedelta(days=30),
                due_on=today - timedelta(days=3))  # fmt: skip
    make_visit(enrolment=enrolment, on=today + timedelta(days=40))
    span = {"term_starts_on": today - timedelta(days=75), "term_ends_on": today + timedelta(days=26),
            "meeting_on": today + timedelta(days=17)}  # fmt: skip
    issued = make_issued_report(enrolment=enrolment, by=head, at=timezone.now(), **span)
    governor = holder_of(Role.GOVERNOR, school=enrolment.school)
    asked = actions.ask_question(
        report=issued, text="How do pupils talk about maths now?", by=governor, at=timezone.now()
    )
    written = make_report(enrolment=enrolment, academic_year=2025, **span)
    actions.draft_report(report=written, by=head, at=timezone.now())
    return {"head": head, "governor": governor, "issued": issued, "written": written,
            "asked": asked}  # fmt: skip


def test_the_pages_are_within_a_phone_and_without_fault(told, context, live_server):
    addresses = {
        "head": ["/", reverse("govern:reports"), told["written"].get_absolute_url(),
                 reverse("govern:edit-report", args=[told["written"].pk]),
                 reverse("reporting:issue-report", args=[told["written"].pk]),
                 reverse("govern:answer", args=[told["asked"].pk])],
        "governor": ["/", told["issued"].get_absolute_url(),
                     reverse("govern:receive", args=[told["issued"].pk])],
    }  # fmt: skip
    n = 0
    page = context.new_page()
    for who, urls in addresses.items():
        sign_in(context, told[who], live_server.url)
        for url in urls:
            for width in (360, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                answer = page.goto(live_server.url + url)
                assert answer.status == 200, url
                name = f"{who}{url.replace('/', '-')}{width}"
                faultless(page, url, seen=lambda scheme, name=name: _taken(page, name, scheme))
                not_wider_than(page, width, url)
                n += 1
    assert n == 18
    assert GovernorsReport.objects.count() == 2
    if PICTURES:
        page.emulate_media(media="print", color_scheme="light")
        page.goto(live_server.url + told["issued"].get_absolute_url())
        page.pdf(path=Path(PICTURES) / "printed-by-the-browser.pdf")
        made = press.printed(issued(told["issued"].paper))
        (Path(PICTURES) / "report.pdf").write_bytes(made)


def _taken(page: Page, name: str, scheme: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=True)
