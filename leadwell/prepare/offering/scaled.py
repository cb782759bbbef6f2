"""What one school would be offered: its size, its years, the amounts and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadwell.explore.models import Candidate
from leadwell.lib import academic_year as years
from leadwell.prepare.models import Given, Offer, Rates
from leadwell.prepare.offering import bands
from leadwell.prepare.offering.allocation import Line, Prices, Varied, Where, by_size, varied
from leadwell.prepare.offering.bands import Band
from leadwell.prepare.offering.room import prices_of
from leadwell.programmes.models import Programme

NOTHING: Mapping[Where, Varied] = {}


@dataclass(frozen=True, slots=True)
class Scaled:
    """table: the id of the table of sizes."""

    table: str
    band: Band
    lines: tuple[Line, ...]


def scaled(
    candidate: Candidate,
    *,
    starts_on: date,
    others: Mapping[Where, Varied] = NOTHING,
    prices: Prices | None = None,
) -> Scaled:
    """By the newest table of sizes and the rates of today; where there are no rates yet, as if all
    were free, which no offer is then made of. prices: where they are known. Raises NoSize."""
    school, table = candidate.standing_school, bands.current()
    band = table.band_of(
        school=school.name, n_pupils=school.n_pupils, phase=school.phase_of_education
    )
    prices = prices or prices_today(candidate.programme)
    lines = by_size(band, years_of(candidate.programme, starts_on), prices)
    return Scaled(table.id, band, varied(lines, others, prices))


def lines_of(offer: Offer, *, others: Mapping[Where, Varied] = NOTHING) -> tuple[Line, ...]:
    """Of an offer that was made. An amount that changes is counted at the rates of today."""
    kept = tuple(
        Line(one.year, Given(one.kind), one.amount, one.by_size, one.cost_gbp, one.because)
        for one in offer.lines.all()
    )
    moved = {
        where: other
        for where, other in others.items()
        if any(one.where == where and one.amount != other.amount for one in kept)
        or any(one.where == where and one.because != other.because for one in kept)
    }
    return varied(kept, moved, prices_today(offer.candidate.programme))


def years_of(programme: Programme, starts_on: date) -> range:
    """Years of the programme that a school has which begins on this day; one at least."""
    first = years.of(starts_on) - programme.first_year + 1
    return range(min(max(first, 1), programme.n_years), programme.n_years + 1)


def prices_today(programme: Programme) -> Prices:
    """Two queries."""
    rates = Rates.objects.filter(programme=programme).first()
    return prices_of(programme, rates or _free(programme))


def _free(programme: Programme) -> Rates:
    return Rates(
        programme=programme, place_gbp=0, visit_day_gbp=0, cover_day_gbp=0, coaching_gbp=0,
        session_gbp=0,
    )  # fmt: skip
