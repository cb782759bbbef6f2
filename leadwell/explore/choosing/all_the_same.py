"""What a school would be asked if it joined, and why it is chosen although that is much."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.explore.models import Candidate, OverloadReason
from leadwell.explore.radar.radar import SchoolLoad, radar
from leadwell.lib import academic_year as years
from leadwell.programmes.models import Programme
from leadwell.schools.models import School


def load_of(user: User, candidate: Candidate, *, on: date) -> SchoolLoad:
    """With the programme, in its first academic year, or in this one once it has begun. Five
    queries."""
    programme = candidate.programme
    first = max(on, programme.starts_on)
    [found] = radar(
        user, [candidate.standing_school], academic_year=years.of(first), on=on,
        programme=programme, joins=True,
    )  # fmt: skip
    return found


def reasons_for(programme: Programme, schools: Collection[int]) -> dict[int, OverloadReason]:
    """The last that the programme gave for each of these standing schools, by its number."""
    rows = OverloadReason.objects.filter(
        programme=programme, school__in=School.objects.lives_of(schools).order_by().values("pk")
    ).select_related("school", "said_by")
    return {one.school.continued_by_id or one.school_id: one for one in _oldest_first(rows)}


def is_answered(candidate: Candidate, seen: SchoolLoad) -> bool:
    """Whether a reason was given for at least as much as would be asked now."""
    given = reasons_for(candidate.programme, [candidate.standing_school.pk])
    return any(one.load >= Decimal(str(seen.highest.total)) for one in given.values())


def _oldest_first(rows: Iterable[OverloadReason]) -> list[OverloadReason]:
    return sorted(rows, key=lambda one: (one.said_on, one.pk))
