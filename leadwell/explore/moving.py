"""One step of an expression of interest: moved and logged, in the transaction of what causes it."""

from datetime import datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import Candidate, Interest
from leadwell.explore.transitions import TRANSITIONS


def move_interest(interest: Interest, verb: str, *, by: User, at: datetime, **fields: Any) -> None:
    """A step of the table. fields: of the interest, besides its state."""
    fields = fields | {"state": TRANSITIONS[verb].after, "since": at}
    for name, value in fields.items():
        setattr(interest, name, value)
    interest.save(update_fields=list(fields))
    note_interest(interest, verb, by=by, at=at)


def note_interest(interest: Interest, verb: str, *, by: User, at: datetime, **detail: Any) -> None:
    """That something was done with it, whether or not it moved. Never words that somebody wrote."""
    said = {"state": interest.state, "programme": interest.programme.code} | detail
    log.record(at=at, actor=by.email, verb=verb, subject=interest, detail=said)


def note_assessed(candidate: Candidate, *, by: User, at: datetime) -> None:
    """Its readiness is assessed: so is the interest it came by, be it several that were merged."""
    sent = Interest.objects.filter(
        candidate=candidate, state__in=TRANSITIONS["assess"].before
    ).select_related("call__programme")
    for one in sent.select_for_update(of=("self",)):
        move_interest(one, "assess", by=by, at=at)
