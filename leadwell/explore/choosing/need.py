"""A school's published figures of the programme's measures, with trend and gaps, as one reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadwell.explore.choosing import figures as published
from leadwell.explore.choosing.figures import Figures
from leadwell.lib.academic_year import label
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.models import SourceFile
from leadwell.web.csv_out import ATTRIBUTION
from leadwell.web.numbers import plain, signed

DISADVANTAGED = "Disadvan\N{SOFT HYPHEN}taged pupils"  # breaks there on a narrow screen
NOT_LOADED = "Not loaded"
COLUMNS = ("Year", "Result", DISADVANTAGED, "Other pupils", "Gap", "Pupils", "England")


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One measure. rows: as COLUMNS, the oldest year first; a year without tests says so. trend:
    a sentence, "" where fewer than two years have a figure."""

    measure: Measure
    rows: tuple[tuple[str, ...], ...]
    trend: str
    n_years: int

    @property
    def year(self) -> str:
        """The latest that is looked at; "" where nothing is loaded, as with the next two."""
        return self.rows[-1][0] if self.rows else ""

    @property
    def ours(self) -> str:
        """As published for that year, or why it is not."""
        return self.rows[-1][1] if self.rows else ""

    @property
    def england(self) -> str:
        """ "" too where nobody has loaded it."""
        said = self.rows[-1][-1] if self.rows else ""
        return "" if said == NOT_LOADED else said


@dataclass(frozen=True, slots=True)
class Need:
    """source: of what is shown, with its attribution. has_figures: whether there is any."""

    lines: tuple[NeedLine, ...]
    source: str

    @property
    def has_figures(self) -> bool:
        return any(line.n_years for line in self.lines)

    @property
    def kept(self) -> list[dict[str, Any]]:
        """As it is kept with a screening, or a review; nothing where there are no figures."""
        return [
            {"measure": line.measure.key, "rows": [list(row) for row in line.rows],
             "trend": line.trend}
            for line in self.lines
            if line.n_years
        ]  # fmt: skip


def of_kept(kept: Sequence[Mapping[str, Any]], source: str) -> Need:
    """What was kept, to be shown again. No query."""
    by_key = catalogue.load().by_key
    lines = tuple(
        NeedLine(by_key[one["measure"]], tuple(map(tuple, one["rows"])), one["trend"], len(one["rows"]))
        for one in kept
        if one["measure"] in by_key
    )  # fmt: skip
    return Need(lines, source)


def need_of(school: int, measures: Sequence[Measure], figures: Figures | None = None) -> Need:
    """At most two queries, whatever the measures. figures: where they are read already."""
    years = years_by_measure(measures)
    if figures is None:
        figures = published.read([school], {year for held in years.values() for year in held})
    said = editions(figures)
    source = f"School performance tables {said}. {ATTRIBUTION}" if said else ""
    return Need(lines_of(school, measures, years, figures), source)


def years_by_measure(measures: Sequence[Measure]) -> dict[str, tuple[int, ...]]:
    """By the measure's key: the years that are looked at. One query."""
    loaded = published.loaded_years()
    return {measure.key: published.years_of(measure, loaded) for measure in measures}


def lines_of(
    school: int,
    measures: Sequence[Measure],
    years: Mapping[str, Sequence[int]],
    figures: Figures,
) -> tuple[NeedLine, ...]:
    """Of one school, from figures that are read. No query."""
    return tuple(_line(measure, school, years[measure.key], figures) for measure in measures)


def _line(measure: Measure, school: int, years: Sequence[int], figures: Figures) -> NeedLine:
    known = [
        (year, value)
        for year in years
        if (value := figures.value(school, year, measure.key)) is not None
    ]
    rows = tuple(_row(measure, school, year, figures) for year in years)
    return NeedLine(measure, rows, _trend(measure, known), len(known))


def _row(measure: Measure, school: int, year: int, figures: Figures) -> tuple[str, ...]:
    """A year in which nobody had tests is one cell that says so."""
    if reason := catalogue.load().produced(measure.key, year):
        return label(year), reason.sentence, "", "", "", "", ""
    groups = [
        _cell(measure, school, year, figures, key) for key in (measure.disadvantaged, measure.other)
    ]
    n = figures.value(school, year, measure.denominator or "eligible_pupils")
    return (
        label(year),
        _cell(measure, school, year, figures, measure.key),
        *groups,
        _gap(measure, school, year, figures),
        plain(n) if n is not None else "",
        _cell(measure, published.ENGLAND, year, figures, measure.key),
    )


def _cell(measure: Measure, about: int, year: int, figures: Figures, key: str | None) -> str:
    """As published, or why it is not."""
    if key is None:
        return "Not published for this group"
    value = figures.value(about, year, key)
    if value is not None:
        return _written(value, measure)
    if about == published.ENGLAND:
        return "0 by definition" if measure.unit is Unit.PROGRESS_POINTS else NOT_LOADED
    return figures.reason(about, year, key).sentence


def _gap(measure: Measure, school: int, year: int, figures: Figures) -> str:
    """Disadvantaged minus other pupils, worked out here, only where both are published."""
    if measure.disadvantaged is None or measure.other is None:
        return ""
    ours = figures.value(school, year, measure.disadvantaged)
    others = figures.value(school, year, measure.other)
    return "" if ours is None or others is None else signed(ours - others, measure.decimals)


def _trend(measure: Measure, known: Sequence[tuple[int, float]]) -> str:
    if len(known) < 2:
        return ""
    (first, was), (last, now) = known[0], known[-1]
    if (change := round(now - was, measure.decimals)) == 0:
        return f"The same in {label(last)} as in {label(first)}."
    moved = plain(abs(change), measure.decimals)
    kind = "percentage point" if measure.unit is Unit.PERCENT else "point"
    return (
        f"{'Up' if change > 0 else 'Down'} by {moved} {kind}{'' if moved == '1' else 's'} "
        f"from {label(first)} to {label(last)}."
    )


def _written(value: float, measure: Measure) -> str:
    return f"{plain(value, measure.decimals)}{'%' if measure.unit is Unit.PERCENT else ''}"


def editions(figures: Figures) -> str:
    """Which, in words: "2023/24 final, 2024/25 revised". One query where there are figures."""
    if not figures.sources:
        return ""
    files = SourceFile.objects.only("status").in_bulk({pk for pk, _ in figures.sources})
    named = {(year, files[pk].status) for pk, year in figures.sources if pk in files}
    return ", ".join(f"{label(year)} {status}".strip() for year, status in sorted(named))
