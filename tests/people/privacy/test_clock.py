"""By when a request is due: each worked by hand on a calendar."""

from datetime import date

import pytest

from leadwell.lib.school_days import SchoolDays
from leadwell.people.privacy import clock
from leadwell.people.privacy.clock import CLARIFICATION, IDENTITY


def due(received, *, on=date(2026, 11, 1), **how):
    return clock.count(received, on=on, **how).due_on


@pytest.mark.parametrize(
    ("received", "wanted"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October 2026 is a Saturday
        (date(2026, 9, 1), date(2026, 10, 1)),
        (date(2026, 3, 31), date(2026, 4, 30)),  # April has no 31st
        (date(2027, 1, 29), date(2027, 3, 1)),  # February ends on Sunday the 28th
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # 25, 26 bank or weekend, 27 Sunday, 28 in lieu
        (date(2026, 7, 24), date(2026, 8, 24)),  # August runs as any month
        (date(2026, 12, 2), date(2027, 1, 4)),  # 2 January 2027 is a Saturday
    ],
)
def test_a_month_ends_on_the_same_day_or_the_next_working_day(received, wanted):
    assert due(received) == wanted


def test_extended_it_is_three_months_from_the_same_beginning():
    assert due(date(2026, 9, 1), is_extended=True) == date(2026, 12, 1)


def test_days_of_waiting_to_hear_what_is_meant_do_not_count():
    # Asked on the 4th, heard on the 11th: seven days after 1 October, Thursday the 8th.
    waited = [(CLARIFICATION, date(2026, 9, 4), date(2026, 9, 11))]
    assert due(date(2026, 9, 1), pauses=waited) == date(2026, 10, 8)


def test_two_waits_are_counted_each_once_and_the_day_of_answer_counts_again():
    waited = [
        (CLARIFICATION, date(2026, 9, 4), date(2026, 9, 7)),
        (CLARIFICATION, date(2026, 9, 7), date(2026, 9, 9)),
    ]
    assert due(date(2026, 9, 1), pauses=waited) == date(2026, 10, 6)


def test_answered_the_same_day_nothing_is_waited():
    waited = [(CLARIFICATION, date(2026, 9, 4), date(2026, 9, 4))]
    assert due(date(2026, 9, 1), pauses=waited) == date(2026, 10, 1)


def test_while_we_wait_the_day_it_is_due_moves_with_today():
    waiting = [(CLARIFICATION, date(2026, 9, 4), None)]
    now = clock.count(date(2026, 9, 1), pauses=waiting, on=date(2026, 9, 10))
    assert (now.due_on, now.days_left, now.stands) == (date(2026, 10, 7), 27, True)
    later = clock.count(date(2026, 9, 1), pauses=waiting, on=date(2026, 9, 11))
    assert (later.due_on, later.days_left) == (date(2026, 10, 8), 27)


def test_the_month_begins_once_we_know_who_asks():
    known = [(IDENTITY, date(2026, 9, 2), date(2026, 9, 9))]
    assert due(date(2026, 9, 1), pauses=known) == date(2026, 10, 9)
    unknown = [(IDENTITY, date(2026, 9, 2), None)]
    now = clock.count(date(2026, 9, 1), pauses=unknown, on=date(2026, 9, 30))
    assert (now.begins_on, now.due_on, now.days_left) == (None, None, None)


def test_waiting_before_the_month_began_is_not_counted_twice():
    # Known on the 9th; of the wait from the 2nd to the 11th only the two days after count.
    both = [
        (IDENTITY, date(2026, 9, 2), date(2026, 9, 9)),
        (CLARIFICATION, date(2026, 9, 2), date(2026, 9, 11)),
    ]
    # 9 October and two days is Sunday the 11th: Monday the 12th.
    assert due(date(2026, 9, 1), pauses=both) == date(2026, 10, 12)


def test_late_is_below_nought_and_due_today_is_nought():
    asked = date(2026, 9, 1)
    assert clock.count(asked, on=date(2026, 10, 1)).days_left == 0
    assert clock.count(asked, on=date(2026, 10, 3)).days_left == -2


def test_fifteen_school_days_are_three_weeks_without_bank_holidays():
    assert due(date(2026, 9, 1), school_days=SchoolDays()) == date(2026, 9, 22)
    # 25 and 28 December 2026 and 1 January 2027 are bank holidays.
    assert due(date(2026, 12, 14), school_days=SchoolDays()) == date(2027, 1, 7)


def test_the_schools_own_holidays_do_not_count():
    terms = SchoolDays(
        ((date(2026, 9, 3), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
    )
    clock_then = clock.count(date(2026, 10, 19), school_days=terms, on=date(2026, 10, 20))
    # 20 to 23 October are four days; the other eleven begin on Monday 2 November.
    assert clock_then.due_on == date(2026, 11, 16)
    assert not clock_then.is_assumed
    assert clock.count(date(2027, 9, 1), school_days=terms, on=date(2027, 9, 1)).is_assumed
