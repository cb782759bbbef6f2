"""Record a decision, say what came of it, withdraw it, publish it, agree the action it asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.deliver.models import Note
from leadwell.govern.boards import access, rules
from leadwell.govern.boards.transitions import TRANSITIONS
from leadwell.govern.models import Board, Decision, DeclaredInterest, Result
from leadwell.people.models import Person
from leadwell.people.roles.actions import Newcomer
from leadwell.people.roles.wording import title
from leadwell.prepare import actions as agreeing
from leadwell.prepare.actions import Instead
from leadwell.prepare.models import AgreedAction, Origin
from leadwell.prepare.needs import NOTHING, Needs
from leadwell.programmes.models import Enrolment, Programme
from leadwell.web.access import require

DECLARED = "Declared at the meeting"


@dataclass(frozen=True, slots=True)
class Said:
    """What a board decided. note, about: what it stands on. asks_for: of the school; "" for
    nothing. interested: members who declared an interest, beside those who are of the school."""

    text: str
    options: str
    result: Result
    owner: Person
    due_on: date
    decided_on: date
    note: Note | None = None
    about: AgreedAction | None = None
    is_published: bool = False
    asks_for: str = ""
    interested: Iterable[Person] = ()


@transaction.atomic
def open_boards(programme: Programme) -> dict[str, Board]:
    """Both boards of a programme, by kind: each has its row from when the first is asked for."""
    return {
        kind: Board.objects.get_or_create(programme=programme, kind=kind)[0]
        for kind in Board.Kind.values
    }


@transaction.atomic
def record_decision(*, enrolment: Enrolment, said: Said, by: User, at: datetime) -> Decision:
    """Of the strategic board, about one school. Whoever of the board is of the school is written
    down as having had no part in it. Raises PermissionDenied with the reason."""
    on = timezone.localdate(at)
    require(rules.may_decide(by, enrolment, on=on))
    decision = Decision.objects.create(
        board=open_boards(enrolment.programme)[Board.Kind.STRATEGIC],
        enrolment=enrolment,
        note=said.note,
        about=said.about,
        text=said.text,
        options=said.options,
        result=said.result,
        owner=said.owner,
        due_on=said.due_on,
        decided_on=said.decided_on,
        decided_by=by.person,
        is_published=said.is_published,
        asks_for=said.asks_for,
    )
    nature = {person.pk: DECLARED for person in said.interested}
    nature |= {held.person_id: title(held) for held in access.members_of_school(enrolment, on=on)}
    DeclaredInterest.objects.bulk_create(
        DeclaredInterest(decision=decision, member_id=member, nature=words)
        for member, words in sorted(nature.items())
    )
    _log(decision, "decided", by, at, published=said.is_published, interests=sorted(nature))
    return decision


@transaction.atomic
def finish_decision(*, decision: Decision, outcome: str, by: User, at: datetime) -> None:
    """It is done, and what came of it."""
    decision = _locked(decision)
    require(rules.may_finish(by, decision))
    _end(decision, "finish", at, outcome=outcome)
    _log(decision, "said what came of", by, at)


@transaction.atomic
def withdraw_decision(*, decision: Decision, because: str, by: User, at: datetime) -> None:
    """It does not stand any more, and why."""
    decision = _locked(decision)
    require(rules.may_withdraw(by, decision))
    _end(decision, "withdraw", at, withdrawn_because=because)
    _log(decision, "withdrew", by, at)


@transaction.atomic
def publish_decision(*, decision: Decision, by: User, at: datetime) -> None:
    """Open it to the school from now on."""
    decision = _locked(decision)
    require(rules.may_publish(by, decision))
    _open_to_school(decision, True)
    _log(decision, "published", by, at)


@transaction.atomic
def unpublish_decision(*, decision: Decision, by: User, at: datetime) -> None:
    """Close it to the school again. Whoever has read it has read it."""
    decision = _locked(decision)
    require(rules.may_unpublish(by, decision))
    _open_to_school(decision, False)
    _log(decision, "took back from the school", by, at)


@transaction.atomic
def agree_for_decision(
    *, decision: Decision, what: str, owner: Person | Newcomer, due_on: date,
    support: Iterable[str] = (), needs: Needs = NOTHING, instead_of: Instead | None = None,
    by: User, at: datetime,
) -> AgreedAction:  # fmt: skip
    """The action the board asked for, agreed by who agrees actions at the school."""
    decision = _locked(decision)
    require(rules.may_agree(by, decision, on=timezone.localdate(at)))
    action = agreeing.agree_action(
        enrolment=decision.enrolment, what=what, owner=owner, due_on=due_on, support=support,
        needs=needs, origin=Origin.BOARD, instead_of=instead_of, by=by, at=at,
    )  # fmt: skip
    decision.action = action
    decision.save(update_fields=["action"])
    _log(decision, "agreed an action for", by, at, action=action.pk)
    return action


def _end(decision: Decision, verb: str, at: datetime, **fields: Any) -> None:
    fields |= {"state": TRANSITIONS[verb].after, "ended_on": timezone.localdate(at)}
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.save(update_fields=list(fields))


def _open_to_school(decision: Decision, is_published: bool) -> None:
    decision.is_published = is_published
    decision.save(update_fields=["is_published"])


def _locked(decision: Decision) -> Decision:
    found = Decision.objects.select_for_update(of=("self",))
    return found.select_related("enrolment__programme", "enrolment__school__continued_by").get(
        pk=decision.pk
    )


def _log(decision: Decision, verb: str, by: User, at: datetime, **detail: Any) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=decision, detail=detail)
