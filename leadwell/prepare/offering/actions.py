"""Offer a place with what goes with it, change that, take it back, and answer for the school."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.choosing import actions as choosing
from leadwell.explore.choosing import rules as chosen
from leadwell.explore.choosing.actions.moving import locked
from leadwell.explore.choosing.all_the_same import load_of
from leadwell.explore.models import Candidate, CandidateState
from leadwell.explore.radar.radar import Offered
from leadwell.lib.verdict import no
from leadwell.prepare.models import Given, Offer, OfferLetter, OfferLine, OfferState, Rates
from leadwell.prepare.offering import rules
from leadwell.prepare.offering.allocation import Line, Varied, Where, of_kind, total
from leadwell.prepare.offering.letter import letter
from leadwell.prepare.offering.room import days_there, room_of
from leadwell.prepare.offering.scaled import lines_of, scaled
from leadwell.prepare.offering.telling import News, tell_of_place
from leadwell.prepare.offering.transitions import TRANSITIONS
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment, Programme
from leadwell.web.access import require
from leadwell.web.numbers import amount
from leadwell.web.paper.keeping import content_of

Others = Mapping[Where, Varied]


@transaction.atomic
def set_rates(*, programme: Programme, by: User, at: datetime, **fields: Any) -> Rates:
    """What each thing costs, and the days of specialists that are not on the register. What was
    offered keeps its cost, and days that are promised are not taken away."""
    programme = _locked(programme)
    require(rules.may_set_rates(by, programme))
    _keep_promises(programme, fields, on=timezone.localdate(at))
    made, _ = Rates.objects.update_or_create(programme=programme, defaults=fields)
    log.record(
        at=at, actor=by.email, verb="set the rates of offers", subject=programme,
        detail={name: str(value) for name, value in fields.items() if name != "extra_because"},
    )  # fmt: skip
    return made


@transaction.atomic
def make_offer(
    *, candidate: Candidate, starts_on: date, answer_by: date, others: Others, by: User,
    at: datetime, all_the_same: str = "",
) -> Offer:  # fmt: skip
    """A place, the lines that go with it and the letter, if there is money and time for all.

    others: amounts that are not those of its size; where any is more than that, the radar is asked
    with what is offered. all_the_same: why the school is asked although that is much. The programme is locked: of two offers made at
    once the second is counted after the first. Raises PermissionDenied with the reason, NoSize.
    """
    candidate = _now(candidate)
    require(rules.may_make(by, candidate))
    require(rules.is_within(candidate.programme, starts_on))
    on = timezone.localdate(at)
    found = scaled(candidate, starts_on=starts_on, others=others)
    require(room_of(candidate.programme, on=on).fits(found.lines))
    is_raised = any(one.amount > one.by_size for one in found.lines if one.kind == Given.VISITS)
    if is_raised or all_the_same:
        _ask_load(candidate, starts_on, found.lines, all_the_same, by, at)
    was_in_reserve = candidate.state == CandidateState.RESERVE
    choosing.offer(candidate=candidate, by=by, at=at)
    offer = Offer.objects.create(
        candidate=candidate, band_table=found.table, band=found.band.code,
        n_pupils=candidate.standing_school.n_pupils, starts_on=starts_on, answer_by=answer_by,
        made_by=by.person, made_on=on, made_at=at,
    )  # fmt: skip
    _write_lines(offer, found.lines)
    _send(offer, "made an offer", by, at)
    if was_in_reserve:
        tell_of_place(candidate, News.MOVED_UP, by=by, at=at)
    return offer


@transaction.atomic
def vary_offer(
    *, candidate: Candidate, others: Others, by: User, at: datetime, all_the_same: str = ""
) -> Offer:
    """Other amounts while the school has not answered. It gets another letter.

    Less is always to be had. Where anything is more than it was, there has to be room for it, and
    money where all of it costs more at the rates of today. Where visits are more, the radar is
    asked again: what would be asked of the school now, with this offer. all_the_same: as of
    make_offer.
    """
    candidate = _now(candidate)
    offer = open_offer(candidate)
    require(rules.may_vary(by, candidate, offer))
    assert offer  # the rule asks for it
    lines = lines_of(offer, others=others)
    kept = {one.where: one for one in lines_of(offer)}
    more = [one for one in lines if one.amount > kept[one.where].amount]
    room = room_of(candidate.programme, on=timezone.localdate(at), but=offer)
    if more:
        require(room.fits(lines))
    elif total(lines) > total(kept.values()):  # less of it, but prices have gone up
        require(room.pays(lines))
    if all_the_same or any(one.kind == Given.VISITS for one in more):
        _ask_load(candidate, offer.starts_on, lines, all_the_same, by, at)
    # what costs less first: the database adds up after each line
    for line in sorted(lines, key=lambda one: one.cost_gbp - kept[one.where].cost_gbp):
        offer.lines.filter(year=line.year, kind=line.kind).update(
            amount=line.amount, because=line.because, cost_gbp=line.cost_gbp
        )
    _send(offer, "changed an offer", by, at)
    return offer


@transaction.atomic
def extend_offer(*, candidate: Candidate, answer_by: date, by: User, at: datetime) -> Offer:
    """More time to answer. The school gets another letter."""
    candidate = _now(candidate)
    offer = open_offer(candidate)
    require(rules.may_extend(by, candidate, offer))
    assert offer
    offer.answer_by = answer_by
    offer.save(update_fields=["answer_by"])
    _send(offer, "gave more time for an offer", by, at)
    return offer


@transaction.atomic
def withdraw_offer(
    *, candidate: Candidate, because: str, by: User, at: datetime, site: str = ""
) -> None:  # fmt: skip
    """The school is in reserve; what it would have been given is free for others. site: to which
    the letter to its head leads; "" where nobody is written to."""
    candidate = _now(candidate)
    require(rules.may_withdraw(by, candidate))
    choosing.withdraw(candidate=candidate, because=because, by=by, at=at, site=site)
    _end(open_offer(candidate), "withdraw", because, by, at)
    tell_of_place(candidate, News.WITHDRAWN, by=by, at=at)


@transaction.atomic
def accept_offer(
    *, candidate: Candidate, joined_on: date | None = None, by: User, at: datetime
) -> Enrolment:
    """The school takes part in the same moment, with the days of visits that it was offered.

    joined_on: from when, where whoever notes the answer says so; else from the day of the letter,
    and not before today.
    """
    candidate = _now(candidate)
    offer, on = open_offer(candidate), timezone.localdate(at)
    require(rules.may_accept(by, candidate, offer, on=on))
    if joined_on is None:
        joined_on = max(offer.starts_on, on) if offer else on
    enrolment = choosing.accept(candidate=candidate, joined_on=joined_on, by=by, at=at)
    if offer:
        days = sum((one.amount for one in offer.lines.filter(kind=Given.VISITS)), Decimal())
        programmes.change(thing=enrolment, days_agreed=days, by=by, at=at)
    _end(offer, "accept", "", by, at)
    return enrolment


@transaction.atomic
def refuse_offer(*, candidate: Candidate, because: str, by: User, at: datetime) -> None:
    """The school does not come, and what it would have been given is free for others."""
    candidate = _now(candidate)
    require(rules.may_refuse(by, candidate))
    choosing.refuse(candidate=candidate, because=because, by=by, at=at)
    _end(open_offer(candidate), "refuse", because, by, at)
    tell_of_place(candidate, News.REFUSED, by=by, at=at)


def open_offer(candidate: Candidate) -> Offer | None:
    """The offer that waits for an answer; None for a place offered without a letter."""
    found = Offer.objects.open().filter(candidate=candidate).first()
    if found:
        found.candidate = candidate  # with all that is at hand of it
    return found


def _locked(programme: Programme) -> Programme:
    """For as long as the change takes: nobody else offers of the same budget meanwhile."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _now(candidate: Candidate) -> Candidate:
    """As it is now, with its programme locked."""
    _locked(candidate.programme)
    return locked(candidate)


def _keep_promises(programme: Programme, fields: Mapping[str, Any], *, on: date) -> None:
    """Fewer days than are offered are not said. Where the register itself has fewer by now, what
    is said besides it may stay as it is."""
    room = room_of(programme, on=on)
    known = Rates.objects.filter(programme=programme).first() or Rates(programme=programme)
    for name, value in fields.items():
        setattr(known, name, value)
    would_be = days_there(programme, known, on=on)
    for year, offered in sorted(room.days.items()):
        now, then = room.days_there(year), would_be.in_year(year)
        if then < offered and (now is None or then < now):
            require(
                no(
                    f"{amount(offered)} days of a school year are offered already: no fewer will do."
                )
            )


def _ask_load(
    candidate: Candidate, starts_on: date, lines: Iterable[Line], text: str, by: User, at: datetime
) -> None:  # fmt: skip
    """Whether the school can bear this offer; text: why it is asked all the same, "" where nobody
    says so now."""
    visits = sum(float(days) for days in of_kind(lines, Given.VISITS).values())
    seen = load_of(
        by, candidate, on=timezone.localdate(at), offered=Offered(starts_on, visits)
    )  # fmt: skip
    if text:
        choosing.say_of_offer(candidate=candidate, seen=seen, text=text, by=by, at=at)
    require(chosen.may_be_asked(candidate, seen))


def _write_lines(offer: Offer, lines: Iterable[Line]) -> None:
    OfferLine.objects.bulk_create(
        OfferLine(
            offer=offer, year=one.year, kind=one.kind, amount=one.amount, by_size=one.by_size,
            because=one.because, cost_gbp=one.cost_gbp,
        )
        for one in lines
    )  # fmt: skip


def _send(offer: Offer, verb: str, by: User, at: datetime) -> None:
    """Another letter, as things are now."""
    content = content_of(letter(offer, offer.lines.all(), by=by.person, at=at))
    said = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    sha256 = hashlib.sha256(said).hexdigest()
    OfferLetter.objects.create(offer=offer, content=content, sha256=sha256, by=by.person, at=at)
    _log(offer, verb, by, at, letter=sha256)


def _end(offer: Offer | None, verb: str, because: str, by: User, at: datetime) -> None:
    if offer is None:
        return
    offer.state = TRANSITIONS[verb].after
    offer.because, offer.ended_by, offer.ended_at = because, by.person, at
    offer.save(update_fields=["state", "because", "ended_by", "ended_at"])
    _log(offer, f"{OfferState(offer.state).label.lower()} an offer", by, at)


def _log(offer: Offer, verb: str, by: User, at: datetime, **detail: Any) -> None:
    said = {"programme": offer.candidate.programme.code} | detail
    log.record(at=at, actor=by.email, verb=verb, subject=offer, detail=said)
