"""Everything published about a school: as a table for the page and as rows for a CSV."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leadwell.lib import academic_year as years
from leadwell.reporting import sources
from leadwell.reporting.life.rows import SchoolYear
from leadwell.reporting.school.figures import denominator, figure, written
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Group, Measure, Unit
from leadwell.schools.models import School
from leadwell.schools.reasons import Reason
from leadwell.web.csv_out import Value

CSV_COLUMNS = (
    "Year", "URN", "School", "Measure", "Key", "Pupils it is about", "Value", "Unit",
    "Number of pupils published with it", "Reason there is no value", "Published code",
    "Before a sponsor took over", "Source file", "Status",
)  # fmt: skip
NOTHING_SAID = (Reason.NOT_PRODUCED, Reason.COLUMN_ABSENT)


@dataclass(frozen=True, slots=True)
class Section:
    """Measures that belong together. rows: label, then a cell a year."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FiguresTable:
    caption: str
    columns: tuple[str, ...]
    sections: tuple[Section, ...]


def table_of(rows: Mapping[int, SchoolYear]) -> FiguresTable:
    """Every measure that any of the years has, by kind; latest year first."""
    latest_first = sorted(rows.values(), key=lambda row: -row.academic_year)
    by_section: dict[str, list[tuple[str, ...]]] = {}
    for measure in catalogue.load().measures:
        if any(row.reason(measure) not in NOTHING_SAID for row in latest_first):
            cells = tuple(_cell(row, measure) for row in latest_first)
            by_section.setdefault(_section(measure), []).append((measure.label, *cells))
    ordered = sorted(by_section.items(), key=lambda item: _SECTIONS.index(item[0]))
    return FiguresTable(
        caption=sources.line(row.row for row in rows.values()),
        columns=("Measure", *(_heading(row, latest_first) for row in latest_first)),
        sections=tuple(Section(name, tuple(cells)) for name, cells in ordered),
    )


def _heading(row: SchoolYear, others: Sequence[SchoolYear]) -> str:
    """The year; and the URN where it was another then, or the sponsor to come."""
    year = years.label(row.academic_year)
    if row.is_before_sponsor:
        return f"{year}, before the sponsor"
    return year if row.urn == others[0].urn else f"{year}, as URN {row.urn}"


def _cell(row: SchoolYear, measure: Measure) -> str:
    """As figure() says it, without making 750 of them for one page."""
    value = row.value(measure.key)
    if value is None:
        return row.reason(measure).sentence
    text = written(measure, value)
    if measure.unit == Unit.PUPILS or not text.endswith("%"):
        return text
    n = denominator(row, measure)
    return text if n is None else f"{text} of {n:,}"


_SECTIONS = (
    "The year group", "Where the pupils started", "All pupils", "Disadvantaged pupils",
    "Other pupils", "Progress from age 7 to age 11", "Three years together",
)  # fmt: skip


def _section(measure: Measure) -> str:
    year_group, started, everyone, disadvantaged, other, progress, together = _SECTIONS
    if measure.group == Group.THREE_YEAR:
        return together
    if measure.unit == Unit.PROGRESS_POINTS or measure.key.endswith("_coverage"):
        return progress
    if measure.key.startswith("prior_"):
        return started
    if measure.higher_is == "neither":
        return year_group
    return {Group.DISADVANTAGED: disadvantaged, Group.OTHER: other}.get(measure.group, everyone)


def csv_rows(school: School, rows: Mapping[int, SchoolYear]) -> Iterator[tuple[Value, ...]]:
    """A row a year and measure, oldest year first, as published or with the reason why not."""
    for row in rows.values():
        for measure in catalogue.load().measures:
            if row.reason(measure) not in NOTHING_SAID:
                yield _csv_row(school, row, measure)


def _csv_row(school: School, row: SchoolYear, measure: Measure) -> tuple[Value, ...]:
    found = figure(row, measure)
    reason = row.reason(measure)
    return (
        years.label(row.academic_year), row.urn, row.row.name or school.name, measure.label,
        measure.key, measure.population, found.value, str(measure.unit), found.denominator,
        found.reason, reason.text, "yes" if row.is_before_sponsor else "", found.source,
        row.row.source.status,
    )  # fmt: skip
