"""Every page, as somebody meets it: on a phone and a desk, light and dark, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faultless import faultless, not_wider_than

PAGES = [
    "/",
    "/overview/",
    "/overview/?sort=level",
    "/programmes/",
    "/programmes/new/",
    "/my-schools/",
    "/schools/",
    "/schools/?q=Larkfield",
    "/schools/900102/",
    "/schools/900110/",
    "/schools/900301/",
    "/schools/900302/",
    "/schools/900103/similar/",
    "/data/",
    "/data/upload/",
    "/account/",
    "/cookies/",
    "/appearance/",
    "/gallery/",
    "/gallery/keeping/",
]


@pytest.mark.usefixtures("county")
def test_no_page_has_an_accessibility_fault(phone: Page, desk: Page, live_server):
    for page in (phone, desk):
        for path in PAGES:
            page.goto(live_server.url + path)
            faultless(page, path)


@pytest.mark.usefixtures("county")
def test_nothing_is_wider_than_the_phone(phone: Page, live_server):
    for path in PAGES:
        phone.goto(live_server.url + path)
        not_wider_than(phone, 360, path)


@pytest.mark.usefixtures("county")
def test_every_page_can_be_walked_by_keyboard(desk: Page, live_server):
    """Tab reaches every link, field and button that can be seen, in order, and shows where it is."""
    for path in PAGES:
        desk.goto(live_server.url + path)
        wanted = {int(i): text for i, text in desk.evaluate(SEEN).items()}
        reached: list[dict] = []
        for _ in range(len(wanted) + 20):
            desk.keyboard.press("Tab")
            here = desk.evaluate(WHERE)
            if here is None:  # past the last one: the browser's own buttons have the focus
                break
            is_part = reached and reached[-1]["id"] == here["id"]  # day, month, year, calendar
            assert here["outlined"] or is_part, f"{path}: no focus ring on {here['text']!r}"
            reached.append(here)
        missed = set(wanted) - {one["id"] for one in reached}
        assert not missed, f"{path}: Tab never reaches {[wanted[i] for i in missed]}"


@pytest.mark.usefixtures("county")
def test_the_skip_link_goes_to_the_main_part(desk: Page, live_server):
    desk.goto(live_server.url + "/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to main content")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_be_focused()


@pytest.mark.usefixtures("county")
def test_pages_read_without_javascript(browser, signed_in, live_server):
    plain = browser.new_context(java_script_enabled=False, storage_state=signed_in.storage_state())
    page = plain.new_page()
    for path in PAGES:
        page.goto(live_server.url + path)
        expect(page.locator("main h1")).to_have_count(1)
    page.goto(live_server.url + "/schools/900103/")
    page.get_by_text("Show these figures as a table").first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    plain.close()


def test_the_sign_in_page_has_no_fault_and_works_by_keyboard(
    page: Page, live_server, transactional_db
):
    from tests.factories import make_user

    user = make_user(password="a long pass phrase")
    page.goto(live_server.url + "/")
    faultless(page, "signing in")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type("a long pass phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


CAN_BE_PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary"
# What Tab stops at: of the radios of one question it stops at the chosen one, or the first.
SEEN = f"""() => {{
  const all = [...document.querySelectorAll({CAN_BE_PRESSED!r})];
  const stops = e => e.type !== 'radio' || e.checked ||
    !all.some(o => o.name === e.name && o.checked) && all.find(o => o.name === e.name) === e;
  const seen = all.filter(e => e.checkVisibility() && !e.disabled && stops(e));
  return Object.fromEntries(seen.map(e => [all.indexOf(e), e.innerText || e.name || e.tagName]));
}}"""
WHERE = f"""() => {{
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const all = [...document.querySelectorAll({CAN_BE_PRESSED!r})];
  const style = getComputedStyle(e);
  return {{id: all.indexOf(e), text: e.innerText || e.name || e.tagName,
           outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none'}};
}}"""
