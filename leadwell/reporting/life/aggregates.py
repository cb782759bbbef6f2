"""Rows that are published of whole councils and of England, beside which schools are set."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from leadwell.schools.catalogue import Measure
from leadwell.schools.models import PublishedYear

ENGLAND = f"England {PublishedYear.RecordType.ENGLAND_STATE:d}"
"""State-funded schools: the comparator that the Department prints."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One measure in a year of a council or of England. value: None where none is published.
    n: pupils at the end of key stage 2, if it says."""

    academic_year: int
    about: str
    value: float | None
    n: float | None


def about_area(code: int | None) -> str:
    """What a row of a council is about."""
    return f"area {code}"


def aggregates(
    about: Iterable[str], measure: Measure, academic_years: Iterable[int]
) -> list[Aggregate]:
    """One query. Years are named so that the rows are found by index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select academic_year, about, values[%s], values[1] from schools_publishedyear"
            " where academic_year = any(%s::smallint[]) and about = any(%s::text[])",
            [measure.slot + 1, list(academic_years), list(about)],
        )
        return [Aggregate(*row) for row in cursor.fetchall()]
