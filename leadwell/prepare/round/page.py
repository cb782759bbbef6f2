"""A round as pages show it: the proposal beside what is now, and what one change would cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import numpy as np
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.prepare.deploying.agreeing.transitions import allows
from leadwell.prepare.deploying.matching.kernel import weights
from leadwell.prepare.models import PlannedRound, PlannedSchool, PlannedSpecialist, Specialist
from leadwell.prepare.round import rules
from leadwell.prepare.round.arrays import NOBODY, SERVED, Chosen, Round
from leadwell.prepare.round.changing import changed

LEAST_GAP = 0.0001
"""From this gap on, as a share, it is said how much better another assignment could be."""


@dataclass(frozen=True, slots=True)
class Step:
    """The ordinary way to arrange it: a person goes on from there. verb: for a button beside the
    name; text: for one that stands alone."""

    url: str
    verb: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One school: who is sent today, who is proposed, and what that is called."""

    school: PlannedSchool

    @property
    def points(self) -> float:
        """Of whoever is proposed, of 100."""
        return sum(one.points for one in self.reasons)

    @property
    def points_said(self) -> str:
        """ "61.5 of 100 points"; "" where nobody is proposed."""
        return f"{_short(self.points)} of 100 points" if self.reasons else ""

    @property
    def minutes(self) -> int | None:
        """On the road for whoever is proposed; None where a place is not known."""
        proposed = self.school.proposed_id
        found = next((each[3] for each in self.school.options if each[0] == proposed), None)
        return None if found is None else int(found)

    @property
    def said(self) -> str:
        """ "stays", "new", "in the place of Ada Heath"; "Nobody fits"."""
        now, proposed = self.school.now, self.school.proposed
        if proposed is None:
            return "Nobody has the days" if self.school.options else "Nobody fits"
        if now is None:
            return "new"
        return "stays" if now.pk == proposed.pk else f"in the place of {now}"

    @property
    def days_said(self) -> str:
        """ "8 days", "7.5 days, as usual"."""
        said = f"{_days(self.school.days)} days"
        return said if self.school.are_agreed else f"{said}, as usual"

    @property
    def reasons(self) -> tuple["Why", ...]:
        return tuple(
            Why(name, float(points), of, why) for name, points, of, why in self.school.parts
        )

    @property
    def next_step(self) -> "Step | None":
        """None where nothing is to be arranged."""
        proposed = self.school.proposed
        return next_step(self.school, proposed) if proposed else None


@dataclass(frozen=True, slots=True)
class Why:
    """One part of the points of whoever is proposed: how many, of how many, and why."""

    name: str
    points: float
    of: int
    why: str

    @property
    def said(self) -> str:
        return f"{self.name}: {self.why} ({_short(self.points)} of {self.of})"


@dataclass(frozen=True, slots=True)
class Sum:
    """One way to send people. n: schools that get somebody. points: of a pair, on average; None
    where there is none. worth: the whole sum."""

    name: str
    n: int
    points: float | None
    worth: float

    @property
    def points_said(self) -> str:
        return "none" if self.points is None else _short(self.points)


@dataclass(frozen=True, slots=True)
class Load:
    """What a specialist would have to do. n: of schools."""

    specialist: Specialist
    n: int
    days: Decimal
    left: Decimal

    @property
    def n_said(self) -> str:
        return words.count(self.n, "school") if self.n else "no school"

    @property
    def days_said(self) -> str:
        """ "12 of 15"."""
        return f"{_days(self.days)} of {_days(self.left)}"


@dataclass(frozen=True, slots=True)
class RoundPage:
    planned: PlannedRound
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    loads: tuple[Load, ...]
    may_stop: Verdict

    @property
    def n_without(self) -> int:
        return sum(line.school.proposed_id is None for line in self.lines)

    @property
    def served(self) -> str:
        """ "12 schools, of which 2 get nobody."""
        said = words.count(len(self.lines), "school")
        if not (n := self.n_without):
            return f"{said}, and each gets somebody."
        return f"{said}, of which {n} {words.verb(n, 'gets', 'get')} nobody."

    @property
    def gap_said(self) -> str:
        """How much better another could be at most. Rounded up: no more is promised than was proven."""
        if self.planned.gap < LEAST_GAP:
            return "No other assignment is better."
        pct = ceil(self.planned.gap * 1000) / 10
        return f"No other assignment is more than {_short(pct)}% better."


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who could go to a school. at_least: points that the sum falls by, however the rest is
    changed."""

    specialist: Specialist
    points: float
    at_least: float
    minutes: int | None
    is_proposed: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What else would be different if somebody else went to a school. fall: of the sum, in points;
    nothing or less where it would be as good. others: schools, who was proposed, who would go."""

    option: Option
    fall: float
    others: tuple[tuple[PlannedSchool, Specialist | None, Specialist | None], ...]
    next_step: Step | None


@dataclass(frozen=True, slots=True)
class SchoolPage:
    line: Line
    options: tuple[Option, ...]
    change: Change | None


def points_explained() -> str:
    """What a pair's points are for."""
    by = weights()
    return (
        f"Points of 100, as where one school is matched: {by.fit} subject, {by.context} kind of "
        f"school, {by.travel} travel, {by.continuity} for having worked there, {by.balance} days "
        "left. That a school gets somebody counts as much as the best pair."
    )


def next_step(school: PlannedSchool, specialist: Specialist) -> Step | None:
    """To propose a deployment with these days; in the place of whoever goes there now. While an
    agreement with somebody else is only on its way, that comes first. None for who goes there."""
    if school.now_id == specialist.pk:
        return None
    agreement = school.agreement
    if agreement and not allows("replace", agreement):
        url = agreement.get_absolute_url()
        return Step(url, "Agreement", f"See the agreement with {school.now}")
    query: dict[str, object] = {"days": school.days, "first_day": school.planned.first_day}
    if agreement:
        query["follows"] = agreement.pk
    url = reverse("prepare:propose", args=[school.enrolment_id, specialist.pk], query=query)
    return Step(url, "Propose", f"Propose {specialist}")


def round_page(user: User, planned: PlannedRound) -> RoundPage:
    """A constant number of queries."""
    schools, specialists = _schools(planned), _specialists(planned)
    return RoundPage(
        planned=planned,
        lines=tuple(map(Line, schools)),
        sums=_sums(planned, schools) if schools else (),
        loads=tuple(_load(one, schools) for one in specialists),
        may_stop=rules.may_stop(user, planned),
    )


def school_page(planned: PlannedRound, pk: int, instead: str = "") -> SchoolPage | None:
    """instead: the number of the specialist who is to go there, from the address. None where the
    round has no such school, or that specialist cannot go there."""
    schools, specialists = _schools(planned), _specialists(planned)
    found = next((one for one in schools if one.pk == pk), None)
    if found is None:
        return None
    by_number = {one.specialist_id: one.specialist for one in specialists}
    options = tuple(_option(found, by_number, option) for option in found.options)
    chosen = next((one for one in options if str(one.specialist.pk) == instead), None)
    if instead and chosen is None:
        return None
    change = _change(schools, specialists, found, chosen) if chosen else None
    return SchoolPage(Line(found), options, change)


def _schools(planned: PlannedRound) -> list[PlannedSchool]:
    rows = planned.schools.select_related(
        "planned", "enrolment__school__continued_by", "enrolment__programme", "proposed__person",
        "now__person", "agreement__specialist__person",
    )  # fmt: skip
    return list(rows.order_by("enrolment__school__name", "pk"))


def _specialists(planned: PlannedRound) -> list[PlannedSpecialist]:
    return list(planned.specialists.select_related("specialist__person"))


def _sums(planned: PlannedRound, schools: Iterable[PlannedSchool]) -> tuple[Sum, ...]:
    """Now, proposed, and the best pair first."""
    schools = list(schools)
    now = [_points(one, one.now_id) for one in schools if one.now_id]
    can = [points for points in now if points is not None]
    proposed = [Line(one).points for one in schools if one.proposed_id]
    n_by_hand, by_hand = planned.n_by_hand or 0, planned.by_hand or 0.0
    return (
        Sum("Today", len(now), _mean(can), SERVED * len(can) + sum(can)),
        Sum("Proposed", len(proposed), _mean(proposed), planned.value or 0.0),
        Sum(
            "The best pair first, by hand", n_by_hand,
            by_hand / n_by_hand - SERVED if n_by_hand else None, by_hand,
        ),
    )  # fmt: skip


def _short(points: float) -> str:
    """With a decimal only where there is one: "61", "61.5"."""
    return f"{round(points, 1):g}"


def _days(number: Decimal) -> str:
    """All that there is of it: "8", "7.25"."""
    return f"{number.normalize():f}"


def _mean(points: list[float]) -> float | None:
    return sum(points) / len(points) if points else None


def _points(school: PlannedSchool, specialist: int) -> float | None:
    return next((option[1] for option in school.options if option[0] == specialist), None)


def _load(one: PlannedSpecialist, schools: Iterable[PlannedSchool]) -> Load:
    mine = [each.days for each in schools if each.proposed_id == one.specialist_id]
    return Load(one.specialist, len(mine), sum(mine, Decimal(0)), one.left)


def _option(
    school: PlannedSchool, by_number: Mapping[int, Specialist], option: list[int | float | None]
) -> Option:
    pk, points, at_least, minutes = option
    return Option(
        specialist=by_number[int(pk or 0)],
        points=float(points or 0),
        at_least=float(at_least or 0),
        minutes=None if minutes is None else int(minutes),
        is_proposed=pk == school.proposed_id,
        is_now=school.now_id == pk,
    )


def _change(
    schools: list[PlannedSchool],
    specialists: list[PlannedSpecialist],
    school: PlannedSchool,
    option: Option,
) -> Change:
    place = {one.specialist_id: n for n, one in enumerate(specialists)}
    asked, chosen = _arrays(schools, specialists, place)
    nth = next(n for n, one in enumerate(schools) if one.pk == school.pk)
    then = changed(asked, chosen, school=nth, specialist=place[option.specialist.pk])

    def who(number: int) -> Specialist | None:
        return None if number == NOBODY else specialists[number].specialist

    return Change(
        option=option,
        fall=asked.value(chosen) - asked.value(then),
        others=tuple(
            (schools[n], who(chosen[n]), who(then[n]))
            for n in np.flatnonzero(chosen != then)
            if n != nth
        ),
        next_step=next_step(school, option.specialist),
    )


def _arrays(
    schools: list[PlannedSchool], specialists: list[PlannedSpecialist], place: Mapping[int, int]
) -> tuple[Round, Chosen]:
    """As it was asked, and what is proposed, again from the rows."""
    points = np.full((len(specialists), len(schools)), np.nan)
    for n, one in enumerate(schools):
        for pk, worth, _, _ in one.options:
            points[place[pk], n] = worth
    asked = Round(
        points,
        np.array([float(one.days) for one in schools]),
        np.array([float(one.left) for one in specialists]),
    )
    chosen = [place[one.proposed_id] if one.proposed_id else NOBODY for one in schools]
    return asked, np.array(chosen, dtype=np.int64)
