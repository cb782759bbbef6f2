"""An invitation: who invites, to what, a link that works once, and nothing else."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.people.models import Person, Role
from leadwell.people.roles import actions, rules
from tests.factories import NOON, holder_of, make_role, make_user
from tests.people.roles.conftest import days, nobody_yet

pytestmark = pytest.mark.django_db

INVITE = reverse("people:invite")
SITE = "https://leadwell.example"


def one(person) -> str:
    return reverse("people:person-invite", args=[person.pk])


@pytest.fixture
def fay(world) -> Person:
    return make_role(Role.TEACHER, school=world.school, person=nobody_yet()).person


@pytest.fixture
def invited(fay, world, django_capture_on_commit_callbacks) -> Person:
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(person=fay, site=SITE, by=world.head, at=NOON)
    return fay


def test_the_letter_says_who_invites_to_what_and_how_long_the_link_works(invited):
    (letter,) = mail.outbox
    assert letter.to == ["fay@school.example"]
    assert letter.subject == "Ada Marsh invites you to Leadwell"
    assert "- Teacher or assistant, Marlpit Primary" in letter.body
    assert "works once, and for three days" in letter.body
    assert f"{SITE}/account/set-password/" in letter.body


def test_the_link_leads_to_a_password_and_works_once(client, invited):
    link = re.search(r"https://\S+", mail.outbox[0].body)[0].removeprefix(SITE)
    page = client.get(link, follow=True)
    words = {"password1": "four calm grey herons", "password2": "four calm grey herons"}
    client.post(page.redirect_chain[-1][0], words)
    assert User.objects.get(person=invited).has_usable_password()
    again = Client().get(link, follow=True)
    assert "password1" not in again.text


def test_no_letter_leaves_when_the_change_is_not_kept(
    fay, world, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.delattr("leadwell.audit.log.record")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(AttributeError):
        actions.invite(person=fay, site=SITE, by=world.head, at=NOON)
    assert mail.outbox == []
    assert not User.objects.filter(email=fay.email).exists()


def test_inviting_again_writes_again_and_keeps_the_account(
    invited, world, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(person=invited, site=SITE, by=world.head, at=NOON + days(4))
    assert len(mail.outbox) == 2
    assert User.objects.filter(email=invited.email).count() == 1
    invited.refresh_from_db()
    assert invited.invited_at == NOON + days(4)


def test_who_has_an_account_of_this_address_keeps_it(
    fay, world, django_capture_on_commit_callbacks
):
    known = make_user()
    Person.objects.filter(pk=fay.pk).update(email=known.email.upper())
    fay.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        user = actions.invite(person=fay, site=SITE, by=world.head, at=NOON)
    assert user == known
    assert "You have an account already" in mail.outbox[0].body
    assert "set-password" not in mail.outbox[0].body


def test_an_account_that_is_somebody_elses_is_not_taken(fay, world):
    other = world.leader
    Person.objects.filter(user=other).update(email="ben@elsewhere.example")
    Person.objects.filter(pk=fay.pk).update(email=other.email)
    fay.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Somebody else signs in with"):
        actions.invite(person=fay, site=SITE, by=world.head, at=NOON)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": ""}, "Write Fay North’s e-mail address first"),
        ({"user": "signed in"}, "has signed in before"),
        ({"user": "closed"}, "is closed"),
    ],
)
def test_why_somebody_cannot_be_invited(fay, world, change, why):
    if change.get("user"):
        change = {"user": make_user(is_active=change["user"] != "closed")}
    Person.objects.filter(pk=fay.pk).update(**change)
    fay.refresh_from_db()
    assert why in rules.may_invite(world.head, fay).reason


def test_the_button_on_a_persons_page_sends_it(
    signed_in, fay, world, django_capture_on_commit_callbacks
):
    client = signed_in(world.head)
    assert one(fay) in client.get(reverse("people:person", args=[fay.pk])).text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(one(fay), follow=True)
    assert "An invitation is on its way to fay@school.example." in response.text
    assert "http://testserver/account/set-password/" in mail.outbox[0].body
    assert "Invited on" in response.text
    assert Event.objects.filter(verb="wrote an invitation to").exists()


def test_inviting_is_never_a_visit(signed_in, fay, world):
    assert signed_in(world.head).get(one(fay)).status_code == 405


def test_who_cannot_change_somebody_cannot_invite_them(signed_in, fay, world):
    senior = holder_of(Role.SENIOR_LEADER, school=world.school)
    response = signed_in(senior).post(one(fay))
    assert response.status_code == 403
    assert "those who look after Fay North’s roles" in response.text


def test_somebody_out_of_sight_cannot_be_invited(signed_in, fay, world):
    teacher = holder_of(Role.TEACHER, school=world.elsewhere.school)
    assert signed_in(teacher).post(one(fay)).status_code == 404


# Several at once


def test_several_are_invited_at_once(signed_in, fay, world, django_capture_on_commit_callbacks):
    gus = make_role(Role.GOVERNOR, school=world.school, person=nobody_yet("Gus Dale")).person
    client = signed_in(world.head)
    text = client.get(INVITE).text
    assert "2 people have a role and cannot sign in yet" in text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(INVITE, {"people": [fay.pk, gus.pk]}, follow=True)
    assert "2 invitations on the way." in response.text
    assert {letter.to[0] for letter in mail.outbox} == {"fay@school.example", "gus@school.example"}


def test_who_has_not_followed_the_link_is_listed_and_who_has_is_not(signed_in, invited, world):
    Person.objects.filter(pk=invited.pk).update(
        invited_at=timezone.now()
    )  # the page reads the clock
    text = signed_in(world.head).get(INVITE).text
    assert "1 person has a role and cannot sign in yet" in text
    assert "the link is not followed yet" in text
    invited.refresh_from_db()
    invited.user.set_password("four calm grey herons")
    invited.user.save()
    assert "Everybody who has a role and an address can sign in" in (
        signed_in(world.head).get(INVITE).text
    )


def test_a_link_that_has_run_out_is_said_to_have(signed_in, invited, world):
    Person.objects.filter(pk=invited.pk).update(invited_at=NOON - days(30))
    assert "the link has run out" in signed_in(world.head).get(INVITE).text


def test_ticking_nobody_says_so(signed_in, fay, world):
    assert "Tick whom to invite" in signed_in(world.head).post(INVITE).text


def test_only_those_one_looks_after_can_be_ticked(signed_in, fay, world):
    other = make_role(Role.TEACHER, school=world.elsewhere.school, person=nobody_yet("Gus Dale"))
    signed_in(world.head).post(INVITE, {"people": [other.person.pk]})
    assert not User.objects.filter(email="gus@school.example").exists()


def test_who_looks_after_nobody_has_nobody_to_invite(signed_in, world):
    response = signed_in(world.leader).get(INVITE)
    assert response.status_code == 403
    assert "can add people" in response.text
