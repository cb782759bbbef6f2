"""Keep what somebody writes, let them choose between two versions, drop it.

The rule of these is the database's: a draft is its author's, and nobody else's is ever reached.
Whether somebody may write such a form at all, the view asks before. Nothing is logged: it happens
each ten seconds, and what was never sent is nobody's business.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.drafts.words import Words, are_same, cleaned
from leadwell.people.models import Draft
from leadwell.people.models.draft import DraftQuerySet

LONGEST_ACTIVE = 30 * 24 * 60 * 60
"""Seconds: what no form takes; a clock that was put forward is not believed beyond it."""

LATE_FOR = 60 * 60
"""Seconds for which it is known what was dropped: no answer is waited for that long."""

HIGHEST_BASE = 1_000_000
"""A version that no draft reaches: a browser that says more has made it up."""


@dataclass(frozen=True, slots=True)
class Device:
    """name: a random one that a browser made for itself; without one it is like no other device.
    which: "phone", "tablet", "computer". turn: which of its changes this is: on a bad line an
    earlier one may come in after a later."""

    name: str
    which: str = ""
    turn: int = 0

    @property
    def named(self) -> "Device":
        return self if self.name else replace(self, name=str(uuid4()))


@dataclass(frozen=True, slots=True)
class Kept:
    """version: of the draft, now. is_beside: these words lie beside it, and wait for a choice.
    is_changed: whether anything was written at all."""

    version: int
    at: datetime
    is_beside: bool = False
    is_changed: bool = True


def keep_draft(
    *,
    form: str,
    about: object = "",
    words: object,
    base: int,
    device: Device,
    active_seconds: int = 0,
    by: User,
    at: datetime,
) -> Kept:
    """Keep these words; base is the version the device last saw, 0 for none.

    The same words again change nothing. From an older version than is kept they are laid beside
    it, unless the same device goes on. Raises Unfit where they cannot be kept: what was kept
    before stays.
    """
    fit = cleaned(words)
    active = min(max(active_seconds, 0), LONGEST_ACTIVE)
    new = _new(form, about, fit, device.named, active, by, at)
    new.version = min(max(base, 0), HIGHEST_BASE) + 1  # never one that another device has seen
    mine = access.drafts_for(by).of(form, about)
    # Within the request's transaction there is no need of another: two questions, not four.
    with transaction.atomic(savepoint=False):
        draft = mine.standing().select_for_update().first() or _begin(new, mine)
        if draft is new:
            if _comes_late(new):
                mine.standing().delete()
                return Kept(max(base, 0), at, is_changed=False)
            return Kept(new.version, at)
        if are_same(draft.words, fit):
            _count(draft, new)
            return Kept(draft.version, draft.saved_at, is_changed=False)
        if base != draft.version and not _goes_on(draft, new):
            return _lay_beside(draft, mine.beside(), new)
        _write(draft, new)
        return Kept(draft.version, at)


@transaction.atomic
def settle_draft(
    *,
    form: str,
    about: object = "",
    beside: int,
    words: object,
    by: User,
    at: datetime,
) -> Kept:
    """The author has chosen between the draft and what lies beside it: these words stay, that one
    row goes. beside: its key. Raises Unfit; Draft.DoesNotExist where either is gone already.

    Neither device simply goes on from here: each has to have seen what was chosen.
    """
    fit = cleaned(words)
    mine = access.drafts_for(by).of(form, about)
    draft = mine.standing().select_for_update().get()
    other = mine.beside().get(pk=beside)
    _write(draft, _new(form, about, fit, Device(""), other.active_seconds, by, at))
    other.delete()
    return Kept(draft.version, at)


@transaction.atomic
def drop_draft(*, form: str, about: object = "", by: User) -> bool:
    """It was sent, or is not wanted any more: it and all beside it. Whether there was one. What its
    device had written until then begins no other, should it come in only now."""
    mine = access.drafts_for(by).of(form, about)
    for draft in mine:
        if draft.turn:
            cache.set(_of_device(draft), draft.turn, LATE_FOR)
    n, _ = mine.delete()
    return n > 0


def _new(
    form: str, about: object, words: Words, device: Device, active: int, by: User, at: datetime
) -> Draft:
    return Draft(
        user=by, form=form, about=str(about), words=words, device=device.name, which=device.which,
        turn=device.turn, active_seconds=active, begun_at=at, saved_at=at,
    )  # fmt: skip


def _begin(new: Draft, mine: DraftQuerySet) -> Draft:
    """The draft that stands: this one, unless another request was quicker."""
    Draft.objects.bulk_create([new], ignore_conflicts=True)
    draft = mine.standing().select_for_update().get()
    return new if (draft.device, draft.saved_at) == (new.device, new.saved_at) else draft


def _comes_late(new: Draft) -> bool:
    """What the page sent by itself is on its way beside what its button sends, and may be behind."""
    turn: int | None = cache.get(_of_device(new)) if new.turn else None
    return turn is not None and new.turn <= turn


def _of_device(draft: Draft) -> str:
    return f"dropped:{draft.user_id}:{draft.form}:{draft.about}:{draft.device}"


def _goes_on(draft: Draft, new: Draft) -> bool:
    """The same device, whose answer was lost, has written more since."""
    return new.device == draft.device and new.turn >= draft.turn


def _write(draft: Draft, new: Draft) -> None:
    draft.words, draft.device, draft.which, draft.turn = new.words, new.device, new.which, new.turn
    draft.version += 1
    draft.active_seconds = max(draft.active_seconds, new.active_seconds)
    draft.saved_at = new.saved_at
    draft.save(
        update_fields=["words", "device", "which", "turn", "version", "active_seconds", "saved_at"]
    )


def _count(draft: Draft, same: Draft) -> None:
    """Minutes of reading over what one wrote count too; and so do a device's turns: a change that
    was taken back is still behind the button that sent it."""
    turn = max(draft.turn, same.turn) if same.device == draft.device else draft.turn
    active = max(draft.active_seconds, same.active_seconds)
    if (turn, active) != (draft.turn, draft.active_seconds):
        draft.turn, draft.active_seconds = turn, active
        draft.save(update_fields=["turn", "active_seconds"])


def _lay_beside(draft: Draft, beside: DraftQuerySet, laid: Draft) -> Kept:
    """One row a device: it goes on writing there until its author has chosen."""
    kept = Kept(draft.version, laid.saved_at, is_beside=True)
    row = beside.select_for_update().filter(device=laid.device).first()
    if row is None:
        laid.is_beside, laid.version = True, 1
        laid.save()
        return kept
    if are_same(row.words, laid.words) or not _goes_on(row, laid):
        return replace(kept, at=row.saved_at, is_changed=False)
    _write(row, laid)
    return kept
