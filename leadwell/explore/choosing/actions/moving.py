"""One step of a candidate: locked, moved, written into its history and the log."""

from datetime import datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.choosing.transitions import TRANSITIONS
from leadwell.explore.models import Candidate, CandidateState, Step

State = CandidateState


def locked(candidate: Candidate) -> Candidate:
    """As it is now, for as long as the change takes."""
    found = Candidate.objects.select_for_update(of=("self",))
    return found.select_related("school__continued_by", "programme", "hub").get(pk=candidate.pk)


def move(candidate: Candidate, verb: str, *, by: User, at: datetime, **fields: Any) -> None:
    """A step of the table. fields: of the candidate, besides its state; its reason is emptied
    where no new one is given."""
    fields = {"because": ""} | fields | {"state": TRANSITIONS[verb].after}
    for name, value in fields.items():
        setattr(candidate, name, value)
    candidate.save(update_fields=list(fields))
    note(candidate, verb, by=by, at=at, because=candidate.because)


def note(
    candidate: Candidate, verb: str, *, by: User, at: datetime, because: str = "", **detail: Any
) -> None:
    """That something was done with it, whether or not it moved."""
    Step.objects.create(
        candidate=candidate, verb=verb, state=candidate.state, because=because, by=by.person, at=at
    )
    said = {"state": candidate.state, "programme": candidate.programme.code} | detail
    log.record(at=at, actor=by.email, verb=verb, subject=candidate, detail=said)
