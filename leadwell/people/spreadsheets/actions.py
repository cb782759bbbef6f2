"""Bring a list in: every row by the action its form calls, all of them or none."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.lib.spreadsheet import Problem
from leadwell.people.models import BroughtIn
from leadwell.people.spreadsheets.listing import Change, Doing, Listing, Plan
from leadwell.programmes.models import Programme
from leadwell.web.access import require
from leadwell.web.refusals import sentence

MOST_CHANGES = 500
"""So many rows at once: each is asked and written down as if it had been done by its form."""
NOT_POSSIBLE = "The database refuses this row as it stands. Look at its page for why."


@dataclass(frozen=True, slots=True)
class Outcome:
    """problems: why nothing was brought in; by row. is_again: it had been brought in before."""

    problems: tuple[Problem, ...] = ()
    is_again: bool = False


def bring_in(
    *, listing: Listing, programme: Programme, changes: list[Change], sent_id: UUID,
    as_of: datetime, by: User, at: datetime,
) -> Outcome:  # fmt: skip
    """Do what the rows ask for, if all of it can be done; asked again, it is done already."""
    return _bring_in(listing, programme, changes, by, at, sent_id=sent_id, as_of=as_of)


def try_out(
    *, listing: Listing, programme: Programme, changes: list[Change], by: User, at: datetime
) -> Outcome:
    """The same, and then everything undone: what would be refused, and why."""
    return _bring_in(listing, programme, changes, by, at)


@transaction.atomic
def _bring_in(
    listing: Listing, programme: Programme, changes: list[Change], by: User, at: datetime, *,
    sent_id: UUID | None = None, as_of: datetime | None = None,
) -> Outcome:  # fmt: skip
    require(listing.may(by, programme))
    if sent_id:
        # Two clicks on one button wait for each other here.
        Programme.objects.select_for_update().get(pk=programme.pk)
        if BroughtIn.objects.filter(sent_id=sent_id).exists():
            return Outcome(is_again=True)
    plan = listing.plan(by, programme, changes, localdate(at))
    problems = plan.problems or _done(plan, by, at)
    if problems or sent_id is None or as_of is None:
        transaction.set_rollback(True)
        return Outcome(tuple(sorted(problems, key=lambda one: one.row)))
    _noted(listing, programme, changes, by=by, at=at, sent_id=sent_id, as_of=as_of)
    return Outcome()


def _done(plan: Plan, by: User, at: datetime) -> list[Problem]:
    """Each apart, so that every row that is refused is named, and not the first alone."""
    problems: list[Problem] = []
    for doing in plan.doings:
        if why := _refusal(doing, by, at):
            problems += [Problem(row, "", "", why) for row in doing.rows]
    if not problems and (why := _put_off()):
        problems.append(Problem(0, "", "", why))
    return problems


def _refusal(doing: Doing, by: User, at: datetime) -> str:
    try:
        with transaction.atomic():
            doing.act(by, at)
    except PermissionDenied as refused:
        return str(refused)
    except ValidationError as refused:
        return " ".join(refused.messages)
    except IntegrityError as error:
        return sentence(error) or NOT_POSSIBLE
    return ""


def _put_off() -> str:
    """What the database would say only when all is done."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
    except IntegrityError as error:
        return sentence(error) or NOT_POSSIBLE
    return ""


def _noted(
    listing: Listing, programme: Programme, changes: list[Change], *, by: User, at: datetime,
    sent_id: UUID, as_of: datetime,
) -> None:  # fmt: skip
    n_new = sum(1 for change in changes if change.line is None)
    counted = {"n_new": n_new, "n_changed": len(changes) - n_new}
    BroughtIn.objects.create(
        sent_id=sent_id, listing=listing.key, programme=programme, as_of=as_of, brought_at=at,
        brought_by=by, **counted,
    )  # fmt: skip
    detail = {"list": listing.key, "as_of": as_of.isoformat(), **counted}
    log.record(
        at=at, actor=by.email, verb="brought in a spreadsheet", subject=programme, detail=detail
    )
