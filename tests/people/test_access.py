"""The algebra of access, in sentences: which role reaches what, and on which days."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from leadwell.people import access
from leadwell.people.held import Held, grants
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Reach, Without, gives, read_cell, table
from leadwell.people.roles import reach
from leadwell.programmes.models import Enrolment
from tests.factories import (
    make_administrator,
    make_colleague,
    make_enrolment,
    make_hub,
    make_organisation,
    make_programme,
    make_role,
    make_school,
    make_trust,
    make_user,
)

READ, CHANGE, SIGN = Operation.READ, Operation.CHANGE, Operation.SIGN
A_DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def hub(db):
    return make_hub(make_programme())


@pytest.fixture
def enrolment(hub):
    return make_enrolment(hub=hub)


def holder(role: Role, **fields):
    return make_role(role, **fields).person.user


def roles_on(user, on: date) -> list[Role | None]:
    return [one.role for one in access.held(user, on=on)]


def programmes(user, **asked) -> set[int]:
    return set(access.programmes_for(user, **asked).values_list("pk", flat=True))


# The table


def test_a_cell_is_read_into_one_grant_for_each_operation():
    found = read_cell(Role.TEACHER, "RU S; R Xm")
    assert [(one.operation, one.reach, one.without) for one in found] == [
        (READ, Reach.SELF, frozenset()),
        (CHANGE, Reach.SELF, frozenset()),
        (READ, Reach.EVERYWHERE, frozenset({Without.CONTENT})),
    ]


@pytest.mark.parametrize("cell", ["", "R", "X R", "R  O", "RQ O", "R Oz", "R O,", "r o"])
def test_a_cell_that_cannot_be_read_is_refused_whole(cell):
    with pytest.raises(ValueError, match="cannot be read"):
        read_cell(Role.TEACHER, cell)


def test_a_record_the_table_does_not_know_is_nobodys(db):
    with pytest.raises(KeyError):
        access.holds(make_administrator(), "horoscope", READ)


def test_nobody_gives_a_role_that_gives_more_than_their_own_but_the_administrator():
    for role in Role:
        for given in gives(role) - {role}:
            assert role == Role.ADMINISTRATOR or gives(given) < gives(role), (role, given)


def test_no_role_but_the_administrators_gives_itself():
    assert [role for role in Role if role in gives(role)] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.FINANCE_OFFICER, Role.GOVERNOR])
def test_what_is_said_in_coaching_is_read_by_nobody_outside_it(role):
    whole = [
        grant
        for grant in table()["coaching"].grants
        if grant.role == role and grant.operation == READ and grant.is_whole
    ]
    assert whole == []


def test_a_grant_that_leaves_something_out_counts_only_for_who_shows_no_more_than_that():
    board = (Held(Role.STEERING_GROUP_MEMBER, programmes=frozenset({1})),)
    assert grants(board, "plan", READ) == []
    figures = frozenset({Without.FIGURES_ONLY})
    assert [grant.reach for _, grant in grants(board, "plan", READ, leaving_out=figures)] == [
        Reach.PROGRAMME
    ]


# Days


@pytest.mark.parametrize(
    ("shift", "holds_it"), [(-1, False), (0, True), (9, True), (10, True), (11, False)]
)
def test_a_role_opens_from_its_first_day_to_its_last(enrolment, today, shift, holds_it):
    first, last = today + 100 * A_DAY, today + 110 * A_DAY
    user = holder(Role.SUBJECT_LEADER, school=enrolment.school, starts_on=first, ends_on=last)
    on = first + shift * A_DAY
    assert (roles_on(user, on) == [Role.SUBJECT_LEADER]) == holds_it


def test_a_role_of_one_day_opens_on_that_day(enrolment, today):
    user = holder(Role.SPECIALIST, enrolment=enrolment, starts_on=today, ends_on=today)
    assert access.enrolments_for(user).get() == enrolment
    assert roles_on(user, today + A_DAY) == [None]


def test_a_specialist_loses_the_school_the_day_after_the_deployment(enrolment, today):
    ended = holder(Role.SPECIALIST, enrolment=enrolment, ends_on=today - A_DAY)
    ending = holder(Role.SPECIALIST, enrolment=enrolment, ends_on=today)
    assert not access.enrolments_for(ended).exists()
    assert access.enrolments_for(ending).get() == enrolment
    assert not access.records_for(ended).exists()


def test_a_school_that_left_a_programme_reaches_it_to_its_last_day(enrolment, today):
    head = holder(Role.HEADTEACHER, school=enrolment.school)
    leave = Enrolment.objects.filter(pk=enrolment.pk).update
    leave(left_on=today, why_left="funding")
    assert programmes(head) == {enrolment.programme_id}
    leave(left_on=today - A_DAY)
    assert programmes(head) == set()
    assert access.enrolments_for(head).get() == enrolment, "its own part in it stays readable"


def test_days_to_come_are_not_remembered_for_today(enrolment, today):
    user = holder(Role.SUBJECT_LEADER, school=enrolment.school, ends_on=today)
    access.remember(user)
    assert roles_on(user, today + A_DAY) == [None]
    assert roles_on(user, today) == [Role.SUBJECT_LEADER]


def test_a_closed_account_holds_nothing(enrolment):
    user = holder(Role.HEADTEACHER, school=enrolment.school)
    user.is_active = False
    assert access.held(user) == ()
    assert not access.programmes_for(user).exists()
    assert not access.schools_for(user).exists()


# Reach


def test_several_roles_reach_the_union(hub, enrolment):
    person = make_colleague()
    other = make_enrolment()
    make_role(Role.HUB_LEAD, person=person, hub=hub)
    make_role(Role.HEADTEACHER, person=person, school=other.school)
    assert set(access.enrolments_for(person.user)) == {enrolment, other}


def test_the_union_never_lends_one_roles_verb_to_anothers_reach(hub, enrolment):
    person = make_colleague()
    other = make_enrolment(hub=hub)
    make_role(Role.SUBJECT_LEADER, person=person, school=enrolment.school)
    make_role(Role.STRATEGIC_LEAD, person=person, programme=hub.programme)
    assert access.holds(person.user, "plan", READ, on=other)
    assert not access.holds(person.user, "plan", CHANGE, on=other)
    assert access.holds(person.user, "plan", CHANGE, on=enrolment)


def test_a_hub_lead_reaches_the_hub_and_not_the_one_beside_it(hub, enrolment):
    beside = make_enrolment(hub=make_hub(hub.programme))
    user = holder(Role.HUB_LEAD, hub=hub)
    assert set(access.enrolments_for(user)) == {enrolment}
    assert set(access.hubs_for(user)) == {hub}
    assert not access.holds(user, "school_record", READ, on=beside)


def test_a_school_in_no_hub_is_reached_by_the_programme_only(hub):
    alone = Enrolment.objects.create(
        programme=hub.programme, school=make_school(), joined_on=date(2026, 9, 1)
    )
    assert not access.enrolments_for(holder(Role.HUB_LEAD, hub=hub)).exists()
    manager = holder(Role.PROJECT_MANAGER, programme=hub.programme)
    assert access.enrolments_for(manager).get() == alone


def test_a_chief_executive_reaches_the_schools_of_the_trust_as_they_are_now(hub):
    trust = make_trust()
    joined_as = make_school(name="Old Primary")
    academy = make_school(name="New Academy", trust=trust)
    part = make_enrolment(hub=hub, school=joined_as)
    user = holder(Role.CHIEF_EXECUTIVE, trust=trust)
    assert not access.enrolments_for(user).exists()
    joined_as.continued_by = academy
    joined_as.save()
    assert access.enrolments_for(user).get() == part
    assert access.records_for(user).get() == academy


def test_history_follows_a_school_that_became_an_academy(hub):
    school, academy = make_school(), make_school()
    head = holder(Role.HEADTEACHER, school=school)
    part = make_enrolment(hub=hub, school=school)
    school.continued_by = academy
    school.save()
    assert access.enrolments_for(head).get() == part
    assert access.holds(head, "agreement", SIGN, on=Enrolment.objects.get(pk=part.pk))


def test_a_place_among_specialists_opens_no_school(hub, enrolment):
    user = holder(Role.SPECIALIST, hub=hub)
    assert not access.enrolments_for(user).exists()
    assert access.holds(user, "programme", READ, on=hub.programme)


def test_the_administrator_sees_that_programmes_are_there_and_nothing_in_them(enrolment):
    alice = make_administrator()
    assert access.holds(alice, "programme_opening", Operation.CREATE)
    assert not access.holds(alice, "programme", CHANGE, on=enrolment.programme)
    assert not access.enrolments_for(alice).exists()
    assert not access.holds(alice, "note_released", READ, on=enrolment)
    assert access.people_for(alice).count() == access.Person.objects.count()


def test_somebody_in_no_role_reads_what_is_public_and_themselves(enrolment):
    user = make_user()
    assert access.schools_for(user).exists()
    assert access.holds(user, "published", READ)
    for rows in (access.programmes_for, access.hubs_for, access.enrolments_for,
                 access.records_for, access.roles_for, access.people_for):  # fmt: skip
        assert not rows(user).exists(), rows.__name__


def test_everybody_sees_their_own_roles_past_ones_too(enrolment, today):
    person = make_colleague()
    past = make_role(Role.TEACHER, person=person, school=enrolment.school, ends_on=today - A_DAY)
    now = make_role(Role.EVALUATOR, person=person, programme=enrolment.programme)
    assert set(access.roles_for(person.user)) == {past, now}


def test_who_has_no_role_any_more_still_sees_themselves(enrolment, today):
    person = make_colleague()
    make_role(Role.TEACHER, person=person, school=enrolment.school, ends_on=today - A_DAY)
    assert access.people_for(person.user).get() == person


def test_a_head_sees_people_of_the_school_and_none_of_the_hub(hub, enrolment):
    teacher = make_role(Role.TEACHER, school=enrolment.school).person
    lead = make_role(Role.HUB_LEAD, hub=hub).person
    head = holder(Role.HEADTEACHER, school=enrolment.school)
    assert set(access.people_for(head)) == {teacher, head.person}
    assert lead not in access.people_for(head)


def test_one_thing_is_judged_as_the_list_judges_it(hub, enrolment):
    user = holder(Role.HUB_LEAD, hub=hub)
    elsewhere = make_enrolment()
    for thing in (enrolment, elsewhere):
        listed = access.enrolments_for(user, key="plan").contains(thing)
        assert access.holds(user, "plan", READ, on=thing) == listed
        school_listed = access.records_for(user).contains(thing.school)
        assert access.holds(user, "school_record", READ, on=thing.school) == school_listed


def test_roles_are_asked_for_once_a_request(enrolment, django_assert_num_queries):
    user = holder(Role.HEADTEACHER, school=enrolment.school)
    access.remember(user)
    with django_assert_num_queries(1):
        for _ in range(5):
            assert access.holds(user, "plan", READ, on=enrolment.programme)


@pytest.mark.parametrize("at", ["school", "organisation"])
def test_an_officers_own_page_says_how_far_the_role_reaches(enrolment, at):
    where = (
        {"school": enrolment.school} if at == "school" else {"organisation": make_organisation()}
    )
    role = make_role(Role.DATA_PROTECTION_OFFICER, **where)
    said = {line.of for line in reach.lines(role)}
    assert said == {enrolment.school.name if at == "school" else "everything here"}
