"""What cannot be, whoever writes it."""

from datetime import date, timedelta

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction

from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.web import refusals
from tests.factories import (
    make_enrolment,
    make_hub,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_trust,
)

pytestmark = pytest.mark.django_db

YEAR_END = date(2026, 12, 31)
NEW_YEAR = date(2027, 1, 1)


def refuses(constraint: str, **fields: object) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_role(**fields)


def test_nobody_holds_one_role_twice_at_a_time():
    programme, person = make_programme(), make_person()
    make_role(Role.PROJECT_MANAGER, person=person, programme=programme, ends_on=YEAR_END)
    refuses(
        "role_is_held_once_at_a_time",
        role=Role.PROJECT_MANAGER, person=person, programme=programme, starts_on=YEAR_END,
    )  # fmt: skip
    make_role(Role.PROJECT_MANAGER, person=person, programme=programme, starts_on=NEW_YEAR)


def test_the_same_role_is_held_in_two_programmes_at_once():
    person = make_person()
    make_role(Role.PROJECT_MANAGER, person=person, programme=make_programme())
    make_role(Role.PROJECT_MANAGER, person=person, programme=make_programme())
    assert person.roles.live_on(NEW_YEAR).count() == 2


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.PROGRAMME_LEAD, {}),
        (Role.PROGRAMME_LEAD, {"school": make_school}),
        (Role.HEADTEACHER, {"programme": make_programme}),
        (Role.HUB_LEAD, {"programme": make_programme}),
        (Role.CHIEF_EXECUTIVE, {"school": make_school}),
        (Role.CHIEF_EXECUTIVE, {"trust": make_trust, "school": make_school}),
        (Role.ADMINISTRATOR, {"programme": make_programme}),
        (Role.SPECIALIST, {"programme": make_programme}),
        (Role.DATA_PROTECTION_OFFICER, {}),
    ],
)
def test_a_role_is_held_where_it_belongs_and_nowhere_else(role, scope):
    where = {name: make() for name, make in scope.items()}
    refuses("role_is_held_where_it_belongs", role=role, **where)


def test_a_deployment_names_the_school_of_its_enrolment():
    make_role(Role.SPECIALIST, enrolment=make_enrolment(), school=make_school())
    with pytest.raises(IntegrityError, match="deployment_names_its_school"):
        check_now()


def test_a_specialist_is_never_of_the_school():
    enrolment, person = make_enrolment(), make_person()
    make_role(Role.TEACHER, person=person, school=enrolment.school)
    refuses(
        "specialist_is_not_of_the_school",
        role=Role.SPECIALIST, person=person, enrolment=enrolment,
    )  # fmt: skip


def test_somebody_may_teach_there_once_they_are_its_specialist_no_more():
    enrolment, person = make_enrolment(), make_person()
    make_role(Role.SPECIALIST, person=person, enrolment=enrolment, ends_on=YEAR_END)
    make_role(Role.TEACHER, person=person, school=enrolment.school, starts_on=NEW_YEAR)
    assert [role.role for role in person.roles.live_on(NEW_YEAR)] == [Role.TEACHER]


def test_a_school_has_one_head_at_a_time():
    school = make_school()
    make_role(Role.HEADTEACHER, school=school)
    refuses("school_has_one_head_at_a_time", role=Role.HEADTEACHER, school=school)


def test_a_school_is_never_without_a_head():
    head = make_role(Role.HEADTEACHER, school=make_school())
    RoleHeld.objects.filter(pk=head.pk).update(ends_on=YEAR_END)
    with pytest.raises(IntegrityError, match="cannot be without a head"):
        check_now()


@pytest.mark.parametrize("gap", [1, 40])
def test_a_gap_between_two_heads_is_refused(gap):
    head = make_role(Role.HEADTEACHER, school=make_school())
    RoleHeld.objects.filter(pk=head.pk).update(ends_on=YEAR_END)
    make_role(Role.HEADTEACHER, school=head.school, starts_on=NEW_YEAR + timedelta(days=gap))
    with pytest.raises(IntegrityError, match="cannot be without a head"):
        check_now()


def test_one_head_follows_another_the_next_day_be_it_a_contact_for_the_vacancy():
    head = make_role(Role.HEADTEACHER, school=make_school())
    RoleHeld.objects.filter(pk=head.pk).update(ends_on=YEAR_END)
    make_role(Role.HEADTEACHER, school=head.school, starts_on=NEW_YEAR, capacity=Capacity.VACANCY)
    check_now()


@pytest.mark.parametrize(
    ("role", "capacity"),
    [(Role.SUBJECT_LEADER, Capacity.INTERIM), (Role.HEADTEACHER, Capacity.DEPUTY)],
)
def test_a_role_is_held_in_a_capacity_it_has(role, capacity):
    refuses("role_is_held_in_a_capacity_it_has", role=role, school=make_school(), capacity=capacity)


def test_a_school_is_in_a_hub_of_its_own_programme():
    enrolment = make_enrolment()
    enrolment.hub = make_hub()
    enrolment.save()
    with pytest.raises(IntegrityError, match="enrolment_hub_is_of_its_programme"):
        check_now()


def test_a_school_is_in_a_programme_once_at_a_time():
    enrolment = make_enrolment()
    with pytest.raises(IntegrityError, match="school_is_once_in_a_programme"):
        make_enrolment(hub=enrolment.hub, school=enrolment.school)


def test_a_school_that_leaves_has_a_reason():
    with pytest.raises(IntegrityError, match="school_that_leaves_has_a_reason"):
        make_enrolment(left_on=YEAR_END)


@pytest.mark.parametrize(
    "statement",
    ["delete from people_roleheld", "delete from people_person", "delete from programmes_programme",
     "update people_roleheldevent set role = 'SYS'", "delete from people_personevent"],
)  # fmt: skip
def test_the_site_can_neither_remove_roles_nor_change_what_they_were(statement):
    make_role(Role.HEADTEACHER, school=make_school())
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        sql(statement)


def test_what_a_role_was_is_kept_whoever_changes_it():
    role = make_role(Role.PROJECT_MANAGER, programme=make_programme())
    sql(f"update people_roleheld set ends_on = '2026-12-31' where id = {role.pk}")
    kept = role.events.order_by("pgh_id").values_list("pgh_label", "ends_on")
    assert list(kept) == [("insert", None), ("update", YEAR_END)]


def check_now() -> None:
    """What the database would otherwise look at when the transaction ends."""
    sql("set constraints all immediate")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_whoever_is_stopped_by_the_trigger_is_told_what_to_do():
    head = make_role(Role.HEADTEACHER, school=make_school())
    form = forms.Form(data={})

    def end() -> None:
        with transaction.atomic():
            RoleHeld.objects.filter(pk=head.pk).update(ends_on=YEAR_END)
            check_now()

    assert not refusals.attempt(form, end)
    assert form.non_field_errors() == [
        "The school would be without a head on some day. Let one follow the other on the next day."
    ]
