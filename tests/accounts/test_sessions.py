"""How long a session lasts, where one is signed in, and ending it."""

from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import actions, jobs
from leadwell.accounts.models import Session, User
from leadwell.accounts.sessions import SessionStore
from leadwell.audit.models import Event
from tests.accounts.signing_in import by_password
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db

ACCOUNT = reverse("accounts:account")
SESSIONS = reverse("accounts:sessions")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def alice(db) -> User:
    return make_user(name="Alice")


@pytest.fixture
def later(monkeypatch):
    """Let time pass, for sessions and for who was last here."""
    now = timezone.now

    def pass_by(**time: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(**time))

    return pass_by


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def session_of(client: Client) -> Session:
    return Session.objects.get(pk=client.session.session_key)


def test_on_a_shared_computer_a_session_ends_after_fifteen_minutes_without_a_page(
    client, alice, later
):
    by_password(client, alice, is_shared=True)
    later(minutes=14)
    assert is_in(client)
    later(minutes=28)
    assert is_in(client)
    later(minutes=44)
    assert not is_in(client)


def test_elsewhere_it_lasts_twelve_hours_and_no_longer_however_busy(client, alice, later):
    by_password(client, alice)
    for hours in (1, 6, 11.9):
        later(hours=hours)
        assert is_in(client)
    later(hours=12.1)
    assert not is_in(client)


def test_a_busy_shared_session_ends_after_twelve_hours_too(client, alice, later):
    by_password(client, alice, is_shared=True)
    for minutes in range(10, 12 * 60, 10):
        later(minutes=minutes)
        assert is_in(client)
    later(hours=12, minutes=1)
    assert not is_in(client)


def test_a_page_on_a_shared_computer_puts_itself_away(client, alice):
    by_password(client, alice, is_shared=True)
    response = client.get(ACCOUNT + "?a=1&b=2")
    assert response.headers["Refresh"].startswith("905; url=/account/put-away/?next=%2Faccount%2F")
    away = client.get("/account/put-away/", {"next": ACCOUNT})
    assert "This page was put away." in away.text
    assert f'href="{ACCOUNT}"' in away.text
    assert "Alice" not in away.text


def test_a_page_that_puts_itself_away_is_nobody_being_there(client, alice, later):
    by_password(client, alice, is_shared=True)
    later(minutes=14)
    client.get("/account/put-away/")
    later(minutes=16)
    assert not is_in(client)


def test_a_page_put_away_leads_nowhere_else(client):
    for there in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert 'href="/"' in client.get("/account/put-away/", {"next": there}).text


def test_a_page_elsewhere_does_not_put_itself_away(client, alice):
    by_password(client, alice)
    assert "Refresh" not in client.get(ACCOUNT).headers


def test_most_pages_write_nothing_about_being_here(client, alice, django_assert_max_num_queries):
    by_password(client, alice)
    before = session_of(client).seen_at
    client.get(ACCOUNT)
    assert session_of(client).seen_at == before


def test_a_page_about_nothing_asks_whose_session_the_walls_and_the_glass(
    client, alice, django_assert_num_queries
):
    by_password(client, alice)
    with django_assert_num_queries(3 + 3):  # within a test: a savepoint, its end, who acted before
        assert "Alice" in client.get(reverse("web:cookies")).text


def test_a_session_is_over_once_the_password_behind_it_is_another(client, alice):
    by_password(client, alice)
    alice.set_password("another one, set elsewhere")
    alice.save(update_fields=["password"])
    assert not is_in(client)


def test_a_session_opened_in_a_way_that_is_gone_is_over(client, alice):
    by_password(client, alice)
    session = client.session
    session[BACKEND_SESSION_KEY] = "leadwell.accounts.no_longer.Backend"
    session.save()
    assert not is_in(client)


def test_every_place_is_listed_with_what_and_when(client, alice):
    phone = Client(headers={"User-Agent": PHONE})
    by_password(phone, alice, is_shared=True)
    desk = Client(headers={"User-Agent": FIREFOX})
    by_password(desk, alice)

    text = desk.get(SESSIONS).text
    assert "here and at 1 other place." in text
    assert "Safari on an iPhone, a shared computer" in text
    assert "Firefox on Windows" in text
    assert "From 127.0.0.1." in text
    assert phone.session.session_key not in text


def test_one_place_is_ended_and_it_is_logged(client, alice):
    phone = Client()
    by_password(phone, alice)
    by_password(client, alice)
    sent = {"session": session_of(phone).handle}
    assert "Signed out:" in client.post(reverse("accounts:end-session"), sent, follow=True).text
    assert not is_in(phone)
    assert is_in(client)
    assert Event.objects.filter(verb="signed out elsewhere", actor=alice.email).exists()


def test_all_other_places_are_ended_at_once(client, alice):
    others = [Client(), Client()]
    for one in (*others, client):
        by_password(one, alice)
    client.post(reverse("accounts:end-other-sessions"))
    assert [is_in(one) for one in (*others, client)] == [False, False, True]


def test_nobody_ends_anothers_session(client, alice):
    bob, of_bob = make_user(name="Bob"), Client()
    by_password(of_bob, bob)
    by_password(client, alice)
    client.post(reverse("accounts:end-session"), {"session": session_of(of_bob).handle})
    client.post(reverse("accounts:end-other-sessions"))
    assert is_in(of_bob)


def test_a_new_password_ends_the_others_and_removes_their_rows(client, alice):
    other = Client()
    by_password(other, alice)
    by_password(client, alice)
    another = "seven herons under glass"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": "a long pass phrase", "password1": another, "password2": another},
    )
    assert is_in(client)
    assert not is_in(other)
    assert Session.objects.filter(user=alice).count() == 1


def test_closing_an_account_ends_every_session_of_it_at_once(client, alice):
    by_password(client, alice)
    actions.close_account(user=alice, by="a test", at=NOON)
    assert not is_in(client)
    assert not Session.objects.filter(user=alice).exists()
    assert by_password(client, alice).status_code == 403


def test_sessions_that_have_run_out_are_forgotten_each_day(client, alice, later):
    by_password(client, alice)
    store = SessionStore()
    store.create()
    later(days=1)
    jobs.forget_sessions(timestamp=0)
    assert not Session.objects.exists()
    assert jobs.forget_sessions.name == "accounts.forget_sessions"


def test_signing_in_as_another_keeps_nothing_of_the_one_before(client, alice):
    by_password(client, alice, is_shared=True)
    bob = make_user(name="Bob")
    client.logout()
    by_password(client, bob)
    session = session_of(client)
    assert session.user_id == bob.pk
    assert not session.is_shared
