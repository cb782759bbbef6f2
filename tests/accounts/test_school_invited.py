"""A school account answers an invitation, counts as a second factor or not, and is linked by oneself."""

import re
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from leadwell.accounts import actions, invitation
from leadwell.accounts.models import User
from leadwell.audit.models import Event
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
from tests.accounts.signing_in import PASSWORD, by_password, code_of, with_app
from tests.factories import NOON
from tests.provider import NAME

pytestmark = pytest.mark.django_db

UNLINK = reverse("accounts:unlink-school")
SECOND_STEP = reverse("mfa_authenticate")
SET_UP = reverse("mfa_activate_totp")


# A second factor


def test_leadwells_own_is_asked_for_where_the_provider_says_nothing(client, school, alice):
    secret = with_app(alice)
    school.knows("s-1", alice.email, amr=["pwd"])
    assert by_school(client, school).url == SECOND_STEP
    assert who(client) == ""
    client.post(SECOND_STEP, {"code": code_of(secret)})
    assert who(client) == "Alice"


def test_the_providers_counts_from_the_second_time_on(client, school, alice):
    """The first time it is only an address that says who it is."""
    secret = with_app(alice)
    school.knows("s-1", alice.email, amr=["pwd", "mfa"])
    assert by_school(client, school).url == SECOND_STEP
    client.post(SECOND_STEP, {"code": code_of(secret)})
    other = Client()
    assert by_school(other, school).url == "/"
    assert who(other) == "Alice"


@pytest.mark.parametrize(
    ("amr", "is_led"), [(["pwd", "mfa"], False), (["pwd"], True), ("mfa", True)]
)
def test_who_must_have_one_is_led_to_set_it_up_unless_the_provider_asked_for_more(
    client, school, settings, alice, amr, is_led, monkeypatch
):
    settings.SECOND_FACTOR = "required"
    monkeypatch.setattr("leadwell.people.second_factor.must_have_one", lambda user: True)
    school.knows("s-1", alice.email, amr=amr)
    by_school(client, school)
    assert (client.get("/").status_code == 302) is is_led


# Fresh


def test_coming_in_by_it_is_fresh_only_as_far_as_the_provider_says_when_it_asked(
    client, school, alice
):
    now = int(time.time())
    for at, is_fresh in ((None, False), (now - 3600, False), (now - 60, True), (now + 9999, True)):
        school.knows("s-1", alice.email, **({} if at is None else {"auth_time": at}))
        client.logout()
        by_school(client, school)
        assert (client.get(SET_UP).status_code == 200) is is_fresh, at


def test_it_is_shown_again_there_by_signing_in_anew(client, school, alice):
    alice.set_unusable_password()
    alice.save()
    school.knows("s-1", alice.email)
    by_school(client, school)
    asked = client.get(SET_UP, follow=True)
    assert asked.redirect_chain[-1][0].startswith(AGAIN)
    assert f"Use {NAME}" in asked.text

    school.says["auth_time"] = int(time.time())
    assert by_school(client, school, AGAIN, next=SET_UP).url == SET_UP
    assert (school.asked[-1]["prompt"], school.asked[-1]["max_age"]) == ("login", "0")
    assert client.get(SET_UP).status_code == 200


def test_a_provider_that_did_not_ask_again_shows_nothing_and_another_way_is_offered(
    client, school, alice
):
    school.knows("s-1", alice.email)
    by_school(client, school)
    response = by_school(client, school, AGAIN, next=SET_UP)
    assert "You were not asked there." in response.text
    assert "Use your password" in response.text
    assert client.get(SET_UP).status_code == 302


def test_another_persons_account_there_does_not_show_who_one_is(client, school, alice, bob):
    school.knows("s-2", bob.email)
    by_school(Client(), school)
    school.knows("s-1", alice.email)
    by_school(client, school)
    school.knows("s-2", bob.email, auth_time=int(time.time()))
    assert is_refused(by_school(client, school, AGAIN, next=SET_UP))
    assert client.get(SET_UP).status_code == 302
    assert who(client) == "Alice"


# An invitation


def open_link(client, user: User) -> str:
    """The page of an invitation; the number in its address."""
    page = client.get(invitation.link(user, site=""), follow=True)
    assert f"Use {NAME}" in page.text
    return re.search(r'name="invited" value="(\w+)"', page.text)[1]


def test_who_is_invited_comes_in_without_choosing_a_password(client, school, invited):
    school.knows("s-1", invited.email)
    assert not invited.has_come
    by_school(client, school)
    assert who(client) == "Carol"
    invited.refresh_from_db()
    assert invited.has_come
    assert not invited.has_usable_password()


def test_an_invitation_is_answered_by_an_account_of_another_address(client, school, invited):
    """The link was read by whoever reads the mail: it would let them choose a password too."""
    school.knows("s-1", "c.smith@another.example", email_verified=False)
    by_school(client, school, invited=open_link(client, invited))
    assert who(client) == "Carol"
    assert client.get(SET_UP).status_code == 200, "the link is a proof of now"


def test_an_invitation_is_answered_once(client, school, invited):
    link = invitation.link(invited, site="")
    number = open_link(client, invited)
    school.knows("s-1", "c.smith@another.example", email_verified=False)
    by_school(client, school, invited=number)
    assert "does not work any more" in Client().get(link, follow=True).text
    thief = Client()
    school.knows("s-9", "thief@another.example")
    assert is_refused(by_school(thief, school, invited=number))


def test_the_number_of_an_invitation_without_its_link_opens_nothing(client, school, invited):
    number = open_link(Client(), invited)
    school.knows("s-9", "thief@another.example")
    assert is_refused(by_school(client, school, invited=number))
    assert not SocialAccount.objects.exists()


def test_an_invitation_followed_in_the_meantime_opens_nothing(client, school, invited):
    school.knows("s-9", "thief@another.example")
    url = leaves(client, invited=open_link(client, invited))
    invited.set_password(PASSWORD)
    invited.save()
    assert is_refused(comes_back(client, school, url))


def test_an_invitation_to_an_account_that_is_closed_since_opens_nothing(client, school, invited):
    school.knows("s-9", "c.smith@another.example")
    url = leaves(client, invited=open_link(client, invited))
    actions.close_account(user=invited, by="a test", at=NOON)
    assert is_refused(comes_back(client, school, url))
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_somebodys_already_does_not_answer_anothers_invitation(
    client, school, invited, alice
):
    school.knows("s-1", alice.email)
    by_school(Client(), school)
    by_school(client, school, invited=open_link(client, invited))
    assert who(client) == "Alice"
    assert not SocialAccount.objects.filter(user=invited).exists()


def test_who_came_so_and_has_forgotten_it_can_still_choose_a_password(client, school, invited):
    school.knows("s-1", invited.email)
    by_school(Client(), school)
    mail.outbox.clear()
    by_school(client, school)
    assert "You have none." in client.get(ACCOUNT).text
    assert client.get(reverse("account_change_password")).url == reverse("account_reset_password")
    client.logout()
    client.post(reverse("account_reset_password"), {"email": invited.email})
    link = re.search(r"http\S+", mail.outbox[0].body)[0].removeprefix("http://testserver")
    page = client.get(link, follow=True)
    assert "Set your password" in page.text
    assert NAME not in page.text


# One's own account page


def test_one_sees_that_it_is_linked_is_told_by_mail_and_can_unlink_it(
    client, school, alice, django_capture_on_commit_callbacks
):
    school.knows("s-1", alice.email)
    with django_capture_on_commit_callbacks(execute=True):
        by_school(Client(), school)
    assert "your school’s account was linked" in mail.outbox[0].body
    by_password(client, alice)
    assert f"you can sign in with {NAME}" in client.get(ACCOUNT).text
    assert client.post(UNLINK).url == ACCOUNT
    assert not SocialAccount.objects.exists()
    assert Event.objects.get(verb="unlinked a school account").actor == alice.email
    assert "Not linked." in client.get(ACCOUNT).text


def test_the_only_way_in_is_not_unlinked_and_the_page_says_why(client, school, invited):
    school.knows("s-1", invited.email, auth_time=int(time.time()))
    by_school(client, school)
    assert "It is your only way in" in client.get(UNLINK).text
    response = client.post(UNLINK)
    assert response.status_code == 403
    assert "It is your only way in" in response.text
    assert SocialAccount.objects.count() == 1


def test_linking_and_unlinking_ask_first_who_is_there(client, school, alice):
    client.force_login(alice)
    for page in (LINK, UNLINK):
        assert client.get(page).url.startswith(reverse("account_reauthenticate"))


def test_one_links_an_account_of_another_address_oneself(client, school, alice):
    school.knows("s-1", "a.person@another.example", email_verified=False)
    by_password(client, alice)
    assert "Link your school account" in client.get(LINK).text
    assert by_school(client, school, LINK).url == ACCOUNT
    other = Client()
    by_school(other, school)
    assert who(other) == "Alice"


def test_one_does_not_link_what_is_somebody_elses(client, school, alice, bob):
    school.knows("s-2", bob.email)
    by_school(Client(), school)
    by_password(client, alice)
    assert is_refused(by_school(client, school, LINK))
    assert SocialAccount.objects.get().user == bob


def test_an_errand_of_one_person_does_not_end_as_another(client, school, alice, bob):
    school.knows("s-1", "a.person@another.example")
    by_password(client, alice)
    url = leaves(client, LINK)
    errands = client.session["socialaccount_states"]
    client.post(reverse("account_logout"))
    by_password(client, bob)
    session = client.session
    session["socialaccount_states"] = errands
    session.save()
    assert is_refused(comes_back(client, school, url))
    assert not SocialAccount.objects.exists()
