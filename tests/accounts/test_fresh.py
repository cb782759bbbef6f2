"""Has somebody just shown again who they are?"""

import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from leadwell.accounts import fresh
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = 1_800_000_000.0


@pytest.fixture
def ask(monkeypatch):
    """A request of somebody whose session has these records; it is NOW."""
    monkeypatch.setattr(time, "time", lambda: NOW)
    user = make_user()

    def make(*records: dict, of=None, path: str = "/sign/7/?a=1"):
        request = RequestFactory().get(path)
        request.user = user
        request.session = {
            "account_authentication_methods": list(records),
            "account_authentication_methods_user": str((of or user).pk),
        }
        return request

    return make


@pytest.mark.parametrize("method", ["password", "mfa"])
@pytest.mark.parametrize(("minutes", "is_so"), [(0, True), (14.9, True), (15, False), (60, False)])
def test_a_proof_counts_for_a_quarter_of_an_hour(ask, method, minutes, is_so):
    request = ask({"method": method, "at": NOW - minutes * 60})
    assert fresh.is_fresh(request) is is_so


def test_the_latest_proof_counts(ask):
    old, new = {"method": "password", "at": NOW - 7200}, {"method": "mfa", "at": NOW - 60}
    assert fresh.is_fresh(ask(old, new))


def test_no_proof_is_not_fresh_and_no_second_factor(ask):
    assert not fresh.is_fresh(ask())
    assert not fresh.has_second_factor(ask())


def test_a_proof_of_another_kind_or_another_person_does_not_count(ask):
    assert not fresh.is_fresh(ask({"method": "one_click", "at": NOW}))
    assert not fresh.is_fresh(ask({"method": "password", "at": NOW}, of=make_user()))


def test_a_password_is_no_second_factor_and_a_code_is(ask):
    assert not fresh.has_second_factor(ask({"method": "password", "at": NOW}))
    assert fresh.has_second_factor(ask({"method": "mfa", "at": NOW - 7200}))


def test_a_view_that_must_be_sure_asks_first_and_then_answers(ask):
    @fresh.required
    def sign(request, pk: int) -> HttpResponse:
        return HttpResponse(f"signed {pk}")

    asked = sign(ask(), pk=7)
    assert asked.status_code == 302
    assert asked.url == "/account/sign-in/again/?next=%2Fsign%2F7%2F%3Fa%3D1"
    assert sign(ask({"method": "password", "at": NOW}), pk=7).content == b"signed 7"
