"""The board's page: the colours counted, schools to look at first, then the others A to Z."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Window

from leadwell.accounts.models import User
from leadwell.govern.boards import access as deciding
from leadwell.govern.boards.lists import DecisionLine
from leadwell.govern.boards.lists import lines as decision_lines
from leadwell.govern.models.decision import DecisionQuerySet
from leadwell.govern.placing import named_decisions
from leadwell.lib import words
from leadwell.people.held import among
from leadwell.people.phrased import asked
from leadwell.people.roles.wording import hub_name
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.reporting.board.access import counted_for
from leadwell.reporting.board.coming import first_note
from leadwell.reporting.board.lines import Line, lines
from leadwell.reporting.board.panel import Panel, panel
from leadwell.reporting.board.rows import rows, screen

A_PAGE = 50
LONGEST = 10
"""Digits of a number somebody asks for."""
MOST_DECISIONS = 5
EXCEPTIONS = (
    "Red, going down, not visited for 30 school days, or not signed. Changes are shown where "
    "there was one."
)
NONE_OPEN = "Every decision is done or withdrawn."
NONE_YET = (
    "The board has decided nothing yet. A member records a decision on a school’s page; from that "
    "day it stands here, with who sees to it and by when, until it is done."
)


@dataclass(frozen=True, slots=True)
class HubChoice:
    """A hub one can choose by. is_chosen: it is."""

    pk: int
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    """programme: None across all of them. first, others: lines of this page. n_first, n: on all
    pages, as chosen. hubs: () where there is nothing to choose. decisions: the open ones due
    soonest, n_decisions of them in all. coming: what will stand here and by when, where no note is
    released. undecided: the same of decisions, where none is open; "" for who reads none."""

    programme: Programme | None
    on: date
    panel: Panel
    first: tuple[Line, ...]
    others: tuple[Line, ...]
    page: Page
    n: int
    n_first: int
    hubs: tuple[HubChoice, ...]
    decisions: tuple[DecisionLine, ...]
    n_decisions: int
    coming: str
    undecided: str

    @property
    def heading(self) -> str:
        """What is found."""
        if not self.n_first and not self.panel.n:
            return "No note of visit has been released yet"
        if not self.n:
            return self.panel.sentence.removesuffix(".")
        if not self.n_first:
            return f"None of {words.count(self.n, 'school')} needs a look first"
        verb = words.verb(self.n_first, "needs", "need")
        return f"{words.count(self.n_first, 'school')} of {self.n:,} {verb} a look first"

    @property
    def where(self) -> str:
        return str(self.programme) if self.programme else "All programmes"

    @property
    def is_chosen(self) -> bool:
        return any(hub.is_chosen for hub in self.hubs)


def board_page(
    user: User, on: date, *, programme: Programme | None = None, hub: str = "", number: str = "1"
) -> BoardPage:
    """Some twenty queries, however many schools and programmes."""
    parts = counted_for(user, on, programme)
    turn = _number(number) or 1
    shown = screen(user, on, parts, hub=_number(hub), number=turn, n=A_PAGE)
    found = lines(user, on, shown.rows)
    counted, decisions = panel(shown.alike), _due_first(user, on, programme)
    n_decisions = decisions[0].n_open if decisions else 0
    return BoardPage(
        programme=programme,
        on=on,
        panel=counted,
        first=tuple(line for line in found if line.row.is_first),
        others=tuple(line for line in found if not line.row.is_first),
        page=Paginator(range(shown.n), A_PAGE).get_page(turn),
        n=shown.n,
        n_first=shown.n_first,
        hubs=_hubs(shown.hubs, hub) if programme else (),
        decisions=decision_lines(named_decisions(decisions), on),
        n_decisions=n_decisions,
        coming="" if counted.n else first_note(user, on, parts),
        undecided="" if n_decisions else _undecided(user, programme),
    )


def every_line(
    user: User, on: date, *, programme: Programme | None = None, hub: str = ""
) -> tuple[Line, ...]:
    """The same lines, all of them, for a file."""
    found = [row for row in rows(user, on, counted_for(user, on, programme)) if row.is_open]
    known = {str(row.hub) for row in found if row.hub}
    chosen = [row for row in found if str(row.hub) == hub] if hub in known else found
    return lines(user, on, chosen)


def _number(asked: str) -> int | None:
    """None for what cannot be meant."""
    return int(asked) if asked.isdecimal() and len(asked) < LONGEST else None


def _hubs(numbers: Sequence[int], hub: str) -> tuple[HubChoice, ...]:
    hubs = Hub.objects.filter(pk__in=numbers).order_by("name") if len(numbers) > 1 else ()
    return tuple(HubChoice(each.pk, hub_name(each), str(each.pk) == hub) for each in hubs)


def _undecided(user: User, programme: Programme | None) -> str:
    if not deciding.has_decisions(user):
        return ""
    mine = deciding.decisions_for(user)
    known = mine.filter(_in_programme(programme.pk)) if programme else mine
    return NONE_OPEN if known.exists() else NONE_YET


def _due_first(user: User, on: date, programme: Programme | None) -> list[Any]:
    """The open ones due soonest, each with how many there are in all."""
    return asked(_due_in, user, on, programme.pk) if programme else asked(_due, user, on)


def _due(user: User, on: date) -> DecisionQuerySet:
    return _first(deciding.decisions_for(user))


def _due_in(user: User, on: date, programme: int) -> DecisionQuerySet:
    return _first(deciding.decisions_for(user).filter(_in_programme(programme)))


def _first(mine: DecisionQuerySet) -> DecisionQuerySet:
    counted = mine.open().annotate(n_open=Window(Count("pk")))
    return counted.order_by("due_on", "pk")[:MOST_DECISIONS]


def _in_programme(programme: int) -> Q:
    return among("enrolment_id", Enrolment.objects.filter(programme=programme).values("pk"))
