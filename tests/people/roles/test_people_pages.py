"""Who has what: the list, the file, a person's page, and adding somebody."""

import csv
import io

import pytest
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.audit.models import Event, Look
from leadwell.people import access
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.roles import actions, rules
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_colleague,
    make_hub,
    make_person,
    make_programme,
    make_role,
    make_user,
)
from tests.people.roles.conftest import as_seen, days, n_queries, named, nobody_yet

pytestmark = pytest.mark.django_db

PEOPLE = reverse("people:people")
CSV = reverse("people:people-csv")
NEW = reverse("people:person-new")


def names(response) -> list[str]:
    return [str(row.held.person) for row in response.context["found"].rows]


def test_a_project_manager_sees_who_has_what_in_the_programme_and_nobody_else(signed_in, world):
    named("Zed Stranger", Role.PROJECT_MANAGER, programme=make_programme())
    response = signed_in(world.manager).get(PEOPLE)
    assert names(response) == ["Ada Marsh", "Ben Ford", "Cora Lane", "Dot Hale", "Eli Wood"]
    assert "5 roles" in response.text
    assert "Marlpit Primary" in response.text
    assert "Exe hub, Number Sense" in response.text


def test_a_hub_lead_sees_the_hub_and_a_head_the_school(signed_in, world):
    assert names(signed_in(world.hub_lead).get(PEOPLE)) == ["Ada Marsh", "Ben Ford", "Eli Wood"]
    assert names(signed_in(world.head).get(PEOPLE)) == ["Ada Marsh", "Ben Ford"]


def test_somebody_without_a_role_sees_an_explanation(signed_in):
    text = signed_in(make_user()).get(PEOPLE).text
    assert "Nobody fits." in text
    assert "Add somebody" not in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=marsh", ["Ada Marsh"]),
        ("q=quarry", ["Cora Lane"]),
        ("role=HT", ["Ada Marsh", "Cora Lane"]),
        ("hub=exe", ["Ada Marsh", "Ben Ford", "Eli Wood"]),
        ("school=marlpit", ["Ada Marsh", "Ben Ford"]),
        (
            "programme=own&sort=where",
            ["Ada Marsh", "Ben Ford", "Cora Lane", "Eli Wood", "Dot Hale"],
        ),
        ("when=to-come", ["Fay North"]),
        ("when=past", ["Gus Dale"]),
        ("when=all&role=TCH&sort=from", ["Fay North", "Gus Dale"]),
        ("role=nonsense", ["Ada Marsh", "Ben Ford", "Cora Lane", "Dot Hale", "Eli Wood"]),
    ],
)
def test_the_list_is_filtered_and_sorted(signed_in, world, today, asked, found):
    at = {"role": Role.TEACHER, "school": world.school}
    make_role(person=nobody_yet(), starts_on=today + days(5), **at)
    make_role(person=nobody_yet("Gus Dale"), ends_on=today - days(1), **at)
    for word, pk in (("exe", world.exe.pk), ("marlpit", world.school.urn),
                     ("own", world.programme.pk)):  # fmt: skip
        asked = asked.replace(f"={word}", f"={pk}")
    assert names(signed_in(world.manager).get(f"{PEOPLE}?{asked}")) == found


def test_a_role_is_on_the_list_of_now_until_its_last_day(signed_in, world, today):
    RoleHeld.objects.filter(pk=world.leader_role.pk).update(ends_on=today)
    assert "Ben Ford" in names(signed_in(world.manager).get(PEOPLE))
    RoleHeld.objects.filter(pk=world.leader_role.pk).update(ends_on=today - days(1))
    assert "Ben Ford" not in names(signed_in(world.manager).get(PEOPLE))


def test_the_list_is_paged_and_asks_no_more_for_more(signed_in, world):
    client = signed_in(world.manager)
    few = n_queries(client, PEOPLE)
    for n in range(60):
        make_role(Role.TEACHER, school=world.school, person=make_person(name=f"T{n:02} Reed"))
    assert len(names(client.get(PEOPLE))) == 50
    assert len(names(client.get(f"{PEOPLE}?page=2"))) == 15
    assert n_queries(client, PEOPLE) == few


def test_by_place_each_role_is_on_one_page_and_schools_come_first(signed_in, world):
    for n in range(60):
        make_role(Role.TEACHER, school=world.school, person=make_person(name=f"T{n:02} Reed"))
    client = signed_in(world.manager)
    first, second = (names(client.get(f"{PEOPLE}?sort=where&page={n}")) for n in (1, 2))
    assert first[:2] == ["Ada Marsh", "Ben Ford"]
    assert second[-3:] == ["Cora Lane", "Eli Wood", "Dot Hale"]
    assert len(first) == 50
    assert len({*first, *second}) == 65
    few = n_queries(client, f"{PEOPLE}?sort=where")
    make_role(Role.TEACHER, school=world.school, person=make_person(name="T60 Reed"))
    assert n_queries(client, f"{PEOPLE}?sort=where") == few


def test_of_very_many_hubs_those_of_a_programme_are_offered_once_it_is_chosen(
    signed_in, world, monkeypatch
):
    monkeypatch.setattr("leadwell.people.roles.places.MOST_LISTED", 2)
    other = make_programme(name="Book Talk")
    make_hub(other, name="Yeo")
    make_role(Role.PROJECT_MANAGER, programme=other, person=world.manager.person)
    client = signed_in(world.manager)
    assert ">Exe<" not in client.get(PEOPLE).text
    text = client.get(PEOPLE, {"programme": world.programme.pk}).text
    assert ">Exe<" in text
    assert ">Yeo<" not in text
    kept = client.get(PEOPLE, {"hub": world.exe.pk})
    assert names(kept) == ["Ada Marsh", "Ben Ford", "Eli Wood"]
    assert f'name="hub" value="{world.exe.pk}"' in kept.text


def test_who_has_no_role_is_found_by_name_too(signed_in, world):
    client = signed_in(make_administrator())
    nobody_yet("Fay North")
    assert "Fay North" in client.get(PEOPLE, {"q": "north"}).text
    assert "Fay North" not in client.get(PEOPLE, {"q": "marsh"}).text
    assert "Fay North" not in client.get(PEOPLE, {"role": "HT"}).text


def test_a_phone_gets_only_the_piece(signed_in, world):
    text = signed_in(world.manager).get(PEOPLE, headers={"HX-Request": "true"}).text
    assert "Ada Marsh" in text
    assert "<html" not in text


def test_the_file_is_the_list_and_that_it_was_taken_is_logged(signed_in, world):
    response = signed_in(world.manager).get(f"{CSV}?role=HT")
    content = response.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["Name"], row["Role"], row["Where"]) for row in rows[:2]] == [
        ("Ada Marsh", "Headteacher", "Marlpit Primary"),
        ("Cora Lane", "Headteacher", "Quarry Primary"),
    ]
    look = Look.objects.get(outcome=Look.Outcome.EXPORTED)
    assert (look.by_user, look.n_rows, look.asked) == (world.manager.pk, 2, "role=HT")


def test_an_odd_character_in_the_question_does_not_break_the_log(signed_in, world):
    assert signed_in(world.manager).get(f"{CSV}?sort=%00").status_code == 200


def test_the_file_holds_nobody_out_of_sight(signed_in, world):
    response = signed_in(world.head).get(f"{CSV}?when=all")
    assert "Cora" not in response.content.decode()


@pytest.mark.parametrize("url", [PEOPLE, CSV])
def test_lists_are_only_ever_read(signed_in, world, url):
    assert signed_in(world.manager).post(url).status_code == 405


# A person's page


def page_of(person) -> str:
    return reverse("people:person", args=[person.pk])


def test_a_persons_page_says_in_plain_words_what_their_roles_let_them_do(signed_in, world):
    text = signed_in(world.manager).get(page_of(world.hub_lead.person)).text
    assert "Hub lead" in text
    assert "note of visit, released" in text
    assert "Of schools in Exe hub" in text
    for code in ("HUB", "CRU", "PL"):
        assert f">{code}<" not in text


def test_past_roles_and_those_to_come_stand_apart(signed_in, world, today):
    person = world.leader.person
    make_role(Role.TEACHER, person=person, school=world.school, ends_on=today - days(40))
    make_role(Role.SENIOR_LEADER, person=person, school=world.school, starts_on=today + days(4))
    page = signed_in(world.head).get(page_of(person)).context["page"]
    assert [held.title for held in page.now] == ["Subject leader"]
    assert [held.title for held in page.to_come] == ["Senior leader"]
    assert [held.title for held in page.past] == ["Teacher or assistant"]


def test_only_roles_one_may_see_are_on_the_page(signed_in, world):
    make_role(Role.EVALUATOR, person=world.leader.person, programme=make_programme())
    head = signed_in(world.head).get(page_of(world.leader.person)).text
    own = signed_in(world.leader).get(page_of(world.leader.person)).text
    assert "Evaluator" not in head
    assert "Evaluator" in own


def test_somebody_out_of_sight_is_as_good_as_not_there(signed_in, world):
    client = signed_in(world.head)
    there = client.get(page_of(Person.objects.get(name="Cora Lane")))
    assert there.status_code == 404
    assert as_seen(there) == as_seen(client.get("/people/999999/"))


def test_a_teacher_sees_themselves_and_no_colleague(signed_in, world):
    teacher = holder_of(Role.TEACHER, school=world.school)
    assert signed_in(teacher).get(page_of(teacher.person)).status_code == 200
    assert signed_in(teacher).get(page_of(world.head.person)).status_code == 404


def test_the_page_asks_no_more_for_more_roles(signed_in, world, today):
    client = signed_in(world.manager)
    person = world.leader.person
    few = n_queries(client, page_of(person))
    for n in range(8):
        make_role(
            Role.TEACHER, person=person, school=world.school,
            starts_on=today - days(400 - 20 * n), ends_on=today - days(390 - 20 * n),
        )  # fmt: skip
    assert n_queries(client, page_of(person)) == few


# Adding somebody


def facts(**more) -> dict[str, str]:
    return {"name": "Fay North", "email": "", "phone": "", "post": "", "home_school": ""} | more


def test_somebody_is_added_and_a_role_asked_for_next(signed_in, world):
    response = signed_in(world.hub_lead).post(
        NEW, facts(email="fay@marlpit.example", home_school=str(world.school.urn)), follow=True
    )
    person = Person.objects.get(name="Fay North")
    assert person.home_school == world.school
    assert "Which role for Fay North?" in response.text
    assert Event.objects.filter(verb="added", subject_id=str(person.pk)).exists()


def test_who_has_no_role_yet_is_seen_by_whoever_added_them(signed_in, world):
    person = actions.add_person(name="Fay North", by=world.hub_lead, at=NOON)
    assert access.people_for(world.hub_lead).contains(person)
    assert not access.people_for(world.head).contains(person)
    assert "Without a role" in signed_in(world.hub_lead).get(PEOPLE).text
    make_role(Role.EVALUATOR, person=person, programme=make_programme())
    assert not access.people_for(world.hub_lead).contains(person), "a role elsewhere takes over"


def test_the_same_address_is_refused_with_a_link_to_who_has_it(signed_in, world):
    taken = nobody_yet("Fay N.", email="Fay@marlpit.example", home_school=world.school)
    response = signed_in(world.hub_lead).post(NEW, facts(email="fay@marlpit.example"))
    assert response.context["form"].errors["email"] == [
        "There is already somebody with this e-mail address."
    ]
    assert page_of(taken) in response.text
    assert Person.objects.filter(name="Fay North").count() == 0


def test_an_address_of_somebody_out_of_sight_is_refused_without_saying_whose(signed_in, world):
    make_person(name="Zed Stranger", email="fay@marlpit.example")
    response = signed_in(world.hub_lead).post(NEW, facts(email="fay@marlpit.example"))
    assert "There is already somebody with this e-mail address." in response.text
    assert "Zed" not in response.text


def test_the_same_name_at_the_same_school_is_asked_about_once(signed_in, world):
    nobody_yet(home_school=world.school)
    client, asked = signed_in(world.hub_lead), facts(home_school=str(world.school.urn))
    response = client.post(NEW, asked)
    assert "There is a Fay North at Marlpit Primary already." in response.text
    assert Person.objects.filter(name="Fay North").count() == 1
    client.post(NEW, asked | {"is_another": "on"})
    assert Person.objects.filter(name="Fay North").count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_looks_after_nobody_is_told_who_adds_people(signed_in, world, method):
    response = getattr(signed_in(world.leader), method)(NEW)
    assert response.status_code == 403
    assert "Only those who look after a programme, a hub or a school" in response.text


def test_a_name_is_needed_and_an_address_is_whole(signed_in, world):
    response = signed_in(world.hub_lead).post(NEW, facts(name="", email="fay@"))
    assert "Write the name" in response.text
    assert "Write the whole e-mail address" in response.text


# Changing what is written of somebody


def change(person) -> str:
    return reverse("people:person-change", args=[person.pk])


def test_a_telephone_number_is_changed_and_the_log_keeps_only_that_it_was(signed_in, world):
    person = make_role(Role.TEACHER, school=world.school, person=nobody_yet()).person
    signed_in(world.head).post(change(person), facts(email=person.email, phone="01632 960002"))
    person.refresh_from_db()
    assert person.phone == "01632 960002"
    assert Event.objects.get(verb="changed").detail == {"fields": ["phone"]}


def test_the_address_of_somebody_who_signs_in_is_changed_by_themselves_only(signed_in, world):
    person = world.leader.person
    before = person.email
    text = signed_in(world.hub_lead).get(change(person)).text
    assert "Ben Ford signs in already, and changes the address themselves." in text
    signed_in(world.hub_lead).post(change(person), facts(name="Ben Ford", email="x@evil.example"))
    person.refresh_from_db()
    assert person.email == before


def test_an_address_is_not_changed_by_who_gives_only_some_of_the_roles(world):
    """Else a head could have a programme lead's invitation sent to themselves."""
    person = make_role(Role.TEACHER, school=world.school, person=nobody_yet()).person
    make_role(Role.PROGRAMME_LEAD, programme=world.programme, person=person)
    assert (
        "has roles that you do not look after"
        in rules.may_change_address(world.head, person).reason
    )
    assert rules.may_change_address(make_administrator(), person)


def test_until_the_link_is_followed_the_account_has_the_address_of_the_person(world):
    person = make_role(Role.TEACHER, school=world.school, person=nobody_yet()).person
    user = actions.invite(person=person, site="https://x.example", by=world.head, at=NOON)
    actions.change_person(person=person, email="right@marlpit.example", by=world.head, at=NOON)
    user.refresh_from_db()
    assert user.email == "right@marlpit.example"


def test_an_account_with_the_address_already_is_said_in_the_constraints_words(signed_in, world):
    make_user()
    other = User.objects.get(pk=make_user().pk)
    person = make_role(Role.TEACHER, school=world.school, person=nobody_yet()).person
    actions.invite(person=person, site="https://x.example", by=world.head, at=NOON)
    response = signed_in(world.head).post(change(person), facts(email=other.email))
    assert "There is already an account with this e-mail address." in response.text


def test_somebody_changes_their_own_telephone_number(signed_in, world):
    person = world.leader.person
    signed_in(world.leader).post(
        change(person), facts(name="Ben Ford", email=person.email, phone="01632 960003")
    )
    person.refresh_from_db()
    assert person.phone == "01632 960003"


def test_a_colleague_who_may_look_is_told_they_cannot_change(signed_in, world):
    senior = holder_of(Role.SENIOR_LEADER, school=world.school)
    response = signed_in(senior).get(change(world.leader.person))
    assert response.status_code == 403
    assert "Only Ben Ford and those who look after" in response.text


def test_people_who_work_at_ones_school_are_seen_without_a_role(world):
    person = make_colleague(home_school=world.school)
    assert access.people_for(world.head).contains(person)
    assert access.people_for(world.hub_lead).contains(person)
    assert not access.people_for(holder_of(Role.TEACHER, school=world.school)).contains(person)
