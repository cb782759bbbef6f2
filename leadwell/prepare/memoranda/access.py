"""Which memoranda a person reads, and as whom they sign one."""

from typing import cast

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import among, grants, within
from leadwell.people.models import Person, Role
from leadwell.people.permissions import Operation, Without
from leadwell.prepare.models import (
    Memorandum,
    MemorandumQuery,
    MemorandumVersion,
)
from leadwell.prepare.models.memorandum import MemorandumQuerySet, Party
from leadwell.programmes.models import Enrolment

KEY = "agreement"
STATES_TOO = frozenset({Without.CONTENT})
"""Boards and finance see how far it is, and not what it says."""
SIGNS_AS = {
    Role.HEADTEACHER: Party.HEAD,
    Role.GOVERNOR: Party.CHAIR,
    Role.CHIEF_EXECUTIVE: Party.TRUST,
    Role.PROGRAMME_LEAD: Party.LEAD,
}


def memoranda_for(user: User, *, operation: Operation = Operation.READ) -> MemorandumQuerySet:
    enrolments = access.enrolments_for(user, key=KEY, operation=operation)
    found = within(Memorandum.objects.all(), [among("enrolment_id", enrolments.values("pk"))])
    return cast("MemorandumQuerySet", found)


def queries_for(user: User) -> QuerySet[MemorandumQuery]:
    """What was asked about memoranda somebody reads."""
    seen = access.enrolments_for(user, key=KEY)
    return MemorandumQuery.objects.filter(memorandum__enrolment__in=seen)


def holds(user: User, operation: Operation, enrolment: Enrolment) -> bool:
    return access.holds(user, KEY, operation, on=enrolment)


def has_signed(user: User, version: MemorandumVersion) -> bool:
    """For whichever side."""
    return version.signatures.filter(by__user=user).exists()


def parties_of(user: User, memorandum: Memorandum) -> list[Party]:
    """As whom somebody may put their name under it: by a role of today that reaches the school,
    and as its chair where that is who they are."""
    found = {
        SIGNS_AS[one.role]
        for one, grant in grants(access.held(user), KEY, Operation.SIGN)
        if one.role in SIGNS_AS and one.reaches(grant.reach, memorandum.enrolment)
    }
    if not _is(user, memorandum.chair):
        found.discard(Party.CHAIR)
    return [party for party in Party if party in found]


def signs_here(person: Person | None, party: Party, memorandum: Memorandum) -> bool:
    """Whether this chair, or who signs for the trust, signs in to sign: who does not is sent a
    link."""
    if person is None or person.user is None or not person.user.is_active:
        return False
    return party in parties_of(person.user, memorandum)


def _is(user: User, person: Person | None) -> bool:
    return person is not None and person.user_id == user.pk
