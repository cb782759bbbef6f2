"""How many days the specialists of a programme have for it, by the register and year by year."""

from collections.abc import Collection
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
    how many of them have not said how many days they have, so that the guide counts."""

    academic_year: int
    n_specialists: int
    n_guessed: int
    days: Decimal

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
        return (
            f"{label}: {plain(self.days)} days of {count(self.n_specialists, 'specialist')}{guess}."
        )


def registered(
    programme: Programme, academic_years: Collection[int], *, on: date
) -> dict[int, Registered]:
    """By academic year; empty where nobody on the register is in the programme in any of them. Who
    has left by this day counts in years that were over then. Whoever asks: the days are the
    programme's, and nobody is named. Four queries at most."""
    where = Q(hub__programme=programme) | Q(enrolment__programme=programme)
    roles = RoleHeld.objects.filter(where, role=Role.SPECIALIST).order_by()
    held = list(roles.values_list("person", "starts_on", "ends_on"))
    there = Specialist.objects.listed().filter(person__in={person for person, *_ in held})
    by_person = {one.person_id: one for one in there.order_by("pk")} if held else {}
    if not by_person:
        return {}
    known = capacity.of_years(by_person.values(), academic_years, elsewhere_than=programme)
    made = {}
    for year in academic_years:
        last = years.last_day(year)
        until = max(years.first_day(year), min(on, last))
        here = {
            by_person[person].pk
            for person, starts_on, ends_on in held
            if person in by_person and starts_on <= last and (ends_on is None or ends_on >= until)
        }
        mine = [known[year][pk] for pk in sorted(here)]
        days = sum((one.left for one in mine), NONE)
        made[year] = Registered(year, len(mine), sum(one.is_guide for one in mine), days)
    return made if any(one.n_specialists for one in made.values()) else {}
