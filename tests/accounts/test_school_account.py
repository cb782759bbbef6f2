"""Signing in by a school's own account: let in is who was invited, and nobody else."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from leadwell.accounts import actions as accounts
from leadwell.accounts.models import Session, User
from leadwell.audit import log
from leadwell.audit.models import Event, Look
from tests.accounts.by_school import (
    ACCOUNT,
    AGAIN,
    LINK,
    by_school,
    comes_back,
    is_refused,
    leaves,
    who,
)
from tests.accounts.signing_in import SIGN_IN, by_password
from tests.factories import NOON
from tests.provider import NAME

pytestmark = pytest.mark.django_db


# Who is let in


def test_the_right_person_is_let_in_to_where_they_were_going(client, school, alice):
    school.knows("s-1", alice.email.upper())
    response = by_school(client, school, next=ACCOUNT)
    assert (response.status_code, response.url) == (302, ACCOUNT)
    assert who(client) == "Alice"
    assert SocialAccount.objects.get().user == alice
    assert Event.objects.get(verb="linked a school account").detail == {"issuer": school.issuer}


def test_what_is_asked_for_is_an_address_and_no_more_and_answers_to_one_browser_only(
    client, school, alice
):
    school.knows("s-1", alice.email)
    by_school(client, school)
    by_school(Client(), school)
    one, other = school.asked
    assert set(one["scope"].split()) == {"openid", "email"}
    assert one["response_type"] == "code"
    assert one["code_challenge_method"] == "S256"
    assert one["redirect_uri"] == "http://testserver/account/sign-in/school/back/"
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name]) >= 16
        assert one[name] != other[name]


def test_nothing_is_kept_but_who_it_is_at_which_provider(client, school, alice):
    school.knows("s-1", alice.email, name="Alice A. Person", picture="https://x.example/a.png")
    by_school(client, school)
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.uid, kept.extra_data) == (school.issuer, "s-1", {})
    assert not SocialToken.objects.exists()
    assert "not kept" not in str(dict(client.session))


def test_an_unknown_person_is_refused_in_the_same_words_as_one_whose_address_is_not_proven(
    client, school, alice
):
    pages = []
    for address, is_verified in (
        ("nobody@tansyhill.example", True),
        (alice.email, False),
        (alice.email, "true"),
        (alice.email, None),
        ("", True),
    ):
        school.knows(f"s-{len(pages)}", address, email_verified=is_verified)
        response = by_school(Client(), school)
        assert is_refused(response)
        pages.append(re.sub(r'value="\w{64}"|nonce="[^"]*"', "", response.text))
    assert len(set(pages)) == 1
    assert not SocialAccount.objects.exists()
    assert not User.objects.exclude(pk=alice.pk).exists()


def test_nobody_signs_up_by_it(client, school):
    school.knows("s-1", "new@tansyhill.example")
    assert is_refused(by_school(client, school))
    assert not User.objects.exists()


def test_a_refusal_is_noted_with_whose_account_it_was_tried_on(client, school, alice, bob):
    school.knows("s-1", alice.email)
    by_school(Client(), school)
    school.knows("s-2", alice.email)
    by_school(client, school)
    assert Look.objects.get(outcome=Look.Outcome.FAILED).by_user == alice.pk


# Afterwards it is the subject that counts


def test_who_has_another_address_there_is_the_same_person_still(client, school, alice, bob):
    school.knows("s-1", alice.email)
    by_school(Client(), school)
    school.knows("s-1", bob.email)
    by_school(client, school)
    assert who(client) == "Alice"
    school.knows("s-1", "", email_verified=False)
    other = Client()
    by_school(other, school)
    assert who(other) == "Alice"
    assert SocialAccount.objects.count() == 1


def test_the_next_person_with_that_address_is_not_the_one_before(client, school, alice):
    school.knows("s-1", alice.email)
    by_school(Client(), school)
    school.knows("s-2", alice.email)
    assert is_refused(by_school(client, school))
    assert who(client) == ""


def test_another_address_here_lets_the_school_account_of_the_one_before_go(client, school, alice):
    school.knows("s-1", alice.email)
    by_school(Client(), school)
    accounts.change_address(user=alice, email="alice@larkwater.example", by="a test", at=NOON)
    assert is_refused(by_school(client, school))


def test_the_same_subject_of_another_provider_is_another_person(client, school, alice):
    SocialAccount.objects.create(user=alice, provider="https://elsewhere.example", uid="s-1")
    school.knows("s-1", "nobody@tansyhill.example")
    assert is_refused(by_school(client, school))


def test_one_of_a_provider_that_was_set_up_before_gives_way(client, school, alice):
    SocialAccount.objects.create(user=alice, provider="https://elsewhere.example", uid="old")
    school.knows("s-1", alice.email)
    by_school(client, school)
    assert who(client) == "Alice"
    assert SocialAccount.objects.get().uid == "s-1"


def test_a_closed_account_stays_closed_and_is_not_linked(client, school, alice, bob):
    school.knows("s-1", alice.email)
    by_school(Client(), school)
    for one in (alice, bob):
        accounts.close_account(user=one, by="a test", at=NOON)
    response = by_school(client, school)
    assert response.status_code == 403
    assert "This account is closed." in response.text
    school.knows("s-2", bob.email)
    assert is_refused(by_school(client, school))
    assert who(client) == ""
    assert SocialAccount.objects.count() == 1


# Sessions


def test_a_shared_computer_is_one_by_this_way_too(client, school, alice):
    school.knows("s-1", alice.email)
    by_school(client, school, **{"school-is_shared": "on"})
    session = Session.objects.get(user=alice)
    assert session.is_shared
    assert session.signed_in_at is not None


def test_the_key_of_the_session_before_opens_nothing_after(client, school, alice):
    school.knows("s-1", alice.email)
    url = leaves(client)
    before = client.session.session_key
    comes_back(client, school, url)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


# The page, and when it is off


def test_without_a_provider_there_is_no_button_and_no_way(client, alice):
    page = client.get(SIGN_IN).text
    assert "sign-in/school" not in page
    assert client.post(reverse("account_school")).status_code == 404
    assert client.get(reverse("account_school_back")).status_code == 404
    by_password(client, alice)
    assert client.get(AGAIN).status_code == 404
    assert client.get(LINK).status_code == 404
    assert "School account" not in client.get(ACCOUNT).text


def test_the_sign_in_page_has_the_button_and_keeps_its_policy(client, school):
    page = client.get(f"{SIGN_IN}?next={ACCOUNT}")
    assert f"Use {NAME}" in page.text
    assert page.text.count(f'value="{ACCOUNT}"') == 2
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    assert school.url not in page.text + str(page.headers)


def test_the_button_asks_nothing_of_the_database(client, school, settings):
    asked = []
    for said in (school.settings()["OIDC"], {}):
        settings.OIDC = said
        with connection.execute_wrapper(counted := Counted()):
            client.get(SIGN_IN)
        asked.append(counted.n)
    assert asked[0] == asked[1]


def test_leaving_is_sent_and_not_followed(client, school):
    assert client.get(reverse("account_school")).status_code == 405
    assert Client(enforce_csrf_checks=True).post(reverse("account_school")).status_code == 403


def test_pages_of_who_came_so_ask_no_more_than_of_who_came_by_password(
    client, school, alice, django_assert_num_queries
):
    school.knows("s-1", alice.email)
    by_school(client, school)
    other = Client()
    by_password(other, alice)
    sessions = reverse("accounts:sessions")
    with connection.execute_wrapper(counted := Counted()):
        other.get(sessions)
    with django_assert_num_queries(counted.n):
        client.get(sessions)


class Counted:
    n = 0

    def __call__(self, execute, *args):
        self.n += 1
        return execute(*args)


# In the database


def test_one_person_has_one_and_one_account_is_one_persons(school, alice, bob):
    SocialAccount.objects.create(user=alice, provider="p", uid="1")
    for row in ({"user": alice, "uid": "2"}, {"user": bob, "uid": "1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SocialAccount.objects.create(provider="p", **row)


def test_no_claim_and_no_token_can_be_kept(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        SocialAccount.objects.create(user=alice, provider="p", uid="1", extra_data={"name": "A"})
    linked = SocialAccount.objects.create(user=alice, provider="p", uid="1")
    with pytest.raises(ProgrammingError), transaction.atomic():
        SocialToken.objects.create(account=linked, token="secret")
    with pytest.raises(ProgrammingError), transaction.atomic():
        SocialApp.objects.create(provider="openid_connect", name="x", client_id="x")


def test_a_link_is_not_kept_if_it_cannot_be_logged(client, school, alice, monkeypatch):
    school.knows("s-1", alice.email)
    url = leaves(client)
    monkeypatch.delattr(log, "record")
    with pytest.raises(AttributeError):
        comes_back(client, school, url)
    assert not SocialAccount.objects.exists()


def test_two_browsers_at_once_link_once(school, alice, monkeypatch):
    """The second is refused by the database, and told what everybody is told."""
    monkeypatch.setattr("leadwell.accounts.school.access.may_link", lambda user: True)
    monkeypatch.setattr("leadwell.accounts.school.access.can_use", lambda user: True)
    SocialAccount.objects.create(user=alice, provider="p", uid="1")
    school.knows("s-1", alice.email)
    assert is_refused(by_school(Client(), school))
    assert SocialAccount.objects.count() == 1
