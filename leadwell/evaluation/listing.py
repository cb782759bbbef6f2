"""Which schools a programme's question is about: all that ever joined, each with its first year."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from leadwell.lib import academic_year
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School


@dataclass(frozen=True, slots=True)
class Listed:
    """One school. start: the first academic year whose results are after it joined. has_left: it
    is asked about all the same."""

    school: School
    start: int
    has_left: bool


def listed(programme: Programme) -> tuple[Listed, ...]:
    """Schools that joined as target schools, also those that have left again, by start and name.

    One that joined, left and joined again began when it first joined.
    """
    found: dict[int, Listed] = {}
    joined = programme.enrolments.filter(part=Enrolment.Part.TARGET)
    for one in joined.select_related("school__continued_by").order_by("joined_on", "pk"):
        school = one.standing_school
        known = found.get(school.pk)
        start = known.start if known else first_year(one.joined_on)
        found[school.pk] = Listed(school, start, one.left_on is not None)
    return tuple(sorted(found.values(), key=lambda each: (each.start, str(each.school))))


def first_year(joined_on: date) -> int:
    """The first academic year whose tests came after the day: the year of the day itself, but for
    who joined once that year's tests had begun, the next."""
    year = academic_year.of(joined_on)
    return year if joined_on < academic_year.exam_date(year) else year + 1


def sha256_of(starts: Mapping[int, int]) -> str:
    """Of a line "URN year" for each school, by URN: anybody can work it out again. starts: the
    year each begins in, by URN."""
    lines = "".join(f"{urn} {academic_year.label(year)}\n" for urn, year in sorted(starts.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def by_start(schools: Iterable[Listed]) -> dict[int, int]:
    """How many begin in each year, ascending."""
    found: dict[int, int] = {}
    for one in schools:
        found[one.start] = found.get(one.start, 0) + 1
    return dict(sorted(found.items()))


def elsewhere(programme: Programme) -> list[int]:
    """URNs of schools known to be in a programme, that this question is not about: nobody is
    compared with them."""
    parts = Enrolment.objects.exclude(programme=programme, part=Enrolment.Part.TARGET)
    found = parts.order_by().values_list("school__urn", flat=True).distinct()
    return sorted(found)
