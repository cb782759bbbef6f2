"""One published cell as a figure, with its denominator, its range and the reason it is missing."""

from functools import cache, lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from leadwell.evidence.figure import Figure
from leadwell.reporting import ranges
from leadwell.reporting.life.rows import SchoolYear
from leadwell.reporting.overview.standing import printed_ends
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.reasons import Reason
from leadwell.web.charts.drawing import CANCELLED, NOT_PUBLISHED, TOO_FEW, Absence
from leadwell.web.charts.scale import PERCENT, PROGRESS, SCALED_SCORE
from leadwell.web.charts.scale import Unit as ChartUnit

NO_ROW = "Not in that year's results"
NOT_LOADED = "Results not loaded here"
NOT_WORKED_OUT = Absence("Not worked out that year", short="Not worked out")

CHART_UNITS = {
    Unit.PERCENT: PERCENT,
    Unit.SCALED_SCORE: SCALED_SCORE,
    Unit.PROGRESS_POINTS: PROGRESS,
    Unit.PUPILS: ChartUnit(),
    Unit.POINTS: ChartUnit(decimals=1),
}
_OF_THE_YEAR = {
    Reason.CANCELLED: CANCELLED,
    Reason.NOT_PUBLISHED_YEAR: NOT_PUBLISHED,
    Reason.NOT_PRODUCED: NOT_WORKED_OUT,
    Reason.COLUMN_ABSENT: Absence("Not in the file of that year", short="Not in the file"),
}


def figure(year: SchoolYear, measure: Measure, *, with_range: bool = False) -> Figure:
    """A measure of the school in a year, as published."""
    value = year.value(measure.key)
    n = denominator(year, measure)
    low, high = (_range(year, measure, n) if with_range else None) or (None, None)
    return Figure(
        value=value,
        unit=str(measure.unit),
        population=measure.population,
        denominator=n,
        low=low,
        high=high,
        reason="" if value is not None else year.reason(measure).sentence,
        source=year.row.source.name,
        as_at=year.row.source.loaded_at.date(),
    )


def denominator(year: SchoolYear, measure: Measure) -> int | None:
    """The published count of pupils it is about; None where none is published."""
    n = year.value(measure.denominator) if measure.denominator else None
    return None if n is None else int(n)


def half_width(figure: Figure) -> float | None:
    """How far such a result can move either way by chance, in its unit; None where unknown."""
    if figure.low is None or figure.high is None:
        return None
    return (figure.high - figure.low) / 2


def _range(year: SchoolYear, measure: Measure, n: int | None) -> tuple[float, float] | None:
    value = year.value(measure.key)
    if value is None:
        return None
    lower, upper = printed_ends(measure)
    printed = (year.value(lower) if lower else None, year.value(upper) if upper else None)
    return ranges.of_level(measure, value, n, printed=printed)


def absence(reason: Reason) -> Absence:
    """A reason as charts draw it: years that nobody has are framed, hidden figures are not."""
    if reason in (Reason.SUPP, Reason.C):
        return TOO_FEW
    return _OF_THE_YEAR.get(reason) or Absence(reason.sentence, is_hidden=True)


def written(measure: Measure, value: float) -> str:
    """69%, 105 or +1.2: the value in the measure's own way of writing."""
    return CHART_UNITS[measure.unit].write(value)


@cache
def choices() -> list[Measure]:
    """The measures that a chart can be drawn of: single years' results of all pupils."""
    return [
        m
        for m in catalogue.load().measures
        if m.group == catalogue.Group.ALL and m.higher_is == "better"
    ]


@lru_cache(maxsize=100)
def options(chosen: Measure) -> SafeString:
    """The same as the options of a select, under their headings. The same for every school, so
    that they are written once and not by a template."""
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        ((name, _options(unit, chosen)) for unit, name in _KINDS.items()),
    )


def _options(unit: Unit, chosen: Measure) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (each.key, mark_safe(" selected") if each is chosen else "", each.label)
            for each in choices()
            if each.unit == unit
        ),
    )


_KINDS = {
    Unit.PERCENT: "Share of pupils",
    Unit.SCALED_SCORE: "Average scores",
    Unit.PROGRESS_POINTS: "Progress from age 7",
}
