"""The sign-in page with the button for school accounts, and the pages on the way there and back."""

import os
import time
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts import actions, invitation
from tests.browser.acting import DESK, PHONE
from tests.browser.faultless import faultless, not_wider_than
from tests.factories import NOON, make_user
from tests.provider import NAME, Provider, running


@pytest.fixture
def school(settings, transactional_db) -> Iterator[Provider]:
    cache.clear()
    with running() as provider:
        for name, value in provider.settings().items():
            setattr(settings, name, value)
        yield provider
    cache.clear()


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_school_accounts_have_no_fault(
    context: BrowserContext, live_server, school, screen
):
    page = context.new_page()
    page.set_viewport_size(screen)
    user = make_user(name="Merle Ashdown")
    school.knows("s-1", "nobody@tansyhill.example")

    def looks_well(name: str) -> None:
        faultless(page, name)
        not_wider_than(page, screen["width"], name)
        if folder := os.environ.get("LEADWELL_LOOK"):
            for colours in ("light", "dark"):
                page.emulate_media(color_scheme=colours)
                page.screenshot(
                    path=f"{folder}/{name}-{screen['width']}-{colours}.png", full_page=True
                )

    page.goto(live_server.url + "/account/sign-in/")
    looks_well("sign-in")
    use(page)
    expect(page.get_by_role("heading", name="That did not let you in.")).to_be_visible()
    looks_well("refused")

    school.knows("s-1", user.email, auth_time=int(time.time()))
    page.get_by_role("link", name="Back to signing in").click()
    use(page)
    expect(page.get_by_role("link", name="Merle Ashdown")).to_be_visible()
    page.goto(live_server.url + "/account/")
    expect(page.get_by_text(f"you can sign in with {NAME}")).to_be_visible()
    looks_well("account")
    page.get_by_role("link", name="Unlink it").click()
    looks_well("unlink")
    page.get_by_role("button", name="Unlink it").click()
    page.get_by_role("link", name="Link your school").click()
    looks_well("link")
    page.get_by_role("button", name="Link it").click()
    expect(page.get_by_text("Linked. You can sign in with it from now on.")).to_be_visible()
    page.goto(live_server.url + "/account/sign-in/school/again/?next=/account/")
    looks_well("again")

    school.says.pop("auth_time")
    page.get_by_role("button", name="Sign out").click()
    use(page)
    expect(page.get_by_role("link", name="Merle Ashdown")).to_be_visible()
    page.goto(live_server.url + "/account/sign-in/school/again/?next=/account/")
    use(page)
    expect(page.get_by_text("You were not asked there.")).to_be_visible()
    looks_well("not-asked")
    school.is_down = True
    page.goto(live_server.url + "/account/sign-in/school/again/")
    cache.clear()
    use(page)
    expect(page.get_by_role("heading", name="There is no answer from there.")).to_be_visible()
    looks_well("no-answer")


def test_an_invitation_is_answered_without_a_script_and_by_keyboard(browser, live_server, school):
    invited = actions.create_account(
        email="merle@tansyhill.example", name="Merle Ashdown", by="a test", at=NOON
    )
    school.knows("s-1", "m.ashdown@another.example")
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(invitation.link(invited, site=live_server.url))
    expect(page.get_by_role("heading", name="How will you sign in?")).to_be_visible()
    if folder := os.environ.get("LEADWELL_LOOK"):
        page.screenshot(path=f"{folder}/invited.png", full_page=True)
    page.get_by_role("button", name=f"Use {NAME}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Merle Ashdown")).to_be_visible()
    assert SocialAccount.objects.get().user == invited


def use(page: Page) -> None:
    page.get_by_role("button", name=f"Use {NAME}").click()
