"""Who reads the schools of a programme under codes, which rows, and which of them by name too."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.evaluation.coded.bands import FEWEST
from leadwell.evaluation.models import SchoolCode
from leadwell.explore.access import candidates_for
from leadwell.explore.models import CandidateQuerySet, Review
from leadwell.people import access
from leadwell.people.held import among, grants, within
from leadwell.people.permissions import Operation, Without
from leadwell.prepare.models import AgreedAction, Memorandum, Plan
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School

KEY = "coded_school"
UNDER_CODES = frozenset({Without.NAMES})
BUT_NAMES = frozenset(Without) - UNDER_CODES
MADE_OF = ("school_record", "selection", "review", "plan")
"""The records that are read here under codes."""


def holds(user: User, operation: Operation, programme: Programme) -> bool:
    return access.holds(user, KEY, operation, on=programme, leaving_out=UNDER_CODES)


def codes_for(user: User, programme: Programme) -> QuerySet[SchoolCode]:
    granted = grants(access.held(user), KEY, Operation.READ, leaving_out=UNDER_CODES)
    mine = within(
        Programme.objects.all(), [one.programmes_within(grant.reach) for one, grant in granted]
    )
    found = SchoolCode.objects.filter(programme=programme)
    return found.filter(among("programme_id", mine.values("pk"))).select_related(
        "school__continued_by"
    )


def without_code(user: User, programme: Programme) -> list[School]:
    """Standing schools that were put forward or joined, and have none yet."""
    given = {one.standing_school.pk for one in codes_for(user, programme)}
    rows = (*candidates_of(user, programme), *enrolments_of(user, programme))
    found = {one.standing_school.pk: one.standing_school for one in rows}
    return [school for pk, school in sorted(found.items()) if pk not in given]


def candidates_of(user: User, programme: Programme) -> CandidateQuerySet:
    found = candidates_for(user, leaving_out=UNDER_CODES).filter(programme=programme)
    return found.select_related("school__continued_by")


def enrolments_of(
    user: User, programme: Programme, *, key: str = "school_record"
) -> QuerySet[Enrolment]:
    """Schools' parts in the programme of which this record is read, be it under codes."""
    found = access.enrolments_for(user, key=key, leaving_out=UNDER_CODES)
    return found.filter(programme=programme).select_related("school__continued_by")


def reviews_of(user: User, programme: Programme) -> QuerySet[Review]:
    parts = enrolments_of(user, programme, key="review")
    found = Review.objects.filter(among("enrolment_id", parts.values("pk")))
    return found.select_related("enrolment__school__continued_by", "rubric")


def plans_of(user: User, programme: Programme) -> QuerySet[Plan]:
    parts = enrolments_of(user, programme, key="plan")
    found = Plan.objects.filter(among("enrolment_id", parts.values("pk")))
    return found.select_related("enrolment__school__continued_by")


def actions_of(user: User, programme: Programme) -> QuerySet[AgreedAction]:
    parts = enrolments_of(user, programme, key="plan")
    found = AgreedAction.objects.filter(among("enrolment_id", parts.values("pk")))
    return found.select_related("enrolment__school__continued_by")


def named_for(user: User, programme: Programme, given: Iterable[SchoolCode]) -> dict[int, School]:
    """Of the schools that have a code, those whose names stand beside it, by their numbers: all for
    who runs the programme; for who evaluates it those that said so.

    Nobody is named where one or two would be left without a name, of all or of those that had their
    codes in one moment: whose rows are theirs could be known from those of the others.
    """
    if reads_names(user, programme):
        found = (*enrolments_of(user, programme), *candidates_of(user, programme))
        return {one.standing_school.pk: one.standing_school for one in found}
    named = that_said_so(user, programme)
    nameless = Counter(one.given_at for one in given if one.standing_school.pk not in named)
    return {} if any(n < FEWEST for n in nameless.values()) else named


def are_all_named(user: User, programme: Programme) -> bool:
    """Whether every school that joined said that it may be named, to somebody who reads codes."""
    if not holds(user, Operation.READ, programme):
        return False
    joined = {one.standing_school.pk for one in enrolments_of(user, programme)}
    return bool(joined) and joined == that_said_so(user, programme).keys()


def reads_names(user: User, programme: Programme) -> bool:
    """Whether a role of today reads the programme's schools by name, codes or no codes."""
    return access.holds(user, KEY, Operation.READ, on=programme)


def reads_elsewhere(user: User, programme: Programme) -> bool:
    """Whether a role of today reads by name elsewhere what is under codes here."""
    return any(
        access.holds(user, key, Operation.READ, on=programme, leaving_out=BUT_NAMES)
        for key in MADE_OF
    )


def that_said_so(user: User, programme: Programme) -> dict[int, School]:
    """Schools with a memorandum in force that lets them be named for each of their parts in a
    programme that names."""
    if not programme.is_evaluation_named:
        return {}
    agreed = Memorandum.objects.holding().filter(
        enrolment__programme=programme, in_force__is_evaluation_named=True
    )
    said = set(agreed.values_list("enrolment", flat=True))
    parts = list(enrolments_of(user, programme))
    silent = {one.standing_school.pk for one in parts if one.pk not in said}
    found = {one.standing_school.pk: one.standing_school for one in parts}
    return {pk: school for pk, school in found.items() if pk not in silent}
