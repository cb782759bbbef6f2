"""What goes with a place, line by line and year by year, and what it costs. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from leadwell.prepare.models import Given
from leadwell.prepare.offering.bands import Band

PENNY = Decimal("0.01")


class Where(NamedTuple):
    """Which line: of which year of the programme, and of what."""

    year: int
    kind: Given


class Varied(NamedTuple):
    """Another amount than that of its size, and why."""

    amount: Decimal
    because: str


@dataclass(frozen=True, slots=True)
class Line:
    """cost_gbp: of the year. by_size: as the table says. because: "" where it is as by size."""

    year: int
    kind: Given
    amount: Decimal
    by_size: Decimal
    cost_gbp: Decimal
    because: str = ""

    @property
    def where(self) -> Where:
        return Where(self.year, self.kind)


@dataclass(frozen=True, slots=True)
class Prices:
    """pounds: of one, by what it is. n_events: by year of the programme; a place is paid at each."""

    pounds: Mapping[Given, Decimal]
    n_events: Mapping[int, int]

    def cost(self, where: Where, amount: Decimal) -> Decimal:
        """Pounds of a year, to the penny."""
        times = self.n_events.get(where.year, 0) if where.kind == Given.PLACES else 1
        return (self.pounds[where.kind] * amount * times).quantize(PENNY)


def by_size(band: Band, years: Iterable[int], prices: Prices) -> tuple[Line, ...]:
    """Of each year the same, as the table of sizes has it."""
    return tuple(_line(Where(year, kind), band, prices) for year in years for kind in Given)


def varied(
    lines: Iterable[Line], others: Mapping[Where, Varied], prices: Prices
) -> tuple[Line, ...]:
    """With other amounts where there are any. An amount that is that of its size needs no reason,
    and loses it."""
    return tuple(_varied(line, others.get(line.where), prices) for line in lines)


def total(lines: Iterable[Line]) -> Decimal:
    """Pounds over all years."""
    return sum((line.cost_gbp for line in lines), Decimal())


def of_kind(lines: Iterable[Line], kind: Given) -> dict[int, Decimal]:
    """Amounts by year."""
    return {line.year: line.amount for line in lines if line.kind == kind}


def _line(where: Where, band: Band, prices: Prices) -> Line:
    amount = Decimal(band.amounts[where.kind])
    return Line(where.year, where.kind, amount, amount, prices.cost(where, amount))


def _varied(line: Line, other: Varied | None, prices: Prices) -> Line:
    if other is None:
        return line
    because = "" if other.amount == line.by_size else other.because
    cost = prices.cost(line.where, other.amount)
    return replace(line, amount=other.amount, because=because, cost_gbp=cost)
