"""Ask whether a school is ready, again when it may have changed, and what goes with a Red."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.choosing import ready, rules
from leadwell.explore.choosing.actions.moving import locked, move, note
from leadwell.explore.choosing.others import is_list_whole, others_of
from leadwell.explore.models import Assessment, Candidate, Remedy
from leadwell.explore.moving import note_assessed
from leadwell.web.access import require

Kind = Remedy.Kind


@dataclass(frozen=True, slots=True)
class Said:
    """Answers to the eight questions, but for other initiatives, which are known here. hours: a
    week; None where no subject lead is in post. override: another colour than the rules say."""

    leadership: str
    hours: Decimal | None
    head_called_on: date | None = None
    head_called_by: str = ""
    working_party: str = ""
    has_authority: bool = False
    inspection: str = Assessment.Inspection.NOT_DUE
    change: str = Assessment.Change.NONE
    capacity: str = ""
    climate: list[int] = field(default_factory=list)
    override: str = ""
    override_because: str = ""


@transaction.atomic
def assess(*, candidate: Candidate, said: Said, by: User, at: datetime) -> Assessment:
    """The first time it is a step; after that it stands beside the one before."""
    candidate = locked(candidate)
    require(rules.may_assess(by, candidate))
    require(rules.has_come(said.head_called_on, on=timezone.localdate(at)))
    made = _kept(candidate, _answered(said), by, at)
    if rules.moment("assess", candidate):
        move(candidate, "assess", by=by, at=at, because=candidate.because)
    else:
        note(candidate, "assess_again", by=by, at=at, colour=made.stands)
    note_assessed(candidate, by=by, at=at)
    return made


@transaction.atomic
def ask_again(
    *, candidate: Candidate, hours: Decimal | None, inspection: str, change: str, by: User,
    at: datetime,
) -> Assessment:  # fmt: skip
    """Only what changes from term to term: the subject lead's time, other initiatives, what is
    due. The other answers are those of the time before; a colour somebody gave is not."""
    candidate = locked(candidate)
    require(rules.may_ask_again(by, candidate))
    before = rules.newest(candidate)
    assert before  # the rule asks for it
    kept = ("leadership", "head_called_on", "head_called_by", "working_party", "has_authority",
            "capacity", "climate")  # fmt: skip
    fields = {name: getattr(before, name) for name in kept}
    fields |= {"hours": hours, "inspection": inspection, "change": change, "is_reasked": True}
    made = _kept(candidate, fields, by, at)
    note(candidate, "assess_again", by=by, at=at, colour=made.stands)
    return made


@transaction.atomic
def promise_support(
    *, candidate: Candidate, text: str, given_by: str, by: User, at: datetime
) -> Remedy:
    """Extra help for who leads the school, by somebody who is named."""
    candidate = locked(candidate)
    require(rules.may_promise_support(by, candidate))
    return _remedy(candidate, Kind.SUPPORT, text, given_by, by, at, "promise_support")


@transaction.atomic
def waive(*, candidate: Candidate, text: str, by: User, at: datetime) -> Remedy:
    """The board lets the school be offered a place although it is Red, and says why."""
    candidate = locked(candidate)
    require(rules.may_waive(by, candidate))
    return _remedy(candidate, Kind.WAIVER, text, "", by, at, "waive")


def _answered(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Said.__slots__}


def _kept(candidate: Candidate, fields: dict[str, Any], by: User, at: datetime) -> Assessment:
    others = others_of(candidate, on=timezone.localdate(at))
    judged = ready.judge(
        ready.Answers(
            leadership=ready.Leadership(fields["leadership"]),
            head_backs_aims=fields["head_called_on"] is not None,
            hours=fields["hours"],
            has_authority=fields["has_authority"],
            others=others,
            is_list_whole=is_list_whole(candidate, on=timezone.localdate(at)),
            inspection=ready.Inspection(fields["inspection"]),
            change=ready.Change(fields["change"]),
            capacity=fields["capacity"],
            climate=tuple(fields["climate"]),
            subject=candidate.programme.subject,
        )
    )
    return Assessment.objects.create(
        candidate=candidate,
        others=[{"name": o.name, "subject": o.subject, "is_funded": o.is_funded} for o in others],
        colour=judged.colour,
        findings=[{"code": f.code, "colour": f.colour, "why": f.why} for f in judged.findings],
        needs_board=judged.needs_board,
        by=by.person,
        at=at,
        **fields,
    )


def _remedy(
    candidate: Candidate, kind: Kind, text: str, given_by: str, by: User, at: datetime, verb: str
) -> Remedy:
    found = rules.newest(candidate)
    assert found  # the rule asks for it
    made = Remedy.objects.create(
        assessment=found,
        kind=kind,
        text=text,
        given_by=given_by,
        by=by.person,
        at=at,
    )
    note(candidate, verb, by=by, at=at, because=text)
    return made
