"""Sending a version to the school, and the links by which it is signed without an account."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.prepare.memoranda import hub, linking, promising, rules, telling, writing
from leadwell.prepare.memoranda.moving import locked, move, note
from leadwell.prepare.models import (
    Memorandum,
    MemorandumVersion,
)
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes import actions as programmes
from leadwell.schools.calendar import school_days
from leadwell.web.access import require

NEWER = "A newer version was sent"


@transaction.atomic
def send(*, memorandum: Memorandum, because: str = "", by: User, at: datetime) -> MemorandumVersion:
    """The next version, frozen: each side signs it, whatever they signed before. What is in force
    holds until they have. because: why there is another; "" for the first."""
    memorandum = locked(memorandum)
    require(rules.may_send(by, memorandum))
    version = _freeze(memorandum, because, by=by, at=at)
    if memorandum.shown:
        linking.end(memorandum.shown, at=at)
    on = timezone.localdate(at)
    verb = rules.sending(memorandum)
    move(memorandum, verb, by=by, at=at, because=because, shown=version, sent_on=on)
    _owe_signatures(memorandum, by=by, at=at)
    telling.tell_school(version, at=at)
    hub.tell_hub(memorandum, hub.News.SENT, by=by, at=at)
    return version


@transaction.atomic
def keep_as_it_was(*, memorandum: Memorandum, by: User, at: datetime) -> None:
    """The variation is taken back: the version in force goes on to hold."""
    memorandum = locked(memorandum)
    require(rules.may_keep(by, memorandum))
    if memorandum.shown:
        linking.end(memorandum.shown, at=at)
    _skip_signatures(memorandum, "The variation was taken back", by=by, at=at)
    move(memorandum, "keep", by=by, at=at, shown=memorandum.in_force)


@transaction.atomic
def send_link(*, memorandum: Memorandum, party: Party, by: User, at: datetime) -> None:
    """Another link, in another letter; the one before leads nowhere once it goes."""
    memorandum = locked(memorandum)
    require(rules.may_send_link(by, memorandum, party))
    note(memorandum, "link", by=by, at=at, party=party)
    assert memorandum.shown  # the rule has looked
    telling.ask_for_link(memorandum.shown, party, at=at)


def _freeze(memorandum: Memorandum, because: str, *, by: User, at: datetime) -> MemorandumVersion:
    last = memorandum.versions.order_by("-number").first()
    number = last.number + 1 if last else 1
    made = writing.written(memorandum, number=number, on=timezone.localdate(at))
    content = writing.frozen(made)
    version = MemorandumVersion.objects.create(
        memorandum=memorandum,
        number=number,
        content=content,
        clauses=list(made.clauses),
        library=made.library,
        needs_trust=made.needs_trust,
        is_evaluation_named=made.is_evaluation_named,
        released_on=memorandum.released_on,
        escalates_to=memorandum.escalates_to,
        because=because,
        sha256=writing.sha256(content),
        sent_by=by.person,
        sent_at=at,
    )
    said = {"version": number, "sha256": version.sha256}
    log.record(at=at, actor=by.email, verb="froze", subject=version, detail=said)
    return version


def _owe_signatures(memorandum: Memorandum, *, by: User, at: datetime) -> None:
    """Head and chair have twenty school days from now."""
    _skip_signatures(memorandum, NEWER, by=by, at=at)
    assert memorandum.shown
    days = school_days(memorandum.enrolment.standing_school)
    due_on = days.after(timezone.localdate(at), promising.SIGN_WITHIN)
    detail = f"version {memorandum.shown.number}"
    programmes.promise(
        enrolment=memorandum.enrolment, kind=promising.SIGNED, detail=detail, due_on=due_on,
        by=by, at=at,
    )  # fmt: skip


def _skip_signatures(memorandum: Memorandum, because: str, *, by: User, at: datetime) -> None:
    for one in memorandum.enrolment.obligations.filter(kind=promising.SIGNED).open():
        programmes.skip_promise(obligation=one, because=because, by=by, at=at)
