"""Whose place in a programme ends within a year brings days of that year until then alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Role
from leadwell.prepare.deploying.for_programme import registered
from leadwell.prepare.models import DaysAvailable
from tests.factories import NOON, make_hub, make_programme, make_role
from tests.sent import make_specialist

pytestmark = pytest.mark.django_db

TODAY = NOON.date()
LAST = date(2027, 3, 31)


@pytest.fixture
def programme():
    made = make_programme(ends_on=date(2028, 7, 21))
    make_hub(made)
    return made


def placed(programme, days=12, **where):
    one = make_specialist()
    make_role(Role.SPECIALIST, person=one.person, hub=programme.hubs.get(), **where)
    DaysAvailable.objects.create(specialist=one, academic_year=2026, half_term=1, days=days)
    return one


def of_year(programme, year=2026):
    return registered(programme, [2026, 2027], on=TODAY)[year]


def test_days_are_counted_by_the_school_days_until_the_place_ends(programme):
    """The slow way: each weekday of the year that is no bank holiday, one by one."""
    placed(programme, ends_on=LAST)
    year = [date(2026, 9, 1) + timedelta(days=n) for n in range(365)]
    at_work = [day for day in year if SchoolDays().includes(day)]
    part = Decimal(sum(day <= LAST for day in at_work)) / len(at_work)
    found = of_year(programme)
    assert found.days == round(12 * part, 1)
    assert 6 < found.days < 8
    assert (found.n_specialists, found.n_ending) == (1, 1)
    assert "1 of them leaves within the year: counted by the school days until then." in (
        found.sentence
    )


def test_a_place_that_goes_on_or_ends_with_the_year_brings_them_all(programme):
    placed(programme)
    placed(programme, ends_on=date(2027, 8, 31))
    assert (of_year(programme).days, of_year(programme).n_ending) == (24, 0)


def test_of_two_places_the_later_end_counts(programme):
    one = placed(programme, ends_on=LAST)
    other = make_programme()
    make_hub(other)
    make_role(Role.SPECIALIST, person=one.person, hub=other.hubs.get())
    assert of_year(programme).n_ending == 1, "a place elsewhere is none here"
    make_hub(programme, name="Another")
    hub = programme.hubs.get(name="Another")
    make_role(Role.SPECIALIST, person=one.person, hub=hub)
    assert (of_year(programme).days, of_year(programme).n_ending) == (12, 0)


def test_it_brings_nothing_in_the_years_after(programme):
    placed(programme, ends_on=LAST)
    assert of_year(programme, 2027).n_specialists == 0
