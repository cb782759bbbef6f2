"""When things happen in the demonstration's programmes, counted from its day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from leadwell.demo.country import last_first_of_february

MORNING = time(8, 30)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Terms:
    """The school years of a programme of two years, as they stand on `today`.

    Year 1 is the one in which a trial school last became an academy, so that it did so while it
    took part: the programme is between five and seventeen months old. Year 0 is the one before.
    """

    today: date

    @property
    def first_day(self) -> date:
        return date(last_first_of_february(self.today).year - 1, 9, 1)

    @property
    def last_day(self) -> date:
        return self.day(2, 7, 23)

    def day(self, year: int, month: int, day: int) -> date:
        """A day of year 0, 1 or 2; each begins in September."""
        return date(self.first_day.year - 1 + year + (month < 9), month, day)

    def weekday(self, year: int, month: int, day: int) -> date:
        """That day, or the Monday after it."""
        found = self.day(year, month, day)
        return found + timedelta(days={SATURDAY: 2, SUNDAY: 1}.get(found.weekday(), 0))

    def has_come(self, day: date) -> bool:
        return day < self.today

    def at(self, day: date) -> datetime:
        """That morning; for what is still to come, the day before `today`, when it was said."""
        said_on = min(day, self.today - timedelta(days=1))
        return timezone.make_aware(datetime.combine(said_on, MORNING))
