"""Which published row stands for a school in a year in which two of its URNs have one.

The one with results; of two with results, that of the URN in force on the day of the tests; then
that of the later URN. Worked out at loading (schools/intake.py), read everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from leadwell.lib.academic_year import exam_date
from leadwell.schools.models import PublishedYear


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may stand. first_on, last_on: of its URN; None where not known, or still so."""

    row_id: int
    urn: int
    academic_year: int
    has_results: bool
    first_on: date | None = None
    last_on: date | None = None

    @property
    def is_in_force(self) -> bool:
        day = exam_date(self.academic_year)
        has_begun = self.first_on is None or self.first_on <= day
        return has_begun and (self.last_on is None or day < self.last_on)


def chosen(rows: Iterable[Candidate]) -> Candidate:
    """The one that stands, of all of a school in one year. Raises ValueError if there is none."""
    return max(
        rows, key=lambda row: (row.has_results, row.is_in_force, row.first_on or date.min, row.urn)
    )


def condition(row: str = "p") -> str:
    """SQL: whether a published row stands; of two, one does."""
    return (
        "not exists (select from schools_intake aside"
        f" where aside.row_id = {row}.id and not aside.stands)"
    )


def with_standing(rows: QuerySet[PublishedYear]) -> QuerySet[PublishedYear]:
    """The same rows, each saying whether it `stands`."""
    stands = RawSQL(condition(PublishedYear._meta.db_table), (), output_field=BooleanField())
    return rows.annotate(stands=stands)
