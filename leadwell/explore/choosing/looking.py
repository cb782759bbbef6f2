"""Schools to look at, by their need. Which fit is known without asking the database (`fitting`); a
page then reads its fifty by their ids. So many queries a page, however many schools fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString

from leadwell.accounts.models import User
from leadwell.explore.choosing import figures as published
from leadwell.explore.choosing.fitting import ORDERS, fitting
from leadwell.explore.models import CandidateState
from leadwell.explore.models.candidate import OVER
from leadwell.people import access
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.models import LocalAuthority, School
from leadwell.schools.reasons import Reason
from leadwell.schools.version import Version, version
from leadwell.web.numbers import plain, signed

A_PAGE = 50
MANY = 500
NO_ROW = "No results that year"
PHASES = ("Primary", "Middle deemed primary", "All-through", "Nursery", "Secondary")


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
    """Three queries, once the schools and their figures are held."""
    measure = catalogue.load().by_key[asked["measure"]]
    year = asked["year"] or (held.years[0] if held.years else None)
    ids = fitting(measure.key, year, held.version).ids(asked)
    page = Paginator(ids, A_PAGE).get_page(number)
    fifty = list(map(int, page.object_list))
    lines = _lines(programme, access.schools_for(user), fifty, measure, year)
    return LookingPage(lines, page, measure, year, asked["sort"])


def _lines(
    programme: Programme,
    schools: QuerySet[School],
    ids: list[int],
    measure: Measure,
    year: int | None,
) -> tuple[SchoolLine, ...]:
    by_id = {
        one.pk: one for one in schools.filter(pk__in=ids).select_related("local_authority", "trust")
    }
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
