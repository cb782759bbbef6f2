"""A school's page as a PDF file: one result drawn, and everything published about it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from leadwell.reporting.school.page import Results, SchoolPage, page_of
from leadwell.reporting.school.table import FiguresTable, table_of
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import School
from leadwell.web.charts.drawing import Drawing
from leadwell.web.pdf.document import Column, Document, Picture, Section

NOTE = (
    "As published: each value with the number of pupils published beside it, or the reason there "
    "is none. Figures of three years together are never part of a single year."
)
MEASURE_SHARE = 3.0  # of the width, beside a year's column


def school_document(
    school: School, measure: Measure, *, among: QuerySet[School], made_on: date
) -> Document:
    page = page_of(school, measure, among=among)
    table = table_of(page.rows)
    first, *years = table.columns
    return Document(
        name=f"results-{school.urn}",
        title=school.name,
        made_on=made_on,
        facts=[
            ("School", page.header),
            ("Area", str(school.local_authority or "")),
            ("Trust", str(school.trust or "")),
            *([("Shown", measure.label)] if page.results else []),
            ("Source", f"{table.caption}."),
        ],
        opening=_opening(page),
        caution=_caution(page),
        pictures=list(_pictures(page.results)) if page.results else [],
        columns=[Column(first, MEASURE_SHARE), *map(Column, years)],
        sections=_sections(table),
        notes=[*([NOTE] if page.rows else []), page.before_sponsor, *page.notes],
    )


def _opening(page: SchoolPage) -> list[str]:
    results = page.results
    if results is None:
        return [page.kind_sentence or page.empty, page.empty_then]
    chance = f"{results.chance} {results.one_pupil}".strip()
    gap = f"{results.gap.sentence} {results.gap.chance}".strip() if results.gap else ""
    return [results.opening, chance, gap, page.kind_sentence]


def _caution(page: SchoolPage) -> list[str]:
    warning = page.results.warning if page.results else ""
    closed = "" if page.school.is_open else page.closed_sentence
    return [said for said in (closed, warning) if said]


def _pictures(results: Results) -> Iterator[Picture]:
    if results.drawing:
        yield _picture(results.measure.label, results.drawing, results.caption)
    if results.gap and results.gap.drawing:
        yield _picture(results.gap_heading, results.gap.drawing, results.gap_caption)


def _picture(heading: str, drawing: Drawing, caption: str) -> Picture:
    alt = f"{drawing.title}. {drawing.desc}"
    return Picture(heading, wide=drawing.wide, narrow=drawing.narrow, alt=alt, caption=caption)


def _sections(table: FiguresTable) -> list[Section]:
    return [
        Section(each.name, [[(cell, "") for cell in row] for row in each.rows])
        for each in table.sections
    ]
