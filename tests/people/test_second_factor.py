"""Who must have a second factor, and what somebody without one reaches."""

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.people.models import Role
from leadwell.people.second_factor import must_have_one
from tests.accounts.signing_in import by_both, by_password, code_of, with_app
from tests.factories import (
    holder_of,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_hub,
    make_organisation,
    make_programme,
    make_school,
    make_trust,
    make_user,
)

pytestmark = pytest.mark.django_db

INDEX = reverse("mfa_index")
ELSEWHERE = ["/", "/schools/", "/data/"]
WHERE = {
    Role.PROGRAMME_LEAD: ("programme", make_programme),
    Role.EVALUATOR: ("programme", make_programme),
    Role.FINANCE_OFFICER: ("programme", make_programme),
    Role.HUB_LEAD: ("hub", make_hub),
    Role.SPECIALIST: ("enrolment", make_enrolment),
    Role.HEADTEACHER: ("school", make_school),
    Role.SUBJECT_LEADER: ("school", make_school),
    Role.TEACHER: ("school", make_school),
    Role.HOME_HEADTEACHER: ("school", make_school),
    Role.GOVERNOR: ("school", make_school),
    Role.CHIEF_EXECUTIVE: ("trust", make_trust),
    Role.DATA_PROTECTION_OFFICER: ("organisation", make_organisation),
}


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def head(db):
    return holder_of(Role.HEADTEACHER, school=make_school())


@pytest.mark.parametrize("role", WHERE)
def test_every_role_that_reads_about_others_must_have_one(role):
    scope, make = WHERE[role]
    assert must_have_one(holder_of(role, **{scope: make()}))


def test_an_administrator_must_have_one_for_accounts_are_people():
    assert must_have_one(make_administrator())
    assert must_have_one(holder_of(Role.ADMINISTRATOR))


def test_who_sees_only_public_figures_and_themselves_need_not():
    assert not must_have_one(make_user())
    assert not must_have_one(make_colleague().user)


def test_a_role_that_has_ended_asks_for_nothing():
    from datetime import timedelta

    from django.utils import timezone

    yesterday = timezone.localdate() - timedelta(days=1)
    user = holder_of(Role.GOVERNOR, school=make_school(), ends_on=yesterday)
    assert not must_have_one(user)


@pytest.mark.parametrize("page", ELSEWHERE)
def test_who_must_and_has_none_is_led_to_set_one_up_from_every_page(client, head, page):
    by_password(client, head)
    assert client.get(page).url == INDEX
    assert client.post(page).url == INDEX
    assert "Set one up to go on." in client.get(INDEX).text


@pytest.mark.parametrize(
    "page",
    ["accounts:account", "accounts:sessions", "account_change_password", "account_logout",
     "web:cookies", "web:appearance", "mfa_index", "mfa_activate_totp"],
)  # fmt: skip
def test_meanwhile_ones_own_account_and_open_pages_are_reached(client, head, page):
    by_password(client, head)
    assert client.get(reverse(page)).status_code == 200


def test_health_and_static_files_are_reached_too(client, head):
    by_password(client, head)
    assert client.get("/healthz").status_code == 200
    assert b"".join(client.get("/static/favicon.svg").streaming_content)


def test_a_piece_of_a_page_sends_the_whole_page_there(client, head):
    by_password(client, head)
    answer = client.get("/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == INDEX


def test_setting_one_up_opens_everything_at_once(client, head):
    import re

    by_password(client, head)
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get("/schools/").status_code == 200


def test_signing_in_with_it_opens_everything(client, head):
    by_both(client, head, with_app(head))
    assert client.get("/schools/").status_code == 200


def test_a_session_opened_without_it_is_asked_for_the_code_of_the_one_there_is(client, head):
    secret = with_app(head)
    client.force_login(head)
    asked = client.get("/schools/?q=x").url
    assert asked == f"{reverse('mfa_reauthenticate')}?next=%2Fschools%2F%3Fq%3Dx"
    client.post(asked, {"code": code_of(secret), "next": "/schools/"})
    assert client.get("/schools/").status_code == 200


def test_removing_the_only_one_leads_back_to_setting_one_up(client, head):
    by_both(client, head, with_app(head))
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/schools/").url == INDEX


def test_another_persons_second_factor_in_the_same_browser_does_not_count(client, head):
    other = make_user()
    by_both(client, other, with_app(other))
    client.post(reverse("account_logout"))
    by_password(client, head)
    assert client.get("/schools/").url == INDEX


def test_who_need_not_is_let_through_by_password(client):
    by_password(client, make_user())
    assert client.get("/schools/").status_code == 200


def test_where_it_is_offered_nobody_is_led_anywhere(client, head, settings):
    settings.SECOND_FACTOR = "offered"
    by_password(client, head)
    assert client.get("/schools/").status_code == 200


def test_a_stranger_is_asked_to_sign_in_and_nothing_else():
    assert Client().get("/schools/").url.startswith(reverse("account_login"))
