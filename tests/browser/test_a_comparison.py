"""Trying a comparison in a browser: results of five kinds, on a phone and a desk, light and dark."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faultless import faultless, not_wider_than
from tests.browser.test_pages import SEEN, WHERE
from tests.browser.test_pictures import OUTSIDE, OVERLAPPING
from tests.evaluation import planted

BY_CHANCE = planted.URNS[6::60]  # of twenty trusts
CASES = {
    "better": (2.0, BY_CHANCE),
    "nothing": (0.0, BY_CHANCE),
    "little-and-few": (0.5, BY_CHANCE[:8]),
    "one-trust": (1.0, planted.URNS[: planted.A_TRUST]),
    "one-school": (1.0, BY_CHANCE[:1]),
}
PICTURES = os.environ.get("LEADWELL_PICTURES")  # a folder for whoever wants to look


def address(urns) -> str:
    schools = ",".join(map(str, urns))
    return f"/compare/?schools={schools}&start=2018/19&outcome=reading_average&chosen=none"


@pytest.mark.parametrize("case", CASES)
def test_a_finding_reads_well_wherever_it_is_read(
    case, phone: Page, desk: Page, live_server, monkeypatch
):
    plus, urns = CASES[case]
    planted.stand(monkeypatch, planted.ground(plus=plus, schools=urns))
    for page, name in ((phone, "360"), (desk, "1280")):
        page.goto(live_server.url + address(urns))
        page.evaluate("document.fonts.ready")
        not_wider_than(page, int(name), case)
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(OVERLAPPING) == []
        faultless(
            page, case, seen=lambda scheme, page=page, name=name: _taken(page, case, name, scheme)
        )


@pytest.mark.parametrize(
    "path", ["/compare/", address(BY_CHANCE), "/compare/detect/", "/compare/methods/"]
)
def test_its_pages_are_open_to_everybody(path, phone: Page, desk: Page, live_server, monkeypatch):
    planted.stand(monkeypatch, planted.ground())
    for page, name in ((phone, "360"), (desk, "1280")):
        page.goto(live_server.url + path)
        faultless(page, path)
        not_wider_than(page, int(name), path)
    wanted = {int(i): text for i, text in desk.evaluate(SEEN).items()}
    reached = []
    for _ in range(len(wanted) + 5):
        desk.keyboard.press("Tab")
        if (here := desk.evaluate(WHERE)) is None:
            break
        assert here["outlined"], here["text"]
        reached.append(here["id"])
    assert not set(wanted) - set(reached)


def test_a_list_is_changed_by_keyboard_and_its_address_can_be_shared(
    desk: Page, live_server, monkeypatch
):
    planted.stand(monkeypatch, planted.ground())
    desk.goto(live_server.url + address(BY_CHANCE))
    desk.get_by_text("Change the schools or the question").press("Enter")
    desk.get_by_role("textbox", name="Schools that took part").fill("900107\n900167 900227, 900287")
    desk.get_by_role("button", name="Compare").press("Enter")
    expect(desk.get_by_text("4 schools of the list were found")).to_be_visible()
    assert "schools=900107" in desk.url


def _taken(page: Page, case: str, width: str, scheme: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{case}-{width}-{scheme}.png", full_page=True)
