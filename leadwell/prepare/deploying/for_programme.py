"""How many days the specialists of a programme have for it, by the register and year by year."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from leadwell.lib import academic_year as years
from leadwell.lib.school_days import SchoolDays
from leadwell.lib.words import count, verb
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.capacity import GUIDE, NONE, Capacity, plain
from leadwell.prepare.models import Specialist
from leadwell.programmes.models import Programme
from leadwell.schools.calendar import school_days_of

A_DAY = timedelta(days=1)
FROM_REGISTER = (
    "Days are those that the register of specialists has for this programme, without what is "
    "agreed with schools of others."
)


@dataclass(frozen=True, slots=True)
class Registered:
    """Of one academic year. n_specialists: on the register, with a place in the programme, or sent
    to a school of it, in that year. days: theirs together, less those agreed elsewhere. n_guessed:
    how many of them have not said how many days they have, so that the guide counts. n_shared: how
    many have a place in another programme too, which may offer the same days. n_ending: how many
    of them leave the programme within the year, and bring days until then alone."""

    academic_year: int
    n_specialists: int
    n_guessed: int
    days: Decimal
    n_shared: int = 0
    n_ending: int = 0

    @property
    def sentence(self) -> str:
        """ "2026/27: 24 days of 2 specialists, counting 15 each for 1 who has not said."."""
        label = years.label(self.academic_year)
        if not self.n_specialists:
            return f"{label}: nobody."
        guess = ""
        if self.n_guessed:
            have = verb(self.n_guessed, "has", "have")
            guess = f", counting {plain(GUIDE)} each for {self.n_guessed} who {have} not said"
        said = (
            f"{label}: {plain(self.days)} days of {count(self.n_specialists, 'specialist')}{guess}."
        )
        if self.n_ending:
            leave = verb(self.n_ending, "leaves", "leave")
            said = (
                f"{said} {self.n_ending} of them {leave} within the year: counted by the school "
                "days until then."
            )
        if not self.n_shared:
            return said
        also = verb(self.n_shared, "has", "have")
        return (
            f"{said} {self.n_shared} of them {also} a place in another programme too, which may "
            "count on the same days."
        )


def registered(
    programme: Programme, academic_years: Collection[int], *, on: date
) -> dict[int, Registered]:
    """By academic year; empty where nobody on the register is in the programme in any of them. Who
    has left by this day counts in years that were over then. Whose place ends within a year brings
    of the days of that year as many as of its school days there are until then. Whoever asks: the
    days are the programme's, and nobody is named. Six queries at most."""
    where = Q(hub__programme=programme) | Q(enrolment__programme=programme)
    roles = RoleHeld.objects.filter(where, role=Role.SPECIALIST).order_by()
    held = list(roles.values_list("person", "starts_on", "ends_on"))
    there = (
        Specialist.objects.listed()
        .filter(person__in={person for person, *_ in held})
        .select_related("person__home_school__continued_by")
    )
    by_person = {one.person_id: one for one in there.order_by("pk")} if held else {}
    if not by_person:
        return {}
    known = capacity.of_years(by_person.values(), academic_years, elsewhere_than=programme)
    others = RoleHeld.objects.filter(role=Role.SPECIALIST, person__in=by_person).exclude(where)
    elsewhere = list(others.order_by().values_list("person", "starts_on", "ends_on"))
    calendars = _calendars(by_person.values())
    made = {}
    for year in academic_years:
        last = years.last_day(year)
        until = max(years.first_day(year), min(on, last))
        here = _within(held, by_person, until, last)
        mine = [known[year][pk] for pk in sorted(here)]
        parts = _parts(held, by_person, calendars, year, until)
        made[year] = Registered(
            year,
            len(mine),
            n_guessed=sum(one.is_guide for one in mine),
            days=sum((_left(known[year][pk], parts.get(pk)) for pk in here), NONE),
            n_ending=len(here & parts.keys()),
            n_shared=len(here & _within(elsewhere, by_person, until, last)),
        )
    return made if any(one.n_specialists for one in made.values()) else {}


def _left(known: Capacity, part: Decimal | None) -> Decimal:
    """Days that are still there. part: of the year, 0 to 1, for whom the place ends within it."""
    if part is None:
        return known.left
    return max(NONE, round(known.available * part, 1) - known.taken)


def _parts(
    held: Iterable[tuple[int, date, date | None]],
    known: Mapping[int, Specialist],
    calendars: Mapping[int, SchoolDays],
    year: int,
    until: date,
) -> dict[int, Decimal]:
    """By specialist, for whom the last place of the year ends within it: its school days until
    then, as a part of all. The home school's days; where it has none, the usual ones."""
    first, last = years.first_day(year), years.last_day(year)
    ends: dict[int, date] = {}
    for person, starts_on, ends_on in held:
        if person in known and starts_on <= last and (ends_on is None or ends_on >= until):
            pk = known[person].pk
            ends[pk] = max(ends.get(pk, first), min(ends_on or last, last))
    found = {}
    for one in known.values():
        if (end := ends.get(one.pk, last)) < last:
            days = calendars.get(one.home.pk if one.home else 0, SchoolDays())
            if left := days.between(end + A_DAY, last):
                whole = days.between(first, last)
                found[one.pk] = Decimal(whole - left) / whole
    return found


def _calendars(specialists: Iterable[Specialist]) -> dict[int, SchoolDays]:
    homes = {one.home for one in specialists if one.home}
    return school_days_of(homes) if homes else {}


def _within(
    held: Iterable[tuple[int, date, date | None]],
    known: Mapping[int, Specialist],
    first: date,
    last: date,
) -> set[int]:
    """Specialists, by their numbers, with one of these roles within these days."""
    return {
        known[person].pk
        for person, starts_on, ends_on in held
        if person in known and starts_on <= last and (ends_on is None or ends_on >= first)
    }
