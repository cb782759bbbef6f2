"""Keeping what somebody decided about who is one school. Floors below people ask no rule.

A decision outlives every load: joining.work_out reads those in force each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.schools import joining
from leadwell.schools.actions import LOADING
from leadwell.schools.models import IdentityDecision, Join, RegisterEntry, School

VERBS = {True: "joined", False: "parted"}


class Busy(Exception):
    """A file is being loaded, and who is one school may change by it; str() says what to do."""


@contextmanager
def alone() -> Iterator[None]:
    """One transaction, while no file is loaded and nobody else decides. Raises Busy, not waiting."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOADING])
        if not cursor.fetchone()[0]:
            raise Busy("A file is being loaded just now. Nothing was changed: try again soon.")
        yield


def decide(
    *, old_urn: int, new_urn: int, is_one_school: bool, reason: str, by: User, at: datetime
) -> IdentityDecision:
    """Hold that the one URN became the other, or that they are two schools. Call within alone()."""
    decision = IdentityDecision.objects.create(
        old_urn=old_urn,
        new_urn=new_urn,
        is_one_school=is_one_school,
        reason=reason.strip(),
        decided_by=by,
        decided_as=IdentityDecision.Role.ADMINISTRATOR,
        decided_at=at,
    )
    _work_out(decision, by=by, at=at, verb=VERBS[is_one_school])
    return decision


def take_back(*, decision: IdentityDecision, reason: str, by: User, at: datetime) -> None:
    """Let files alone say again whether these are one school. Call within alone()."""
    decision.taken_back_because = reason.strip()
    decision.taken_back_by = by
    decision.taken_back_as = IdentityDecision.Role.ADMINISTRATOR
    decision.taken_back_at = at
    decision.save()
    _work_out(decision, by=by, at=at, verb="took back")


def line_of(school: School) -> list[RegisterEntry]:
    """The school's register entries, each after the one it followed."""
    entries = {entry.urn: entry for entry in RegisterEntry.objects.filter(school=school)}
    joins = Join.objects.filter(old_urn__in=entries, new_urn__in=entries)
    following = dict(joins.values_list("old_urn", "new_urn"))
    urn: int | None = min(entries.keys() - set(following.values()))
    line = []
    while urn is not None:
        line.append(entries[urn])
        urn = following.get(urn)
    return line


def earlier_first(one: School, other: School) -> tuple[School, School]:
    """The two in the order in which they seem to have been there; a person may know better."""
    first, second = sorted((one, other), key=_when)
    return first, second


def held_apart(one: School, other: School) -> IdentityDecision | None:
    """The decision in force that a URN of the one is not the same school as one of the other."""
    ours, theirs = (_urns(school) for school in (one, other))
    across = Q(old_urn__in=ours, new_urn__in=theirs) | Q(old_urn__in=theirs, new_urn__in=ours)
    return IdentityDecision.objects.in_force().parting().filter(across).first()


def _urns(school: School) -> list[int]:
    return list(RegisterEntry.objects.filter(school=school).values_list("urn", flat=True))


def _when(school: School) -> tuple[date, date, int]:
    line = line_of(school)
    last_on = None if school.is_open else line[-1].closed_on
    return last_on or date.max, line[0].opened_on or date.min, school.urn


def _work_out(decision: IdentityDecision, *, by: User, at: datetime, verb: str) -> None:
    changes = joining.work_out([decision.old_urn, decision.new_urn])
    detail = {
        "old_urn": decision.old_urn,
        "new_urn": decision.new_urn,
        **asdict(changes),
    }
    log.record(at=at, actor=by.email, verb=verb, subject=decision, detail=detail)
