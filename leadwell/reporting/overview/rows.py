"""One line of the overview: a school's published figures, what they could be, and in words."""

from dataclasses import dataclass

from leadwell.evidence.figure import Figure
from leadwell.lib import academic_year as years
from leadwell.reporting import addresses, ranges
from leadwell.reporting.overview.standing import Row
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.reasons import Reason
from leadwell.web.charts.scale import PERCENT, PROGRESS, SCALED_SCORE
from leadwell.web.charts.scale import Unit as Writing

WRITINGS = {
    Unit.PERCENT: PERCENT,
    Unit.SCALED_SCORE: SCALED_SCORE,
    Unit.PROGRESS_POINTS: PROGRESS,
}
HIDDEN = (Reason.SUPP, Reason.C)
BELOW, ABOVE = "Below, by more than chance", "Above, by more than chance"
NEAR = "Too close to tell"
SMALL = 10  # pupils: from here down, the few are named as the reason for doubt


@dataclass(frozen=True, slots=True)
class About:
    """What holds for every row. england: the comparator's value; None where there is none."""

    measure: Measure
    academic_year: int
    earlier_year: int | None
    england: float | None

    @property
    def writing(self) -> Writing:
        return WRITINGS[self.measure.unit]

    @property
    def difference(self) -> Writing:
        """How a difference of two values is written: with its sign."""
        return Writing(decimals=self.writing.decimals, is_signed=True)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """level, change (since the earlier year) and gap (disadvantaged minus other pupils, within
    the school): each a figure or the reason it is missing."""

    about: About
    row: Row
    level: Figure
    change: Figure
    gap: Figure

    @property
    def n_pupils(self) -> int:
        """In the year group, as published."""
        return int(self.row.n)

    @property
    def beside_england(self) -> str:
        """Where the school stands, only as far as its range lets it be known."""
        level, england = self.level, self.about.england
        if level.low is None or level.high is None or england is None:
            return ""
        if level.high < england:
            return BELOW
        return ABOVE if level.low > england else NEAR

    @property
    def weight(self) -> str:
        """How much one child weighs: why small schools' results jump."""
        n = self.n_pupils
        few = f"Only {n} pupils" if 1 < n <= SMALL else ""
        if self.level.value is None or self.about.measure.unit is not Unit.PERCENT:
            return few
        points = f"{100 / n:.0f}" if n < 67 else f"{100 / n:.1f}"
        one = f"ne pupil is {points} {'point' if points == '1' else 'points'}"
        return f"{few}: o{one}" if few else f"O{one}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row as text for the table. cells: (name of column, what it says, what is said under it)."""

    name: str
    url: str
    where: str
    urn: str
    cells: tuple[tuple[str, str, str], ...]


def line(shown: SchoolRow) -> Line:
    about, row = shown.about, shown.row
    since = f"Change since {years.label(about.earlier_year)}" if about.earlier_year else "Change"
    was = row.was_urn
    renamed = f"as URN {was} then" if was and was != row.row_urn else ""
    return Line(
        name=row.name,
        url=addresses.school(row.urn),
        where=", ".join(part for part in (row.town, row.area) if part),
        urn=str(row.urn),
        cells=(
            ("Result", *_written(shown.level, about.writing)),
            (since, *_written(shown.change, about.difference, renamed)),
            ("Gap", *_written(shown.gap, about.difference)),
            ("Pupils", str(shown.n_pupils), ""),
            ("Beside England", shown.beside_england, shown.weight),
        ),
    )


def _written(figure: Figure, writing: Writing, note: str = "") -> tuple[str, str]:
    """The figure and, under it, its range; or nothing and the reason."""
    if figure.value is None:
        return "", figure.reason
    ends = ""
    if figure.low is not None and figure.high is not None:
        ends = f"({writing.interval(figure.low, figure.high)})"
    return writing.write(figure.value), ", ".join(part for part in (ends, note) if part)


def school_row(row: Row, about: About) -> SchoolRow:
    return SchoolRow(
        about=about,
        row=row,
        level=_level(row, about),
        change=_change(row, about),
        gap=_gap(row, about),
    )


def _level(row: Row, about: About) -> Figure:
    measure, low_high = about.measure, None
    if row.level is not None:
        low_high = ranges.of_level(measure, row.level, row.n, printed=(row.lower, row.upper))
    low, high = low_high or (None, None)
    return Figure(
        value=row.level,
        unit=str(measure.unit),
        population=measure.population,
        denominator=int(row.n),
        low=low,
        high=high,
        reason=_sentence(row.level, row.level_reason),
    )


def _change(row: Row, about: About) -> Figure:
    """Only where both years are published: the Department's figures, subtracted here."""
    reason = _why_no_change(row, about)
    value, low_high = None, None
    if not reason and row.level is not None and row.before is not None:
        value = row.level - row.before
        low_high = ranges.of_change(about.measure, (row.level, row.n), (row.before, row.n_before))
    return _worked_out(value, low_high, reason, about)


def _why_no_change(row: Row, about: About) -> str:
    if about.earlier_year is None:
        return "No earlier year is loaded"
    if row.level is None:
        return _sentence(row.level, row.level_reason)
    if row.was_urn is None:
        return f"No results in {years.label(about.earlier_year)}"
    if row.before is None:
        return f"{years.label(about.earlier_year)}: {_lower(_sentence(None, row.before_reason))}"
    return ""


def _gap(row: Row, about: About) -> Figure:
    """Disadvantaged minus other pupils, only where both are published. If one is hidden, why."""
    value, low_high, reason = None, None, ""
    if row.ours is not None and row.others is not None:
        value = row.ours - row.others
        low_high = ranges.of_gap(about.measure, (row.ours, row.n_ours), (row.others, row.n_others))
    else:
        codes = [row.ours_reason, row.others_reason]
        given = [Reason(code) for code in codes if code]
        hidden = [each for each in given if each in HIDDEN]
        reason = (hidden or given or [Reason.BLANK])[0].sentence
    return _worked_out(value, low_high, reason, about)


def _worked_out(value: float | None, ends: ranges.Range, reason: str, about: About) -> Figure:
    measure = about.measure
    low, high = ends or (None, None)
    return Figure(
        value=value,
        unit="percentage_points" if measure.unit is Unit.PERCENT else str(measure.unit),
        population=measure.population,
        low=low,
        high=high,
        reason=reason,
        is_published=False,
    )


def _sentence(value: float | None, code: int | None) -> str:
    return "" if value is not None else (Reason(code) if code else Reason.BLANK).sentence


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
