"""Nobody loses words: a dead telephone, no signal, a session that ended, two devices, two tabs."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import Session, User
from leadwell.people import access
from tests.accounts.signing_in import PASSWORD
from tests.browser.acting import has_forgotten
from tests.browser.faultless import faultless, not_wider_than
from tests.factories import make_user

PHONE = {"width": 360, "height": 740}
UNSENT = "On this device only. Not sent yet."


@pytest.fixture
def alice(transactional_db: None) -> User:
    cache.clear()
    return make_user(password=PASSWORD)


@pytest.fixture
def site(live_server) -> str:
    return f"http://localhost:{urlsplit(live_server.url).port}"


@pytest.fixture
def opens(
    new_context: Callable[..., BrowserContext], site: str, alice: User
) -> Callable[..., Page]:
    """Another device on which she has signed in, with the form open; a fault in a script fails."""
    faults: list[str] = []

    def come_in(user: User = alice, **options: object) -> Page:
        context = new_context(viewport=PHONE, **options)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        page = context.new_page()
        page.goto(site + reverse("gallery-keeping"))
        sign_in(page, user)
        return page

    yield come_in
    assert faults == []


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="A form that keeps itself.")).to_be_visible()
    page.wait_for_load_state()  # with its scripts, before a test takes the signal away


def write(page: Page, words: str, field: str = "What was seen") -> None:
    page.get_by_label(field).fill(words)


def leave_the_field(page: Page) -> None:
    page.get_by_role("heading", level=1).click()


def seen(page: Page):
    return page.get_by_label("What was seen")


def says(page: Page, words: str | re.Pattern, state: str) -> None:
    expect(page.locator("[data-kept-says]")).to_have_text(words)
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", state)


def is_sent(page: Page) -> None:
    says(page, re.compile(r"^\s*Sent \d\d:\d\d\.\s*$"), "sent")


def on_the_site(user: User) -> list[str]:
    with acting_as(user.pk):
        rows = access.drafts_for(user).order_by("is_beside", "pk")
        return [row.words.get("seen", "") for row in rows]


def on_the_device(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('kept:'))")


def test_words_are_on_the_device_at_once_and_on_the_site_when_a_field_is_left(opens, alice):
    page = opens()
    says(page, "Kept while you write.", "none")
    write(page, "Talk in pairs\nשלום 🙂 <b>")
    says(page, UNSENT, "device")
    assert on_the_site(alice) == []
    page.get_by_label("Stuck").check()
    page.get_by_label("Year 4").check()
    leave_the_field(page)
    is_sent(page)
    page.reload()
    assert seen(page).input_value() == "Talk in pairs\nשלום 🙂 <b>"
    expect(page.get_by_label("Stuck")).to_be_checked()
    expect(page.get_by_label("Year 4")).to_be_checked()
    expect(page.get_by_label("Year 3")).not_to_be_checked()
    is_sent(page)


def test_words_typed_before_the_script_had_come_are_kept_too(opens, alice):
    page = opens()
    held: list[Route] = []
    page.route(re.compile(r"keeping[^/]*\.js"), lambda route: held.append(route))
    page.reload(wait_until="commit")
    write(page, "Talk on a slow line")
    page.get_by_label("Stuck").check()
    held[0].continue_()
    is_sent(page)
    assert on_the_site(alice) == ["Talk on a slow line"]
    page.unroute_all()
    page.reload()
    assert seen(page).input_value() == "Talk on a slow line"
    expect(page.get_by_label("Stuck")).to_be_checked()


def test_a_device_whose_clock_is_put_back_after_sending_goes_on_writing(opens, alice):
    page = opens()
    write(page, "Talk")
    leave_the_field(page)
    is_sent(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("This device has forgotten the words.")).to_be_visible()
    page.clock.set_fixed_time("2020-01-01T09:00:00Z")
    write(page, "Books")
    leave_the_field(page)
    is_sent(page)
    assert on_the_site(alice) == ["Books"]


def test_words_are_sent_each_ten_seconds_and_only_when_there_are_new_ones(opens, alice):
    page = opens()
    page.clock.install()
    page.reload()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else 0)
    write(page, "Talk")
    page.clock.run_for(1_000)
    says(page, UNSENT, "device")
    assert posts == []
    page.clock.run_for(10_000)
    is_sent(page)
    page.clock.run_for(40_000)
    assert len(posts) == 1
    write(page, "Talk, and books")
    page.clock.run_for(11_000)
    is_sent(page)
    with acting_as(alice.pk):
        draft = access.drafts_for(alice).get()
    assert draft.words["seen"] == "Talk, and books"
    assert 50 <= draft.active_seconds <= 70


def test_a_telephone_that_dies_without_signal_loses_nothing(opens, alice):
    page = opens()
    write(page, "Talk")
    leave_the_field(page)
    is_sent(page)
    page.context.set_offline(True)
    write(page, "Talk in pairs")
    leave_the_field(page)
    says(page, "On this device only. Not sent: no signal. We keep trying.", "device")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(page.url)
    assert seen(again).input_value() == "Talk in pairs"
    is_sent(again)
    assert on_the_site(alice) == ["Talk in pairs"]


def test_when_the_signal_is_back_words_go_by_themselves(opens, alice):
    page = opens()
    page.context.set_offline(True)
    write(page, "Talk")
    leave_the_field(page)
    says(page, re.compile("no signal"), "device")
    page.get_by_role("button", name="Save").click()
    says(page, re.compile("press the button again when there is.$"), "device")
    page.context.set_offline(False)
    is_sent(page)
    assert on_the_site(alice) == ["Talk"]


def test_a_site_that_does_not_answer_is_said_and_tried_again(opens, alice):
    page = opens()
    page.clock.install()
    page.reload()
    page.route("**/keep/", lambda route: route.fulfill(status=503, body="down"))
    write(page, "Talk")
    page.clock.run_for(11_000)
    says(page, "On this device only. Not sent: the site does not answer. We keep trying.", "device")
    page.unroute("**/keep/")
    page.clock.run_for(30_000)
    is_sent(page)
    assert on_the_site(alice) == ["Talk"]


def test_who_was_signed_out_signs_in_again_and_has_every_word(opens, alice):
    page = opens()
    Session.objects.all().delete()
    write(page, "Talk in pairs")
    leave_the_field(page)
    says(page, "You are signed out. Your words are on this device.", "device")
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, alice)
    expect(seen(page)).to_have_value("Talk in pairs")
    is_sent(page)
    assert on_the_site(alice) == ["Talk in pairs"]


def test_a_form_that_is_too_old_for_the_site_loses_nothing_either(opens, alice):
    page = opens()
    page.context.clear_cookies(name="csrftoken")
    write(page, "Talk")
    leave_the_field(page)
    says(page, "You are signed out. Your words are on this device.", "device")
    page.get_by_role("link", name="Sign in again").click()
    expect(seen(page)).to_have_value("Talk")
    is_sent(page)


def test_whoever_signs_in_next_on_that_device_neither_sees_nor_sends_them(opens, alice):
    page = opens()
    Session.objects.all().delete()
    write(page, "Talk in pairs")
    leave_the_field(page)
    bob = make_user(password=PASSWORD)
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, bob)
    expect(seen(page)).to_have_value("")
    write(page, "Mine")
    leave_the_field(page)
    is_sent(page)
    assert (on_the_site(alice), on_the_site(bob)) == ([], ["Mine"])
    assert len(on_the_device(page)) == 2


def test_a_page_left_open_does_not_send_under_the_next_persons_name(opens, alice):
    page = opens()
    bob = make_user(password=PASSWORD)
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto(page.url)
    sign_in(other, bob)
    write(page, "Hers")
    leave_the_field(page)
    says(page, re.compile("^Not sent: These words were written by somebody else"), "device")
    assert (on_the_site(alice), on_the_site(bob)) == ([], [])


def test_of_two_devices_both_are_shown_and_neither_is_lost(opens, alice):
    phone, laptop = opens(), opens()
    write(phone, "Talk, from the telephone")
    leave_the_field(phone)
    is_sent(phone)
    write(laptop, "Books, from the laptop")
    leave_the_field(laptop)
    says(laptop, "Both are kept: this was written on elsewhere too.", "sent")
    assert on_the_site(alice) == ["Talk, from the telephone", "Books, from the laptop"]
    laptop.get_by_role("link", name="Choose which to keep").click()
    laptop.get_by_role("button", name="Keep what I chose").click()
    expect(laptop.get_by_text("What was seen: choose which to keep").first).to_be_visible()
    laptop.get_by_label("Both, one after the other").check()
    laptop.get_by_role("button", name="Keep what I chose").click()
    expect(seen(laptop)).to_have_value("Talk, from the telephone\n\nBooks, from the laptop")
    assert len(on_the_site(alice)) == 1


def test_words_found_on_the_device_open_the_choice_where_the_site_has_gone_on(opens, alice):
    phone, laptop = opens(), opens()
    laptop.context.set_offline(True)
    write(laptop, "Books")
    leave_the_field(laptop)
    says(laptop, re.compile("no signal"), "device")
    laptop.close()
    write(phone, "Talk")
    leave_the_field(phone)
    is_sent(phone)
    laptop.context.set_offline(False)
    again = laptop.context.new_page()
    again.goto(phone.url)
    expect(again.get_by_role("heading", name="You wrote on two devices.")).to_be_visible()
    expect(again.locator(".said")).to_have_text(["Talk", "Books"])


def test_two_tabs_of_one_browser_show_the_same_words_and_do_not_fight(opens, alice):
    one = opens()
    two = one.context.new_page()
    two.goto(one.url)
    write(one, "Talk")
    expect(seen(two)).to_have_value("Talk")
    two.get_by_label("What the visit is for").fill("Maths")
    leave_the_field(two)
    is_sent(two)
    is_sent(one)
    expect(one.get_by_label("What the visit is for")).to_have_value("Maths")
    write(one, "Talk, and books")
    leave_the_field(one)
    is_sent(one)
    assert on_the_site(alice) == ["Talk, and books"]


def test_every_page_says_that_words_are_not_sent_and_leads_to_them(opens, alice, site):
    page = opens()
    bar = page.locator("[data-unsent]")
    expect(bar).to_be_hidden()
    page.context.set_offline(True)
    write(page, "Talk in pairs")
    leave_the_field(page)
    expect(bar).to_have_text(re.compile("1 unsent"))
    assert bar.get_attribute("href") == "#kept"
    page.close()
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(site + reverse("web:cookies"))
    bar = other.locator("[data-unsent]")
    expect(bar).to_have_text("1 unsent: words on this device only. Go to them")
    assert "Talk" not in other.locator(".top").inner_html()
    faultless(other, "two versions")
    not_wider_than(other, PHONE["width"], "an unsent form")
    bar.click()
    is_sent(other)
    assert seen(other).input_value() == "Talk in pairs"
    expect(bar).to_be_hidden()
    assert on_the_site(alice) == ["Talk in pairs"]


def test_of_two_forms_not_sent_the_bar_leads_to_the_one_that_is_not_open(opens, site):
    page = opens()
    page.context.set_offline(True)
    write(page, "Talk")
    leave_the_field(page)
    says(page, re.compile("no signal"), "device")
    page.evaluate(ANOTHER_FORM)
    page.evaluate("document.dispatchEvent(new Event('kept'))")
    bar = page.locator("[data-unsent]")
    expect(bar).to_have_text(re.compile("2 unsent"))
    assert bar.get_attribute("href") == reverse("web:cookies")


ANOTHER_FORM = """() => {
  const [name] = Object.keys(localStorage).filter((each) => each.startsWith("kept:"));
  const record = { ...JSON.parse(localStorage.getItem(name)), page: "/cookies/" };
  localStorage.setItem(name.split(":").slice(0, 2).join(":") + ":other:1", JSON.stringify(record));
}"""


def test_what_somebody_else_has_not_sent_is_not_counted_and_without_a_script_nothing_is(
    opens, alice, site
):
    page = opens()
    Session.objects.all().delete()
    write(page, "Talk")
    leave_the_field(page)
    says(page, "You are signed out. Your words are on this device.", "device")
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, make_user(password=PASSWORD))
    assert len(on_the_device(page)) == 1
    expect(page.locator("[data-unsent]")).to_be_hidden()
    plain = opens(java_script_enabled=False)
    expect(plain.locator("[data-unsent]")).to_be_hidden()


def test_too_much_is_refused_and_can_be_taken_along(opens, alice):
    page = opens()
    write(page, "Talk")
    leave_the_field(page)
    is_sent(page)
    write(page, "x" * 450_000)
    leave_the_field(page)
    says(page, re.compile(r"^Not sent: This is too long to be kept here: 450,\d+ char"), "device")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take your words along as a text file").click()
    text = taken.value.path().read_text()
    assert f"What was seen (optional)\n{'x' * 450_000}\n" in text
    assert on_the_site(alice) == ["Talk"]
    write(page, "Talk in pairs")
    leave_the_field(page)
    is_sent(page)


def test_a_device_that_is_full_says_so_and_the_site_gets_the_words(opens, alice):
    page = opens()
    page.evaluate(FILL)
    page.context.set_offline(True)
    write(page, "Talk in pairs, and books " * 20)
    says(page, re.compile("^On this page only, not sent: this device keeps nothing"), "device")
    page.context.set_offline(False)
    leave_the_field(page)
    is_sent(page)
    assert on_the_site(alice) == ["Talk in pairs, and books " * 20]


FILL = """() => {
  for (let size = 1 << 22; size >= 1; size >>= 1) {
    try { for (let n = 0; ; n += 1) localStorage.setItem(`junk ${size} ${n}`, "x".repeat(size)); }
    catch { /* as full as it gets with pieces of this size */ }
  }
}"""


def test_the_device_forgets_when_it_is_sent_for_good_and_when_one_signs_out(opens, alice):
    page = opens()
    write(page, "Talk")
    leave_the_field(page)
    is_sent(page)
    assert len(on_the_device(page)) == 1
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("This device has forgotten the words.")).to_be_visible()
    has_forgotten(page)
    assert seen(page).input_value() == ""
    page.context.set_offline(True)
    write(page, "Books")
    leave_the_field(page)
    says(page, re.compile("no signal"), "device")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Sign out").click()
    assert "have not been sent" in asked[0]
    assert len(on_the_device(page)) == 1
    page.context.set_offline(False)
    is_sent(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_the_guard_warns_where_the_field_is_and_once_more_before_sending(opens, alice):
    page = opens()
    page.context.set_offline(True)
    write(page, "Mrs Patel's lesson was outstanding")
    leave_the_field(page)
    expect(page.get_by_text("“Mrs Patel” names somebody at the school.")).to_be_visible()
    expect(page.get_by_text("“outstanding” is close to a name or a role")).to_be_visible()
    page.context.set_offline(False)
    write(page, "Mr May's lesson was good")
    page.get_by_role("button", name="Send").click()  # no warning moves it from under the finger
    expect(page.get_by_role("heading", name="Read this before you send it")).to_be_visible()
    page.get_by_label("I have read this and send it as it is").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("This device has forgotten the words.")).to_be_visible()


def test_without_a_script_the_button_keeps_everything(opens, alice, browser: Browser):
    page = opens(java_script_enabled=False)
    expect(page.get_by_text("Kept when you press the button.")).to_be_visible()
    write(page, "Talk")
    page.get_by_label("Stuck").check()
    page.get_by_role("button", name="Save").click()
    expect(seen(page)).to_have_value("Talk")
    expect(page.get_by_label("Stuck")).to_be_checked()
    old = page.context.new_page()
    old.goto(page.url)
    write(page, "Talk in pairs")
    page.get_by_role("button", name="Save").click()
    write(old, "Books")
    old.get_by_role("button", name="Save").click()
    expect(old.get_by_role("heading", name="You wrote on two devices.")).to_be_visible()
    old.get_by_label("Books").check()
    old.get_by_role("button", name="Keep what I chose").click()
    expect(seen(old)).to_have_value("Books")
