"""When mail may go out: from 07:00 to 18:00 in London, on days on which its reader's school is at
work. Nobody is written to in the evening, at night, at a weekend or in the holidays.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadwell.lib.school_days import FURTHEST, SchoolDays

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(7), time(18)
"""The first moment at which mail may go, and the first at which it may not."""
A_DAY = timedelta(days=1)


def may_send(at: datetime, calendars: Collection[SchoolDays]) -> bool:
    """Whether mail may go to somebody now.

    at: aware. calendars: of their schools, one of which must be at work; of somebody of no school
    none, for whom every weekday counts that is no bank holiday.
    """
    here = at.astimezone(LONDON)
    return OPENS <= here.time() < CLOSES and is_at_work(here.date(), calendars)


def next_moment(at: datetime, calendars: Collection[SchoolDays]) -> datetime:
    """The moment itself where mail may go, else the first after it.

    Raises ValueError where no school is at work for more than a year.
    """
    if may_send(at, calendars):
        return at
    here = at.astimezone(LONDON)
    first = here.date() if here.time() < OPENS else here.date() + A_DAY
    for n in range(FURTHEST):
        if is_at_work(day := first + n * A_DAY, calendars):
            return datetime.combine(day, OPENS, LONDON).astimezone(at.tzinfo)
    raise ValueError(f"there is no school day within {FURTHEST} days of {first}")


def is_at_work(day: date, calendars: Collection[SchoolDays]) -> bool:
    return any(calendar.includes(day) for calendar in calendars or (SchoolDays(),))
