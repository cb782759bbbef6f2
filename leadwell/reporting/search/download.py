"""What a search found, as a file."""

from django.db.models import QuerySet
from django.http import HttpResponse

from leadwell.reporting.search.page import Hit, all_found
from leadwell.schools.models import School
from leadwell.web import csv_out
from leadwell.web.csv_out import Value

COLUMNS = (
    "School", "URN", "LAESTAB", "Earlier number", "Town", "Postcode", "Local authority", "Region",
    "Trust", "Phase of education", "Type", "Open", "Closed on",
)  # fmt: skip
REGISTER = "From the Department's register of schools (Get Information about Schools)."


def search_csv(schools: QuerySet[School], asked: str) -> HttpResponse:
    return csv_out.download(
        COLUMNS,
        map(_cells, all_found(schools, asked)),
        name=f"schools {asked}",
        notes=[REGISTER],
    )


def _cells(hit: Hit) -> list[Value]:
    school = hit.school
    return [
        school.name, school.urn, school.laestab, hit.earlier, school.town, school.postcode,
        str(school.local_authority or ""), school.region, str(school.trust or ""),
        school.phase_of_education, school.type_of_establishment,
        "yes" if school.is_open else "no", school.closed_on,
    ]  # fmt: skip
