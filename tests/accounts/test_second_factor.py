"""An app, passkeys and recovery codes: set up, used, removed, and got around by nobody."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from leadwell.accounts import factors
from leadwell.accounts.models import User
from leadwell.audit.models import Event
from tests.accounts.signing_in import by_both, by_password, code_of, prove_again, with_app
from tests.factories import make_user

pytestmark = pytest.mark.django_db

INDEX = reverse("mfa_index")
SET_UP = reverse("mfa_activate_totp")
REMOVE = reverse("mfa_deactivate_totp")
CODES = reverse("mfa_view_recovery_codes")
NEW_CODES = reverse("mfa_generate_recovery_codes")
SECOND_STEP = reverse("mfa_authenticate")
ACCOUNT = reverse("accounts:account")
ADD_PASSKEY = reverse("mfa_add_webauthn")


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def alice(db) -> User:
    return make_user(name="Alice")


@pytest.fixture
def bob(db) -> User:
    return make_user(name="Bob")


def secret_on(page: str) -> str:
    return re.search(r"<code>(\w+)</code>", page)[1]


# Setting up


def test_an_app_is_set_up_with_its_code_and_leads_to_recovery_codes(
    client, alice, django_capture_on_commit_callbacks
):
    by_password(client, alice)
    page = client.get(SET_UP).text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(SET_UP, {"code": code_of(secret_on(page))}, follow=True)

    assert response.redirect_chain == [(CODES, 302)]
    assert len(re.findall(r"<code>\d{8}</code>", response.text)) == 10
    assert factors.has_one(alice)
    assert Event.objects.get(verb="set up a second factor").detail == {"kind": "totp"}
    assert "an authenticator app was set up" in mail.outbox[0].body
    assert mail.outbox[0].to == [alice.email]


def test_the_square_to_scan_is_drawn_in_the_page_so_that_no_policy_is_loosened(client, alice):
    by_password(client, alice)
    response = client.get(SET_UP)
    assert "<svg viewBox" in response.text
    assert "data:image" not in response.text
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_wrong_code_sets_nothing_up_and_says_what_to_do(client, alice):
    by_password(client, alice)
    client.get(SET_UP)
    response = client.post(SET_UP, {"code": "000000"})
    assert "write the one it shows now" in response.text
    assert "Error:" in response.text
    assert not factors.has_one(alice)


def test_recovery_codes_are_shown_once(client, alice):
    by_password(client, alice)
    page = client.get(SET_UP).text
    shown = client.post(SET_UP, {"code": code_of(secret_on(page))}, follow=True).text
    again = client.get(CODES).text
    assert "Keep these recovery codes." in shown
    assert "10 recovery codes are left." in again
    assert not re.search(r"<code>\d{8}</code>", again)


def test_a_letter_that_cannot_go_out_does_not_undo_what_was_done(
    client, alice, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    by_password(client, alice)
    page = client.get(SET_UP).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SET_UP, {"code": code_of(secret_on(page))})
    assert factors.has_one(alice)


# Using it


def test_signing_in_asks_for_the_code_after_the_password(client, alice):
    secret = with_app(alice)
    assert by_password(client, alice).url == SECOND_STEP
    assert client.get(ACCOUNT).status_code == 302
    assert "Now your second factor" in client.get(SECOND_STEP).text

    client.post(SECOND_STEP, {"code": code_of(secret)})
    assert client.get(ACCOUNT).status_code == 200


def test_a_code_works_once(client, alice):
    from django.test import Client

    secret = with_app(alice)
    by_both(client, alice, secret)
    other = Client()
    by_both(other, alice, secret)
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 302


def test_another_persons_code_does_not_let_anybody_in(client, alice, bob):
    with_app(alice)
    of_bob = with_app(bob)
    by_password(client, alice)
    response = client.post(SECOND_STEP, {"code": code_of(of_bob)})
    assert "This code is not right." in response.text
    assert client.get(ACCOUNT).status_code == 302


def test_codes_are_not_guessed_without_end(client, alice):
    with_app(alice)
    by_password(client, alice)
    answers = [client.post(SECOND_STEP, {"code": f"{n:06}"}).text for n in range(6)]
    assert "too many wrong passwords" in answers[-1]


def test_a_recovery_code_lets_in_once_in_place_of_the_app(client, alice):
    with_app(alice)
    codes = Authenticator.objects.get(user=alice, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    by_password(client, alice)
    client.post(SECOND_STEP, {"code": code})
    assert client.get(ACCOUNT).status_code == 200

    client.logout()
    by_password(client, alice)
    client.post(SECOND_STEP, {"code": code})
    assert client.get(ACCOUNT).status_code == 302


def test_a_passkey_that_the_browser_made_up_is_refused(client, alice):
    with_app(alice)
    by_password(client, alice)
    for nonsense in ("{}", '{"id": "x"}', "no json"):
        response = client.post(SECOND_STEP, {"credential": nonsense})
        assert response.status_code == 200
    assert client.get(ACCOUNT).status_code == 302


# Changing and removing


@pytest.mark.parametrize("page", [SET_UP, ADD_PASSKEY, NEW_CODES, CODES])
def test_pages_that_change_ways_in_ask_first_who_is_there(client, alice, page):
    client.force_login(alice)
    assert client.get(page).url == f"{reverse('account_reauthenticate')}?next={page}".replace(
        page, page.replace("/", "%2F")
    )


def test_proving_it_again_leads_back_to_where_one_was(client, alice):
    client.force_login(alice)
    asked = client.get(SET_UP).url
    assert "Is it still you?" in client.get(asked).text
    response = client.post(asked, {"password": "a long pass phrase", "next": SET_UP})
    assert response.url == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_proving_it_never_leads_to_another_site(client, alice):
    client.force_login(alice)
    response = client.post(
        reverse("account_reauthenticate"),
        {"password": "a long pass phrase", "next": "https://elsewhere.example/"},
    )
    assert response.url == "/"


def test_the_app_is_removed_with_its_recovery_codes_and_the_log_says_so(client, alice):
    by_both(client, alice, with_app(alice))
    assert "Remove the authenticator app?" in client.get(REMOVE).text
    assert client.post(REMOVE).url == INDEX
    assert not Authenticator.objects.filter(user=alice).exists()
    assert Event.objects.get(verb="removed a second factor").actor == alice.email


def test_new_recovery_codes_end_the_ones_before(client, alice):
    by_both(client, alice, with_app(alice))
    before = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()
    client.post(NEW_CODES)
    after = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()
    assert not set(before) & set(after)


def test_nobody_removes_anothers_passkey(client, alice, bob):
    of_bob = Authenticator.objects.create(user=bob, type="webauthn", data={"name": "key"})
    by_password(client, alice)
    assert client.post(reverse("mfa_remove_webauthn", args=[of_bob.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=of_bob.pk).exists()


def test_the_page_says_what_there_is_and_what_to_do(client, alice):
    by_password(client, alice)
    assert "Set up a second factor" in client.get(INDEX).text
    client.logout()
    by_both(client, alice, with_app(alice))
    text = client.get(INDEX).text
    assert "Signing in asks for a second factor." in text
    assert "10 recovery codes are left." in text


def test_passkeys_are_served_by_us_and_say_what_they_need(client, alice):
    by_password(client, alice)
    response = client.get(ADD_PASSKEY)
    assert "Passkeys need JavaScript" in response.text
    assert 'src="/static/accounts/passkey.js"' in response.text
    assert "http" not in " ".join(re.findall(r'<script[^>]*src="([^"]*)"', response.text))


def test_a_passkey_form_sent_without_one_says_so(client, alice):
    by_password(client, alice)
    client.get(ADD_PASSKEY)
    response = client.post(ADD_PASSKEY, {"name": "my phone"})
    assert "No passkey came from your browser." in response.text
    assert prove_again(client).status_code == 302
