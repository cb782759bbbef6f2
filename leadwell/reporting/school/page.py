"""The school page: everything it shows, made ready.

Few queries however many schools there are, and fewer for what was asked before and is remembered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from leadwell.evidence.figure import Figure
from leadwell.lib import academic_year as years
from leadwell.reporting import sources
from leadwell.reporting.life import kind as school_kind
from leadwell.reporting.life.history import Life, lives_of
from leadwell.reporting.life.kind import SchoolKind
from leadwell.reporting.life.rows import SchoolYear, years_of
from leadwell.reporting.overview.standing import Sql, sql_of
from leadwell.reporting.school import charts as school_charts
from leadwell.reporting.school import figures as school_figures
from leadwell.reporting.school import words as school_words
from leadwell.reporting.school.beside import Beside, beside
from leadwell.reporting.school.figures import figure
from leadwell.reporting.school.register import Snapshot, register_of
from leadwell.reporting.school.table import FiguresTable, table_of
from leadwell.reporting.school.words import Told
from leadwell.reporting.similar import nearest as similar_search
from leadwell.reporting.similar.nearest import Search
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import School
from leadwell.schools.version import Version, version
from leadwell.web.charts.drawing import Absence, Drawing
from leadwell.web.charts.dumbbell import Pair
from leadwell.web.templatetags.leadwell import day_and_year, month_and_year

DEFAULT = "rwm_expected"
NOTHING_YET = "No results of this school are loaded."
NOTHING_YET_THEN = "They appear here as soon as a results file that names it is loaded."


@dataclass(frozen=True, slots=True)
class Gap:
    """Disadvantaged pupils and others within the school. chance: how many they are, and how far
    chance alone goes, in the latest year; "" where that is not known. drawing: None where no year
    has both."""

    sentence: str
    chance: str
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Results:
    """What the page says of one measure. drawing, gap: None where there is nothing to draw, or
    the measure is not published for the groups. n_similar: in the middle line, 0 without one. The
    sentences are "" where they do not hold."""

    measure: Measure
    opening: str
    chance: str
    warning: str
    one_pupil: str
    drawing: Drawing | None
    gap: Gap | None
    no_similar: str
    n_similar: int
    has_ranges: bool
    source: str

    @property
    def caption(self) -> str:
        shaded = (
            "Shading, or an upright bar: 95% range for a year group of this size."
            if self.has_ranges
            else ""
        )
        alike = (
            f"Dashes: the middle one of {self.n_similar} similar schools." if self.n_similar else ""
        )
        return " ".join(part for part in (shaded, alike, f"{self.source}.") if part)

    @property
    def options(self) -> SafeString:
        """Of the list of measures to choose from."""
        return school_figures.options(self.measure)

    @property
    def gap_heading(self) -> str:
        return f"{self.measure.label}, disadvantaged pupils and others"

    @property
    def gap_caption(self) -> str:
        return (
            "Diamond: disadvantaged pupils. Dot: other pupils of this school. Shown only where "
            "both are published. In the table: how many pupils, and the 95% range of the gap. "
            f"{self.source}."
        )


@dataclass(frozen=True, eq=False)
class Published:
    """What published figures say of a school, with one measure drawn. results: None where `empty`
    of the page says why instead. search: None where nothing can be compared."""

    kind: SchoolKind
    rows: Mapping[int, SchoolYear]
    results: Results | None
    search: Search | None

    @cached_property
    def table(self) -> FiguresTable:
        return table_of(self.rows)


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """register: the one its facts are from; None before one was loaded."""

    school: School
    lives: tuple[Life, ...]
    published: Published
    register: Snapshot | None

    @property
    def kind(self) -> SchoolKind:
        return self.published.kind

    @property
    def rows(self) -> Mapping[int, SchoolYear]:
        return self.published.rows

    @property
    def results(self) -> Results | None:
        return self.published.results

    @property
    def search(self) -> Search | None:
        return self.published.search

    @property
    def header(self) -> str:
        """Number, ages, size and as-at, in short sentences."""
        school, sizes = self.school, []
        if school.n_pupils is not None:
            sizes.append(f"{school_words.pupils(school.n_pupils)} on roll{self._counted()}")
        if self.year_group:
            n, year = self.year_group
            sizes.append(f"{n} in Year 6 in {years.label(year)}")
        ages = f"Ages {school.low_age} to {school.high_age}" if school.high_age is not None else ""
        parts = [f"URN {school.urn}", ages, ", ".join(sizes), self._as_at()]
        return " ".join(f"{part}." for part in parts if part)

    def _counted(self) -> str:
        """ " in Jan 2021": pupils are counted once a year, whenever the register is loaded."""
        now = next((life for life in self.lives if life.urn == self.school.urn), None)
        return f" in {month_and_year(now.counted_on)}" if now and now.counted_on else ""

    def _as_at(self) -> str:
        if self.register is None or not self.school.is_on_register:
            return ""
        return self.register.sentence

    @property
    def kind_sentence(self) -> str:
        """What to know of this kind of school; "" for a plain primary."""
        low, high = self.school.low_age, self.school.high_age
        return school_kind.sentence(self.kind, low_age=low, high_age=high)

    @property
    def closed_sentence(self) -> str:
        if self.school.closed_on is None:
            return "The register says that this school has closed."
        return f"This school closed on {day_and_year(self.school.closed_on)}."

    @property
    def empty(self) -> str:
        """Why there is no chart: one sentence."""
        return self.kind_sentence if _is_elsewhere(self.kind) else NOTHING_YET

    @property
    def empty_then(self) -> str:
        return "" if _is_elsewhere(self.kind) else NOTHING_YET_THEN

    @property
    def similar_sentence(self) -> str:
        """Which they are, in one sentence; "" where there are none."""
        if self.search is None:
            return ""
        n, year = len(self.search.neighbours), years.label(self.search.academic_year)
        return f"The {n} most alike in size, intake and earlier results in {year}."

    @property
    def year_group(self) -> tuple[int, int] | None:
        """The latest published size of Year 6, and of which year."""
        for year, row in reversed(list(self.rows.items())):
            if (n := row.value("eligible_pupils")) is not None:
                return int(n), year
        return None

    @property
    def notes(self) -> list[str]:
        return [row.note for row in self.rows.values() if row.note]

    @property
    def before_sponsor(self) -> str:
        """Which years shown the Department does not count as this school's history; "" if none."""
        before = [year for year, row in self.rows.items() if row.is_before_sponsor]
        if not before:
            return ""
        last = years.label(before[-1])
        return (
            f"Results to {last} are of the school before a sponsor took it over. The Department "
            "does not count them as this school's."
        )


def page_of(school: School, measure: Measure, *, among: QuerySet[School]) -> SchoolPage:
    """The page of a school with one measure drawn. among: the schools a person may see."""
    lives = lives_of(school)
    loaded = version()
    row = tuple(getattr(school, column.attname) for column in School._meta.concrete_fields)
    visible = sql_of(among.order_by(), "id")
    told = _published(_Subject(school, row, lives), measure, visible, loaded)
    return SchoolPage(school, lives, told, register_of(loaded, school.local_authority_id))


@dataclass(frozen=True, slots=True)
class _Subject:
    """A school; the same as long as its row and its numbers are."""

    school: School = field(compare=False)
    row: tuple[Any, ...]
    lives: tuple[Life, ...]


@lru_cache(maxsize=64)
def _published(subject: _Subject, measure: Measure, among: Sql, loaded: Version) -> Published:
    """Remembered until something is loaded or decided; about 100 KB each. among: of whom similar
    ones are."""
    school, lives = subject.school, subject.lives
    rows = years_of(school, lives)
    kind = school_kind.kind_of(
        low_age=school.low_age, high_age=school.high_age, is_special=school.is_special
    )
    if not _shows_results(kind, rows):
        return Published(kind, rows, results=None, search=None)
    search = similar_search.nearest(school, rows, loaded, among=among)
    return Published(kind, rows, _results(school, measure, lives, rows, search), search)


def measure_called(key: str | None) -> Measure:
    """The measure asked for, if a chart can be drawn of it; else the usual one."""
    drawable = {measure.key: measure for measure in school_figures.choices()}
    return drawable.get(key or "", drawable[DEFAULT])


def _is_elsewhere(kind: SchoolKind) -> bool:
    """Whether there will never be results of this school to compare."""
    return kind == SchoolKind.SPECIAL or not kind.has_year_6


def _shows_results(kind: SchoolKind, rows: Mapping[int, SchoolYear]) -> bool:
    """A school that once had a Year 6 shows what was published then."""
    if kind == SchoolKind.SPECIAL or not rows:
        return False
    return kind.has_year_6 or any(row.value("eligible_pupils") for row in rows.values())


def _results(
    school: School,
    measure: Measure,
    lives: Sequence[Life],
    rows: Mapping[int, SchoolYear],
    search: Search | None,
) -> Results:
    others = beside(school, measure, rows, search)
    span = school_charts.span_of(rows, list(others.years))
    absences = {
        year: school_charts.why_not(measure, year, rows.get(year), list(others.years))
        for year in span
        if year not in rows or rows[year].value(measure.key) is None
    }
    figures = {year: _figure(year, measure, rows, absences) for year in span}
    known = [each for each in figures.values() if each.value is not None]
    latest = known[-1] if known else None
    return Results(
        measure=measure,
        opening=school_words.opening(
            measure,
            figures,
            [Told("Similar schools", others.similar), Told("England", others.england)],
        ),
        chance=school_words.chance(measure, latest) if latest else "",
        warning=school_words.few_pupils(measure, latest) if latest else "",
        one_pupil=school_words.not_many_pupils(measure, latest) if latest else "",
        drawing=school_charts.trend_of(school, measure, figures, absences, others, lives)
        if known or others.england
        else None,
        gap=_gap(school, measure, rows, absences),
        no_similar=_no_similar(search, others),
        n_similar=len(search.neighbours) if search and others.similar else 0,
        has_ranges=any(each.low is not None for each in known),
        source=sources.line(each.row for each in rows.values()),
    )


def _figure(
    year: int,
    measure: Measure,
    rows: Mapping[int, SchoolYear],
    absences: Mapping[int, Absence],
) -> Figure:
    if year in rows:
        return figure(rows[year], measure, with_range=True)
    return Figure(value=None, unit=str(measure.unit), reason=absences[year].text)


def _no_similar(search: Search | None, others: Beside) -> str:
    if search is None:
        return "Similar schools are not shown: the register does not say this school's phase yet."
    if not others.similar:
        return "Similar schools are not shown: fewer than six of them have this figure published."
    return ""


def _gap(
    school: School,
    measure: Measure,
    rows: Mapping[int, SchoolYear],
    absences: Mapping[int, Absence],
) -> Gap | None:
    if measure.disadvantaged is None or measure.other is None:
        return None
    pairs = school_charts.pairs_of(measure, rows, absences)
    shown = [pair for pair in pairs if pair.is_shown]
    return Gap(
        sentence=school_words.gap(_side(shown, "first"), _side(shown, "second")),
        chance=school_words.gap_chance(shown[-1]) if shown else "",
        drawing=school_charts.gap_of(school, measure, pairs) if shown else None,
    )


def _side(pairs: Sequence[Pair], name: str) -> dict[int, float]:
    return {pair.academic_year: getattr(pair, name) for pair in pairs}
