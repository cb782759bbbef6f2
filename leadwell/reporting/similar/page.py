"""The page of similar schools: which they are, and how far each is by each thing compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from leadwell.lib import academic_year as years
from leadwell.reporting import sources
from leadwell.reporting.life import kind as school_kind
from leadwell.reporting.life.history import lives_of
from leadwell.reporting.life.kind import SchoolKind
from leadwell.reporting.life.rows import years_of
from leadwell.reporting.overview.standing import sql_of
from leadwell.reporting.similar import method
from leadwell.reporting.similar import nearest as similar_search
from leadwell.reporting.similar.method import Component, Intake, Weights
from leadwell.reporting.similar.nearest import Neighbour, Search
from leadwell.schools.models import School
from leadwell.schools.version import version
from leadwell.web import numbers
from leadwell.web.charts.drawing import sentence
from leadwell.web.csv_out import Value

CSV_COLUMNS = (
    "URN", "School", "Town", "Local authority", "Same region", "Compared in", "Pupils on roll",
    "Distance by pupils", "Disadvantaged, %", "Distance by disadvantaged", "SEN, %",
    "Distance by SEN", "Average points at age 7", "Mean of last three published results, %",
    "Distance by earlier results", "Distance in all",
)  # fmt: skip
LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing compared: what the school has, and how far that is. "left out" where unknown."""

    label: str
    value: str
    apart: str


@dataclass(frozen=True, slots=True)
class SimilarRow:
    urn: int
    name: str
    place: str
    cells: tuple[Cell, ...]
    total: str
    is_same_region: bool


@dataclass(frozen=True, slots=True)
class SimilarPage:
    """empty: why there are none; "" where there are. left_out: what could not be compared at
    all, in words."""

    school: School
    weights: Weights
    search: Search | None
    own: tuple[Cell, ...]
    rows: tuple[SimilarRow, ...]
    empty: str
    left_out: tuple[str, ...]
    source: str

    @property
    def year(self) -> str:
        return years.label(self.search.academic_year) if self.search else ""

    @property
    def where(self) -> str:
        """How many of them are in the same region, in words."""
        if self.search is None:
            return ""
        n, same = len(self.rows), self.search.n_same_region
        region = self.school.region
        if same == n:
            return f"All are in the same region, {region}."
        if same == 0:
            return "None is in the same region."
        return (
            f"{same} of {n} are in the same region, {region}, which has no more; the rest follow."
        )

    @property
    def heading(self) -> str:
        return f"{len(self.rows)} schools similar to {self.school.name}"

    @property
    def own_sentence(self) -> str:
        """What this school is compared by, in the year compared."""
        things = [f"{sentence(cell.label)} {cell.value}" for cell in self.own]
        return f"In {self.year}, {self.school.name} had: {', '.join(things)}."

    @property
    def caption(self) -> str:
        return (
            "Those of the same region first, nearest first. Under each figure: how far it is from "
            f"this school's. {self.source}."
        )

    @property
    def method(self) -> str:
        """Whose weights, which version."""
        weights = ", ".join(f"{sentence(c.label)} {c.weight}" for c in self.weights.components)
        return (
            f"Distance: 0 is alike, 1 is as far apart as the middle half of schools is wide. "
            f"Weights: {weights}. Version {self.weights.version}."
        )

    @property
    def columns(self) -> tuple[str, ...]:
        return ("School", *(c.label for c in self.weights.components), "Distance")


def page_of(school: School, *, among: QuerySet[School]) -> SimilarPage:
    """As few queries as the school page, however many schools there are. among: those a person
    may see."""
    rows = years_of(school, lives_of(school))
    kind = school_kind.kind_of(
        low_age=school.low_age, high_age=school.high_age, is_special=school.is_special
    )
    weights = method.load()
    search = similar_search.nearest(school, rows, version(), among=sql_of(among.order_by(), "id"))
    neighbours = search.neighbours if search else ()
    return SimilarPage(
        school=school,
        weights=weights,
        search=search,
        own=tuple(_own(c, search.intake) for c in weights.components) if search else (),
        rows=tuple(_row(each, weights) for each in neighbours),
        empty="" if neighbours else _why_none(school, kind, search, has_rows=bool(rows)),
        left_out=_left_out(search, weights) if neighbours and search else (),
        source=sources.line([rows[search.academic_year].row]) if search else "",
    )


def _why_none(school: School, kind: SchoolKind, search: Search | None, *, has_rows: bool) -> str:
    if kind == SchoolKind.SPECIAL or not kind.has_year_6:
        return school_kind.sentence(kind, low_age=school.low_age, high_age=school.high_age)
    if not has_rows:
        return "No results of this school are loaded, so there is nothing to compare it by."
    if search is None:
        return (
            "This school is not on the register yet, so we do not know which phase it is and "
            "cannot choose schools like it."
        )
    return "No other mainstream school of the same phase has results in that year."


def _row(each: Neighbour, weights: Weights) -> SimilarRow:
    cells = tuple(
        Cell(c.label, _value(c, each.intake), _apart(each.distance.parts[c.key]))
        for c in weights.components
    )
    place = ", ".join(part for part in (each.town, each.area) if part)
    return SimilarRow(
        each.urn, each.name, place, cells, _apart(each.distance.total), each.is_same_region
    )


def _own(component: Component, intake: Intake) -> Cell:
    return Cell(component.label, _value(component, intake), "")


def _value(component: Component, intake: Intake) -> str:
    """What a school has, with its unit; "not published" where it has nothing."""
    if component.key == "start":
        if intake.age_7 is not None:
            return f"{numbers.plain(intake.age_7, 1)} points"
        return "not published" if intake.earlier is None else f"{numbers.plain(intake.earlier)}%"
    value: float | None = getattr(intake, component.key)
    if value is None:
        return "not published"
    return f"{numbers.plain(value)}{'%' if component.unit == 'percent' else ''}"


def _apart(part: float | None) -> str:
    return LEFT_OUT if part is None else numbers.plain(part, 2)


def _left_out(search: Search, weights: Weights) -> tuple[str, ...]:
    """What is published for none of the pairs."""
    return tuple(
        sentence(component.label)
        for component in weights.components
        if all(each.distance.parts[component.key] is None for each in search.neighbours)
    )


def csv_rows(page: SimilarPage) -> Iterator[tuple[Value, ...]]:
    for each in page.search.neighbours if page.search else ():
        intake, parts = each.intake, each.distance.parts
        yield (
            each.urn, each.name, each.town, each.area, "yes" if each.is_same_region else "no",
            page.year, intake.pupils, parts["pupils"], intake.fsm6, parts["fsm6"], intake.sen,
            parts["sen"], intake.age_7, intake.earlier, parts["start"], each.distance.total,
        )  # fmt: skip
