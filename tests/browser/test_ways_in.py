"""Signing in with a second factor, as a browser does it: passkeys too, and without a script."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from leadwell.accounts.models import User
from leadwell.people.glass import actions
from leadwell.people.models import Role
from tests.accounts.signing_in import PASSWORD, code_of, with_app
from tests.browser.faultless import faultless, not_wider_than
from tests.factories import (
    holder_of,
    make_administrator,
    make_colleague,
    make_organisation,
    make_programme,
)

WIDTHS = (360, 1280)


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(transactional_db: None):
    cache.clear()


@pytest.fixture
def site(live_server) -> str:
    """By its name: passkeys on plain http need localhost."""
    return f"http://localhost:{urlsplit(live_server.url).port}"


@pytest.fixture
def sam(transactional_db: None) -> User:
    holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    return make_administrator(name="Sam Elderflower")


def look(page: Page, name: str) -> None:
    """No fault for a screen reader and nothing cut off, on a phone and a desk, light and dark."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faultless(page, f"{name} {width}")
        not_wider_than(page, width, name)


def by_password(page: Page, site: str, user: User) -> None:
    page.goto(site + reverse("account_login"))
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_app_is_set_up_and_used_without_a_script(browser: Browser, site: str, sam: User):
    page = browser.new_context(java_script_enabled=False).new_page()
    by_password(page, site, sam)
    page.goto(site + reverse("mfa_activate_totp"))
    secret = page.locator("code").inner_text()
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    by_password(page, site, sam)
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(site + reverse("accounts:account"))
    expect(page.get_by_text("Signing in asks for more than your password.")).to_be_visible()


def test_a_passkey_is_added_used_to_sign_in_used_again_and_removed(
    browser: Browser, site: str, sam: User
):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    by_password(page, site, sam)
    page.goto(site + reverse("mfa_add_webauthn"))
    page.get_by_label("What to call it").fill("my phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    by_password(page, site, sam)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(site + "/")
    page.goto(site + reverse("mfa_reauthenticate_webauthn") + "?next=/account/second-factor/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(site + reverse("mfa_index"))
    page.get_by_role("link", name="Remove my phone").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert complaints == []


def test_a_browser_that_will_not_use_a_passkey_says_so(browser: Browser, site: str, sam: User):
    page = browser.new_context(reduced_motion="reduce").new_page()
    by_password(page, site, sam)
    page.goto(site + reverse("mfa_add_webauthn"))
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error()); }")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was added.")


def test_no_page_of_getting_in_has_a_fault_in_any_width_or_colour(
    browser: Browser, site: str, sam: User
):
    with_app(sam)
    bob = make_colleague()
    with_app(bob.user)
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(site + reverse("account_login"))
    look(page, "sign in")
    by_password(page, site, sam)
    expect(page.get_by_role("heading", name="Now your second factor")).to_be_visible()
    look(page, "second step")
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "second step refused")
    page.get_by_role("textbox", name="Code").fill(code_of(secret_of(sam)))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(site + "/")
    for name in (
        "accounts:account", "accounts:sessions", "accounts:put-away", "mfa_index",
        "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes", "account_reauthenticate", "mfa_reauthenticate", "people:glass",
    ):  # fmt: skip
        page.goto(site + reverse(name))
        look(page, name)
    for name in ("people:reset-second-factor", "people:close-account"):
        page.goto(site + reverse(name, args=[bob.pk]))
        look(page, name)
    page.goto(site + reverse("mfa_view_recovery_codes"))
    look(page, "codes seen")


def test_setting_up_has_no_fault_either(browser: Browser, site: str, sam: User, settings):
    settings.SECOND_FACTOR = "required"
    page = browser.new_context(reduced_motion="reduce").new_page()
    by_password(page, site, sam)
    page.wait_for_url(site + reverse("mfa_index"))
    look(page, "must set up")
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    look(page, "set up")
    code = code_of(page.locator("code").inner_text())
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes.")).to_be_visible()
    look(page, "codes")
    assert len(re.findall(r"\d{8}", page.locator("ol").inner_text())) == 10


def test_behind_broken_glass_every_page_has_its_line_and_no_fault(
    browser: Browser, site: str, sam: User
):
    make_programme()
    page = browser.new_context(reduced_motion="reduce").new_page()
    by_password(page, site, sam)
    page.goto(site + reverse("people:glass"))
    page.get_by_label("Why do you have to?").fill("The hub lead is locked out until Monday.")
    page.get_by_role("button", name="Break the glass").click()
    for path in (reverse("people:glass"), "/", reverse("accounts:account")):
        page.goto(site + path)
        look(page, path)
        expect(page.get_by_text("You have broken the glass.")).to_be_visible()
    page.get_by_role("button", name="Put the glass back").click()
    expect(page.get_by_text("The glass is whole again.")).to_be_visible()
    assert actions.break_glass(
        reason="Again, for what is still to be read.", link=site, by=sam, at=timezone.now()
    )


def secret_of(user: User) -> str:
    from allauth.mfa.models import Authenticator

    return str(Authenticator.objects.get(user=user, type="totp").data["secret"])


@pytest.mark.urls("tests.demo.demo_urls")
def test_the_doors_and_letters_of_the_demonstration_have_no_fault(
    browser: Browser, site: str, sam: User, settings, tmp_path
):
    settings.MODE, settings.EMAIL_FILE_PATH = "demo", tmp_path
    (tmp_path / "a.log").write_text(
        "Subject: An invitation\nTo: ada@example.org\nDate: Tue, 03 Nov 2026 10:00:00 -0000\n\n"
        f"Hello Ada,\n\n{site}/account/set-password/{'x' * 90}/\n{'-' * 79}\n"
    )
    page = browser.new_context(reduced_motion="reduce").new_page()
    for path in ("/doors/", "/mail/"):
        page.goto(site + path)
        look(page, path)
    page.goto(site + "/doors/")
    page.get_by_role("button", name="Sign in as Sam Elderflower").click()
    expect(page.get_by_role("link", name="Sam Elderflower")).to_be_visible()
