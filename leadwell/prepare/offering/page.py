"""What the pages of offers show: all of a programme, one of them, and what one more would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.models import Candidate, CandidateState
from leadwell.lib import academic_year as years
from leadwell.lib.verdict import Verdict
from leadwell.prepare.models import Given, Offer, OfferLetter, Rates
from leadwell.prepare.offering import access, rules
from leadwell.prepare.offering.allocation import Line, of_kind, total
from leadwell.prepare.offering.bands import NoSize
from leadwell.prepare.offering.fairness import Fairness, fairness
from leadwell.prepare.offering.room import Room, days_there, room_of
from leadwell.prepare.offering.scaled import prices_today, scaled
from leadwell.prepare.offering.transitions import BESIDE, TRANSITIONS
from leadwell.programmes.models import Programme
from leadwell.web.numbers import amount, pounds
from leadwell.web.paper.keeping import paper_of
from leadwell.web.paper.paper import Paper

DAY_COLUMNS = ("School year", "There are", "Offered", "Left")
TO_ANSWER = timedelta(days=14)
NOTED = {"accept": "Note that it accepts", "refuse": "Note that it refuses"}


@dataclass(frozen=True, slots=True)
class Told:
    """One offer in a list."""

    offer: Offer
    cost: str
    days: str
    ran_out: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """What offering every school that is assessed would take, by size. unknown: names of those
    whose size nobody knows."""

    n_schools: int
    cost: str
    over: str
    days: tuple[tuple[str, ...], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """For who reads all offers of the programme. days: label of the year, how many there are,
    offered, left."""

    room: Room
    rates: Rates | None
    given: str
    budget: str
    left: str
    days: tuple[tuple[str, ...], ...]
    fairness: Fairness
    ahead: Ahead | None


@dataclass(frozen=True, slots=True)
class OffersPage:
    programme: Programme
    told: tuple[Told, ...]
    totals: Totals | None
    may_set_rates: Verdict


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One school's offer, the latest; None where a place was offered without a letter. buttons:
    address, words and whether it is the main one."""

    candidate: Candidate
    offer: Offer | None
    paper: Paper | None
    written: tuple[OfferLetter, ...]
    ran_out: bool
    is_of_school: bool
    reads_cost: bool
    cost: str
    buttons: tuple[tuple[str, str, bool], ...]
    no: str


def offers_page(user: User, programme: Programme, on: date) -> OffersPage:
    """A school reads its own line alone; hub leads those of their hubs."""
    mine = at_hand(access.offers_for(user).filter(candidate__programme=programme))
    is_whole = access.reads_whole(user, programme)
    return OffersPage(
        programme=programme,
        told=tuple(_told(one, on) for one in mine),
        totals=_totals(programme, mine, on) if is_whole else None,
        may_set_rates=rules.may_set_rates(user, programme),
    )


def offer_page(user: User, candidate: Candidate, on: date) -> OfferPage:
    offer = newest(candidate)
    written = tuple(offer.letters.select_related("by")) if offer else ()
    is_of_school = access.is_of_school(user, candidate)
    cost = total(_kept(offer)) if offer else Decimal()
    may_accept = rules.may_accept(user, candidate, offer, on=on)
    ran_out = bool(offer and offer.ran_out_on(on))
    return OfferPage(
        candidate=candidate,
        offer=offer,
        paper=paper_of(written[0].content) if written else None,
        written=written,
        ran_out=ran_out,
        is_of_school=is_of_school,
        reads_cost=access.reads_whole(user, candidate.programme),
        cost=pounds(cost),
        buttons=_buttons(user, candidate, offer, may_accept, is_of_school=is_of_school),
        no=may_accept.reason if ran_out and is_of_school else "",
    )


def newest(candidate: Candidate) -> Offer | None:
    return (
        Offer.objects.filter(candidate=candidate).prefetch_related("lines").newest_first().first()
    )


def at_hand(offers: QuerySet[Offer]) -> list[Offer]:
    """With all that a line says of it, by the name of the school. Two queries."""
    found = offers.select_related(
        "candidate__programme", "candidate__school__continued_by"
    ).prefetch_related("lines")
    return list(found.order_by("candidate__school__name", "-made_at", "-pk"))


def days_of(room: Room, lines: Sequence[Line] = ()) -> tuple[tuple[str, ...], ...]:
    """By year: its label, the days of visits there are, those offered (with these lines), and those
    left."""
    more = of_kind(lines, Given.VISITS)
    numbers = sorted(set(room.days) | set(more))
    made = []
    for year in numbers:
        asked = more.get(year, Decimal())
        left = room.days_left(year)
        there = room.days_there(year)
        have = "not known" if there is None else amount(there)
        said = "not known" if left is None else amount(left - asked)
        taken = amount(room.days.get(year, Decimal()) + asked)
        made.append((years.label(room.first_year + year - 1), have, taken, said))
    return tuple(made)


def _totals(programme: Programme, offers: Sequence[Offer], on: date) -> Totals:
    room = room_of(programme, on=on)
    counting = [one for one in offers if one.state in {"open", "accepted"}]
    return Totals(
        room=room,
        rates=Rates.objects.filter(programme=programme).first(),
        given=pounds(room.given_gbp),
        budget="not known" if room.budget_gbp is None else pounds(room.budget_gbp),
        left="not known" if room.left_gbp is None else pounds(room.left_gbp),
        days=days_of(room),
        fairness=fairness(counting),
        ahead=_ahead(programme, room, on),
    )


def _ahead(programme: Programme, room: Room, on: date) -> Ahead | None:
    waiting = list(
        Candidate.objects.filter(programme=programme, state=CandidateState.ASSESSED)
        .select_related("school__continued_by", "programme")
    )  # fmt: skip
    if not waiting:
        return None
    prices, starts_on = prices_today(programme), starts(programme, on)
    lines: list[Line] = []
    unknown = []
    for one in waiting:
        try:
            lines += scaled(one, starts_on=starts_on, prices=prices).lines
        except NoSize:
            unknown.append(one.standing_school.name)
    cost, left = total(lines), room.left_gbp
    over = pounds(cost - left) if left is not None and cost > left else ""
    together = _together(lines)
    return Ahead(
        len(waiting) - len(unknown), pounds(cost), over, days_of(room, together), tuple(unknown)
    )


def _together(lines: Sequence[Line]) -> list[Line]:
    """Days of visits of all schools as a line a year."""
    by_year: dict[int, Decimal] = {}
    for line in lines:
        if line.kind == Given.VISITS:
            by_year[line.year] = by_year.get(line.year, Decimal()) + line.amount
    nothing = Decimal()
    return [Line(year, Given.VISITS, n, n, nothing) for year, n in by_year.items()]


def registered(programme: Programme, on: date) -> str:
    """What the register says of the days that specialists have for the programme, year by year; ""
    where it has nobody for it."""
    said = days_there(programme, Rates(programme=programme), on=on)
    return " ".join(said.sentences) if said.registered else ""


def starts(programme: Programme, on: date) -> date:
    """From when a school would usually take part."""
    return min(max(programme.starts_on, on), programme.ends_on)


def _told(offer: Offer, on: date) -> Told:
    kept = _kept(offer)
    days = sum(of_kind(kept, Given.VISITS).values(), Decimal())
    return Told(offer, pounds(total(kept)), amount(days), offer.ran_out_on(on))


def _kept(offer: Offer) -> list[Line]:
    return [
        Line(one.year, Given(one.kind), one.amount, one.by_size, one.cost_gbp, one.because)
        for one in offer.lines.all()
    ]


def _buttons(
    user: User,
    candidate: Candidate,
    offer: Offer | None,
    may_accept: Verdict,
    *,
    is_of_school: bool,
) -> tuple[tuple[str, str, bool], ...]:
    found = (
        ("accept", may_accept),
        ("refuse", rules.may_refuse(user, candidate)),
        ("vary", rules.may_vary(user, candidate, offer)),
        ("extend", rules.may_extend(user, candidate, offer)),
        ("withdraw", rules.may_withdraw(user, candidate)),
    )
    return tuple(
        (
            reverse(f"prepare:{verb}-offer", args=[candidate.pk]),
            _said(verb, is_of_school=is_of_school),
            verb == "accept" and is_of_school,
        )
        for verb, may in found
        if may
    )


def _said(verb: str, *, is_of_school: bool) -> str:
    """Whoever is not of the school notes what it answered."""
    if verb in NOTED and not is_of_school:
        return NOTED[verb]
    return (TRANSITIONS.get(verb) or BESIDE[verb]).button
