"""By when a request is to be answered: a calendar month, with the days that do not count.

UK GDPR, Articles 12 and 12A: one calendar month from the day it came, or from the day we knew who
asks; three where it is complex or one of many and that was said within the first; the days on
which we waited to hear what was meant do not count. A day that falls on a weekend or a bank holiday
of England moves to the next working day, as the ICO counts it. A parent's request for the education
record of a pupil of a maintained school: 15 school days (Pupil Information Regulations 2005), by
the school's own calendar; where its terms are not known, weekdays that are no bank holiday.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from leadwell.lib.school_days import SchoolDays, bank_holidays

IDENTITY, CLARIFICATION = "identity", "clarification"
MONTHS, MONTHS_IF_EXTENDED, SCHOOL_DAYS = 1, 3, 15
SATURDAY = 5
Pause = tuple[str, date, date | None]


@dataclass(frozen=True, slots=True)
class Clock:
    """due_on: None while the clock has not begun, because we do not know who asks. days_left: to
    the day it is due, below zero once it is late. stands: whether it is paused today. is_assumed:
    counted in school days of which the school's terms are not all known."""

    begins_on: date | None
    due_on: date | None
    days_left: int | None
    stands: bool
    rule: str
    is_assumed: bool = False


def count(
    received_on: date,
    *,
    pauses: Iterable[Pause] = (),
    is_extended: bool = False,
    school_days: SchoolDays | None = None,
    on: date,
) -> Clock:
    """The clock as it stands on a day. pauses: why, from and to; to is None while it lasts.
    school_days: the school's, where these count; None for calendar months."""
    pauses = list(pauses)
    stands = any(ends is None for _, _, ends in pauses)
    begins_on = _begin(received_on, pauses)
    rule = _rule(is_extended=is_extended, school_days=school_days is not None)
    if begins_on is None:
        return Clock(None, None, None, True, rule)
    if school_days is not None:
        due_on = school_days.after(begins_on, SCHOOL_DAYS)
        is_assumed = school_days.is_assumed(begins_on) or school_days.is_assumed(due_on)
        return Clock(begins_on, due_on, (due_on - on).days, stands, rule, is_assumed)
    months = MONTHS_IF_EXTENDED if is_extended else MONTHS
    waited = _waited(begins_on, pauses, on=on)
    due_on = working_day(months_after(begins_on, months) + timedelta(days=waited))
    return Clock(begins_on, due_on, (due_on - on).days, stands, rule)


def months_after(day: date, months: int) -> date:
    """The same day of a later month; its last day, where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def working_day(day: date) -> date:
    """This day, or the next that is neither at a weekend nor a bank holiday."""
    while day.weekday() >= SATURDAY or day in bank_holidays(day.year):
        day += timedelta(days=1)
    return day


def _begin(received_on: date, pauses: Iterable[Pause]) -> date | None:
    """The latest of the day it came and the days on which we were sure who asks."""
    known = [ends for why, _, ends in pauses if why == IDENTITY]
    if None in known:
        return None
    return max([received_on, *(day for day in known if day)])


def _waited(begins_on: date, pauses: Iterable[Pause], *, on: date) -> int:
    """Days from asking what is meant to hearing it, each once, none before the clock began."""
    days: set[date] = set()
    for why, asked, answered in pauses:
        if why == CLARIFICATION:
            first, end = max(asked, begins_on), answered or on
            days |= {first + timedelta(days=n) for n in range((end - first).days)}
    return len(days)


def _rule(*, is_extended: bool, school_days: bool) -> str:
    if school_days:
        return "15 school days: education record of a pupil of a maintained school"
    return "three months, because it is complex" if is_extended else "one month"
