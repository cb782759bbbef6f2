"""From nothing to a programme with a lead: by whom, and what is said when it cannot be."""

from html import unescape

import pytest
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.programmes.models import Organisation, Programme
from tests.factories import holder_of, make_administrator, make_person, make_programme

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Number Sense", "code": "num-26", "subject": "Mathematics",
    "lead_organisation": "Larkwater Teaching School", "starts_on": "2026-09-07",
    "ends_on": "2028-07-21", "lead": "", "lead_name": "Bea Larkspur",
    "lead_email": "bea@larkwater.example",
}  # fmt: skip


@pytest.fixture
def administrator(db):
    return make_administrator()


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def send(client, **changes):
    return client.post(reverse("people:open-programme"), NEW | changes)


def said(response):
    return " ".join(unescape(response.text).split())


def test_an_administrator_opens_a_programme_and_somebody_new_leads_it(as_administrator):
    response = send(as_administrator)

    assert response.url == reverse("reporting:programmes")
    programme = Programme.objects.get()
    assert (programme.code, programme.lead_organisation.name) == (
        "NUM-26", "Larkwater Teaching School",
    )  # fmt: skip
    role = RoleHeld.objects.get(programme=programme)
    assert (role.role, role.person.name, role.person.user) == (
        Role.PROGRAMME_LEAD, "Bea Larkspur", None,
    )  # fmt: skip
    assert Event.objects.filter(verb="created").exists()
    page = said(as_administrator.get(response.url))
    assert "Number Sense is open. Bea Larkspur leads it." in page
    assert reverse("people:person", args=[role.person.pk]) in page


def test_somebody_known_leads_it(as_administrator):
    known = make_person(name="Cy Marl")
    send(as_administrator, lead=known.pk, lead_name="", lead_email="")
    assert RoleHeld.objects.get().person == known


def test_an_address_that_is_known_is_that_person(as_administrator):
    known = make_person(name="Bea Larkspur-Marl", email="BEA@larkwater.example")
    send(as_administrator)
    assert RoleHeld.objects.get().person == known
    assert not Person.objects.filter(name="Bea Larkspur").exists()


def test_who_looks_after_the_installation_may_lead_it_with_their_own_account(
    as_administrator, administrator
):
    send(as_administrator, lead_email=administrator.email)
    assert RoleHeld.objects.get().person.user == administrator
    programme = Programme.objects.get()
    assert as_administrator.get(programme.get_absolute_url()).status_code == 200


def test_an_organisation_is_not_made_twice_for_its_capitals(as_administrator):
    Organisation.objects.create(name="Larkwater Teaching School")
    send(as_administrator, lead_organisation="larkwater  teaching school")
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"code": "N"}, "Write the short code in 2 to 8 capital letters, digits or hyphens."),
        ({"code": "TAKEN"}, "Another programme has this short code."),
        ({"ends_on": "2026-09-01"}, "The last day is before the first."),
        ({"lead_organisation": ""}, "Say which organisation leads it"),
        ({"lead_name": ""}, "Say who leads the programme, or choose somebody above"),
        ({"lead_email": ""}, "Write the e-mail address of who leads it"),
        ({"lead_email": "bea"}, "Write the whole e-mail address, like name@example.org"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(as_administrator, changes, words):
    make_programme(code="TAKEN")
    response = send(as_administrator, **changes)
    assert response.status_code == 200
    assert words in said(response)
    assert Programme.objects.count() == 1
    assert not RoleHeld.objects.exists()
    assert not Person.objects.exists()


def test_two_leads_are_one_too_many(as_administrator):
    known = make_person(name="Cy Marl")
    assert "not both" in said(send(as_administrator, lead=known.pk))


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.PROJECT_MANAGER])
def test_nobody_else_opens_one(client, role):
    client.force_login(holder_of(role, programme=make_programme()))
    for response in (client.get(reverse("people:open-programme")), send(client)):
        assert response.status_code == 403
        assert "Only the administrator of this installation can open a programme." in said(response)
    assert Programme.objects.count() == 1


def test_a_programme_is_not_opened_by_looking(as_administrator):
    assert as_administrator.get(reverse("people:open-programme")).status_code == 200
    assert as_administrator.put(reverse("people:open-programme")).status_code == 405
    assert not Programme.objects.exists()
