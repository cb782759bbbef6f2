"""One step of a memorandum: locked, moved, written into its history and the log."""

from datetime import datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.prepare.memoranda.transitions import TRANSITIONS
from leadwell.prepare.models import Memorandum, MemorandumStep

BY_LINK = "by link"


def locked(memorandum: Memorandum) -> Memorandum:
    """As it is now, for as long as the change takes."""
    found = Memorandum.objects.at_hand().select_for_update(of=("self",))
    return found.get(pk=memorandum.pk)


def move(
    memorandum: Memorandum, verb: str, *, by: User | None, at: datetime, because: str = "",
    **fields: Any,
) -> None:  # fmt: skip
    """A step of the table. fields: of the memorandum, besides its state. by: nobody where who
    signed by link, or the worker, brings it about."""
    keep(memorandum, state=TRANSITIONS[verb].after, **fields)
    note(memorandum, verb, by=by, at=at, because=because)


def keep(memorandum: Memorandum, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(memorandum, name, value)
    memorandum.save(update_fields=list(fields))


def note(
    memorandum: Memorandum, verb: str, *, by: User | None, at: datetime, because: str = "",
    **detail: Any,
) -> None:  # fmt: skip
    """That something was done with it, whether or not it moved."""
    MemorandumStep.objects.create(
        memorandum=memorandum, verb=verb, state=memorandum.state, because=because,
        by=by.person if by else None, at=at,
    )  # fmt: skip
    actor = by.email if by else BY_LINK
    said = {"state": memorandum.state} | detail
    log.record(at=at, actor=actor, verb=verb, subject=memorandum, detail=said)
