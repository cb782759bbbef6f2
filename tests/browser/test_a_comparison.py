"""Trying a comparison in a browser: results of five kinds, on a phone and a desk, light and dark."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

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
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(live_server.url + address(urns))
            page.evaluate("document.fonts.ready")
            if PICTURES:
                path = Path(PICTURES) / f"{case}-{name}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= int(name)
            assert page.evaluate(OUTSIDE) == []
            assert page.evaluate(OVERLAPPING) == []
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    "path", ["/compare/", address(BY_CHANCE), "/compare/detect/", "/compare/methods/"]
)
def test_its_pages_are_open_to_everybody(path, phone: Page, desk: Page, live_server, monkeypatch):
    planted.stand(monkeypatch, planted.ground())
    for page, name in ((phone, "360"), (desk, "1280")):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(live_server.url + path)
            if PICTURES and "schools" not in path:
                file = f"page{path.replace('/', '-')}{name}-{scheme}.png"
                page.screenshot(path=Path(PICTURES) / file, full_page=True)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= int(name)
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
