"""From nothing to a programme with a lead: by whom, and what is said when it cannot be."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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
    send(as_administrator, lead="cy  marl", lead_name="", lead_email="")
    assert RoleHeld.objects.get().person == known


def test_where_several_fit_one_of_them_is_chosen(as_administrator):
    known = make_person(name="Cy Marl", post="Teaching and learning lead")
    make_person(name="Cy Marlow")
    make_person(name="Dot Hale")
    asked = {"lead": "marl", "lead_name": "", "lead_email": ""}
    answer = said(send(as_administrator, **asked))
    assert "Choose who is meant." in answer
    assert "Cy Marl, Teaching and learning lead" in answer
    assert "Cy Marlow" in answer
    assert "Dot Hale" not in answer
    assert not Programme.objects.exists()
    send(as_administrator, **asked, lead_chosen=known.pk)
    assert RoleHeld.objects.get().person == known


def test_a_choice_counts_only_among_those_who_fit_what_is_written(as_administrator):
    other = make_person(name="Dot Hale")
    answer = send(as_administrator, lead="marl", lead_chosen=other.pk, lead_name="", lead_email="")
    assert "Nobody here fits “marl”." in said(answer)
    assert not Programme.objects.exists()


def test_who_has_the_whole_name_is_offered_before_longer_ones_and_no_more_than_ten(
    as_administrator,
):
    for n in range(12):
        make_person(name=f"Anna Lee-{n:02}")
    for post in ("Governor", "Headteacher"):
        make_person(name="Anna Lee", post=post)
    answer = said(send(as_administrator, lead="anna lee", lead_name="", lead_email=""))
    assert "More than 10 people fit “anna lee”." in answer
    assert "Anna Lee, Governor" in answer
    assert "Anna Lee, Headteacher" in answer
    assert answer.count("Anna Lee-") == 8


def test_the_page_asks_as_often_and_is_as_long_for_many_people_as_for_few(as_administrator):
    def page():
        with CaptureQueriesContext(connection) as asked:
            answer = as_administrator.get(reverse("people:open-programme"))
        return len(asked), len(answer.content)

    page()  # whatever is remembered between pages
    few = page()
    for n in range(20):
        make_person(name=f"Anna Lee-{n}")
    assert page() == few


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
        ({"lead_name": ""}, "Say who leads the programme, or find somebody above"),
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
    make_person(name="Cy Marl")
    assert "not both" in said(send(as_administrator, lead="Cy Marl"))


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
