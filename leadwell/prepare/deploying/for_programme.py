"""How many days the specialists of a programme have for it, by the register and year by year."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from leadwell.lib import academic_year as years
from leadwell.lib.words import count, verb
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.capacity import GUIDE, NONE, plain
from leadwell.prepare.models import Specialist
from leadwell.programmes.models import Programme

FROM_REGISTER = (
    "Days are those that the register of specialists has for this programme, without what is "
    "agreed with schools of others."
)


@dataclass(frozen=True, slots=True)
class Registered:
    """Of one academic year. n_specialists: on the register, with a place in the programme, or sent
    to a school of it, in that year. days: theirs together, less those agreed elsewhere. n_guessed:
    how many of them have not said how many days they have, so that the guide counts. n_shared: how
    many have a place in another programme too, which may offer the same days."""

    academic_year: int
    n_specialists: int
    n_guessed: int
    days: Decimal
    n_shared: int = 0

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
    has left by this day counts in years that were over then. Whoever asks: the days are the
    programme's, and nobody is named. Five queries at most."""
    where = Q(hub__programme=programme) | Q(enrolment__programme=programme)
    roles = RoleHeld.objects.filter(where, role=Role.SPECIALIST).order_by()
    held = list(roles.values_list("person", "starts_on", "ends_on"))
    there = Specialist.objects.listed().filter(person__in={person for person, *_ in held})
    by_person = {one.person_id: one for one in there.order_by("pk")} if held else {}
    if not by_person:
        return {}
    known = capacity.of_years(by_person.values(), academic_years, elsewhere_than=programme)
    others = RoleHeld.objects.filter(role=Role.SPECIALIST, person__in=by_person).exclude(where)
    elsewhere = list(others.order_by().values_list("person", "starts_on", "ends_on"))
    made = {}
    for year in academic_years:
        last = years.last_day(year)
        until = max(years.first_day(year), min(on, last))
        here = _within(held, by_person, until, last)
        mine = [known[year][pk] for pk in sorted(here)]
        made[year] = Registered(
            year,
            len(mine),
            n_guessed=sum(one.is_guide for one in mine),
            days=sum((one.left for one in mine), NONE),
            n_shared=len(here & _within(elsewhere, by_person, until, last)),
        )
    return made if any(one.n_specialists for one in made.values()) else {}


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
