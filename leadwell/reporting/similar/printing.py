"""The page of similar schools as a PDF file."""

from datetime import date

from django.db.models import QuerySet

from leadwell.reporting.similar.page import SimilarPage, SimilarRow, page_of
from leadwell.schools.models import School
from leadwell.web.pdf.document import Cell, Column, Document, Section
from leadwell.web.templatetags.leadwell import day_and_year

SCHOOL_SHARE = 2.0  # of the width, beside a column of one thing compared


def similar_document(school: School, *, among: QuerySet[School], made_on: date) -> Document:
    page = page_of(school, among=among)
    first, *compared = page.columns
    return Document(
        name=f"similar-{school.urn}",
        title=page.heading if page.rows else f"Schools similar to {school.name}",
        made_on=made_on,
        facts=[
            ("School", f"{school.name}, URN {school.urn}"),
            ("Area", str(school.local_authority or "")),
            ("Source", f"{page.source}." if page.source else ""),
        ],
        opening=[page.empty] if page.empty else _opening(page),
        columns=[Column(first, SCHOOL_SHARE), *map(Column, compared)],
        sections=[Section("The schools, nearest first", list(map(_row, page.rows)))],
        notes=[] if page.empty else _notes(page),
    )


def _opening(page: SimilarPage) -> list[str]:
    return [
        page.own_sentence,
        f"{page.where} They are mainstream schools of the same phase, open now, with results in "
        f"{page.year}. Smaller is nearer: 0 is the same, and 1 is as far apart as the middle half "
        "of all schools is wide.",
        *(
            f"Left out, since it is not published for these schools: {name}."
            for name in page.left_out
        ),
    ]


def _row(row: SimilarRow) -> list[Cell]:
    cells = [(cell.value, cell.apart) for cell in row.cells]
    return [(row.name, f"{row.place}, URN {row.urn}"), *cells, (row.total, "")]


def _notes(page: SimilarPage) -> list[str]:
    weights = page.weights
    return [
        "Those of the same region first, nearest first. Under each figure: how far it is from this "
        "school's.",
        *(f"{each.label}, weight {each.weight}. {each.definition}" for each in weights.components),
        "The distance is the mean of the four by weight. What is not published for both schools is "
        f"left out, and the rest count for more. Weights by {weights.author}, version "
        f"{weights.version}, reviewed {day_and_year(weights.reviewed_on)}.",
    ]
