"""Which days a school is at work."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.lib.school_days import SchoolDays, bank_holidays, half_terms

# A two-year programme: each half-term, and how many school days it has (counted on a calendar).
TWO_YEARS = [
    (date(2027, 9, 1), date(2027, 10, 22), 38),
    (date(2027, 11, 1), date(2027, 12, 17), 35),
    (date(2028, 1, 4), date(2028, 2, 11), 29),
    (date(2028, 2, 21), date(2028, 3, 31), 30),
    (date(2028, 4, 18), date(2028, 5, 26), 28),
    (date(2028, 6, 5), date(2028, 7, 21), 35),
    (date(2028, 9, 1), date(2028, 10, 20), 36),
    (date(2028, 10, 30), date(2028, 12, 15), 35),
    (date(2029, 1, 2), date(2029, 2, 9), 29),
    (date(2029, 2, 19), date(2029, 3, 29), 29),
    (date(2029, 4, 16), date(2029, 5, 25), 29),
    (date(2029, 6, 4), date(2029, 7, 24), 37),
]
DAYS = SchoolDays(tuple((first, last) for first, last, _ in TWO_YEARS))


@pytest.mark.parametrize(("first", "last", "n"), TWO_YEARS)
def test_a_half_term_has_as_many_school_days_as_the_calendar_counts(first, last, n):
    assert DAYS.between(first, last) == n


@pytest.mark.parametrize("year", [2027, 2028])
def test_a_year_has_190_days_with_pupils_and_five_of_training(year):
    assert DAYS.between(date(year, 9, 1), date(year + 1, 8, 31)) == 195


def test_the_day_after_the_last_of_term_is_the_first_of_the_next():
    assert DAYS.after(date(2027, 12, 17), 1) == date(2028, 1, 4)


def test_may_day_is_no_school_day_though_it_is_in_term():
    assert DAYS.after(date(2028, 4, 28), 1) == date(2028, 5, 2)


def test_five_school_days_over_a_half_term_holiday():
    # Thu 21 Oct: Fri 22, then Mon 1 to Thu 4 Nov.
    assert DAYS.after(date(2027, 10, 21), 5) == date(2027, 11, 4)


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2027, 10, 22), False),  # the last day of a half-term
        (date(2027, 10, 23), True),  # and the Saturday after it
        (date(2027, 10, 9), False),  # a Saturday in term
        (date(2028, 5, 1), True),  # May Day
        (date(2028, 8, 10), True),  # between two years that are known
        (date(2029, 8, 10), True),  # after the last of all
        (date(2029, 9, 3), False),  # a year of which nothing is known
    ],
)
def test_a_holiday_is_what_is_known_to_be_off(day, is_holiday):
    assert DAYS.is_holiday(day) == is_holiday


def test_a_term_that_is_not_loaded_is_no_holiday():
    autumn, spring, summer = (SchoolDays(DAYS.spans[n : n + 2]) for n in (0, 2, 4))
    assert not autumn.is_holiday(date(2028, 1, 10))
    assert not spring.is_holiday(date(2027, 11, 10))
    assert not spring.is_holiday(date(2028, 5, 10))
    assert not summer.is_holiday(date(2028, 3, 10))
    both = SchoolDays((*autumn.spans, *summer.spans))
    assert not both.is_holiday(date(2028, 2, 10))


def test_without_term_dates_weekdays_are_counted_and_it_is_said():
    unknown = SchoolDays()
    assert unknown.is_assumed(date(2026, 12, 24))
    assert unknown.after(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_in_a_year_of_which_nothing_is_known_weekdays_are_counted():
    assert DAYS.is_assumed(date(2029, 9, 3))
    assert DAYS.after(date(2029, 7, 24), 1) == date(2029, 9, 3)


def test_a_coronation_is_a_bank_holiday():
    assert date(2023, 5, 8) in bank_holidays(2023)


def test_a_term_without_its_holiday_is_two_halves():
    halves = half_terms(
        date(2026, 9, 2), date(2026, 12, 18), [(date(2026, 10, 26), date(2026, 10, 30))]
    )
    assert halves == [
        (date(2026, 9, 2), date(2026, 10, 25)),
        (date(2026, 10, 31), date(2026, 12, 18)),
    ]


def test_a_holiday_outside_the_term_is_refused():
    with pytest.raises(ValueError, match="not within the term"):
        half_terms(date(2026, 9, 2), date(2026, 12, 18), [(date(2027, 1, 1), date(2027, 1, 2))])


@given(st.dates(date(2027, 9, 1), date(2029, 6, 1)), st.integers(1, 40))
def test_so_many_school_days_on_are_so_many_between(day, n):
    reached = DAYS.after(day, n)
    assert DAYS.includes(reached)
    assert DAYS.between(day, reached) - DAYS.includes(day) == n


@pytest.mark.parametrize("n", [1, 15, 60])
def test_days_before_and_after_undo_each_other(n):
    day = date(2027, 12, 1)
    assert DAYS.after(DAYS.before(day, n), n) == day


def test_before_counts_at_least_one():
    with pytest.raises(ValueError, match="one school day at least"):
        DAYS.before(date(2027, 12, 1), 0)


@given(st.dates(date(2026, 7, 1), date(2029, 9, 30)), st.integers(-5, 500))
def test_counting_between_two_days_is_looking_at_each(first, n):
    last = first + timedelta(days=n)
    each = [first + timedelta(days=i) for i in range(max(n + 1, 0))]
    for days in (DAYS, SchoolDays()):
        assert days.between(first, last) == sum(days.includes(day) for day in each)
