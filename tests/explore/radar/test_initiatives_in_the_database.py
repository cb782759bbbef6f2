"""What is declared of a school, as the database keeps it."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from leadwell.explore.models import Initiative, InitiativesAnswer
from tests.factories import (
    make_initiative,
    make_overload_reason,
    make_person,
    make_school,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"name": ""}, "initiative_says_what_it_is"),
        ({"subject": ""}, "initiative_says_what_it_is"),
        ({"ends_on": date(2026, 8, 31)}, "initiative_ends_after_it_starts"),
        ({"n_staff": 0}, "initiative_asks_somebody"),
        ({"n_staff": 501}, "initiative_asks_somebody"),
        ({"staff_days": -1}, "initiative_asks_no_fewer_days_than_none"),
        ({"funder": "somebody"}, "initiative_is_paid_for_by_somebody_known"),
        ({"state": "over"}, "initiative_that_ended_early_has_a_day"),
        ({"state": "ended"}, "initiative_that_ended_early_has_a_day"),
        ({"ended_on": date(2026, 10, 1)}, "initiative_that_ended_early_has_a_day"),
        (
            {"state": "ended", "ended_on": date(2026, 8, 31)},
            "initiative_that_ended_early_has_a_day",
        ),
        (
            {"state": "ended", "ended_on": date(2027, 7, 21)},
            "initiative_that_ended_early_has_a_day",
        ),
    ],
)
def test_a_wrong_initiative_cannot_be_kept(fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        make_initiative(**fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"text": ""}, "overload_has_a_reason"),
        ({"level": "grey"}, "overload_reason_has_codes_that_are_known"),
        ({"clash": "three"}, "overload_reason_has_codes_that_are_known"),
        ({"level": "green"}, "overload_reason_is_of_an_overload"),
    ],
)
def test_a_reason_is_one_and_of_an_overload(fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        make_overload_reason(**fields)


def test_an_initiative_is_in_a_schools_list_once_at_a_time():
    first = make_initiative(name="Story Sacks")
    make_initiative(name="Story Sacks")  # at another school
    later = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 7, 21)}
    make_initiative(school=first.school, name="Story Sacks", **later)
    with pytest.raises(IntegrityError, match="initiative_is_declared_once"):
        make_initiative(school=first.school, name="STORY sacks")


def test_one_that_was_a_mistake_is_in_nobodys_way():
    first = make_initiative(name="Story Sacks", state="mistake")
    make_initiative(school=first.school, name="Story Sacks")
    assert Initiative.objects.counted().count() == 1


def test_what_was_declared_of_a_school_before_it_was_an_academy_stays_its_own():
    academy = make_school(name="Larch Academy")
    before = make_school(continued_by=academy)
    one = make_initiative(school=before)
    assert list(Initiative.objects.at_schools([academy.pk])) == [one]
    assert one.standing_school == academy


@pytest.mark.parametrize("n_listed", [0, 2])
def test_a_list_is_whole_as_it_stands_and_not_otherwise(n_listed):
    one = make_initiative()
    by, on = make_person(), date(2026, 11, 20)
    answer = {"school": one.school, "said_on": on, "said_by": by}
    with pytest.raises(IntegrityError, match="the list has changed"), transaction.atomic():
        InitiativesAnswer.objects.create(n_listed=n_listed, **answer)
    InitiativesAnswer.objects.create(n_listed=1, **answer)


def test_none_is_none_that_goes_on_or_is_to_come():
    over = make_initiative(ends_on=date(2026, 10, 1))
    make_initiative(school=over.school, state="mistake")
    answer = InitiativesAnswer.objects.create(
        school=over.school, n_listed=0, said_on=date(2026, 11, 20), said_by=make_person()
    )
    assert answer.said_none


def test_every_state_of_an_initiative_is_kept_and_none_is_removed():
    one = make_initiative()
    one.staff_days = 20
    one.save()
    kept = one.events.order_by("pgh_id")
    assert [float(each.staff_days) for each in kept] == [12, 20]
    with pytest.raises(DatabaseError, match="permission denied"):
        one.delete()


@pytest.mark.parametrize("table", ["initiativesanswer", "overloadreason", "initiativeevent"])
def test_what_was_said_is_not_changed(table):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update explore_{table} set id = id")
