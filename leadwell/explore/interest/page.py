"""What the pages of expressions of interest show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.explore.choosing import ready
from leadwell.explore.choosing.others import is_list_whole, others_at, span_of
from leadwell.explore.interest import access, rules
from leadwell.explore.interest.said import Declared, Said
from leadwell.explore.models import (
    Candidate,
    Initiative,
    Interest,
    InterestCall,
    InterestState,
    LongListed,
    SentInterest,
)
from leadwell.explore.models.interest import UNSENT
from leadwell.lib import codes, words
from leadwell.lib.verdict import Verdict
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

State = InterestState
NO_ANSWER = (State.OPEN, State.DRAFT)
BOARDS = "Only the board can waive this. No place is offered before it has."
UNTIL_THEN = (
    "No place is offered while this is so, unless support is promised or the board waives it."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One school of a call. may_write_to: whether its head may be written to once more."""

    interest: Interest
    sent: SentInterest | None
    may_write_to: Verdict

    @property
    def school(self) -> School:
        return self.interest.standing_school

    @property
    def waits(self) -> bool:
        """Sent, and nobody has begun to screen the school."""
        found = self.interest.candidate
        return self.interest.state == State.SUBMITTED and found is not None and (
            found.state in ("nominated", "reserve") and found.is_eligible is None
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallPage:
    """call: None before there is one. parts: what the lines are, and those that are it."""

    programme: Programme
    call: InterestCall | None
    is_open: bool
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    n_invited: int
    n_answered: int
    may_open: Verdict
    may_invite: Verdict

    @property
    def heading(self) -> str:
        if self.call is None or not self.n_invited:
            return f"Expressions of interest in {self.programme}"
        return f"{self.n_answered} of {words.count(self.n_invited, 'school')} have answered"


@dataclass(frozen=True, slots=True)
class Place:
    """A school that could be invited. no_head: nobody there can be written to yet."""

    school: School
    no_head: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Look:
    """One of the eight questions as the answers already say it. then: what that means."""

    title: str
    finding: ready.Finding
    then: str


@dataclass(frozen=True, slots=True)
class InterestPage:
    """is_own: whether it is read at the school. deputies: who may write it beside the head."""

    interest: Interest
    sent: SentInterest | None
    is_own: bool
    is_open: bool
    looks: tuple[Look, ...]
    heads: tuple[str, ...]
    may_write: Verdict
    may_submit: Verdict
    may_withdraw: Verdict
    candidate: Candidate | None


def call_page(user: User, programme: Programme, at: datetime) -> CallPage:
    """Constant queries, however many schools."""
    call = InterestCall.objects.filter(programme=programme).first()
    if call:
        call.programme = programme
    mine = access.interests_for(user).filter(call=call) if call else Interest.objects.none()
    may_invite = rules.may_invite(user, call) if call else rules.may_open_call(user, programme)
    lines = [_line(one, may_invite, at) for one in mine.at_hand().select_related("sent")]
    return CallPage(
        programme=programme, call=call, is_open=bool(call and call.is_open_at(at)),
        parts=tuple(_parts(lines)), n_invited=len(lines),
        n_answered=sum(line.interest.state not in UNSENT for line in lines),
        may_open=rules.may_open_call(user, programme), may_invite=may_invite,
    )  # fmt: skip


def places(call: InterestCall, on: date) -> list[Place]:
    """Candidates and schools of the long list that are not invited yet."""
    near = Q(pk__in=Candidate.objects.live().filter(programme=call.programme).values("school"))
    listed = LongListed.objects.filter(programme=call.programme).values("school")
    invited = Interest.objects.of_call(call).values("school")
    found = School.objects.filter(near | Q(pk__in=listed)).exclude(pk__in=invited)
    schools = list(found.filter(is_open=True).select_related("local_authority").order_by("name"))
    live = RoleHeld.objects.at_schools([one.pk for one in schools]).live_on(on)
    heads = live.filter(role=Role.HEADTEACHER).exclude(person__email="")
    headed = {
        standing or school
        for school, standing in heads.values_list("school", "school__continued_by")
    }
    return [
        Place(one, one.pk not in headed, "" if one.pk in headed else "Nobody to write to yet")
        for one in schools
    ]


def interest_page(user: User, interest: Interest, at: datetime, on: date) -> InterestPage:
    sent = SentInterest.objects.filter(interest=interest).select_related("by").first()
    return InterestPage(
        interest=interest,
        sent=sent,
        is_own=access.is_own(user, interest, Operation.READ),
        is_open=interest.call.is_open_at(at),
        looks=_looks_of(interest, sent, on) if sent else (),
        heads=tuple(one.person.name for one in access.heads_of(interest.standing_school, on=on)),
        may_write=rules.may_write(user, interest),
        may_submit=rules.may_submit(user, interest),
        may_withdraw=rules.may_withdraw(user, interest),
        candidate=interest.candidate,
    )


def as_sent(said: Said, known: tuple[Initiative, ...]) -> SentInterest:
    """As it will stand there; not saved."""
    listed: list[Initiative | Declared] = [*known, *said.initiatives]
    others = [{"name": one.name, "subject": one.subject} for one in listed]
    return SentInterest(**said.kept, others=others)


def looks_before(interest: Interest, said: Said, on: date) -> tuple[Look, ...]:
    """What the answers mean for readiness, before they are sent: the list is whole by them."""
    first, last = span_of(interest.programme, on=on)
    new = (
        one.as_other for one in said.initiatives if one.starts_on <= last and one.ends_on >= first
    )
    others = (*others_at(interest.programme, interest.standing_school, on=on), *new)
    return _looks(
        ready.first_look(
            hours=said.hours, has_authority=bool(said.can_decide), others=others,
            subject=interest.programme.subject, is_list_whole=True,
        ),
        on,
    )  # fmt: skip


def _looks_of(interest: Interest, sent: SentInterest, on: date) -> tuple[Look, ...]:
    assert interest.candidate  # the database asks for it of what is sent
    return _looks(
        ready.first_look(
            hours=sent.hours, has_authority=bool(sent.can_decide),
            others=others_at(interest.programme, interest.standing_school, on=on),
            subject=interest.programme.subject,
            is_list_whole=is_list_whole(interest.candidate, on=on),
        ),
        on,
    )  # fmt: skip


def _looks(findings: tuple[ready.Finding, ...], on: date) -> tuple[Look, ...]:
    titles = dict(codes.choices("readiness", on=on))
    return tuple(Look(titles[one.code], one, _then(one)) for one in findings)


def _then(finding: ready.Finding) -> str:
    if finding.colour != ready.Colour.RED:
        return ""
    return BOARDS if finding.code == "R5" else UNTIL_THEN


def _line(interest: Interest, may_invite: Verdict, at: datetime) -> Line:
    is_quiet = interest.written_to_at > at - rules.A_WHILE
    may = may_invite if interest.state in NO_ANSWER and not is_quiet else Verdict("Not now")
    return Line(interest, getattr(interest, "sent", None), may)


def _parts(lines: list[Line]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """What wants somebody first."""
    parts = (
        ("Sent, and not looked at yet", [one for one in lines if one.waits]),
        ("No answer yet", [one for one in lines if one.interest.state in NO_ANSWER]),
        ("Being chosen", [
            one for one in lines
            if one.interest.state in (State.SUBMITTED, State.ASSESSED) and not one.waits
        ]),
        ("Withdrawn", [one for one in lines if one.interest.state == State.WITHDRAWN]),
    )  # fmt: skip
    return ((title, tuple(found)) for title, found in parts if found)
