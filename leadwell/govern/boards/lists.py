"""Decisions as a list: about which school, who sees to it, by when, how far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When

from leadwell.accounts.models import User
from leadwell.deliver.tables import Listed
from leadwell.govern.boards import access
from leadwell.govern.models import Decision, DecisionState
from leadwell.govern.models.decision import DecisionQuerySet
from leadwell.govern.placing import named_decisions
from leadwell.lib import words
from leadwell.people.phrased import asked
from leadwell.web.csv_out import Value as Cell
from leadwell.web.templatetags.leadwell import day, day_and_year

A_PAGE = 50
ORDER = "open ones first, by their day"
COLUMNS = (
    ("School", 2.2), ("Programme", 1.8), ("Decision", 3.4), ("Decided", 1.3), ("Result", 1.4),
    ("Who sees to it", 1.6), ("By when", 1.3), ("How far", 1.2), ("Published", 1),
    ("What came of it", 2.4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision on a day."""

    decision: Decision
    on: date

    @property
    def how_far(self) -> str:
        """ "Open, by Tue 14 Nov", "Open, was due Tue 14 Nov", "Done Tue 14 Nov 2026"."""
        one = self.decision
        if one.ended_on:
            return f"{one.get_state_display()} {day_and_year(one.ended_on)}"
        late = one.is_late_on(self.on)
        return f"Open, {'was due' if late else 'by'} {day(one.due_on)}"

    @property
    def cells(self) -> Sequence[Cell]:
        one = self.decision
        return (
            str(one.school), str(one.enrolment.programme), one.text, one.decided_on,
            one.get_result_display(), str(one.owner), one.due_on, one.get_state_display(),
            "Yes" if one.is_published else "No", one.outcome or one.withdrawn_because,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """lines: a page of them. n_open, n_late: on all pages."""

    lines: tuple[DecisionLine, ...]
    page: Page
    n_open: int
    n_late: int

    @property
    def heading(self) -> str:
        if not self.n_open:
            return "No decision is open"
        return f"{words.count(self.n_open, 'decision')} {words.verb(self.n_open, 'is', 'are')} open"


def decisions_page(user: User, on: date, *, number: str = "1") -> DecisionsPage:
    """Two queries, however many, and a short one for each kind of thing they lead to."""
    every = asked(_numbers_in_order, user, on)
    page = Paginator([pk for pk, *_ in every], A_PAGE).get_page(number)
    open_ones = [due_on for _, state, due_on in every if state == DecisionState.OPEN]
    found = Decision.objects.in_bulk(list(page))
    shown = named_decisions(found[pk] for pk in page)
    n_late = sum(due_on < on for due_on in open_ones)
    return DecisionsPage(lines(shown, on), page, len(open_ones), n_late)


def _numbers_in_order(user: User, on: date) -> QuerySet[Decision, Any]:
    return _in_order(access.decisions_for(user)).values_list("pk", "state", "due_on")


def lines(found: Iterable[Decision], on: date) -> tuple[DecisionLine, ...]:
    return tuple(DecisionLine(one, on) for one in found)


def listed(user: User, on: date) -> Listed:
    """The same as a file."""
    every = named_decisions(_in_order(access.decisions_for(user)))
    return Listed(
        name=f"decisions-{on:%Y-%m-%d}",
        title="Decisions of boards about schools",
        columns=COLUMNS,
        rows=[line.cells for line in lines(every, on)],
        order=ORDER,
        noun="decision",
    )


def _in_order(rows: DecisionQuerySet) -> DecisionQuerySet:
    is_over = Case(
        When(state=DecisionState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.order_by(is_over, "due_on", "pk")
