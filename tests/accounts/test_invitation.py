"""The first administrator: invited, let in once, and never twice."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from leadwell.accounts import actions, invitation
from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.audit.models import Event
from tests.factories import NOON

pytestmark = pytest.mark.django_db

EMAIL = "ada@example.org"
PASSWORD = "seven herons under glass"
SITE = "https://leadwell.example"


def invite(email: str = EMAIL) -> User:
    return actions.invite_first_administrator(email=email, name="Ada", by="a test", at=NOON)


def follow(client, link: str):
    return client.get(link.removeprefix(SITE), follow=True)


def set_password(client, link: str):
    form = follow(client, link).redirect_chain[-1][0]
    return client.post(form, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


def test_the_link_sets_a_first_password_and_lets_the_administrator_in(client):
    link = invitation.link(invite(), site=SITE + "/")
    assert re.fullmatch(rf"{SITE}/account/set-password/\w+-\w+-\w+/", link)

    assert "Your password is set." in set_password(client, link).text
    response = client.post(
        reverse("account_login"), {"login": EMAIL, "password": PASSWORD}, follow=True
    )
    assert response.context["user"] == User.objects.get()
    assert response.context["user"].is_administrator


def test_the_link_works_once(client):
    link = invitation.link(invite(), site=SITE)
    set_password(client, link)
    assert "This link does not work any more." in follow(client, link).text


def test_the_link_works_for_three_days(client, monkeypatch):
    link, now = invitation.link(invite(), site=SITE), PasswordResetTokenGenerator._now

    def later(**time: int) -> None:
        monkeypatch.setattr(
            PasswordResetTokenGenerator, "_now", lambda self: now(self) + timedelta(**time)
        )

    later(days=2, hours=23)
    assert "Set your password" in follow(client, link).text
    later(days=3, hours=1)
    assert "This link does not work any more." in follow(client, link).text


def test_a_link_somebody_changed_does_not_work(client):
    link = invitation.link(invite(), site=SITE)
    for wrong in (
        link[:-2] + "x/",
        link.replace("/1-", "/zz-"),
        f"{SITE}/account/set-password/a-b/",
    ):
        if wrong != link:
            assert "does not work any more" in follow(client, wrong).text


def test_nobody_gets_in_before_following_the_link(client):
    invite()
    for password in ("", "!", PASSWORD):
        client.post(reverse("account_login"), {"login": EMAIL, "password": password})
    assert "_auth_user_id" not in client.session


def test_asking_again_before_the_link_was_followed_gives_the_same_account(client):
    assert invite() == invite(EMAIL.upper())
    assert User.objects.count() == 1
    assert Event.objects.filter(verb="invited").count() == 1


def test_asking_again_afterwards_says_who_is_there_and_what_to_do(client):
    set_password(client, invitation.link(invite(), site=SITE))
    with pytest.raises(
        actions.AlreadyThere, match=r"ada@example.org already looks after .*Forgotten"
    ):
        invite()


def test_another_address_cannot_become_a_second_first_administrator():
    invite()
    with pytest.raises(actions.AlreadyThere):
        invite("eve@example.org")
    assert not User.objects.filter(email="eve@example.org").exists()


def test_an_invitation_is_not_kept_if_it_cannot_be_logged(monkeypatch):
    monkeypatch.delattr(log, "record")
    with pytest.raises(AttributeError):
        invite()
    assert not User.objects.exists()


def test_the_page_of_the_link_does_not_tell_the_key_to_anybody_else(client):
    response = follow(client, invitation.link(invite(), site=SITE))
    assert response.redirect_chain[-1][0].endswith("-set-password/")
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers.get("Cache-Control", "no-store")
