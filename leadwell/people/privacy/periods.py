"""When a time of so many months is over, and from when it may have begun to be over by a day.

What is counted from 22 November for 24 months is kept through 22 November two years later, the
whole day, and falls due on the next.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from leadwell.people.privacy.clock import months_after

A_DAY = timedelta(days=1)
YEAR_ENDS = {"financial_year_end": (3, 31), "school_year_end": (8, 31)}
"""The last day of each kind of year: month and day."""


def due_on(since: date, months: int) -> date:
    return months_after(since, months) + A_DAY


def cutoff(on: date, months: int) -> date:
    """The latest day whose months are over by this one. The end of a month is longer than it
    looks: counted from 28, 29, 30 or 31 January, a month is over with February."""
    latest = months_after(on - A_DAY, -months)
    while due_on(latest + A_DAY, months) <= on:
        latest += A_DAY
    return latest


def midnight(day: date) -> datetime:
    """The moment a day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def year_end_after(day: date, kind: str) -> date:
    """The end of the year that this day is in."""
    end = date(day.year, *YEAR_ENDS[kind])
    return end if day <= end else end.replace(year=day.year + 1)


def year_end_before(day: date, kind: str) -> date:
    """The latest end of a year that is over with this day."""
    end = date(day.year, *YEAR_ENDS[kind])
    return end if end <= day else end.replace(year=day.year - 1)
