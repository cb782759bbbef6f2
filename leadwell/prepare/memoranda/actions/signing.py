"""Putting one's name under a version; what follows when all have."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people.models import HandoverStep, Person
from leadwell.people.roles import actions as roles
from leadwell.prepare.memoranda import hub, linking, promising, rules, telling, writing
from leadwell.prepare.memoranda.moving import locked, move, note
from leadwell.prepare.models import (
    Memorandum,
    MemorandumSignature,
    MemorandumVersion,
    Reaffirmation,
    SigningLink,
)
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes import actions as programmes
from leadwell.schools.models import School
from leadwell.web.access import require


class LinkRefused(Exception):
    """A link that opens nothing: why is nobody's to know."""


@transaction.atomic
def sign(
    *,
    memorandum: Memorandum,
    version: MemorandumVersion,
    authenticated_at: datetime,
    by: User,
    at: datetime,
) -> MemorandumSignature:
    """As the party somebody signs for now; refused where another version has been sent since they
    read this one. The last signature makes it active."""
    memorandum = locked(memorandum)
    require(rules.is_shown(memorandum, version))
    require(rules.may_sign(by, memorandum))
    party = rules.signing_as(by, memorandum)
    assert party  # may_sign has looked
    signed = put_name(
        memorandum, party, by.person, by.person.name, at=at, authenticated_at=authenticated_at
    )
    follow(memorandum, party, by=by, at=at)
    return signed


@transaction.atomic
def sign_by_link(*, token: str, name: str, at: datetime) -> MemorandumSignature:
    """By who has the letter, once. Raises LinkRefused for a link that was used, has run out, is of
    what was signed or changed meanwhile, or never was: all the same."""
    if (seen := linking.found(token, at=at)) is None:
        raise LinkRefused
    memorandum = locked(seen.version.memorandum)
    link = linking.found(token, at=at, holding=True)
    if link is None:
        raise LinkRefused
    party = Party(link.party)
    signed = put_name(memorandum, party, link.person, name, at=at, link=link)
    link.used_at = at
    link.save(update_fields=["used_at"])
    follow(memorandum, party, by=None, at=at)
    return signed


@transaction.atomic
def reaffirm(
    *, memorandum: Memorandum, authenticated_at: datetime, by: User, at: datetime
) -> Reaffirmation:
    """A head who came later stands by it; what they owed, in their handover too, is done."""
    memorandum = locked(memorandum)
    require(rules.may_reaffirm(by, memorandum))
    said = Reaffirmation.objects.create(
        memorandum=memorandum,
        by=by.person,
        statement=writing.statement_of_new_head(memorandum),
        sha256=memorandum.in_force.sha256 if memorandum.in_force else "",
        authenticated_at=authenticated_at,
        at=at,
    )
    note(memorandum, "reaffirm", by=by, at=at)
    on = timezone.localdate(at)
    promising.keep(memorandum.enrolment, promising.REAFFIRM, by=by, at=at, on=on)
    _finish_step(memorandum, by=by, at=at)
    return said


def _activate(memorandum: Memorandum, verb: str, *, by: User | None, at: datetime) -> None:
    """It holds from now on, and what it promises has its days."""
    on = timezone.localdate(at)
    since = memorandum.active_since or on
    move(memorandum, verb, by=by, at=at, in_force=memorandum.shown, active_since=since)
    if memorandum.enrolment.work_agreed_on is None:
        programmes.agree_work(enrolment=memorandum.enrolment, on=since, by=by, at=at)
    promising.promise_all(memorandum, by=by, at=at)
    hub.tell_hub(memorandum, hub.News.HOLDS, by=by, at=at)


def put_name(
    memorandum: Memorandum,
    party: Party,
    person: Person,
    name: str,
    *,
    at: datetime,
    authenticated_at: datetime | None = None,
    link: SigningLink | None = None,
    **on_paper: Any,
) -> MemorandumSignature:
    """Within another action. on_paper: fields of a signature that was put on paper."""
    version = memorandum.shown
    assert version  # the rules have looked
    version.memorandum = memorandum
    if link is None:
        linking.end(version, party, at=at)
    return MemorandumSignature.objects.create(
        version=version,
        party=party,
        by=person,
        name=name,
        statement=writing.statement(version, party),
        sha256=writing.sha256(version.content),  # of what is kept, as it was read
        authenticated_at=authenticated_at,
        link=link,
        at=at,
        **on_paper,
    )


def follow(
    memorandum: Memorandum, party: Party, *, by: User | None, at: datetime, verb: str = "put_name"
) -> None:
    """Within another action: whatever this signature brings about, besides being there."""
    note(memorandum, verb, by=by, at=at, party=party)
    assert memorandum.shown
    signed = rules.signed_by(memorandum.shown)
    if signed.issuperset(rules.OF_SCHOOL) and party in rules.OF_SCHOOL:
        on = _school_signed_on(memorandum.shown)
        promising.keep(memorandum.enrolment, promising.SIGNED, by=by, at=at, on=on)
        if memorandum.state in {State.SENT, State.QUERIED}:
            move(memorandum, "sign", by=by, at=at)
    if party == Party.LEAD and memorandum.state == State.SIGNED:
        move(memorandum, "countersign", by=by, at=at)
    if signed.issuperset(memorandum.shown.parties):
        verb = "agree" if memorandum.state == State.VARIED else "begin"
        _activate(memorandum, verb, by=by, at=at)
        linking.end(memorandum.shown, at=at)
    telling.tell_next(memorandum, at=at)


def _school_signed_on(version: MemorandumVersion) -> date:
    """The later of the days on which head and chair signed: of one on paper, the day it bears."""
    signatures = version.signatures.filter(party__in=rules.OF_SCHOOL)
    return max(one.paper_on or timezone.localdate(one.at) for one in signatures)


def _finish_step(memorandum: Memorandum, *, by: User, at: datetime) -> None:
    """The same asked for by the handover in which this head came, where there was one."""
    school = memorandum.enrolment.standing_school
    rows = School.objects.lives_of([school.pk]).order_by().values("pk")
    asked = HandoverStep.objects.filter(kind=HandoverStep.Kind.REAFFIRM, done_at=None)
    mine = asked.filter(handover__coming__person=by.person, handover__coming__school__in=rows)
    for step in mine.select_related("handover"):
        roles.finish_step(step=step, by=by, at=at)
