"""What is published about schools, and England beside them, for the latest years there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import PublishedYear, SourceFile
from leadwell.schools.reasons import Reason
from leadwell.schools.version import Version, version

Cell = TypeVar("Cell")
YEARS = 3
ENGLAND = 0
"""Stands for England where others are schools, by their numbers."""
USUAL = ("rwm_expected",)
BY_SUBJECT = {
    "math": ("maths_expected", "maths_average", "maths_progress"),
    "numera": ("maths_expected", "maths_average", "maths_progress"),
    "read": ("reading_expected", "reading_average", "reading_progress"),
    "phonic": ("reading_expected", "reading_average", "reading_progress"),
    "oracy": ("reading_expected", "writing_expected", "rwm_expected"),
    "writ": ("writing_expected", "writing_progress", "gps_expected"),
    "english": ("reading_expected", "writing_expected", "gps_expected"),
}
"""By a part of the programme's subject, where its aims name no published measure."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Cells by school (or ENGLAND), year and measure. sources: of the schools' own rows."""

    rows: dict[tuple[int, int], tuple[list[float | None], list[int]]] = field(default_factory=dict)
    sources: frozenset[tuple[int, int]] = frozenset()

    def value(self, about: int, year: int, key: str) -> float | None:
        """As published; None where there is none."""
        row = self.rows.get((about, year))
        return _at(row[0], catalogue.load().by_key[key].slot) if row else None

    def reason(self, about: int, year: int, key: str) -> Reason:
        """Why there is none: what holds for every school that year comes first."""
        found = catalogue.load()
        row = self.rows.get((about, year))
        given = _at(row[1], found.by_key[key].slot) if row else None
        said = Reason.BLANK if given is None else Reason(given)
        return found.produced(key, year) or (said if row else Reason.ROW_ABSENT)


def measures_of(programme: Programme) -> tuple[Measure, ...]:
    """By what need is looked at: the published measures its aims name, else those of its
    subject, else reading, writing and maths together."""
    by_key = catalogue.load().by_key
    named = programme.aims.order_by("due_on", "pk").values_list("measured_by", flat=True)
    if found := tuple(dict.fromkeys(key for key in named if key in by_key)):
        return tuple(by_key[key] for key in found)
    subject = programme.subject.casefold()
    fitting = next((keys for part, keys in BY_SUBJECT.items() if part in subject), USUAL)
    return tuple(by_key[key] for key in fitting)


def loaded_years(now: Version | None = None) -> tuple[int, ...]:
    """Years of which results are loaded, the oldest first. One query; none where what is loaded
    now was asked for already."""
    return _loaded(now or version())


def years_of(measure: Measure, loaded: Sequence[int]) -> tuple[int, ...]:
    """The latest years of a measure, as many as YEARS that schools have figures of, the oldest
    first; with those in between in which there were none."""
    latest = with_figures(measure, loaded)[-YEARS:]
    return tuple(range(latest[0], latest[-1] + 1)) if latest else ()


def with_figures(measure: Measure, loaded: Sequence[int]) -> list[int]:
    """Of the years that are loaded, those in which schools were given this figure."""
    produced = catalogue.load().produced
    return [year for year in loaded if produced(measure.key, year) is None]


def read(schools: Collection[int], years: Collection[int]) -> Figures:
    """Of these standing schools, and of England, in these years. One query."""
    held = PublishedYear.objects.filter(academic_year__in=years)
    mine = held.filter(school__in=schools) | held.england()
    found = mine.exclude(intake__stands=False)  # of two rows in a year the one that stands
    columns = ("school_id", "academic_year", "values", "reasons", "source_id")
    rows, sources = {}, set()
    for school, year, values, reasons, source in found.values_list(*columns):
        rows[school or ENGLAND, year] = (values, reasons)
        if school:
            sources.add((source, year))
    return Figures(rows, frozenset(sources))


@lru_cache(maxsize=4)
def _loaded(_: Version) -> tuple[int, ...]:
    files = SourceFile.objects.filter(kind=SourceFile.Kind.RESULTS).order_by()
    return tuple(
        sorted({y for held in files.values_list("academic_years", flat=True) for y in held})
    )


def _at(cells: Sequence[Cell], slot: int) -> Cell | None:
    """None in a row kept before the catalogue had that measure."""
    return cells[slot] if slot < len(cells) else None
