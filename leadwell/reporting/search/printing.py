"""What a search found, as a PDF file."""

from datetime import date
from itertools import islice

from django.db.models import QuerySet

from leadwell.reporting.search.download import REGISTER
from leadwell.reporting.search.page import Found, Hit, all_found, found
from leadwell.schools.models import School, SourceFile
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out
from leadwell.web.templatetags.leadwell import day_and_year, month_and_year

COLUMNS = (
    Column("School", 3.4), Column("Town and postcode", 2), Column("Local authority", 1.9),
    Column("Trust", 2.4), Column("Type", 2.4), Column("Open", 1),
)  # fmt: skip
ORDER = "A to Z"


def search_document(schools: QuerySet[School], asked: str, *, made_on: date) -> Document:
    page = found(schools, asked, page="1")
    hits = islice(all_found(schools, asked), MOST_ROWS)
    return Document(
        name=f"schools {asked}",
        title=f"Schools that fit {page.how}",
        made_on=made_on,
        facts=[
            ("Schools", _counted(page)),
            ("Order", ORDER),
            ("Source", f"{REGISTER} {_as_at()}".strip()),
        ],
        columns=COLUMNS,
        sections=[Section("", [_row(hit) for hit in hits])],
        left_out=left_out(None if page.has_more else page.n, ORDER),
    )


def _counted(page: Found) -> str:
    if page.has_more:
        return f"More than {page.n:,}"
    return f"{page.n:,}" if page.n else "None that is loaded fits"


def _as_at() -> str:
    loads = SourceFile.objects.filter(kind=SourceFile.Kind.REGISTER).order_by("-loaded_at")
    last = loads.values_list("loaded_at", flat=True).first()
    return f"Loaded {day_and_year(last)}." if last else ""


def _month(hit: Hit) -> str:
    return month_and_year(hit.school.closed_on) if hit.school.closed_on else ""


def _row(hit: Hit) -> list[Cell]:
    school = hit.school
    numbers = [f"URN {school.urn}", *([hit.earlier] if hit.earlier else [])]
    return [
        (school.name, ", ".join(numbers)),
        (school.town, school.postcode),
        (str(school.local_authority or ""), school.region),
        (str(school.trust or ""), ""),
        (school.type_of_establishment, school.phase_of_education),
        ("Open", "") if school.is_open else ("Closed", _month(hit)),
    ]
