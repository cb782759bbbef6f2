"""Playbooks and lessons on a telephone and a large screen: no fault by axe, light and dark, nothing
wider than the glass, and everything by forms alone."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from leadwell.people.models import Capacity, Role
from leadwell.programmes.models import Programme
from tests.browser.faultless import faultless, not_wider_than
from tests.browser.test_pages_of_people import comes_in, opened
from tests.explore.playbooks.files import KEY, playbook_of_ones_own
from tests.factories import (
    holder_of,
    make_administrator,
    make_enrolment,
    make_own_lesson,
    make_programme,
    make_role,
    make_strand,
)

PICTURES = os.environ.get("LEADWELL_PICTURES", "")
SCREENS = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})
MATHS = "key-stage-2-maths-gap-hubs"


@pytest.fixture
def programme(transactional_db):
    made = make_programme(name="Number Sense", code="NUM-26")
    for _ in range(4):
        make_strand(made)
    part = make_enrolment(programme=made)
    make_role(Role.HEADTEACHER, school=part.school, capacity=Capacity.INTERIM)
    make_own_lesson(made)
    return made


def looked_at(page: Page, url: str) -> None:
    """As axe, a ruler and the camera see it."""
    for screen in SCREENS:
        page.set_viewport_size(screen)
        opened(page, url)
        width = screen["width"]
        faultless(
            page, url, seen=lambda scheme, width=width: _taken(page, url, f"{width}-{scheme}")
        )
        not_wider_than(page, width, url)


def _taken(page: Page, url: str, how: str) -> None:
    if PICTURES:
        name = url.partition("://")[2].partition("/")[2].strip("/").replace("/", "-")
        page.screenshot(path=Path(PICTURES) / f"f_{name}-{how}.png", full_page=True)


def test_who_opens_programmes_meets_the_shelf_and_each_page(programme, page, context, live_server):
    comes_in(context, make_administrator(), live_server.url)
    for name, arguments in (
        ("explore:playbooks", []), ("explore:playbook", [MATHS]), ("explore:set-up", [MATHS]),
        ("explore:add-playbook", []), ("explore:lessons", []),
    ):  # fmt: skip
        looked_at(page, live_server.url + reverse(name, args=arguments))


def test_who_leads_meets_the_lessons_of_the_programme(programme, page, context, live_server):
    comes_in(context, holder_of(Role.PROGRAMME_LEAD, programme=programme), live_server.url)
    for name, arguments in (
        ("explore:programme-lessons", ["NUM-26"]),
        ("explore:answer-lesson", ["NUM-26", "fewer-strands-deeper"]),
        ("explore:tell-lesson", ["NUM-26"]),
        ("explore:programme-playbook", ["NUM-26"]),
    ):
        looked_at(page, live_server.url + reverse(name, args=arguments))


def test_from_card_to_programme_on_a_telephone(programme, page, context, live_server):
    comes_in(context, make_administrator(), live_server.url)
    page.set_viewport_size(SCREENS[0])
    page.goto(live_server.url + reverse("explore:playbooks"))
    page.get_by_role("link", name="Oracy for disadvantaged pupils").click()
    page.get_by_role("link", name="Set up a programme from it").click()
    page.get_by_label("Name", exact=True).fill("Talk Well")
    page.get_by_label("Short code").fill("TALK-27")
    page.get_by_label("Led by").fill("Larkwater Learning Trust")
    page.get_by_label("Name of somebody new").fill("Bea Larkspur")
    page.get_by_label("E-mail address of somebody new").fill("bea@larkwater.example")
    page.get_by_role("button", name="Set it up").click()
    expect(
        page.get_by_text("Talk Well is set up, in drafting. Bea Larkspur leads it.")
    ).to_be_visible()
    assert Programme.objects.get(code="TALK-27").aims.count() == 9


def test_a_file_of_ones_own_is_seen_and_then_added(programme, page, context, live_server, tmp_path):
    comes_in(context, make_administrator(), live_server.url)
    page.set_viewport_size(SCREENS[0])
    page.goto(live_server.url + reverse("explore:add-playbook"))
    page.get_by_label("The playbook’s file").set_input_files(
        playbook_of_ones_own(tmp_path, months="1")
    )
    page.get_by_role("button", name="See it first").click()
    expect(page.get_by_text("months: must be a whole number, 6 to 60 ('1')").first).to_be_visible()
    _taken(page, "x://x/refused", "360")
    page.get_by_label("The playbook’s file").set_input_files(playbook_of_ones_own(tmp_path))
    page.get_by_role("button", name="See it first").click()
    expect(page.get_by_role("button", name="Add it")).to_be_visible()
    faultless(page, "a playbook of one’s own")
    _taken(page, "x://x/preview", "360")
    page.get_by_role("button", name="Add it").click()
    expect(page).to_have_url(live_server.url + reverse("explore:playbook", args=[KEY]))
