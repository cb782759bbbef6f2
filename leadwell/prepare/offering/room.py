"""Whether the programme can pay for what it offers, and whether its specialists have the days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from leadwell.lib import academic_year as years
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.prepare.models import Given, Offer, OfferLine, Rates
from leadwell.prepare.offering.allocation import Line, Prices, of_kind, total
from leadwell.programmes.models import Intensity, Programme
from leadwell.web.numbers import amount, pounds

INSTEAD = "Make this offer smaller, put the school in reserve, or decline it."


@dataclass(frozen=True, slots=True)
class Room:
    """What offers that wait or are accepted take so far, and what there is.

    budget_gbp: for the whole programme; None where nobody has said. days_a_year: of visits, by all
    specialists together; None likewise. first_year: the academic year of year 1.
    """

    budget_gbp: Decimal | None
    given_gbp: Decimal
    days_a_year: Decimal | None
    days: Mapping[int, Decimal]
    first_year: int

    def fits(self, lines: Iterable[Line]) -> Verdict:
        """Whether one more offer of these lines does; money first."""
        lines = tuple(lines)
        if not (may := self.is_known):
            return may
        if not (may := self._pays(total(lines))):
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
        if self.days_a_year is None:
            return no(
                "Say first what each thing costs and how many days specialists have: an offer "
                "never exceeds them."
            )
        return YES

    @property
    def left_gbp(self) -> Decimal | None:
        return None if self.budget_gbp is None else self.budget_gbp - self.given_gbp

    def days_left(self, year: int) -> Decimal | None:
        return None if self.days_a_year is None else self.days_a_year - self.days.get(year, 0)

    def _pays(self, cost: Decimal) -> Verdict:
        left = self.left_gbp
        assert left is not None
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
            f"{amount(max(left, Decimal()))} of their {amount(self.days_a_year or Decimal())} "
            f"left. {INSTEAD}"
        )


def room_of(programme: Programme, *, but: Offer | None = None) -> Room:
    """As things are. but: an offer that is being changed, and is left out. Three queries."""
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
        days_a_year=rates.specialist_days if rates else None,
        days=dict(visits),
        first_year=programme.first_year,
    )


def budget_of(programme: Programme) -> Decimal | None:
    """What the programme plans to spend; where nobody has said, what the fund gives."""
    return programme.fund_gbp if programme.budget_gbp is None else programme.budget_gbp


def prices_of(programme: Programme, rates: Rates) -> Prices:
    """Places are paid at each event that the design has. One query."""
    events = Intensity.objects.filter(programme=programme).order_by()
    counted = events.values_list("year").annotate(n=Sum("n_events"))
    return Prices({kind: rates.of(kind) for kind in Given}, dict(counted))
