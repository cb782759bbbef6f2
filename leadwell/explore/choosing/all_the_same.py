"""What a school would be asked if it joined, and why it is chosen although that is much."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.explore.models import Candidate, OverloadReason
from leadwell.explore.radar.radar import Offered, SchoolLoad, radar
from leadwell.lib import academic_year as years
from leadwell.schools.models import School

JUNE = 6
"""From this month on it is the school year to come that a place is offered for."""


def load_of(
    user: User, candidate: Candidate, *, on: date, offered: Offered | None = None
) -> SchoolLoad:
    """With the programme, in the half-terms of its first school year in which it runs, or of this
    one once it has begun. offered: what the school is offered, instead of the visits of the design.
    Six queries."""
    programme = candidate.programme
    first = max(on, offered.starts_on if offered else programme.starts_on)
    if first.month in range(JUNE, years.START_MONTH):
        first = years.first_day(first.year)
    [found] = radar(
        user, [candidate.standing_school], academic_year=years.of(first), on=first,
        programme=programme, joins=True, offered=offered,
    )  # fmt: skip
    return found


def reasons_for(candidates: Sequence[Candidate]) -> dict[int, OverloadReason]:
    """Of candidates of one programme: the last that it gave for each since it was put forward, by
    the candidate's number. One query."""
    if not candidates:
        return {}
    by_school = {one.standing_school.pk: one for one in candidates}
    rows = OverloadReason.objects.filter(
        programme=candidates[0].programme_id,
        school__in=School.objects.lives_of(by_school).order_by().values("pk"),
    ).select_related("school", "said_by")
    found = {}
    for reason in sorted(rows, key=lambda one: (one.said_on, one.pk)):
        candidate = by_school[reason.school.continued_by_id or reason.school_id]
        if reason.said_on >= candidate.nominated_on:
            found[candidate.pk] = reason
    return found


def is_answered(candidate: Candidate, seen: SchoolLoad) -> bool:
    """Whether a reason was given for at least as much as would be asked now."""
    given = reasons_for([candidate]).get(candidate.pk)
    return given is not None and given.load >= Decimal(str(seen.highest.total))
