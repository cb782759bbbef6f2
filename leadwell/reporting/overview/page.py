"""The strategic overview: chosen schools in one table and one picture, made for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.reporting import sources
from leadwell.reporting.forms import SORTS
from leadwell.reporting.overview.asking import Asked, Loaded, ask, comparators
from leadwell.reporting.overview.body import body
from leadwell.reporting.overview.finding import Finding, finding
from leadwell.reporting.overview.picture import HEADINGS, picture
from leadwell.reporting.overview.rows import About, line, school_row
from leadwell.reporting.overview.standing import Row, Standing, rows, standing
from leadwell.reporting.sources import Edition
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure
from leadwell.web.charts.drawing import Drawing

A_PAGE = 50
MANY = 500
RESULT_SORTS = ("level", "-level", "change", "-change", "gap", "-gap")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the table. width: in twelfths of it, as Bootstrap's class. sort: the order its link asks for, "" where it has none. sorted:
    "ascending", "descending" or "": how it is sorted now."""

    text: str
    width: str
    sort: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows. body: the rows of the table, as HTML: they are the larger part of
    the page and the same for everyone. why_empty: a sentence where there is nothing to show."""

    asked: Asked
    finding: Finding
    body: SafeString
    page: Page
    drawing: Drawing | None
    source: str
    why_empty: str

    @property
    def measure(self) -> Measure:
        return self.asked.about.measure

    @property
    def year_label(self) -> str:
        return years.label(self.asked.about.academic_year)

    @property
    def earlier_label(self) -> str:
        earlier = self.asked.about.earlier_year
        return "" if earlier is None else years.label(earlier)

    @property
    def is_by_result(self) -> bool:
        return self.asked.question.sort in RESULT_SORTS

    @property
    def is_wide(self) -> bool:
        """So many schools that choosing comes first."""
        return len(self.page.paginator.object_list) > MANY

    @property
    def unit_text(self) -> str:
        return HEADINGS[self.measure.unit]

    @property
    def order_text(self) -> str:
        return SORTS[self.asked.question.sort]

    @property
    def columns(self) -> tuple[Column, ...]:
        since = f"Change since {self.earlier_label}" if self.earlier_label else "Change"
        return (
            self._column("School", "col-3", "name"),
            self._column("Result", "col-2", "level"),
            self._column(since, "col-2", "change"),
            self._column("Gap", "col-2", "gap"),
            self._column("Pupils", "col-1", "pupils"),
            Column("Beside England", "col-2"),
        )

    def _column(self, text: str, width: str, key: str) -> Column:
        """A second click turns the order round, but for names, which only run from A to Z."""
        sort = self.asked.question.sort
        if sort.removeprefix("-") != key:
            return Column(text, width, key)
        turned = key if sort.startswith("-") or key == "name" else f"-{key}"
        return Column(text, width, turned, "descending" if sort.startswith("-") else "ascending")


def overview(user: User, choice: Mapping[str, Any], held: Loaded, number: str) -> Overview:
    """number: of the page, as asked for; anything that is none is read as the nearest there is."""
    return _overview(ask(user, choice, held), held, number[:6])


@lru_cache(maxsize=32)
def _overview(asked: Asked, held: Loaded, number: str) -> Overview:
    """Remembered until something is loaded: the question holds what was loaded when it was asked."""
    answer, about = standing(asked.question), asked.about
    page = Paginator(answer.ids, A_PAGE).get_page(number)
    found = rows(asked.question, list(page.object_list))
    shown = tuple(school_row(row, about) for row in found)
    return Overview(
        asked=asked,
        finding=finding(
            standing=answer,
            measure=about.measure,
            academic_year=about.academic_year,
            where=asked.where,
            comparators=comparators(asked),
            has_england=about.england is not None,
        ),
        body=body(map(line, shown)),
        page=page,
        drawing=picture(shown, about),
        source=sources.line_of(_used(found, about, held)),
        why_empty=_why_empty(answer, about),
    )


def _used(found: list[Row], about: About, held: Loaded) -> list[Edition]:
    """The editions that the rows came from, and those of the earlier year beside them."""
    used = {(pk, about.academic_year) for row in found for pk in row.source_ids}
    used |= {(pk, about.earlier_year or 0) for row in found for pk in row.was_source_ids}
    return [each for pk, each in held.editions if (pk, each.academic_year) in used]


def _why_empty(answer: Standing, about: About) -> str:
    reason = catalogue.load().produced(about.measure.key, about.academic_year)
    if reason:
        return f"{reason.sentence}. Choose another year or another result."
    if answer.ids:
        return ""
    return (
        f"No school that fits has results for {years.label(about.academic_year)}. "
        "Choose another year, or take a filter away."
    )
