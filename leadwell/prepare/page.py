"""Agreed actions as pages show them: what is open first, what is late said in school days."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.school_days import SchoolDays
from leadwell.lib.verdict import Verdict
from leadwell.people import placing
from leadwell.people.access import holds
from leadwell.people.models import Person
from leadwell.people.permissions import Operation
from leadwell.prepare import access, needs, rules
from leadwell.prepare.models import AgreedAction, ProgressSaid, State
from leadwell.prepare.needs import Draws, Needs
from leadwell.programmes.models import Enrolment
from leadwell.schools import calendar
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day, day_and_year

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One action on a day. days: those on which its school is at work."""

    action: AgreedAction
    on: date
    days: SchoolDays

    @property
    def school(self) -> School:
        return self.action.enrolment.standing_school

    @cached_property
    def n_late(self) -> int:
        """School days since its day, while it is open; 0 where there were none."""
        due_on = self.action.due_on
        is_late = self.action.is_open and due_on < self.on
        return self.days.between(due_on + A_DAY, self.on) if is_late else 0

    @property
    def when(self) -> str:
        """ "by Tue 14 Nov", "was due Tue 14 Nov", "done Tue 14 Nov 2026"."""
        action = self.action
        if action.ended_on:
            verb = "dropped" if action.state == State.DROPPED else "done"
            return f"{verb} {day_and_year(action.ended_on)}"
        return f"{'was due' if action.due_on < self.on else 'by'} {day(action.due_on)}"

    @property
    def late(self) -> str:
        """ "10 school days late"; "" where it is not."""
        return f"{words.count(self.n_late, 'school day')} late" if self.n_late else ""

    @property
    def state(self) -> str:
        """ "In progress"; "Stuck" where that was said last."""
        said = self.last_said
        if self.action.is_open and said and said.how == ProgressSaid.How.STUCK:
            return "Stuck"
        return self.action.get_state_display()

    @cached_property
    def last_said(self) -> ProgressSaid | None:
        return next(iter(self.action.said.all()), None)


@dataclass(frozen=True, slots=True)
class Lines:
    """open: the longest past its day first. finished, dropped: the latest first."""

    open: tuple[Line, ...]
    finished: tuple[Line, ...]
    dropped: tuple[Line, ...]

    @property
    def n_late(self) -> int:
        return sum(line.n_late > 0 for line in self.open)

    @property
    def every(self) -> tuple[Line, ...]:
        return self.open + self.finished + self.dropped

    @property
    def sentence(self) -> str:
        """How many there are to do, and how many are late."""
        if not self.open:
            return "Nothing is under way." if self.every else ""
        n = len(self.open)
        said = f"{words.count(n, 'action')} {words.verb(n, 'is', 'are')} under way"
        if not self.n_late:
            return f"{said}, none of them late."
        return f"{said}, {self.n_late} of them late."


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """A school's list. draws: what all need together of what its place gives. n_elsewhere: how many
    open ones its other programmes have. oversees: whether whoever asks has a list of many schools.
    ask: who agrees actions, for those there who do not."""

    enrolment: Enrolment
    lines: Lines
    draws: Draws
    n_elsewhere: int
    may_agree: Verdict
    oversees: bool
    ask: tuple[Person, ...]

    @property
    def school(self) -> School:
        return self.enrolment.standing_school


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action. needs: in words. may: what whoever asks can do, by the name of its page."""

    line: Line
    needs: str
    said: tuple[ProgressSaid, ...]
    may: dict[str, Verdict]
    may_read_list: Verdict


def actions_page(user: User, enrolment: Enrolment, on: date) -> ActionsPage:
    """A constant number of queries, however many actions."""
    school = enrolment.standing_school
    found = access.actions_for(user).filter(enrolment=enrolment)
    others = AgreedAction.objects.at_school(school).open().exclude(enrolment=enrolment)
    may_agree = rules.may_agree(user, enrolment, on=on)
    asks = not may_agree and holds(user, "plan", Operation.CHANGE, on=enrolment)
    return ActionsPage(
        enrolment,
        lines(found, on, user),
        draws_for(user, enrolment, on=on),
        others.count(),
        may_agree,
        access.oversees(user),
        tuple(access.who_agrees(enrolment, on=on)) if asks else (),
    )


def my_actions(user: User, on: date) -> Lines:
    """Those of which one is the owner, at whichever school."""
    return lines(access.own_actions_for(user), on, user)


def draws_for(
    user: User, enrolment: Enrolment, *, on: date, also: Collection[tuple[date, Needs]] = (),
    without: Collection[int] = (),
) -> Draws:  # fmt: skip
    """What all actions need together, for who reads them all; for anybody else nothing."""
    may = rules.may_read_list(user, enrolment)
    return needs.draws(enrolment, on=on, also=also, without=without) if may else Draws((), ())


def action_page(user: User, action: AgreedAction, on: date) -> ActionPage:
    days = calendar.school_days(action.enrolment.standing_school)
    access.without_posts_unseen(user, [action.owner])
    return ActionPage(
        Line(action, on, days),
        needs.of(action).sentence,
        tuple(action.said.select_related("by")),
        {
            "progress": rules.may_say_progress(user, action),
            "evidence": rules.may_give_evidence(user, action),
            "effect": rules.may_say_effect(user, action),
            "change": rules.may_change(user, action),
            "give": rules.may_give(user, action),
            "drop": rules.may_drop(user, action),
            "reopen": rules.may_reopen(user, action, on=on),
        },
        rules.may_read_list(user, action.enrolment),
    )


def lines(actions: Iterable[AgreedAction], on: date, user: User) -> Lines:
    """Two queries, and a short one for each kind of thing they lead to."""
    placed = _placed(actions)
    placing.beside(placed, "said")
    found = each_line(placed, on)
    access.without_posts_unseen(user, (line.action.owner for line in found))
    ended = sorted(
        (line for line in found if not line.action.is_open),
        key=lambda line: line.action.ended_on or on,
        reverse=True,
    )
    return Lines(
        tuple(line for line in found if line.action.is_open),
        tuple(line for line in ended if line.action.state != State.DROPPED),
        tuple(line for line in ended if line.action.state == State.DROPPED),
    )


def each_line(actions: Iterable[AgreedAction], on: date) -> list[Line]:
    """With the calendars of all their schools, in one query."""
    found = list(actions)
    schools = {action.enrolment.standing_school for action in found}
    days = calendar.school_days_of(schools) if schools else {}
    return [Line(action, on, days[action.enrolment.standing_school.pk]) for action in found]


def _placed(actions: Iterable[AgreedAction]) -> list[AgreedAction]:
    """The same as below, one by one: joined to them all, planning takes longer than answering."""
    found = placing.of_parts(actions)
    for name in ("owner", "passed_from", "agreed_by"):
        placing.at_hand(found, name)
    return found


def at_hand(actions: QuerySet[AgreedAction]) -> QuerySet[AgreedAction]:
    """With all that a line says of them."""
    return actions.select_related(
        "owner",
        "passed_from",
        "agreed_by",
        "enrolment__programme",
        "enrolment__school__continued_by",
    )
