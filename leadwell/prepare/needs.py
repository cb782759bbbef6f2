"""What actions need, and what those of a school draw together of what its place gives."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from leadwell.lib import academic_year as years
from leadwell.prepare.models import AgreedAction, Given, OfferLine, OfferState, State
from leadwell.programmes.models import Enrolment
from leadwell.web.numbers import amount, pounds

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Needs:
    """Of one action: days of a specialist’s support, days of cover, pounds. None: nobody has said."""

    support_days: Decimal | None = None
    cover_days: Decimal | None = None
    cost_gbp: Decimal | None = None

    @property
    def sentence(self) -> str:
        """ "2 days of support, 1.5 days of cover, £240"; "" where it needs nothing."""
        said = (
            f"{in_days(self.support_days)} of support" if self.support_days else "",
            f"{in_days(self.cover_days)} of cover" if self.cover_days else "",
            pounds(self.cost_gbp) if self.cost_gbp else "",
        )
        return ", ".join(each for each in said if each)

    @property
    def as_fields(self) -> dict[str, Any]:
        return asdict(self)


FIELDS = ("support_days", "cover_days", "cost_gbp")
NOTHING = Needs()


class Needy(Protocol):
    """An action, or what a note of visit says of one."""

    support_days: Any
    cover_days: Any
    cost_gbp: Any


def of(action: Needy) -> Needs:
    return Needs(action.support_days, action.cover_days, action.cost_gbp)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Days of one kind in one school year. to_come: of what is under way; used: of what is done.
    given: by the place that the school accepted, None where it accepted none."""

    what: str
    academic_year: int
    to_come: Decimal
    used: Decimal
    given: Decimal | None

    @property
    def n(self) -> Decimal:
        return self.to_come + self.used

    @property
    def is_too_much(self) -> bool:
        return self.given is not None and self.n > self.given

    @property
    def sentence(self) -> str:
        """ "6 of 10 days of cover in 2026/27 are spoken for, 2 of them by actions that are done"."""
        year = years.label(self.academic_year)
        if not self.given:
            said = f"{in_days(self.n)} of {self.what} in {year}"
        else:
            said = f"{amount(self.n)} of {in_days(self.given)} of {self.what} in {year}"
        verb = "is" if self.n == 1 else "are"
        none = "" if self.given is None or self.given else ". The place gives none"
        return f"{said} {verb} spoken for{self._by_what_is_done}{none}"

    @property
    def _by_what_is_done(self) -> str:
        if not self.used:
            return ""
        part = f"{amount(self.used)} of them " if self.to_come else ""
        return f", {part}by actions that are done"


@dataclass(frozen=True, slots=True)
class Draws:
    """Of all that is agreed at a school within a programme: by year, support before cover. pounds:
    by year, for what is under way or done; a place gives none."""

    days: tuple[Drawn, ...]
    pounds: tuple[tuple[int, Decimal], ...]

    @property
    def sentences(self) -> list[str]:
        money = (
            f"{pounds(n)} is spoken for in {years.label(year)}. A place gives days, and no money."
            for year, n in self.pounds
        )
        return [*(f"{one.sentence}." for one in self.days), *money]

    @property
    def warning(self) -> str:
        """What is said of more than the place gives; "" while it suffices. It stops nobody."""
        over = [
            f"{in_days(one.n - (one.given or NONE))} of {one.what} in "
            f"{years.label(one.academic_year)}"
            for one in self.days
            if one.is_too_much
        ]
        if not over:
            return ""
        return (
            f"The actions need {' and '.join(over)} more than the place gives. Ask for less, or "
            "agree with the programme where it comes from."
        )


KINDS = (("support_days", Given.VISITS, "support"), ("cover_days", Given.COVER, "cover"))


def draws(
    enrolment: Enrolment,
    *,
    on: date,
    also: Collection[tuple[date, Needs]] = (),
    without: Collection[int] = (),
) -> Draws:
    """What is dropped draws nothing; what is late is drawn in the year that it is done in. also:
    what is about to be agreed, by which day; without: numbers of actions it comes in the place of.
    Two queries."""
    found = [action for action in _needy(enrolment) if action.pk not in without]
    given = _given(enrolment) if found or also else {}
    sums: dict[tuple[int, str, bool], Decimal] = {}
    for due_on, needs in also:
        for name in FIELDS:
            where = (years.of(max(due_on, on)), name, True)
            sums[where] = sums.get(where, NONE) + (getattr(needs, name) or NONE)
    for action in found:
        year = years.of(action.ended_on or max(action.due_on, on))
        for name in FIELDS:
            where = (year, name, action.is_open)
            sums[where] = sums.get(where, NONE) + (getattr(action, name) or NONE)
    in_order = sorted({year for year, _, _ in sums})
    return Draws(
        tuple(
            Drawn(what, year, to_come, used, given.get((year, kind), NONE) if given else None)
            for year in in_order
            for name, kind, what in KINDS
            if (to_come := sums.get((year, name, True), NONE))
            + (used := sums.get((year, name, False), NONE))
        ),
        tuple((year, n) for year in in_order if (n := _both(sums, year, "cost_gbp"))),
    )


def _needy(enrolment: Enrolment) -> Iterable[AgreedAction]:
    rows = AgreedAction.objects.filter(enrolment=enrolment).exclude(state=State.DROPPED)
    return (rows.filter(support_days__gt=0) | rows.filter(cover_days__gt=0) |
            rows.filter(cost_gbp__gt=0))  # fmt: skip


def _given(enrolment: Enrolment) -> dict[tuple[int, Given], Decimal]:
    """By academic year and kind, of the place that this school accepted; empty where there is
    none. A line's year is one of the programme."""
    rows = OfferLine.objects.filter(
        offer__candidate__enrolment=enrolment, offer__state=OfferState.ACCEPTED
    ).values_list("year", "kind", "amount")
    first = enrolment.programme.first_year
    return {(first + year - 1, Given(kind)): n for year, kind, n in rows}


def _both(sums: dict[tuple[int, str, bool], Decimal], year: int, name: str) -> Decimal:
    return sums.get((year, name, True), NONE) + sums.get((year, name, False), NONE)


def in_days(n: Decimal) -> str:
    """ "1 day", "2.5 days"."""
    return f"{amount(n)} day{'' if n == 1 else 's'}"
