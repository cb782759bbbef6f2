"""Who is who at a school, who is missing, and that somebody looks once a year."""

import pytest
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people.models import Capacity, ContactsConfirmation, Person, Role, RoleHeld
from leadwell.people.roles import actions, contacts
from tests.factories import NOON, holder_of, make_role, make_school
from tests.people.roles.conftest import as_seen, days, n_queries, nobody_yet

pytestmark = pytest.mark.django_db


def page_of(school) -> str:
    return reverse("people:school-people", args=[school.urn])


def add(school, kind) -> str:
    return reverse("people:contact-add", args=[school.urn, kind])


def test_contacts_are_roles_by_kind_and_the_missing_are_named(signed_in, world):
    text = signed_in(world.hub_lead).get(page_of(world.school)).text
    assert "5 of 7 contacts are missing" in text
    for words in ("Ada Marsh", "Ben Ford", "Name the finance contact", "Name the link governor"):
        assert words in text
    assert "Name the data protection contact" not in text, "who cannot give it is not asked"


def test_a_deputy_and_an_interim_are_called_so(world, today):
    RoleHeld.objects.filter(pk=world.head_role.pk).update(capacity=Capacity.INTERIM)
    make_role(
        Role.SUBJECT_LEADER, school=world.school, capacity=Capacity.DEPUTY, person=nobody_yet()
    )
    lines = {line.kind.key: line for line in contacts.about(world.school, on=today).lines}
    assert lines["head"].contacts[0].title == "Interim headteacher"
    assert [str(each.held.person) for each in lines["deputy"].contacts] == ["Fay North"]
    assert [str(each.held.person) for each in lines["subject-leader"].contacts] == ["Ben Ford"]


def test_one_contact_is_named_in_one_short_form(signed_in, world, today):
    client = signed_in(world.head)
    assert "Ben Ford" in client.get(add(world.school, "finance")).text, "who is there is offered"
    response = client.post(
        add(world.school, "finance"),
        {"person": "new", "name": "Kit Orme", "email": "kit@marlpit.example", "phone": "01632 960001",
         "post": "Business manager", "starts_on": today.isoformat()},
        follow=True,
    )  # fmt: skip
    assert "Kit Orme: finance contact." in response.text
    held = RoleHeld.objects.get(role=Role.SCHOOL_FINANCE_CONTACT)
    assert (held.school, held.person.phone) == (world.school, "01632 960001")


def test_somebody_of_the_school_is_not_typed_again(signed_in, world, today):
    signed_in(world.head).post(
        add(world.school, "link"),
        {"person": str(world.leader.person.pk), "starts_on": today.isoformat()},
    )
    assert world.leader.person.roles.filter(role=Role.SENIOR_LEADER).exists()
    assert Person.objects.filter(name="Ben Ford").count() == 1


def test_who_has_left_and_who_only_visits_is_not_offered(signed_in, world, today):
    actions.end_role(role=world.leader_role, last_day=today, by=world.head, at=NOON)
    make_role(Role.SPECIALIST, enrolment=world.enrolment, person=nobody_yet("Hal Bray"))
    text = signed_in(world.hub_lead).get(add(world.school, "governor")).text
    assert "Ada Marsh" in text
    assert "Ben Ford" not in text
    assert "Hal Bray" not in text


def test_a_second_head_is_refused_by_name(signed_in, world, today):
    response = signed_in(world.hub_lead).post(
        add(world.school, "head"),
        {"person": "new", "name": "Kit Orme", "starts_on": today.isoformat()},
    )
    assert "Ada Marsh is head of Marlpit Primary on one of these days" in response.text
    assert not Person.objects.filter(name="Kit Orme").exists(), "nothing of it is left"


def test_a_contact_is_replaced_by_handing_over(signed_in, world):
    text = signed_in(world.hub_lead).get(page_of(world.school)).text
    for role in (world.head_role, world.leader_role):
        assert reverse("people:role-hand-over", args=[role.pk]) in text


def test_who_was_it_before_is_kept(signed_in, world, today):
    actions.end_role(role=world.leader_role, last_day=today - days(2), by=world.head, at=NOON)
    text = signed_in(world.head).get(page_of(world.school)).text
    assert "Before" in text
    assert "Ben Ford, subject leader" in text


def test_a_subject_leader_reads_and_cannot_add(signed_in, world):
    client = signed_in(world.leader)
    text = client.get(page_of(world.school)).text
    assert "Name the" not in text
    assert "Replace" not in text
    response = client.get(add(world.school, "finance"))
    assert response.status_code == 403
    assert "You cannot give the role of school finance contact there." in response.text


def test_a_teacher_is_told_whom_contacts_are_for(signed_in, world):
    teacher = holder_of(Role.TEACHER, school=world.school)
    response = signed_in(teacher).get(page_of(world.school))
    assert response.status_code == 403
    assert "for its leaders and governors, and for those who work with it" in response.text


def test_a_governor_sees_nobody_below_senior_leaders(signed_in, world):
    governor = holder_of(Role.GOVERNOR, school=world.school)
    text = signed_in(governor).get(page_of(world.school)).text
    assert "Ada Marsh" in text
    assert "Ben Ford" not in text
    assert "Subject leader" not in text


def test_the_deployed_specialist_sees_contacts_while_deployed(signed_in, world, today):
    user = holder_of(Role.SPECIALIST, enrolment=world.enrolment, ends_on=today)
    assert "Ada Marsh" in signed_in(user).get(page_of(world.school)).text
    RoleHeld.objects.filter(role=Role.SPECIALIST).update(ends_on=today - days(1))
    assert signed_in(user).get(page_of(world.school)).status_code == 404


def test_a_school_that_is_nothing_to_somebody_is_as_good_as_not_there(signed_in, world):
    client = signed_in(world.head)
    for there, nowhere in (
        (page_of(world.elsewhere.school), "/schools/999999/people/"),
        (add(world.elsewhere.school, "finance"), "/schools/999999/people/finance/"),
    ):
        assert client.get(there).status_code == 404
        assert as_seen(client.get(there)) == as_seen(client.get(nowhere))


def test_there_is_no_contact_of_another_kind(signed_in, world):
    assert signed_in(world.head).get(add(world.school, "caretaker")).status_code == 404


def test_contacts_of_an_academy_include_those_of_the_school_it_was(world, today):
    academy = make_school(name="Marlpit Academy")
    world.school.continued_by = academy
    world.school.save()
    named = [
        str(each.held.person)
        for line in contacts.about(academy, on=today).lines
        for each in line.contacts
    ]
    assert named == ["Ada Marsh", "Ben Ford"]


# Once a year


def asks(school, on) -> bool:
    return contacts.about(school, on=on).asks_to_confirm


@pytest.mark.usefixtures("real_time")
def test_after_a_year_somebody_is_asked_to_look_and_not_before(world, today):
    assert not asks(world.school, today + days(364))
    assert asks(world.school, today + days(365))


def test_having_looked_nobody_is_asked_for_a_year(world, today):
    year = today + days(365)
    ContactsConfirmation.objects.create(
        school=world.school, confirmed_at=NOON + days(365), confirmed_by=world.head
    )
    looked = contacts.about(world.school, on=year).confirmed_on
    assert not asks(world.school, looked + days(364))
    assert asks(world.school, looked + days(365))


def test_a_school_without_contacts_is_not_asked_about_them(today):
    assert not asks(make_school(), today + days(900))


def test_confirming_is_one_click_and_is_logged(signed_in, world):
    confirm = reverse("people:school-people-confirm", args=[world.school.urn])
    client = signed_in(world.leader)
    assert client.get(confirm).status_code == 405
    response = client.post(confirm, follow=True)
    assert "We ask again in a year." in response.text
    assert ContactsConfirmation.objects.get().confirmed_by == world.leader
    assert Event.objects.filter(verb="confirmed contacts").exists()


def test_a_governor_is_told_who_confirms(signed_in, world):
    governor = holder_of(Role.GOVERNOR, school=world.school)
    confirm = reverse("people:school-people-confirm", args=[world.school.urn])
    response = signed_in(governor).post(confirm)
    assert response.status_code == 403
    assert "confirmed by its leaders" in response.text


def test_the_page_asks_the_database_no_more_for_more_people(signed_in, world):
    client = signed_in(world.hub_lead)
    make_role(Role.GOVERNOR, school=world.school, person=nobody_yet("Lia Hill"))
    few = n_queries(client, page_of(world.school))
    for n in range(12):
        make_role(Role.GOVERNOR, school=world.school, person=nobody_yet(f"G{n} Hill"))
    assert n_queries(client, page_of(world.school)) == few
