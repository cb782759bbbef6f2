"""One change of what a school says is asked of it: locked, written and logged. The rule was asked."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import Initiative, InitiativesAnswer, OverloadReason
from leadwell.explore.radar.radar import SchoolLoad
from leadwell.explore.radar.transitions import TRANSITIONS
from leadwell.lib.transitions import Transition
from leadwell.programmes.models import Programme
from leadwell.schools.models import School


def enter(school: School, *, by: User, at: datetime, **fields: Any) -> Initiative:
    """One more in the list. Raises IntegrityError for one that is in it."""
    one_at_a_time(school)
    found = Initiative.objects.create(
        school=school, declared_on=timezone.localdate(at), declared_by=by.person, **fields
    )
    note(found, "declared", by, at)
    return found


def alter(initiative: Initiative, *, by: User, at: datetime, **fields: Any) -> None:
    put(initiative, **fields)
    note(initiative, "changed", by, at, fields=sorted(fields))


def move(initiative: Initiative, verb: str, **fields: Any) -> None:
    """A step of the table. fields: besides its state."""
    step = TRANSITIONS[verb]
    if not isinstance(step, Transition):
        raise TypeError(f"{verb} leads nowhere")
    put(initiative, state=step.after, **fields)


def put(initiative: Initiative, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(initiative, name, value)
    initiative.save(update_fields=list(fields))


def kept(
    programme: Programme, school: School, seen: SchoolLoad, text: str, *, by: User, at: datetime
) -> OverloadReason:
    """A reason to ask a school all the same, with what was asked of it at that moment."""
    found = OverloadReason.objects.create(
        programme=programme, school=school, text=text, load=seen.highest.total,
        level="red" if seen.needs_the_board else seen.level, clash=seen.clash,
        said_on=timezone.localdate(at), said_by=by.person,
    )  # fmt: skip
    note(found, "gave reason", by, at, level=found.level, clash=found.clash)
    return found


def one_at_a_time(school: School) -> None:
    """So that nobody calls a list whole while another adds to it."""
    School.objects.select_for_update().get(pk=school.pk)


def locked(initiative: Initiative) -> Initiative:
    """As it is now, for as long as the change takes."""
    found = Initiative.objects.select_for_update(of=("self",))
    return found.select_related("school__continued_by").get(pk=initiative.pk)


def note(
    subject: Initiative | InitiativesAnswer | OverloadReason,
    verb: str,
    by: User,
    at: datetime,
    **detail: Any,
) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=subject, detail=detail)
