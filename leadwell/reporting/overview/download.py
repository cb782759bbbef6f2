"""The overview as a file: every school that was asked for, not only those of one page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from leadwell.accounts.models import User
from leadwell.evidence.figure import Figure
from leadwell.lib import academic_year as years
from leadwell.reporting import sources
from leadwell.reporting.overview.asking import Loaded, ask, comparators
from leadwell.reporting.overview.rows import About, SchoolRow, school_row
from leadwell.reporting.overview.standing import all_rows
from leadwell.web import csv_out
from leadwell.web.csv_out import Value

UNITS = {"percent": "per cent", "scaled_score": "scaled score", "progress_points": "points"}


def overview_csv(user: User, choice: Mapping[str, Any], held: Loaded) -> HttpResponse:
    asked = ask(user, choice, held)
    about = asked.about
    notes = [
        f"{about.measure.label}, {years.label(about.academic_year)}, {UNITS[about.measure.unit]}. "
        f"{about.measure.definition}",
        "95% range: where the figure could lie by chance alone. The order is not a ranking: "
        "differences smaller than the ranges are mostly chance.",
        "Change and gap are worked out here from published figures, only where both are "
        "published. Gap: disadvantaged pupils minus other pupils of the same school.",
        *(each.text(about.measure) for each in comparators(asked)),
        source_of(about, held),
    ]
    return csv_out.download(
        _columns(about),
        (_cells(school_row(row, about)) for row in all_rows(asked.question)),
        name=f"overview {about.measure.key} {years.label(about.academic_year)}",
        notes=notes,
    )


def source_of(about: About, held: Loaded) -> str:
    """Every edition of both years: which rows come from which is known only once all are sent."""
    shown = (about.academic_year, about.earlier_year)
    return sources.line_of(each for _, each in held.editions if each.academic_year in shown)


def _columns(about: About) -> tuple[str, ...]:
    year, unit = years.label(about.academic_year), UNITS[about.measure.unit]
    points = "percentage points" if unit == "per cent" else unit
    since = "no earlier year" if about.earlier_year is None else years.label(about.earlier_year)
    return (
        "School", "URN", "Town", "Local authority", "Trust",
        f"Pupils at the end of key stage 2, {year}",
        f"Result, {year}, {unit}", *_ends("Result"),
        f"Change since {since}, {points}", *_ends("Change"),
        f"Gap, {year}, {points}", *_ends("Gap"),
        "Beside England",
    )  # fmt: skip


def _ends(what: str) -> tuple[str, str, str]:
    return f"{what}: 95% range from", f"{what}: 95% range to", f"{what}: why there is none"


def _cells(row: SchoolRow) -> list[Value]:
    held = row.row
    figures = [part for each in (row.level, row.change, row.gap) for part in _figure(each)]
    who: list[Value] = [held.name, held.urn, held.town, held.area, held.trust, row.n_pupils]
    return [*who, *figures, row.beside_england]


def _figure(figure: Figure) -> tuple[Value, ...]:
    return _rounded(figure.value), _rounded(figure.low), _rounded(figure.high), figure.reason


def _rounded(value: float | None) -> float | None:
    """To the one decimal the Department publishes at most."""
    return None if value is None else round(value, 1)
