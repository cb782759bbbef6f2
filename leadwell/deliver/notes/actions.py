"""Share a note, take it back, comment on it, sign it, let it go on, give it back, add to it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.deliver import actions as visits
from leadwell.deliver.models import (
    Note,
    NoteRemark,
    NoteSignature,
    NoteState,
    NoteStep,
    NoteVersion,
    QualityCheck,
    SigningDelegation,
    Visit,
)
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.notes import access, rules, sharing, telling
from leadwell.deliver.notes.content import Content
from leadwell.deliver.notes.transitions import TRANSITIONS
from leadwell.deliver.notes.waiting import CLOCK
from leadwell.people import access as people
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment
from leadwell.schools.calendar import school_days
from leadwell.web.access import require

STATEMENT = (
    "I have read this note of visit, version {version}, of {visit}. It is a fair record of the "
    "visit, and the actions in it are agreed. It may not be used for appraisal, capability or pay."
)


@transaction.atomic
def begin_note(*, visit: Visit, by: User, at: datetime) -> Note:
    """The one note of a visit: from when its author writes the first word."""
    require(rules.may_write(by, visit, on=timezone.localdate(at)))
    Visit.objects.select_for_update().get(pk=visit.pk)  # two tabs begin one note
    if known := Note.objects.filter(visit=visit).first():
        return known
    calendar = school_days(visit.enrolment.standing_school)
    note = Note.objects.create(
        visit=visit, author=by.person, since=at, due_on=calendar.after(visit.on, CLOCK)
    )
    _log(note, "began", by, at)
    return note


@transaction.atomic
def share_note(
    *, note: Note, content: Content, passed: Mapping[str, int] | None = None, by: User, at: datetime
) -> NoteVersion:
    """The school reads it from now on, and has five school days to sign it.

    Also what the visit itself came to: that it happened, how earlier actions go, the new ones, the
    next visit. passed: how many warnings of which kind the author read and sent it all the same.
    Raises PermissionDenied with the reason.
    """
    note = _held(note)
    require(rules.may_share(by, note, on=timezone.localdate(at)))
    number = note.shown.number + 1 if note.shown else 1
    if note.visit.is_to_come:
        visits.say_happened(visit=note.visit, days=content.days, by=by, at=at)
    version = sharing.version_of(note, content, number=number, by=by, at=at)
    sharing.plan_next(note, content, by=by, at=at)
    verb = "share" if note.state == NoteState.DRAFT else "share_anew"
    _step(verb, note, by=by, at=at, shown=version, opened_at=None)
    telling.tell_school(note, at=at)
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=note, detail=dict(passed))
    return version


@transaction.atomic
def withdraw_note(*, note: Note, by: User, at: datetime) -> None:
    """Back to the author's draft, before anybody at the school has opened it. What it agreed is
    dropped; that the visit happened, and what was said of earlier actions, stays."""
    note = _held(note)
    require(rules.may_withdraw(by, note))
    sharing.drop_agreed(note, by=by, at=at)
    _step("withdraw", note, by=by, at=at, shown=None)
    with connection.cursor() as cursor:
        cursor.execute("select deliver_take_back(%s)", [note.pk])


@transaction.atomic
def open_note(*, note: Note, by: User, at: datetime) -> None:
    """Somebody at the school reads it: the first time is kept, and it cannot be taken back."""
    if note.opened_at or not note.shown_id or not access.reads_as_school(by, note):
        return
    note = _held(note)
    if note.opened_at is None and note.shown_id:
        _set(note, opened_at=at)
        _log(note, "first opened", by, at)


@transaction.atomic
def comment(*, note: Note, text: str, by: User, at: datetime) -> NoteRemark:
    """What is not right, for the author to mend before anybody signs."""
    note = _held(note)
    require(rules.may_comment(by, note))
    said = _remark(note, NoteRemark.Kind.COMMENT, text, by=by, at=at)
    _step("comment", note, by=by, at=at)
    return said


@transaction.atomic
def sign_note(
    *,
    note: Note,
    version: NoteVersion,
    comment: str = "",
    sees_differently: str = "",
    authenticated_at: datetime,
    by: User,
    at: datetime,
) -> NoteSignature:
    """Under the version that was read: refused where another has been shared since. Seeing it
    differently is printed beside the words, and holds nothing up."""
    note = _held(note)
    require(rules.may_sign(by, note))
    require(rules.is_shown(note, version))
    signature = NoteSignature.objects.create(
        version=version,
        by=by.person,
        as_role=_signs_as(by, note),
        delegation=access.delegations_for(by).filter(enrolment=note.enrolment).first(),
        statement=statement(note, version),
        sha256=version.sha256,
        authenticated_at=authenticated_at,
        at=at,
        comment=comment,
        sees_differently=sees_differently,
    )
    _step(rules.signing(note), note, by=by, at=at)
    return signature


@transaction.atomic
def release_note(*, note: Note, ticks: Collection[str], by: User, at: datetime) -> None:
    """The board, the trust and the programme read it from now on."""
    note = _held(note)
    require(rules.may_release(by, note))
    require(rules.may_release_with(note, ticks))
    _check(note, ticks, is_let_go=True, by=by, at=at)
    _step("release", note, by=by, at=at)


@transaction.atomic
def return_note(*, note: Note, ticks: Collection[str], text: str, by: User, at: datetime) -> None:
    """To its author, once, with what is missing. It is signed anew when it comes back."""
    note = _held(note)
    require(rules.may_return(by, note))
    _check(note, ticks, is_let_go=False, by=by, at=at)
    _remark(note, NoteRemark.Kind.RETURN, text, by=by, at=at)
    _step("return", note, by=by, at=at, was_returned=True)


@transaction.atomic
def release_unsigned(*, note: Note, ticks: Collection[str], by: User, at: datetime) -> None:
    """The school had its time and two reminders. That nobody signed is said wherever it is read."""
    note = _held(note)
    require(rules.may_release_unsigned(by, note, on=timezone.localdate(at)))
    _check(note, ticks, is_let_go=True, by=by, at=at)
    _step("release_unsigned", note, by=by, at=at)


@transaction.atomic
def add_to_note(*, note: Note, text: str, by: User, at: datetime) -> NoteRemark:
    """An addendum: dated, by name, beside words that stay."""
    note = _held(note)
    require(rules.may_add(by, note))
    added = _remark(note, NoteRemark.Kind.ADDENDUM, text, by=by, at=at)
    _say(note, "add", by=by, at=at)
    return added


@transaction.atomic
def remind_school(*, note: Note, at: datetime) -> None:
    """Said to whoever signs, by the worker: counted for the version they have."""
    note = _held(note)
    NoteStep.objects.create(
        note=note, verb="reminded", state=note.state, version=_number(note), at=at
    )
    log.record(at=at, actor="worker", verb="reminded", subject=note)
    if note.state == NoteState.SHARED:
        telling.tell_school(note, turn=rules.n_reminders(note), at=at)


@transaction.atomic
def delegate_signing(
    *, enrolment: Enrolment, to: RoleHeld, words: str, by: User, at: datetime
) -> SigningDelegation:
    """In the head's own words, until it is taken back or the head's post ends. Given again to the
    same person it stays as it was."""
    require(rules.may_delegate(by, enrolment))
    require(rules.may_sign_for_head(enrolment, to))
    given, is_new = SigningDelegation.objects.live().get_or_create(
        enrolment=enrolment,
        to=to.person,
        defaults={"given_by": by.person, "words": words, "given_at": at},
    )
    if is_new:
        log.record(at=at, actor=by.email, verb="gave signing", subject=given)
    return given


@transaction.atomic
def take_signing_back(*, delegation: SigningDelegation, by: User, at: datetime) -> None:
    require(rules.may_delegate(by, delegation.enrolment))
    SigningDelegation.objects.live().filter(pk=delegation.pk).update(ended_at=at)
    log.record(at=at, actor=by.email, verb="took signing back", subject=delegation)


def statement(note: Note, version: NoteVersion) -> str:
    """What is signed, as it is shown in full."""
    return STATEMENT.format(version=version.number, visit=note.visit)


def _held(note: Note) -> Note:
    """As it is now, kept from others until this is done."""
    return Note.objects.with_places().select_for_update(of=("self",)).get(pk=note.pk)


def _step(verb: str, note: Note, *, by: User, at: datetime, **fields: Any) -> None:
    """The step, the clock of the next one, and that it was taken."""
    after = TRANSITIONS[verb].after
    calendar = school_days(note.enrolment.standing_school)
    begins = note.visit.on if after == NoteState.DRAFT else timezone.localdate(at)
    due_on = None if after in RELEASED else calendar.after(begins, CLOCK)
    _set(note, state=after, since=at, due_on=due_on, **fields)
    _say(note, verb, by=by, at=at)


def _set(note: Note, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(note, name, value)
    note.save(update_fields=list(fields))


def _say(note: Note, verb: str, *, by: User, at: datetime) -> None:
    NoteStep.objects.create(
        note=note, verb=verb, state=note.state, version=_number(note), by=by.person, at=at
    )
    _log(note, verb, by, at)


def _number(note: Note) -> int:
    return note.shown.number if note.shown else 0


def _remark(note: Note, kind: NoteRemark.Kind, text: str, *, by: User, at: datetime) -> NoteRemark:
    return NoteRemark.objects.create(
        note=note, version=_number(note), kind=kind, text=text, by=by.person, at=at
    )


def _check(note: Note, ticks: Collection[str], *, is_let_go: bool, by: User, at: datetime) -> None:
    assert note.shown  # what may be checked has been shared
    QualityCheck.objects.create(
        version=note.shown, ticks=sorted(ticks), is_let_go=is_let_go, by=by.person, at=at
    )


def _signs_as(by: User, note: Note) -> Role:
    is_head = people.holds(by, "note_shared", Operation.SIGN, on=note.enrolment)
    return Role.HEADTEACHER if is_head else Role.SENIOR_LEADER


def _log(note: Note, verb: str, by: User, at: datetime) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=note)
