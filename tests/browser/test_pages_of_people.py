"""Every page that came with visits, actions, notes, boards, reports and mail, as the person it is for
meets it on a telephone: no fault by axe, light and dark, not wider than the glass, by keyboard alone."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from leadwell.accounts.models import User
from leadwell.deliver.notes.parts import PARTS
from tests.accounts.signing_in import by_password
from tests.browser.faultless import faultless, not_wider_than
from tests.browser.test_pages import SEEN, WHERE
from tests.lived import PAGES, Lived, lived

PHONE = {"width": 360, "height": 740}
PICTURES = os.environ.get("LEADWELL_PICTURES", "")
"""A folder to keep pictures of the pages in, for whoever wants to look at them."""


@pytest.fixture
def world(transactional_db: None) -> Lived:
    return lived()


@pytest.fixture
def faults(context: BrowserContext) -> list[str]:
    """What the browser complains of."""
    found: list[str] = []
    context.on("console", lambda m: found.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: found.append(str(e.error)))
    return found


@pytest.mark.parametrize("who", PAGES)
def test_each_page_is_without_fault_and_walked_by_keyboard_as_whom_it_is_for(
    who, world, faults, page: Page, context, live_server
):
    """Once open, a page is walked and looked at: opening it again is what takes long."""
    comes_in(context, world.people[who], live_server.url)
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")  # else the page is still on its way to the place
    for url in dict.fromkeys(world.pages[who]):
        opened(page, live_server.url + url)
        tab_reaches_everything(page, url)
        faultless(page, url, seen=lambda scheme, url=url: _take(page, who, url, scheme))
        not_wider_than(page, PHONE["width"], url)
    assert faults == []


def tab_reaches_everything(page: Page, url: str) -> None:
    """Tab reaches all that can be pressed, shows where it is, and keeps it in sight."""
    reached = walked(page)
    wanted = {int(place): text for place, text in page.evaluate(SEEN).items()}
    missed = set(wanted) - {stop["id"] for stop in reached}
    assert not missed, f"{url}: Tab never reaches {[wanted[place] for place in missed]}"
    bare = [stop["text"] for stop in reached if not stop["outlined"]]
    assert not bare, f"{url}: no focus ring on {bare}"
    covered = [stop["text"] for stop in reached if not stop["inSight"]]
    assert not covered, f"{url}: focused and not to be seen: {covered}"


def test_tab_goes_through_the_form_of_the_note_from_top_to_bottom(
    world, page: Page, context, live_server
):
    comes_in(context, world.people["specialist"], live_server.url)
    page.set_viewport_size(PHONE)
    forms = [
        url
        for url in world.pages["specialist"]
        if "/note/" in url and not url.endswith(("/share/", "/paste/"))
    ]
    assert len([url for url in forms if url.startswith("/visits/")]) == len(PARTS)
    for url in forms:
        opened(page, live_server.url + url)
        tops = [stop["top"] for stop in walked(page) if stop["inMain"]]
        assert tops == sorted(tops), f"{url}: Tab jumps back, at {tops}"


def opened(page: Page, url: str) -> None:
    """With the pieces that come after it."""
    answer = page.goto(url)
    assert answer.status == 200, url
    if page.locator("[hx-trigger=load]").count():
        page.wait_for_load_state("networkidle")


def walked(page: Page) -> list[dict]:
    """Where Tab stops, each once: the day, month and year of a date are one."""
    found: dict[int, dict] = {}
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(STOP)
        if here is None:
            return list(found.values())
        found.setdefault(here["id"], here)
    raise AssertionError("Tab goes round in a circle")


PLACE = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const seen = e.labels?.[0]?.closest('.pick') ? e.labels[0].closest('.pick').getBoundingClientRect() : box;
  const x = Math.min(Math.max(seen.left + seen.width / 2, 1), innerWidth - 1);
  const y = seen.top + Math.min(seen.height / 2, 20);
  const on = document.elementFromPoint(x, y);
  const bar = on?.closest('.bar');
  return {top: Math.round(box.top + scrollY), inMain: !!e.closest('main') && !e.closest('.bar'),
          inSight: y >= 0 && y <= innerHeight && !(bar && !bar.contains(e))};
}"""
STOP = f"""() => {{
  const here = ({WHERE})();
  return here && {{...here, ...({PLACE})()}};
}}"""
"""Both at once: there are thousands of stops."""


def comes_in(context: BrowserContext, user: User, site: str) -> None:
    """With a password, just now."""
    client = Client()
    by_password(client, user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def _take(page: Page, who: str, url: str, scheme: str) -> None:
    if PICTURES:
        name = f"{who}{url.replace('/', '-')}{scheme}.png".replace(" ", "-")
        page.screenshot(path=Path(PICTURES) / name, full_page=True)
