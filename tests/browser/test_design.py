"""The design of a programme followed by a browser, on a phone and a desk: each page fits, reads well
with a screen reader and by keyboard, and is kept as far as it goes."""

import os
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from leadwell.people.models import Role
from tests.browser.faultless import faultless
from tests.browser.test_governors_report import sign_in
from tests.factories import holder_of, make_programme, make_school, publish

PICTURES = os.environ.get("LEADWELL_PICTURES", "")
WIDTHS = {"phone": 360, "desk": 1280}
APPEARANCES = {"phone": "light", "desk": "dark"}


@pytest.fixture
def programme(transactional_db):
    make_school()
    publish(None, 2024, record_type=3, la_code=990, maths_expected=64)
    publish(None, 2024, record_type=5, maths_expected=74)
    return make_programme(name="Number Sense", code="NUM-26")


@pytest.mark.parametrize("screen", WIDTHS)
def test_a_programme_is_designed(context, page, live_server, programme, screen):
    page.set_viewport_size({"width": WIDTHS[screen], "height": 740})
    page.emulate_media(color_scheme=APPEARANCES[screen], reduced_motion="reduce")
    sign_in(context, holder_of(Role.PROGRAMME_LEAD, programme=programme), live_server.url)
    page.goto(live_server.url + reverse("explore:design", args=[programme.code]))
    look(page, screen, "1-overview")

    page.get_by_role("link", name=re.compile("Write ?: The problem")).click()
    page.get_by_label("what is to be solved").fill("Few pupils explain how they count.")
    page.get_by_label("Whose published results?").select_option(label="Larkshire")
    page.get_by_role("button", name="Put sentences in").click()
    known = page.get_by_label("how that is known")
    assert "64% of pupils in Larkshire, and 74% in England" in known.input_value()
    look(page, screen, "2-need")
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_label("Key stage 2").check()
    page.get_by_label("schools that are to take part").fill("12")
    page.get_by_label("A group of its own").check()
    page.get_by_label("Which group, if it is one of its own?").fill("Pupils new to English")
    look(page, screen, "3-pupils")
    page.get_by_role("button", name="Save and go on").click()

    page.get_by_role("link", name="Add an aim").click()
    page.get_by_label("Short-term").check()
    page.get_by_role("textbox", name="Aim", exact=True).fill("Every class talks about number")
    page.get_by_label("Measure", exact=False).first.select_option("K23")
    page.get_by_label("By", exact=True).fill("2027-07-01")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Classes in which it is seen, per cent")).to_be_visible()
    expect(page.get_by_text("With 12 schools, 3 years of results before")).to_be_visible()
    expect(page).to_have_title(re.compile("different"))  # not that of the page it is from
    look(page, screen, "4-aims")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on").click()

    look(page, screen, "5-strands")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("link", name=re.compile("Say how much +in Year 1")).click()
    page.get_by_label("Visits, summer 1").fill("6")
    look(page, screen, "6-year")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("a school is asked 6 times in it").first).to_be_visible()
    page.get_by_role("link", name="Say what each thing takes").click()
    look(page, screen, "6-days")
    page.get_by_label("How many days of visits").fill("90")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name=re.compile("Sum 1 6 visits"))).to_contain_text("72 of")
    page.get_by_role("link", name="Say what is measured with").click()
    page.get_by_label("What is it?").select_option("PUMA")
    page.get_by_label("Year 1, autumn 1").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    look(page, screen, "7-work")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on").click()

    look(page, screen, "8-running")
    page.get_by_role("link", name="See how long, and confirm it").click()
    look(page, screen, "8-retention")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Confirm it for")).click()
    expect(page.get_by_text("Confirmed by")).to_be_visible()
    page.get_by_role("link", name="The design of Number Sense").click()
    page.get_by_role("button", name="Save and go on").click()
    warning = page.locator("form").filter(has_text="Key Stage 2 tests")
    warning.get_by_label("Why is it so all the same?").fill("All six are over before the tests.")
    warning.get_by_role("button").click()
    expect(page.get_by_role("button", name="Change the answer").first).to_be_visible()
    look(page, screen, "9-check")


def look(page: Page, screen: str, name: str) -> None:
    """A picture where one is asked for; nothing wider than the screen, nothing for axe to find."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"design-{name}-{screen}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels wider than the screen"
    faultless(page, name)
