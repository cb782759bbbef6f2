"""Finding a school to take into a programme: the search of schools, and which are in it already."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.programmes.models import Programme
from leadwell.reporting.search.page import Found, Hit, found
from leadwell.schools.models import School


@dataclass(frozen=True, slots=True)
class Candidate:
    """A school found. url: where it is taken in, "" for one that is in the programme already."""

    hit: Hit
    url: str


@dataclass(frozen=True, slots=True)
class Candidates:
    found: Found
    schools: tuple[Candidate, ...]


def find(
    schools: QuerySet[School], programme: Programme, asked: str, *, number: str
) -> Candidates | None:
    """None where nothing is asked."""
    if not asked:
        return None
    hits = found(schools, asked, page=number)
    ours = programme.enrolments.of_schools([hit.school.pk for hit in hits.hits])
    inside = {
        pk for pair in ours.filter(left_on=None).values_list("school", "school__continued_by")
        for pk in pair
    }  # fmt: skip
    enrol = reverse("people:enrol", args=[programme.code])
    return Candidates(
        hits,
        tuple(
            Candidate(hit, "" if hit.school.pk in inside else f"{enrol}?urn={hit.school.urn}")
            for hit in hits.hits
        ),
    )
