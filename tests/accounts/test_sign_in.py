"""Getting in, staying out, and getting back in."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import NoReverseMatch, reverse

from leadwell.accounts.adapter import AccountAdapter
from leadwell.accounts.models import Session, User
from leadwell.audit.models import Event
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("account_login")
FORGOTTEN = reverse("account_reset_password")
ACCOUNT = reverse("accounts:account")
CHANGE = reverse("account_change_password")
PASSWORD = "a long pass phrase"
ANOTHER = "seven herons under glass"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def alice(db) -> User:
    return make_user(name="Alice")


def sign_in(client, email: str, password: str = PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password} | more)


def is_in(client) -> bool:
    return client.get(ACCOUNT).status_code == 200


# Signing in


def test_e_mail_and_password_let_a_person_in_to_where_they_were_going(client, alice):
    response = client.get(ACCOUNT)
    assert response.url == f"{SIGN_IN}?next={ACCOUNT}"
    assert f'value="{ACCOUNT}"' in client.get(response.url).text

    assert sign_in(client, alice.email, next=ACCOUNT).url == ACCOUNT
    assert is_in(client)


def test_capitals_in_the_address_do_not_matter(client, alice):
    sign_in(client, alice.email.upper())
    assert is_in(client)


def test_nobody_is_sent_on_to_another_site(client, alice):
    assert sign_in(client, alice.email, next="https://elsewhere.example/").url == "/"


def test_a_piece_asked_for_after_the_session_has_ended_reloads_the_page_around_it(client, alice):
    asked = client.get(ACCOUNT, headers={"HX-Request": "true"})
    response = client.get(asked.url, headers={"HX-Request": "true"})

    assert response["HX-Refresh"] == "true"
    assert response.content == b""
    assert "no-store" in response["Cache-Control"]


def test_nothing_is_said_about_having_signed_in(client, alice):
    sign_in(client, alice.email)
    assert "Successfully" not in client.get(ACCOUNT).text


def test_the_session_ends_with_the_browser_and_after_twelve_hours(client, alice, settings):
    response = sign_in(client, alice.email)
    cookie = response.cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60


def test_signing_out_ends_the_session(client, alice):
    sign_in(client, alice.email)
    assert "Sign out?" in client.get(reverse("account_logout")).text
    response = client.post(reverse("account_logout"), follow=True)

    assert "You have signed out." in response.text
    assert not is_in(client)
    assert not Session.objects.exists()


def test_an_account_that_is_closed_is_told_so_only_to_whoever_has_its_password(client, alice):
    User.objects.update(is_active=False)
    assert "do not belong together" in sign_in(client, alice.email, "wrong").text

    response = sign_in(client, alice.email)
    assert response.status_code == 403
    assert "This account is closed." in response.text
    assert not is_in(client)


# Not telling who is here


def test_a_wrong_password_and_an_unknown_address_get_one_answer(client, alice):
    answers = [
        sign_in(client, email, "wrong").text.replace(email, "")
        for email in (alice.email, "nobody@example.org")
    ]
    assert "do not belong together" in answers[0]
    assert without_tokens(answers[0]) == without_tokens(answers[1])


def test_an_unknown_address_costs_as_long_as_a_known_one(client, alice, monkeypatch):
    """allauth hashes the password all the same; here we count the hashings."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    n, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: (n.append(1), encode(*a))[1])
    sign_in(client, "nobody@example.org", "wrong")
    unknown = len(n)
    n.clear()
    sign_in(client, alice.email, "wrong")
    assert unknown == len(n) == 1


def test_asking_for_a_link_gives_one_answer_whoever_asks(client, alice):
    answers = [
        client.post(FORGOTTEN, {"email": email}, follow=True)
        for email in (alice.email, "nobody@example.org")
    ]
    assert "If there is an account with that address" in answers[0].text
    assert without_tokens(answers[0].text) == without_tokens(answers[1].text)
    assert [message.to for message in mail.outbox] == [[alice.email]]


def test_nobody_signs_up(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for path in ("/account/signup/", "/account/sign-up/", "/accounts/signup/"):
        response = client.post(path, {"email": "eve@example.org", "password1": PASSWORD})
        assert response.status_code == 404
    assert not AccountAdapter().is_open_for_signup(None)
    assert not User.objects.exists()


# Too many tries


def test_many_wrong_passwords_are_refused_in_plain_words_even_the_right_one_after(client, alice):
    for _ in range(5):
        assert "do not belong together" in sign_in(client, alice.email, "wrong").text

    response = sign_in(client, alice.email, PASSWORD)
    assert "too many wrong passwords" in response.text
    assert "Wait five minutes" in response.text
    assert not is_in(client)


def test_tries_are_counted_where_every_process_sees_them(client, alice, settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    sign_in(client, alice.email, "wrong")
    assert "allauth" in keys_in_the_database()


def test_one_persons_wrong_passwords_do_not_keep_another_out(client, alice):
    bob = make_user(name="Bob")
    for _ in range(6):
        sign_in(client, alice.email, "wrong")

    sign_in(client, bob.email)
    assert is_in(client)


def test_guessing_at_many_addresses_from_one_place_is_refused(client, alice):
    for n in range(10):
        sign_in(client, f"person{n}@elsewhere.example", "wrong")
    assert "too many wrong passwords" in sign_in(client, alice.email, "wrong").text


def test_a_flood_from_one_place_is_answered_429_with_what_to_do(client, alice):
    for _ in range(30):
        sign_in(client, "")
    response = sign_in(client, alice.email)

    assert response.status_code == 429
    assert "Wait a minute, then try again." in response.text
    assert not is_in(client)


def test_links_are_not_sent_without_end(client, alice):
    codes = [client.post(FORGOTTEN, {"email": alice.email}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert len(mail.outbox) == 5


# A new password


def link_in(message) -> str:
    return re.search(r"http://testserver(\S+)", message.body)[1]


def test_a_forgotten_password_is_set_anew_by_a_link_in_an_e_mail(client, alice):
    client.post(FORGOTTEN, {"email": alice.email})
    [message] = mail.outbox
    assert message.subject == "Set your Leadwell password"
    assert message.body.startswith("Hello Alice,")

    form = client.get(link_in(message), follow=True)
    assert "Set your password" in form.text
    assert link_in(message) not in form.text  # the key is not in the page, nor in its address
    done = client.post(
        form.redirect_chain[-1][0], {"password1": ANOTHER, "password2": ANOTHER}, follow=True
    )

    assert "Your password is set." in done.text
    assert not is_in(client)
    sign_in(client, alice.email, ANOTHER)
    assert is_in(client)
    assert Event.objects.get(verb="set a password").actor == alice.email


def test_a_link_works_once(client, alice):
    client.post(FORGOTTEN, {"email": alice.email})
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": ANOTHER, "password2": ANOTHER})

    assert "This link does not work any more." in client.get(link, follow=True).text


def test_a_new_password_signs_every_other_place_out(client, alice, rf):
    from django.test import Client

    elsewhere = Client()
    sign_in(elsewhere, alice.email)
    sign_in(client, alice.email)
    response = client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}, follow=True
    )

    assert "Your password is changed." in response.text
    assert response.redirect_chain == [(ACCOUNT, 302)]
    assert is_in(client)
    assert not is_in(elsewhere)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("too short", "too short", "at least 12 characters"),
        ("q1w2e3r4t5y6", "q1w2e3r4t5y6", "too common"),
        (ANOTHER, PASSWORD, "same password each time"),
        ("", "", "Write a new password"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(client, alice, first, second, words):
    client.force_login(alice)
    response = client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": first, "password2": second}
    )

    assert words in response.text
    assert "Error:" in response.text
    assert alice.check_password(PASSWORD)


def test_changing_needs_the_password_of_now(client, alice):
    client.force_login(alice)
    response = client.post(
        CHANGE, {"oldpassword": "guess", "password1": ANOTHER, "password2": ANOTHER}
    )
    assert "This is not your password of now" in response.text


# How it is kept


def test_in_production_passwords_are_kept_with_argon2_and_cookies_only_go_over_https():
    told = (
        "import django; django.setup(); from django.conf import settings as s;"
        "from django.contrib.auth.hashers import make_password as m;"
        "print(m('x')[:15], len(s.PASSWORD_HASHERS), s.SESSION_COOKIE_SECURE,"
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    )
    environ = os.environ | {
        "LEADWELL_MODE": "production",
        "LEADWELL_SECRET_KEY": "only for this test",
        "DJANGO_SETTINGS_MODULE": "leadwell.config.settings",
    }
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", told], env=environ, cwd=root, capture_output=True, text=True
    )
    assert done.stdout.split() == ["argon2$argon2id", "1", "True", "True", "True"], done.stderr


def test_two_accounts_never_share_an_address_in_other_capitals(alice):
    with (
        pytest.raises(IntegrityError, match="one_account_for_an_address"),
        transaction.atomic(),
    ):
        User.objects.create_user(alice.email.upper(), name="Alice again", joined_at=alice.joined_at)


# One's own account


def test_the_account_page_says_who_one_is_and_offers_the_ways_on(client, alice):
    client.force_login(alice)
    text = client.get(ACCOUNT).text
    for words in ("Alice", alice.email, CHANGE, reverse("account_logout"), "As my device"):
        assert words in text


def test_dark_chosen_on_the_account_page_goes_before_what_this_device_had(client, alice):
    client.force_login(alice)
    client.cookies["appearance"] = "light"
    response = client.post(ACCOUNT, {"appearance": "dark"}, follow=True)

    alice.refresh_from_db()
    assert alice.appearance == "dark"
    assert "Saved." in response.text
    assert 'data-bs-theme="dark"' in response.text


def test_a_colour_nobody_offers_is_refused(client, alice):
    client.force_login(alice)
    response = client.post(ACCOUNT, {"appearance": "beige"})
    assert "Error:" in response.text
    alice.refresh_from_db()
    assert alice.appearance == "device"


def without_tokens(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|name="login" value=)"[^"]*"', "", text)


def keys_in_the_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(cache_key, ' ') from web_cache")
        return cursor.fetchone()[0]
