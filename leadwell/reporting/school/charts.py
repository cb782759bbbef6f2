"""The two pictures of the school page, from figures."""

from collections.abc import Mapping, Sequence

from leadwell.evidence.figure import Figure
from leadwell.reporting import ranges
from leadwell.reporting.life.history import Life
from leadwell.reporting.life.rows import SchoolYear, reason_for
from leadwell.reporting.school.beside import Beside
from leadwell.reporting.school.figures import (
    CHART_UNITS,
    NO_ROW,
    NOT_LOADED,
    absence,
    denominator,
)
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import Join, School
from leadwell.schools.reasons import Reason
from leadwell.web.charts.drawing import Absence, Drawing
from leadwell.web.charts.dumbbell import Dumbbell, Pair, dumbbell
from leadwell.web.charts.trend import Line, Marker, Point, Trend, trend
from leadwell.web.templatetags.leadwell import month_and_year

SHORT_ENOUGH = 18  # characters of a school's name at the end of its line
_MARKS = {
    Join.Kind.CONVERTER: "Became an academy",
    Join.Kind.SPONSOR_LED: "Taken over by a sponsor",
    Join.Kind.OTHER: "New URN",
}


def why_not(measure: Measure, year: int, row: SchoolYear | None, loaded: Sequence[int]) -> Absence:
    """Why a year has no figure of the school, as a chart draws it."""
    if row is not None:
        return absence(row.reason(measure))
    if reason := reason_for(measure, year, Reason.VALUE):
        return absence(reason)
    is_loaded = year in loaded
    return Absence(NO_ROW, short="No results", is_hidden=True) if is_loaded else Absence(NOT_LOADED)


def trend_of(
    school: School,
    measure: Measure,
    figures: Mapping[int, Figure],
    absences: Mapping[int, Absence],
    beside: Beside,
    lives: Sequence[Life],
) -> Drawing:
    """The school over the years, with its ranges, beside the groups. figures: by year; absences:
    for each year that has none."""
    span = [*figures, *absences]
    area = str(school.local_authority or "Council")
    points = [Point(y, f.value, f.low, f.high) for y, f in figures.items() if y not in absences]
    points += [Point(year, absent=why) for year, why in absences.items()]
    name = school.name if len(school.name) <= SHORT_ENOUGH else "This school"
    return trend(
        Trend(
            ident="trend",
            title=f"{measure.label}: {school.name}",
            table_caption=measure.label,
            first_year=min(span),
            last_year=max(span),
            ours=Line(school.name, tuple(sorted(points, key=lambda p: p.academic_year)), name),
            unit=CHART_UNITS[measure.unit],
            similar=_line("Similar schools", beside.similar, absences, short="Similar"),
            local_authority=_line(area, beside.local_authority, absences),
            england=_line("England", beside.england, absences),
            markers=tuple(markers(lives, range(min(span), max(span) + 1))),
        )
    )


def _line(
    name: str, values: Mapping[int, float], absences: Mapping[int, Absence], short: str = ""
) -> Line | None:
    """A group's line; None where it has no value. Years that nobody has say why."""
    if not values:
        return None
    points = [Point(year, value) for year, value in values.items()]
    points += [
        Point(year, absent=why)
        for year, why in absences.items()
        if year not in values and not why.is_hidden
    ]
    return Line(name, tuple(sorted(points, key=lambda p: p.academic_year)), short)


def markers(lives: Sequence[Life], span: range) -> list[Marker]:
    """An upright where each later URN's results begin, if that is within the years drawn."""
    found = []
    for life in lives:
        year = life.first_results_year
        if life.kind and life.joined_on and year is not None and span[0] < year <= span[-1]:
            text = f"{_MARKS[Join.Kind(life.kind)]} {month_and_year(life.joined_on)}"
            found.append(Marker(year, text))
    return found


def gap_of(school: School, measure: Measure, pairs: Sequence[Pair]) -> Drawing:
    """Disadvantaged pupils and others within the school, a row a year."""
    return dumbbell(
        Dumbbell(
            ident="gap",
            title=f"{measure.label}, disadvantaged pupils and others: {school.name}",
            table_caption=f"{measure.label}, disadvantaged pupils and others",
            pairs=tuple(pairs),
            unit=CHART_UNITS[measure.unit],
        )
    )


def pairs_of(
    whole: Measure, rows: Mapping[int, SchoolYear], absences: Mapping[int, Absence]
) -> list[Pair]:
    """Both groups of a year where both are published; else why not, and neither of them.

    whole: the same figure of all pupils, which names the two.
    absences: of the years without any row, and of those in which nobody has results.
    """
    known = catalogue.load().by_key
    first, second = known[whole.disadvantaged or ""], known[whole.other or ""]
    pairs = []
    for year in sorted({*rows, *absences}):
        if (row := rows.get(year)) is None:
            pairs.append(Pair(year, absent=absences[year]))
            continue
        one, other = row.value(first.key), row.value(second.key)
        if one is None or other is None:
            hidden = first if one is None else second
            pairs.append(Pair(year, absent=absence(row.reason(hidden))))
        else:
            n, n_other = denominator(row, first), denominator(row, second)
            low, high = ranges.of_gap(whole, (one, n), (other, n_other)) or (None, None)
            pairs.append(Pair(year, one, other, n_first=n, n_second=n_other, low=low, high=high))
    return pairs


def span_of(rows: Mapping[int, SchoolYear], others: Sequence[int]) -> range:
    """The years drawn: from the school's first row to the latest year of anybody's results."""
    return range(min(rows), max([*rows, *others]) + 1) if rows else range(0)
