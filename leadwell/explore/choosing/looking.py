"""Schools to look at, by their need: found, sorted and counted in the database.

One query finds the schools that fit, and its answer is remembered until anything is loaded; a page
then reads its fifty by their ids. So many queries a page, however many schools fit.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString

from leadwell.accounts.models import User
from leadwell.explore.choosing import figures as published
from leadwell.explore.models import CandidateState
from leadwell.explore.models.candidate import OVER
from leadwell.people import access
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.models import LocalAuthority, School
from leadwell.schools.models.intake import Intake
from leadwell.schools.reasons import Reason
from leadwell.schools.version import Version, version
from leadwell.web.numbers import plain, signed

A_PAGE = 50
MANY = 500
NO_ROW = "No results that year"
ORDERS = {
    "level": "Result, lowest first",
    "gap": "Gap, widest first",
    "name": "Name, A to Z",
    "-pupils": "Size, largest first",
    "pupils": "Size, smallest first",
}
SQL_ORDERS = {
    "level": "level nulls last, name, id",
    "gap": "gap nulls last, name, id",
    "name": "name, id",
    "pupils": "n_pupils nulls last, name, id",
    "-pupils": "n_pupils desc nulls last, name, id",
}
PHASES = ("Primary", "Middle deemed primary", "All-through", "Nursery", "Secondary")


@dataclass(frozen=True, slots=True)
class Sql:
    text: str
    parameters: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What there is to choose from. years: of the measures, with results, the newest first."""

    version: Version
    areas: tuple[tuple[int, str], ...]
    regions: tuple[str, ...]
    measures: tuple[Measure, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school. said: where it is with this programme already; "" where it is not. is_free:
    whether it can be ticked."""

    school: School
    result: str
    gap: str
    n: str
    said: str
    is_free: bool

    @property
    def where(self) -> str:
        area = self.school.local_authority
        return ", ".join(part for part in (self.school.town, area.name if area else "") if part)


@dataclass(frozen=True, slots=True)
class LookingPage:
    """measure, year: what results are of; year None where nothing is loaded."""

    lines: tuple[SchoolLine, ...]
    page: Page
    measure: Measure
    year: int | None
    order: str

    @property
    def n(self) -> int:
        return self.page.paginator.count

    @property
    def is_wide(self) -> bool:
        """So many schools that choosing comes first."""
        return self.n > MANY

    @property
    def order_text(self) -> str:
        return ORDERS[self.order]

    @property
    def body(self) -> SafeString:
        """The rows as HTML: a template takes longer for fifty schools than all the rest."""
        return SafeString("".join(map(_row, self.lines)))


def loaded(programme: Programme) -> Loaded:
    """Two queries; two more the first time after something was loaded."""
    now = version()
    measures = published.measures_of(programme)
    areas, regions = _places(now)
    years = published.with_figures(measures[0], published.loaded_years(now))[-published.YEARS :]
    return Loaded(now, areas, regions, measures, tuple(reversed(years)))


@lru_cache(maxsize=4)
def _places(_: Version) -> tuple[tuple[tuple[int, str], ...], tuple[str, ...]]:
    here = School.objects.standing().filter(local_authority=OuterRef("pk"), is_open=True)
    areas = tuple(LocalAuthority.objects.filter(Exists(here)).values_list("code", "name"))
    regions = School.objects.standing().filter(is_open=True).exclude(region="").order_by("region")
    return areas, tuple(regions.values_list("region", flat=True).distinct())


def look(
    user: User, programme: Programme, asked: Mapping[str, Any], held: Loaded, *, number: str
) -> LookingPage:
    """Five queries at most, once the schools that fit are remembered."""
    measure = catalogue.load().by_key[asked["measure"]]
    year = asked["year"] or (held.years[0] if held.years else None)
    found = _fitting(access.schools_for(user), asked, measure, year)
    ids = _ids(_sql(found), asked["sort"], held.version)
    page = Paginator(ids, A_PAGE).get_page(number)
    lines = _lines(programme, list(page.object_list), measure, year)
    return LookingPage(lines, page, measure, year, asked["sort"])


def _fitting(
    schools: QuerySet[School], asked: Mapping[str, Any], measure: Measure, year: int | None
) -> QuerySet[School]:
    """With `level` and `gap` of the year; a school without a figure is left out only where a figure
    is asked for."""
    found = schools.filter(is_open=True)
    if not asked["special"]:
        found = found.filter(is_special=False)
    for name, field in (
        ("phase", "phase_of_education"), ("area", "local_authority"), ("region", "region"),
        ("least", "n_pupils__gte"), ("most", "n_pupils__lte"),
    ):  # fmt: skip
        if asked[name]:
            found = found.filter(**{field: asked[name]})
    if asked["trust"]:
        found = found.filter(trust__in=[trust.pk for trust in asked["trust"]])
    found = _with_figures(found, measure, year)
    fits: dict[str, float] = {}
    if asked["below"] is not None:
        fits["level__lte"] = asked["below"]
    if asked["gap"] is not None:
        fits["gap__lte"] = -asked["gap"]
    return found.filter(**fits)


def _with_figures(
    schools: QuerySet[School], measure: Measure, year: int | None
) -> QuerySet[School]:
    aside = Intake.objects.filter(row_id=OuterRef("row__id"), stands=False)
    row = FilteredRelation("published", condition=Q(published__academic_year=year))
    found = schools.annotate(row=row).filter(Q(row=None) | ~Exists(aside))
    keys = {"level": measure.key, "ours": measure.disadvantaged, "others": measure.other}
    by_key = catalogue.load().by_key
    for name, key in keys.items():
        slot = by_key[key or measure.key].slot
        found = found.annotate(**{name: F(f"row__values__{slot}")})
    return found.annotate(gap=F("ours") - F("others"))


def _sql(found: QuerySet[School]) -> Sql:
    columns = ("id", "name", "n_pupils", "level", "gap")
    try:
        text, parameters = found.order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:
        nothing = School.objects.extra(where=["false"]).values("id", "name", "n_pupils")
        text, parameters = nothing.query.sql_with_params()
        text = f"select *, null::float8 as level, null::float8 as gap from ({text}) nothing"
    return Sql(text, tuple(parameters))


@lru_cache(maxsize=32)
def _ids(found: Sql, sort: str, _: Version) -> Sequence[int]:
    """At most about 150 KB each."""
    query = (
        f"select coalesce(array_agg(id order by {SQL_ORDERS[sort]}), '{{}}')"
        f" from ({found.text}) fitting"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, found.parameters)
        return array("q", cursor.fetchone()[0])


def _lines(
    programme: Programme, ids: list[int], measure: Measure, year: int | None
) -> tuple[SchoolLine, ...]:
    by_id = School.objects.select_related("local_authority", "trust").in_bulk(ids)
    figures = published.read(ids, [year] if year is not None else [])
    said = _said(programme, ids)
    return tuple(
        SchoolLine(
            school=by_id[pk],
            result=_result(pk, measure, year, figures),
            gap=_gap(pk, measure, year, figures),
            n=_n(pk, year, figures),
            said=said.get(pk, ""),
            is_free=pk not in said,
        )
        for pk in ids
        if pk in by_id
    )


SAID = """
select coalesce(s.continued_by_id, s.id), x.what
from schools_school s join (
  select school_id, 1 as place, 'listed' as what from explore_longlisted where programme_id = %(of)s
  union all
  select school_id, 2, state from explore_candidate
  where programme_id = %(of)s and state <> all (%(over)s)
  union all
  select school_id, 3, 'in' from programmes_enrolment
  where programme_id = %(of)s and left_on is null
) x on x.school_id = s.id
where coalesce(s.continued_by_id, s.id) = any (%(ids)s)
order by x.place
"""


def _said(programme: Programme, ids: list[int]) -> dict[int, str]:
    """Where these schools are with the programme: on the long list, put forward, in it. The last
    is what is said. One query."""
    asked: dict[str, Any] = {"of": programme.pk, "over": [*map(str, OVER)], "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute(SAID, asked)
        rows = cursor.fetchall()
    words = {"listed": "On the long list", "in": "Takes part"}
    return {pk: words.get(what) or CandidateState(what).label for pk, what in rows}


def _result(pk: int, measure: Measure, year: int | None, figures: published.Figures) -> str:
    if year is None:
        return "Nothing is loaded"
    value = figures.value(pk, year, measure.key)
    if value is None:
        reason = figures.reason(pk, year, measure.key)
        return NO_ROW if reason == Reason.ROW_ABSENT else reason.sentence
    return f"{plain(value, measure.decimals)}{'%' if measure.unit is Unit.PERCENT else ''}"


def _gap(pk: int, measure: Measure, year: int | None, figures: published.Figures) -> str:
    if year is None or measure.disadvantaged is None or measure.other is None:
        return ""
    ours = figures.value(pk, year, measure.disadvantaged)
    others = figures.value(pk, year, measure.other)
    return "" if ours is None or others is None else signed(ours - others, measure.decimals)


def _n(pk: int, year: int | None, figures: published.Figures) -> str:
    value = None if year is None else figures.value(pk, year, "eligible_pupils")
    return "" if value is None else plain(value)


def _row(line: SchoolLine) -> str:
    name, school = escape(line.school.name), line.school
    box = (
        f'<input type="checkbox" class="form-check-input mt-1" name="urn" value="{school.urn}"'
        f' aria-label="Tick {name}">'
    )
    cells = (
        ("Result", line.result), ("Gap", line.gap), ("Tested", line.n),
        ("On roll", "" if school.n_pupils is None else plain(school.n_pupils)),
        ("With this programme", line.said),
    )  # fmt: skip
    rest = "".join(f'<td role="cell" data-l="{key}">{escape(text)}</td>' for key, text in cells)
    return (
        '<tr role="row"><th role="rowheader" scope="row"><div class="d-flex">'
        f'<label class="pe-3 pb-3">{box if line.is_free else ""}</label>'
        f'<div><a href="{escape(school.get_absolute_url())}">{name}</a>'
        f' <span class="chg fw-normal">{escape(line.where)}</span></div></div></th>{rest}</tr>\n'
    )
