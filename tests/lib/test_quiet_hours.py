"""When mail may go: the hours, the days, the holidays, and the two nights the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.lib.quiet_hours import LONDON, may_send, next_moment
from leadwell.lib.school_days import SchoolDays

AUTUMN = SchoolDays(
    ((date(2026, 9, 3), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
)
LATER = SchoolDays(
    ((date(2026, 9, 1), date(2026, 10, 30)), (date(2026, 11, 9), date(2026, 12, 18)))
)
A_MINUTE = timedelta(minutes=1)


def at(text):
    """In London, such as "2026-11-23 07:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        ("2026-11-23 06:59", False),
        ("2026-11-23 07:00", True),
        ("2026-11-23 17:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-21 12:00", False),  # a Saturday
        ("2026-10-27 12:00", False),  # half-term
        ("2026-12-25 12:00", False),
        ("2026-11-02 07:00", True),  # the first day after it
    ],
)
def test_it_goes_in_the_day_of_a_school_day(moment, goes):
    assert may_send(at(moment), [AUTUMN]) is goes


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 06:59", "2026-11-23 07:00"),
        ("2026-11-23 18:00", "2026-11-24 07:00"),
        ("2026-11-20 18:00", "2026-11-23 07:00"),
        ("2026-10-23 18:00", "2026-11-02 07:00"),
    ],
)
def test_else_it_waits_for_the_next_of_them(asked, moment):
    assert next_moment(at(asked), [AUTUMN]) == at(moment)


def test_of_several_schools_one_at_work_is_enough():
    in_one = at("2026-10-28 09:00")
    assert not may_send(in_one, [AUTUMN])
    assert may_send(in_one, [AUTUMN, LATER])


def test_of_no_school_weekdays_count_but_for_bank_holidays():
    assert may_send(at("2026-10-28 09:00"), [])
    assert not may_send(at("2026-12-28 09:00"), [])  # for Boxing Day, a Saturday
    assert next_moment(at("2026-12-24 18:00"), []) == at("2026-12-29 07:00")


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ("2027-03-28T12:00", "2027-03-30T06:00"),  # the clocks go forward, and Easter Monday
        ("2026-10-25T12:00", "2026-10-26T07:00"),  # they went back in the night
    ],
)
def test_seven_is_seven_in_london_on_both_sides_of_a_change_of_clocks(asked, moment):
    asked = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    assert next_moment(asked, []) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


CALENDARS = st.lists(st.sampled_from([AUTUMN, LATER]), max_size=2)
MOMENTS = st.datetimes(datetime(2026, 8, 25), datetime(2027, 8, 20), timezones=st.just(UTC))


@given(MOMENTS, CALENDARS)
def test_the_next_moment_is_allowed_and_none_before_it_was(moment, calendars):
    found = next_moment(moment, calendars)
    assert may_send(found, calendars)
    if found > moment:
        assert not may_send(moment, calendars)
        assert not may_send(found - A_MINUTE, calendars)
        n_hours = int((found - moment).total_seconds() // 3600)
        assert not any(may_send(moment + timedelta(hours=n), calendars) for n in range(n_hours))


def test_a_school_that_is_never_at_work_is_said_and_not_looked_for_for_ever():
    never = SchoolDays(tuple((date(y, 9, 5), date(y, 9, 5)) for y in range(2020, 2030)))
    with pytest.raises(ValueError, match="no school day"):
        next_moment(at("2026-11-23 12:00"), [never])  # the next is a Sunday
