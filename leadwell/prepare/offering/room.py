"""Whether the programme can pay for what it offers, and whether its specialists have the days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from leadwell.lib import academic_year as years
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.prepare.deploying.for_programme import FROM_REGISTER, Registered, registered
from leadwell.prepare.models import Given, Offer, OfferLine, Rates
from leadwell.prepare.offering.allocation import Line, Prices, of_kind, total
from leadwell.programmes.models import Intensity, Programme
from leadwell.web.numbers import amount, pounds

INSTEAD = "Make this offer smaller, put the school in reserve, or decline it."


@dataclass(frozen=True, slots=True)
class DaysThere:
    """Where days come from. registered: by the year of the programme; empty where the register has
    nobody for it, and then typed counts. extra: days of each year besides those of the register."""

    registered: Mapping[int, Registered]
    typed: Decimal = Decimal()
    extra: Decimal = Decimal()
    because: str = ""

    def in_year(self, year: int) -> Decimal:
        if not self.registered:
            return self.typed
        found = self.registered.get(year)
        return (found.days if found else Decimal()) + self.extra

    @property
    def sentences(self) -> tuple[str, ...]:
        """Which of the two counts, and what is counted on besides."""
        if not self.registered:
            return (
                "Nobody on the register of specialists has a place in this programme yet: "
                f"{count_of(self.typed)} a school year, as written down beside what things cost.",
            )
        said = (FROM_REGISTER, *(one.sentence for _, one in sorted(self.registered.items())))
        if not self.extra:
            return said
        because = self.because.rstrip(".")
        return (*said, f"{count_of(self.extra)} of each year are counted on besides: {because}.")


@dataclass(frozen=True, slots=True)
class Room:
    """What offers that wait or are accepted take so far, and what there is.

    budget_gbp: for the whole programme; None where nobody has said. there: days of visits by all
    specialists together; None likewise. days: those that are offered, by the year of the programme.
    first_year: the academic year of year 1.
    """

    budget_gbp: Decimal | None
    given_gbp: Decimal
    there: DaysThere | None
    days: Mapping[int, Decimal]
    first_year: int

    def fits(self, lines: Iterable[Line]) -> Verdict:
        """Whether one more offer of these lines does; money first."""
        lines = tuple(lines)
        if not (may := self.is_known):
            return may
        if not (may := self.pays(lines)):
            return may
        asked = of_kind(lines, Given.VISITS)
        found = (self._has_days(year, asked[year]) for year in sorted(asked))
        return next((may for may in found if not may), YES)

    @property
    def is_known(self) -> Verdict:
        if self.budget_gbp is None:
            return no(
                "The design does not say yet what the programme plans to spend. Say so first: an "
                "offer never exceeds it."
            )
        if self.there is None:
            return no(
                "Say first what each thing costs and how many days specialists have: an offer "
                "never exceeds them."
            )
        return YES

    @property
    def left_gbp(self) -> Decimal | None:
        return None if self.budget_gbp is None else self.budget_gbp - self.given_gbp

    def days_left(self, year: int) -> Decimal | None:
        """Below nought where the register has lost days that were offered."""
        return None if self.there is None else self.there.in_year(year) - self.days.get(year, 0)

    def days_there(self, year: int) -> Decimal | None:
        return None if self.there is None else self.there.in_year(year)

    def pays(self, lines: Iterable[Line]) -> Verdict:
        """Whether there is the money for these, where there is a budget."""
        cost, left = total(lines), self.left_gbp
        if left is None:
            return self.is_known
        if cost <= left:
            return YES
        return no(
            f"This offer costs {pounds(cost)}, and {pounds(max(left, Decimal()))} of the budget "
            f"of {pounds(self.budget_gbp or Decimal())} is not promised yet. {INSTEAD}"
        )

    def _has_days(self, year: int, asked: Decimal) -> Verdict:
        left = self.days_left(year)
        assert left is not None
        if asked <= left:
            return YES
        label = years.label(self.first_year + year - 1)
        return no(
            f"In {label} this offer takes {amount(asked)} days of visits, and specialists have "
            f"{amount(max(left, Decimal()))} of their {amount(self.days_there(year) or Decimal())} "
            f"left. {INSTEAD}"
        )


def room_of(programme: Programme, *, on: date, but: Offer | None = None) -> Room:
    """As things are on a day. but: an offer that is being changed, and is left out. Eight queries
    at most."""
    rates = Rates.objects.filter(programme=programme).first()
    lines = OfferLine.objects.filter(
        offer__in=Offer.objects.counting().filter(candidate__programme=programme)
    ).order_by()
    if but is not None:
        lines = lines.exclude(offer=but)
    given = lines.aggregate(pounds=Sum("cost_gbp"))["pounds"] or Decimal()
    visits = lines.filter(kind=Given.VISITS).values_list("year").annotate(n=Sum("amount"))
    return Room(
        budget_gbp=budget_of(programme),
        given_gbp=given,
        there=days_there(programme, rates, on=on) if rates else None,
        days=dict(visits),
        first_year=programme.first_year,
    )


def days_there(programme: Programme, rates: Rates, *, on: date) -> DaysThere:
    """rates: as they are, or as they would be."""
    first = programme.first_year
    found = registered(programme, range(first, first + programme.n_years), on=on)
    by_number = {one.academic_year - first + 1: one for one in found.values()}
    return DaysThere(by_number, rates.specialist_days, rates.extra_days, rates.extra_because)


def budget_of(programme: Programme) -> Decimal | None:
    """What the programme plans to spend; where nobody has said, what the fund gives."""
    return programme.fund_gbp if programme.budget_gbp is None else programme.budget_gbp


def prices_of(programme: Programme, rates: Rates) -> Prices:
    """Places are paid at each event that the design has. One query."""
    events = Intensity.objects.filter(programme=programme).order_by()
    counted = events.values_list("year").annotate(n=Sum("n_events"))
    return Prices({kind: rates.of(kind) for kind in Given}, dict(counted))


def count_of(days: Decimal) -> str:
    """ "1 day", "6.5 days"."""
    return f"{amount(days)} {'day' if days == 1 else 'days'}"
