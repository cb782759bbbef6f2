"""Share a note, take it back, comment on it, sign it, let it go on, give it back, add to it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.deliver import actions as visits
from leadwell.deliver.models import (
    Note,
    NotePurge,
    NoteRemark,
    NoteSignature,
    NoteState,
    NoteStep,
    NoteVersion,
    QualityCheck,
    SigningDelegation,
    Visit,
)
from leadwell.deliver.notes import access, purging, rewriting, rules, sharing, telling
from leadwell.deliver.notes.content import Content
from leadwell.deliver.notes.hashing import sha256, whole
from leadwell.deliver.notes.steps import held, keep, noted, number, say, step
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
    noted(note, "began", by, at)
    return note


@transaction.atomic
def share_note(
    *,
    note: Note,
    content: Content,
    base: int | None = None,
    passed: Mapping[str, int] | None = None,
    by: User,
    at: datetime,
) -> NoteVersion:
    """The school reads it from now on, and has five school days to sign it.

    Also what the visit itself came to: that it happened, how earlier actions go, the new ones, the
    next visit. base: the version the author had before them, 0 for none: the same form sent twice
    is one version. passed: how many warnings of which kind the author read and sent it all the same.
    Raises PermissionDenied with the reason.
    """
    note = held(note)
    require(rules.may_share(by, note, on=timezone.localdate(at)))
    if base is not None:
        require(rules.is_based_on(note, base))
    if note.visit.is_to_come:
        visits.say_happened(visit=note.visit, days=content.days, by=by, at=at)
    version = sharing.version_of(note, content, number=number(note) + 1, by=by, at=at)
    sharing.plan_next(note, content, by=by, at=at)
    rewriting.drop_drafts(note, by=by)
    verb = "share" if note.state == NoteState.DRAFT else "share_anew"
    step(verb, note, by=by, at=at, shown=version, opened_at=None)
    telling.tell_school(note, at=at)
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=note, detail=dict(passed))
    return version


@transaction.atomic
def withdraw_note(*, note: Note, by: User, at: datetime) -> None:
    """Back to the author's draft, before anybody at the school has opened it, word for word.

    What it agreed is dropped; that the visit happened, and what was said of earlier actions, stays.
    """
    note = held(note)
    require(rules.may_withdraw(by, note))
    assert note.shown  # a note that can be taken back has been shared
    rewriting.give_back(note.shown, by=by, at=at)
    sharing.drop_agreed(note, by=by, at=at)
    step("withdraw", note, by=by, at=at, shown=None)
    with connection.cursor() as cursor:
        cursor.execute("select deliver_take_back(%s)", [note.pk])


@transaction.atomic
def open_note(*, note: Note, by: User, at: datetime) -> None:
    """Somebody at the school reads it: the first time is kept, and it cannot be taken back."""
    if note.opened_at or not note.shown_id or not access.reads_as_school(by, note):
        return
    note = held(note)
    if note.opened_at is None and note.shown_id:
        keep(note, opened_at=at)
        noted(note, "first opened", by, at)


@transaction.atomic
def take_masked(
    *, note: Note, n_masked: int, n_shown: int, left_out: Collection[str], by: User, at: datetime
) -> None:
    """That a copy with names taken out was made to leave; how much of it, and no name."""
    require(rules.may_take_masked(by, note, on=timezone.localdate(at)))
    log.record(
        at=at, actor=by.email, verb="took a copy with names taken out", subject=note,
        detail={"masked": n_masked, "let be read": n_shown, "left out": len(left_out)},
    )  # fmt: skip


@transaction.atomic
def comment(*, note: Note, text: str, by: User, at: datetime) -> NoteRemark:
    """What is not right, for the author to mend before anybody signs."""
    note = held(note)
    require(rules.may_comment(by, note))
    said = _remark(note, NoteRemark.Kind.COMMENT, text, by=by, at=at)
    step("comment", note, by=by, at=at)
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
    note = held(note)
    require(rules.may_sign(by, note))
    require(rules.is_shown(note, version))
    signature = NoteSignature.objects.create(
        version=version,
        by=by.person,
        as_role=_signs_as(by, note),
        delegation=access.delegations_for(by).filter(enrolment=note.enrolment).first(),
        statement=statement(note, version),
        sha256=sha256(whole(version)),  # of what is read, whatever was taken out before
        authenticated_at=authenticated_at,
        at=at,
        comment=comment,
        sees_differently=sees_differently,
    )
    step(rules.signing(note), note, by=by, at=at)
    return signature


@transaction.atomic
def release_note(*, note: Note, ticks: Collection[str], by: User, at: datetime) -> None:
    """The board, the trust and the programme read it from now on."""
    note = held(note)
    require(rules.may_release(by, note))
    require(rules.may_release_with(note, ticks))
    _check(note, ticks, is_let_go=True, by=by, at=at)
    step("release", note, by=by, at=at)


@transaction.atomic
def return_note(*, note: Note, ticks: Collection[str], text: str, by: User, at: datetime) -> None:
    """To its author, once, with what is missing. It is signed anew when it comes back."""
    note = held(note)
    require(rules.may_return(by, note))
    _check(note, ticks, is_let_go=False, by=by, at=at)
    _remark(note, NoteRemark.Kind.RETURN, text, by=by, at=at)
    step("return", note, by=by, at=at, was_returned=True)


@transaction.atomic
def release_unsigned(*, note: Note, ticks: Collection[str], by: User, at: datetime) -> None:
    """The school had its time and two reminders. That nobody signed is said wherever it is read."""
    note = held(note)
    require(rules.may_release_unsigned(by, note, on=timezone.localdate(at)))
    _check(note, ticks, is_let_go=True, by=by, at=at)
    step("release_unsigned", note, by=by, at=at)


@transaction.atomic
def add_to_note(*, note: Note, text: str, by: User, at: datetime) -> NoteRemark:
    """An addendum: dated, by name, beside words that stay."""
    note = held(note)
    require(rules.may_add(by, note))
    added = _remark(note, NoteRemark.Kind.ADDENDUM, text, by=by, at=at)
    say(note, "add", by=by, at=at)
    return added


@transaction.atomic
def purge_note(*, note: Note, sections: Collection[str], by: User, at: datetime) -> NotePurge:
    """Words that were for the safeguarding lead go for good, wherever they are kept. What they
    were is not logged; where they were and who took them out stays."""
    note = held(note)
    require(rules.may_purge(by, note))
    row = NotePurge.objects.create(note=note, sections=sorted(sections), by=by.person, at=at)
    purging.purge(row)
    say(note, "purge", by=by, at=at)
    transaction.on_commit(purging.write_missing)
    return row


@transaction.atomic
def remind_school(*, note: Note, at: datetime) -> None:
    """Said to whoever signs, by the worker: counted for the version they have."""
    note = held(note)
    NoteStep.objects.create(
        note=note, verb="reminded", state=note.state, version=number(note), at=at
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


def _remark(note: Note, kind: NoteRemark.Kind, text: str, *, by: User, at: datetime) -> NoteRemark:
    return NoteRemark.objects.create(
        note=note, version=number(note), kind=kind, text=text, by=by.person, at=at
    )


def _check(note: Note, ticks: Collection[str], *, is_let_go: bool, by: User, at: datetime) -> None:
    assert note.shown  # what may be checked has been shared
    QualityCheck.objects.create(
        version=note.shown, ticks=sorted(ticks), is_let_go=is_let_go, by=by.person, at=at
    )


def _signs_as(by: User, note: Note) -> Role:
    is_head = people.holds(by, "note_shared", Operation.SIGN, on=note.enrolment)
    return Role.HEADTEACHER if is_head else Role.SENIOR_LEADER
