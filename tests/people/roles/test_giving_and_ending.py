"""Giving a role and ending it: by whom, to whom, and what is said when it cannot be."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

import leadwell
from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.people import access
from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.roles import actions, rules
from leadwell.schools.models import School
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_person,
    make_role,
    make_school,
    make_trust,
)
from tests.people.roles.conftest import as_seen, days, named, nobody_yet

pytestmark = pytest.mark.django_db
LEADWELL = Path(leadwell.__file__).parent


def give_page(person, role: Role) -> str:
    return reverse("people:role-give", args=[person.pk]) + f"?role={role.value}"


def asked(place, first, **more) -> dict[str, str]:
    kind = place._meta.model_name
    return {"place": f"{kind}-{place.pk}", "starts_on": first.isoformat(), "ends_on": ""} | more


def seen_by(user, person):
    """Somebody the user sees, who has a role already: a teacher of the school."""
    assert access.people_for(user).contains(person)
    return person


@pytest.fixture
def teacher(world):
    return make_role(Role.TEACHER, school=world.school, person=nobody_yet()).person


def test_a_hub_lead_gives_a_place_among_specialists_and_is_told_how_one_is_sent(
    signed_in, world, today
):
    person = make_role(Role.SPECIALIST, hub=world.tamar, person=nobody_yet("Gus Dale")).person
    make_role(Role.TEACHER, school=world.school, person=person)
    client = signed_in(world.hub_lead)

    page = client.get(give_page(person, Role.SPECIALIST)).text
    assert "Who is sent, and who fits" in page
    assert "Exe hub, Number Sense" in page
    assert "Marlpit Primary, in Number Sense" not in page, "a school is not offered"

    response = client.post(give_page(person, Role.SPECIALIST), asked(world.exe, today), follow=True)
    assert "Lead practitioner" in response.text, "specialists are called what the programme says"
    given = person.roles.get(hub=world.exe)
    assert Event.objects.filter(verb="gave a role", subject_id=str(given.pk)).exists()


@pytest.mark.parametrize("who", ["hub_lead", "manager", "administrator"])
def test_nobody_gives_the_role_of_specialist_at_a_school_by_hand(signed_in, world, today, who):
    by = make_administrator() if who == "administrator" else getattr(world, who)
    person = make_role(Role.SPECIALIST, hub=world.exe, person=nobody_yet("Gus Dale")).person
    given = RoleHeld(
        person=person, role=Role.SPECIALIST, enrolment=world.enrolment, starts_on=today
    )
    with pytest.raises(PermissionDenied, match="comes with an agreement signed by both heads"):
        actions.give_role(given=given, by=by, at=NOON)
    client, sent = signed_in(by), asked(world.enrolment, today)
    assert client.post(give_page(person, Role.SPECIALIST), sent).status_code == 200
    assert not person.roles.filter(enrolment__isnull=False).exists()


def test_the_role_of_an_agreement_is_given_by_nothing_but_agreements():
    """The one action that gives it asks no permission: who may call it is written here."""
    callers = {
        str(path.relative_to(LEADWELL))
        for path in LEADWELL.rglob("*.py")
        if re.search(r"\bsend_to_school\(", path.read_text("utf-8"))
    }
    actions_of = "prepare/deploying/agreeing/actions"
    assert callers == {
        "people/roles/actions.py", f"{actions_of}/signing.py", f"{actions_of}/working.py",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("head", [Role.SUBJECT_LEADER, Role.SENIOR_LEADER, Role.TEACHER, Role.GOVERNOR,
                  Role.SCHOOL_FINANCE_CONTACT]),
        ("hub_lead", [Role.SPECIALIST, Role.SUBJECT_LEADER, Role.HEADTEACHER, Role.SENIOR_LEADER,
                      Role.TEACHER, Role.GOVERNOR, Role.SCHOOL_FINANCE_CONTACT,
                      Role.HOME_HEADTEACHER]),
        ("leader", []),
    ],
)  # fmt: skip
def test_only_roles_one_may_give_are_offered(world, who, offered):
    assert rules.roles_to_give(getattr(world, who)) == offered


def test_who_gives_no_role_is_told_who_does(signed_in, world, teacher):
    response = signed_in(world.leader).get(reverse("people:role-give", args=[teacher.pk]))
    assert response.status_code == 403
    assert "Only those who look after a programme, a hub or a school" in response.text


def test_somebody_out_of_sight_is_as_good_as_not_there(signed_in, world):
    stranger = make_role(Role.TEACHER, school=make_school()).person
    client = signed_in(world.hub_lead)
    there = client.get(reverse("people:role-give", args=[stranger.pk]))
    nowhere = client.get(reverse("people:role-give", args=[999_999]))
    assert there.status_code == 404
    assert as_seen(there) == as_seen(nowhere)


def sent(person, enrolment, today):
    """As when an agreement comes into force."""
    return actions.send_to_school(
        person, enrolment, starts_on=today, ends_on=today + days(9), by=make_administrator(),
        at=NOON,
    )  # fmt: skip


def test_a_specialist_is_not_deployed_to_the_school_they_work_at(world, today):
    person = nobody_yet(home_school=world.school)
    with pytest.raises(PermissionDenied) as refused:
        sent(person, world.enrolment, today)
    assert "Fay North works at Marlpit Primary" in str(refused.value)
    assert "cannot be its lead practitioner" in str(refused.value)
    assert not person.roles.exists()


def test_the_constraint_says_so_where_a_teacher_of_the_school_is_deployed(world, today, teacher):
    with pytest.raises(IntegrityError, match="specialist_is_not_of_the_school"):
        sent(teacher, world.enrolment, today)


@pytest.mark.parametrize("of", ["home_school", "role"])
def test_who_is_of_the_school_from_before_it_was_an_academy_is_not_deployed_to_it(world, today, of):
    before = make_school(name="Marlpit Junior", continued_by=world.school)
    person = nobody_yet(home_school=before if of == "home_school" else None)
    if of == "role":
        make_role(Role.SENIOR_LEADER, school=before, person=person)
    with pytest.raises(PermissionDenied, match="cannot be its lead practitioner"):
        sent(person, world.enrolment, today)


def test_nor_to_the_academy_under_which_it_joined_since(world, today):
    """Enrolled as the school that was, and recorded at the academy; or both at the school before."""
    before = world.enrolment.school
    academy = make_school(name="Marlpit Academy")
    School.objects.filter(pk=before.pk).update(continued_by=academy)
    enrolment = type(world.enrolment).objects.get(pk=world.enrolment.pk)
    for home in (academy, School.objects.get(pk=before.pk)):
        person = make_person(home_school=home)
        given = RoleHeld(person=person, role=Role.SPECIALIST, enrolment=enrolment, starts_on=today)
        assert "works at Marlpit Academy" in rules.fits(given).reason
    other = make_person(home_school=make_school())
    assert rules.fits(
        RoleHeld(person=other, role=Role.SPECIALIST, enrolment=enrolment, starts_on=today)
    )


def test_a_role_that_ended_before_keeps_nobody_from_the_academy(world, today):
    before = make_school(name="Marlpit Junior", continued_by=world.school)
    person = nobody_yet()
    make_role(Role.TEACHER, school=before, person=person, ends_on=today - days(1))
    given = RoleHeld(
        person=person, role=Role.SPECIALIST, enrolment=world.enrolment, starts_on=today
    )
    assert rules.fits(given)


def test_a_role_held_already_is_refused_in_the_constraints_words(signed_in, world, today, teacher):
    response = signed_in(world.head).post(
        give_page(teacher, Role.TEACHER), asked(world.school, today)
    )
    assert "This person has this role there at that time already." in response.text
    assert teacher.roles.count() == 1


def test_a_last_day_before_the_first_is_refused(signed_in, world, today, teacher):
    response = signed_in(world.head).post(
        give_page(teacher, Role.GOVERNOR),
        asked(world.school, today, ends_on=(today - days(1)).isoformat()),
    )
    assert "The last day is before the first." in response.text


def test_a_school_has_one_head_and_the_other_is_named(world, today):
    given = RoleHeld(
        person=nobody_yet(), role=Role.HEADTEACHER, school=world.school, starts_on=today
    )
    may = rules.may_give_role(world.hub_lead, given)
    assert may.reason.startswith("Ada Marsh is head of Marlpit Primary")


def test_a_school_that_became_an_academy_still_has_its_head(world, today):
    academy = make_school(name="Marlpit Academy")
    world.school.continued_by = academy
    world.school.save()
    given = RoleHeld(person=nobody_yet(), role=Role.HEADTEACHER, school=academy, starts_on=today)
    assert "Ada Marsh is head" in rules.fits(given).reason


def test_nobody_gives_a_role_to_themselves(world, today):
    given = RoleHeld(
        person=world.hub_lead.person, role=Role.GOVERNOR, school=world.school, starts_on=today
    )
    with pytest.raises(PermissionDenied, match="Nobody gives a role to themselves"):
        actions.give_role(given=given, by=world.hub_lead, at=NOON)


def test_a_place_out_of_reach_cannot_be_sent_either(signed_in, world, today, teacher):
    response = signed_in(world.hub_lead).post(
        give_page(teacher, Role.TEACHER), asked(world.elsewhere.school, today)
    )
    assert response.status_code == 200
    assert teacher.roles.count() == 1


def test_a_deputy_subject_leader_is_given_as_such(signed_in, world, today, teacher):
    signed_in(world.head).post(
        give_page(teacher, Role.SUBJECT_LEADER), asked(world.school, today, capacity="deputy")
    )
    assert teacher.roles.get(role=Role.SUBJECT_LEADER).capacity == Capacity.DEPUTY


def test_the_administrator_gives_a_role_at_a_school_by_its_urn_where_there_are_very_many(
    signed_in, world, today, monkeypatch
):
    monkeypatch.setattr("leadwell.people.roles.places.MOST_LISTED", 1)
    person, client = nobody_yet(), signed_in(make_administrator())
    page = give_page(person, Role.TEACHER)
    assert "URN of the school" in client.get(page).text
    wrong = client.post(page, {"urn": "123456", "starts_on": today.isoformat()})
    assert "No school here has the URN 123456" in wrong.text
    client.post(page, {"urn": str(world.school.urn), "starts_on": today.isoformat()})
    assert person.roles.get().school == world.school


def test_of_very_many_schools_a_list_or_a_number_is_asked_for_and_not_both(
    signed_in, world, today, monkeypatch
):
    monkeypatch.setattr("leadwell.people.roles.places.MOST_LISTED", 1)
    person, client = nobody_yet(), signed_in(make_administrator())
    page, first = give_page(person, Role.TEACHER), {"starts_on": today.isoformat()}
    assert "Give the URN of the school" in client.post(page, first).text


def test_a_trust_of_very_many_is_found_by_a_school_of_it(signed_in, world, today, monkeypatch):
    monkeypatch.setattr("leadwell.people.roles.places.MOST_LISTED", 0)
    trust = make_trust()
    School.objects.filter(pk=world.school.pk).update(trust=trust)
    person, client = nobody_yet(), signed_in(make_administrator())
    page = give_page(person, Role.CHIEF_EXECUTIVE)
    assert "URN of a school of the trust" in client.get(page).text
    client.post(page, {"urn": str(world.school.urn), "starts_on": today.isoformat()})
    assert person.roles.get().trust == trust


# Ending


def end_page(role) -> str:
    return reverse("people:role-end", args=[role.pk])


def test_ending_says_before_what_ends_and_what_stays(signed_in, world):
    text = signed_in(world.hub_lead).get(end_page(world.leader_role)).text
    assert "What ends with it" in text
    assert "Writes and changes" in text
    assert "focus pupils, under their codes" in text
    assert "What Ben Ford wrote and signed, under their name" in text


def test_access_ends_after_the_last_day_and_not_before(world, today):
    actions.end_role(role=world.leader_role, last_day=today, by=world.hub_lead, at=NOON)
    access.remember(world.leader)

    assert [one.role for one in access.held(world.leader, on=today)] == [Role.SUBJECT_LEADER]
    assert [one.role for one in access.held(world.leader, on=today + days(1))] == [None]


def test_a_role_that_ended_yesterday_opens_nothing(signed_in, world, today):
    there = reverse("people:school-people", args=[world.school.urn])
    client = signed_in(world.leader)
    assert client.get(there).status_code == 200
    RoleHeld.objects.filter(pk=world.leader_role.pk).update(ends_on=today - days(1))
    gone = client.get(there)
    assert gone.status_code == 404
    assert as_seen(gone) == as_seen(client.get(reverse("people:school-people", args=[999_999])))


def test_other_roles_of_the_person_end_with_it_when_ticked(signed_in, world, today):
    other = make_role(Role.TEACHER, school=world.school, person=world.leader_role.person)
    last = today + days(20)
    signed_in(world.hub_lead).post(
        end_page(world.leader_role), {"last_day": last.isoformat(), "with_it": [str(other.pk)]}
    )
    other.refresh_from_db()
    world.leader_role.refresh_from_db()
    assert (world.leader_role.ends_on, other.ends_on) == (last, last)


def test_the_last_head_goes_only_when_somebody_follows(signed_in, world, today):
    may = rules.may_end_role(world.hub_lead, world.head_role, last_day=today)
    assert "would be without a head" in may.reason
    response = signed_in(world.hub_lead).get(end_page(world.head_role), follow=True)
    assert response.redirect_chain[-1][0] == reverse(
        "people:role-hand-over", args=[world.head_role.pk]
    )
    assert "never without a head" in response.text
    assert "the post is vacant" in response.text


def test_a_head_cannot_end_the_role_of_another_school(signed_in, world):
    teacher = make_role(Role.TEACHER, school=world.elsewhere.school)
    assert signed_in(world.head).get(end_page(teacher)).status_code == 404


def test_a_senior_leader_sees_a_role_and_is_told_who_can_end_it(signed_in, world):
    senior = holder_of(Role.SENIOR_LEADER, school=world.school)
    response = signed_in(senior).get(end_page(world.leader_role))
    assert response.status_code == 403
    assert "You cannot end or hand over this role of Ben Ford" in response.text


def test_a_role_ends_on_one_day_only(world, today):
    actions.end_role(role=world.leader_role, last_day=today, by=world.hub_lead, at=NOON)
    with pytest.raises(PermissionDenied, match="already"):
        actions.end_role(
            role=world.leader_role, last_day=today + days(3), by=world.hub_lead, at=NOON
        )


def test_a_role_cannot_end_before_it_began(world):
    first = world.leader_role.starts_on
    may = rules.may_end_role(world.hub_lead, world.leader_role, last_day=first - days(1))
    assert may.reason.startswith("The last day is before the first")


def test_nothing_ends_if_it_cannot_be_logged(world, today, monkeypatch):
    monkeypatch.delattr(log, "record")
    with pytest.raises(AttributeError):
        actions.end_role(role=world.leader_role, last_day=today, by=world.hub_lead, at=NOON)
    world.leader_role.refresh_from_db()
    assert world.leader_role.ends_on is None


def test_roles_looked_after_are_those_one_may_give_within_reach(world):
    def mine(user):
        return set(access.looked_after_for(user).values_list("pk", flat=True))

    everything = set(RoleHeld.objects.values_list("pk", flat=True))
    assert mine(world.hub_lead) == {world.head_role.pk, world.leader_role.pk}
    assert mine(world.head) == {world.leader_role.pk}
    assert mine(world.leader) == set()
    assert mine(make_administrator()) == everything
    own = set(RoleHeld.objects.filter(role=Role.PROJECT_MANAGER).values_list("pk", flat=True))
    assert mine(world.manager) == everything - own


def test_looking_after_a_role_needs_more_than_seeing_it(world):
    evaluator = named("Ivy Rook", Role.EVALUATOR, programme=world.programme)
    seen = access.roles_for(world.manager, operation=Operation.CHANGE)
    assert seen.contains(evaluator)
    assert not rules.may_look_after(world.manager, evaluator)
    assert make_person() not in access.people_for(world.manager)
