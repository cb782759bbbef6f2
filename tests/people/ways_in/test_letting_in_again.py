"""Somebody has lost their second factor, or has left: an administrator sees to it."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from leadwell.accounts import factors
from leadwell.accounts.models import Session
from leadwell.audit.models import Event
from leadwell.people.models import Role
from tests.accounts.signing_in import by_both, by_password, with_app
from tests.factories import (
    holder_of,
    make_administrator,
    make_colleague,
    make_person,
    make_role,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def as_sam(client) -> Client:
    by_password(client, make_administrator(name="Sam"))
    return client


@pytest.fixture
def bob(db):
    return make_colleague()


def reset_of(person) -> str:
    return reverse("people:reset-second-factor", args=[person.pk])


def account_of(person) -> str:
    return reverse("people:close-account", args=[person.pk])


def test_a_lost_second_factor_is_reset_and_its_owner_is_told(
    as_sam, bob, django_capture_on_commit_callbacks
):
    of_bob = Client()
    by_both(of_bob, bob.user, with_app(bob.user))
    assert "speak to them" in as_sam.get(reset_of(bob)).text
    with django_capture_on_commit_callbacks(execute=True):
        response = as_sam.post(reset_of(bob), follow=True)

    assert f"{bob} can set up another second factor, and is told." in response.text
    assert not factors.has_one(bob.user)
    assert of_bob.get(reverse("accounts:account")).status_code == 302
    assert mail.outbox[0].to == [bob.email]
    assert "reset by Sam" in mail.outbox[0].body
    event = Event.objects.get(verb="reset the second factor")
    assert event.subject_id == str(bob.user.pk)


def test_it_needs_somebody_fresh(client, bob):
    with_app(bob.user)
    client.force_login(make_administrator())
    for page in (reset_of(bob), account_of(bob)):
        assert client.post(page).url.startswith(reverse("account_reauthenticate"))
    assert factors.has_one(bob.user)


def test_nobody_but_an_administrator_may_and_hears_why(client):
    school = make_school()
    teacher = make_role(Role.TEACHER, school=school).person
    by_password(client, holder_of(Role.HEADTEACHER, school=school))
    for page in (reset_of(teacher), account_of(teacher)):
        response = client.post(page)
        assert response.status_code == 403
        assert "Only an administrator" in response.text


def test_a_stranger_to_the_person_finds_no_such_page(client, bob):
    by_password(client, make_user())
    assert client.get(reset_of(bob)).status_code == 404
    assert client.get(account_of(bob)).status_code == 404


@pytest.mark.parametrize("words", ["has no account"])
def test_somebody_without_an_account_has_nothing_to_reset(as_sam, words):
    person = make_person()
    assert words in as_sam.get(reset_of(person)).text
    assert words in as_sam.get(account_of(person)).text


def test_somebody_without_a_second_factor_has_none_to_reset(as_sam, bob):
    assert "has no second factor to reset" in as_sam.post(reset_of(bob)).text


def test_nobody_resets_or_closes_their_own(client):
    person = make_colleague()
    type(person.user).objects.filter(pk=person.user.pk).update(is_administrator=True)
    by_both(client, person.user, with_app(person.user))
    assert "your own second factor" in client.post(reset_of(person)).text
    assert "cannot close your own account" in client.post(account_of(person)).text
    assert factors.has_one(person.user)


def test_an_account_is_closed_and_its_owner_is_out_at_once(as_sam, bob):
    of_bob = Client()
    by_password(of_bob, bob.user)
    assert f"{bob} can sign in." in as_sam.get(account_of(bob)).text
    response = as_sam.post(account_of(bob), follow=True)

    assert f"The account of {bob} is closed." in response.text
    assert of_bob.get(reverse("accounts:account")).status_code == 302
    assert not Session.objects.filter(user=bob.user).exists()
    assert by_password(of_bob, bob.user).status_code == 403
    assert Event.objects.filter(verb="closed the account").exists()


def test_a_closed_account_is_opened_again(as_sam, bob):
    as_sam.post(account_of(bob))
    as_sam.post(account_of(bob))
    by_password(of_bob := Client(), bob.user)
    assert of_bob.get(reverse("accounts:account")).status_code == 200
    assert Event.objects.filter(verb="opened the account again").exists()
