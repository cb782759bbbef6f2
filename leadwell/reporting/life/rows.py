"""What is published about one school, a row a year, whatever its URN was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from leadwell.lib import academic_year as years
from leadwell.reporting.life.history import Life
from leadwell.schools import catalogue, standing_row
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import PublishedYear, School
from leadwell.schools.reasons import Reason

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """One year's row.

    note: why this row, where the year was published under two URNs. is_before_sponsor: under a
    URN that a sponsor-led academy has followed since.
    """

    row: PublishedYear
    note: str = ""
    is_before_sponsor: bool = False

    @property
    def academic_year(self) -> int:
        return self.row.academic_year

    @property
    def urn(self) -> int:
        return self.row.urn or 0

    def value(self, key: str) -> float | None:
        """A measure as published; None where there is none."""
        return at_slot(self.row.values, catalogue.load().by_key[key].slot)

    def reason(self, measure: Measure) -> Reason:
        """Why a measure has no value this year; VALUE where it has."""
        if at_slot(self.row.values, measure.slot) is not None:
            return Reason.VALUE
        given = at_slot(self.row.reasons, measure.slot)
        return reason_for(
            measure, self.academic_year, Reason.BLANK if given is None else Reason(given)
        )


def reason_for(measure: Measure, academic_year: int, given: Reason) -> Reason:
    """What holds for every school that year comes before what the file says of one."""
    return _produced(measure.key, academic_year) or given


@cache  # a page of all figures asks for each of them in each year, of every school alike
def _produced(key: str, academic_year: int) -> Reason | None:
    return catalogue.load().produced(key, academic_year)


def at_slot(cells: Sequence[Cell], slot: int) -> Cell | None:
    """The cell of a slot; None in a row kept before the catalogue had that measure."""
    return cells[slot] if slot < len(cells) else None


def years_of(school: School, lives: Sequence[Life]) -> dict[int, SchoolYear]:
    """The school's row of each year there is one, oldest first. One query."""
    rows = (
        standing_row.with_standing(PublishedYear.objects.filter(school=school))
        .select_related("source")
        .defer("source__report", "source__encoding", "source__sha256")
        .order_by("academic_year")
    )
    return one_a_year(rows, lives)


def one_a_year(rows: Iterable[PublishedYear], lives: Sequence[Life]) -> dict[int, SchoolYear]:
    """Of two rows in a year the one that stands. Rows as standing_row.with_standing gives them."""
    by_year: dict[int, list[PublishedYear]] = {}
    for row in rows:
        by_year.setdefault(row.academic_year, []).append(row)
    order = {life.urn: i for i, life in enumerate(lives)}
    sponsored = max((i for i, life in enumerate(lives) if life.is_sponsor_led), default=-1)
    found = {}
    for year, held in sorted(by_year.items()):
        row = next(each for each in held if each.stands)  # type: ignore[attr-defined]
        is_before = order.get(row.urn or 0, sponsored) < sponsored
        found[year] = SchoolYear(row, _note(row, held), is_before_sponsor=is_before)
    return found


def _note(row: PublishedYear, held: Sequence[PublishedYear]) -> str:
    """What to say where a year has results under two URNs; "" elsewhere."""
    if len(held) < 2 or sum(each.has_results for each in held) < 2:
        return ""
    urns = " and ".join(str(each.urn) for each in sorted(held, key=lambda r: r.urn or 0))
    return (
        f"{years.label(row.academic_year)} was published under two URNs, {urns}. Shown: {row.urn}, "
        "the school's URN on the day of the tests."
    )
