"""A school as one line: its colours with what changed, and in a line what is known. Facts alone:
no word that somebody wrote."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Coalesce, Length
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver.access import DATES_ONLY
from leadwell.deliver.models import NoteAction, NoteVersion, Visit
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes.standing import Standing
from leadwell.govern.boards import access as deciding
from leadwell.govern.models import Decision
from leadwell.lib import words
from leadwell.people.access import enrolments_for
from leadwell.people.held import among, numbered
from leadwell.people.phrased import asked
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Hub, Programme
from leadwell.reporting.board.rows import A_DAY, LongAgo, Row
from leadwell.web.csv_out import Value
from leadwell.web.templatetags.leadwell import day


@dataclass(frozen=True, slots=True)
class Known:
    """What else is known of the schools of a page, by enrolment. n_open, n_late: agreed actions.
    said: strengths and actions agreed in the latest note. n_decisions: open ones. disputed: whose
    school, signing the latest note, said that it sees something differently."""

    hubs: dict[int, str]
    programmes: dict[int, str]
    n_open: Counter[int]
    n_late: Counter[int]
    said: dict[int, tuple[int, int]]
    next_on: dict[int, date]
    n_decisions: dict[int, int]
    disputed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One school on a day."""

    row: Row
    known: Known
    on: date

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def url(self) -> str:
        return reverse("reporting:board-school", args=[self.row.enrolment])

    @property
    def hub(self) -> str:
        return self.known.hubs.get(self.row.hub or 0, "")

    @property
    def programme(self) -> str:
        return self.known.programmes[self.row.programme]

    @property
    def standings(self) -> tuple[Standing, ...]:
        return self.row.latest.standings if self.row.latest else ()

    @property
    def next_on(self) -> date | None:
        return self.known.next_on.get(self.row.enrolment)

    @property
    def n_late(self) -> int:
        return self.known.n_late[self.row.enrolment]

    @property
    def n_open(self) -> int:
        return self.known.n_open[self.row.enrolment]

    @property
    def n_decisions(self) -> int:
        return self.known.n_decisions.get(self.row.enrolment, 0)

    @property
    def waits(self) -> str:
        """ "A note unsigned for 7 school days"; "" where none waits."""
        if self.row.waits_since is None:
            return ""
        return f"A note unsigned for {self._school_days_since(self.row.waits_since)}"

    @property
    def in_a_line(self) -> str:
        """What there is to know, the most pressing first; where nothing presses, the next visit."""
        found = [each for each in self._facts() if each] or [self._quietly()]
        return ". ".join(found)

    @property
    def counts(self) -> str:
        """ "2 strengths, 3 actions agreed": of the latest note."""
        said = self.known.said.get(self.row.enrolment)
        if said is None:
            return ""
        return f"{words.count(said[0], 'strength')}, {words.count(said[1], 'action')} agreed"

    @property
    def cells(self) -> Sequence[Value]:
        """As the columns of a file."""
        latest = self.row.latest
        colours: list[Value] = []
        for one in self.standings:
            colours += [one.rag.label, one.change]
        return (
            self.name, self.programme, self.hub, latest.on if latest else None,
            *(colours or [""] * (2 * len(ASPECTS))), self.in_a_line,
            *(self.known.said.get(self.row.enrolment) or (None, None)), self.n_open, self.n_late,
        )  # fmt: skip

    def _facts(self) -> Iterable[str]:
        row = self.row
        if row.is_unvisited and row.since:
            yield f"No visit for {self._school_days_since(row.since)}"
        if row.latest and row.latest.is_unsigned:
            yield "Signed by nobody"
        if row.enrolment in self.known.disputed:
            yield "The school sees something differently"
        if row.waits_long:
            yield self.waits
        if self.n_late:
            yield f"{self.n_late} of {words.count(self.n_open, 'action')} late"
        if self.n_decisions:
            yield f"{words.count(self.n_decisions, 'decision')} open"

    def _quietly(self) -> str:
        if self.next_on:
            return f"Next visit {day(self.next_on)}"
        if self.row.latest is None:
            return "No note released yet"
        return f"Visited {day(self.row.latest.on)}"

    def _school_days_since(self, since: date) -> str:
        return words.count(self.row.days.between(since + A_DAY, self.on), "school day")


def lines(user: User, on: date, found: Sequence[Row]) -> tuple[Line, ...]:
    """Of rows on one page, or in one file. Seven queries, however many."""
    numbers = [row.enrolment for row in found]
    n_open, n_late = _actions(on, found)
    said, disputed = _said(found)
    known = Known(
        hubs=dict(_named(Hub, {row.hub for row in found if row.hub})),
        programmes=dict(_named(Programme, {row.programme for row in found})),
        n_open=n_open,
        n_late=n_late,
        said=said,
        disputed=disputed,
        next_on=_next_on(user, on, numbers),
        n_decisions=dict(asked(_open_decisions, user, on, frozenset(numbers))),
    )
    return tuple(Line(row, known, on) for row in found)


def _actions(on: date, found: Sequence[Row]) -> tuple[Counter[int], Counter[int]]:
    """Agreed actions that are open, and those of them with a school day past their day."""
    days_of, long_ago = {row.enrolment: row.days for row in found}, LongAgo(on)
    under_way = AgreedAction.objects.filter(enrolment__in=days_of).open().order_by()
    due = list(under_way.values_list("enrolment", "due_on"))
    late = (part for part, due_on in due if long_ago.is_longer(due_on, 0, days_of[part]))
    return Counter(part for part, _ in due), Counter(late)


def _named(model: type[Hub] | type[Programme], numbers: set[int]) -> Iterable[tuple[int, str]]:
    return model.objects.filter(pk__in=numbers).order_by().values_list("pk", "name")


def _said(found: Sequence[Row]) -> tuple[dict[int, tuple[int, int]], frozenset[int]]:
    """Of the latest note of each: how many strengths it names, and how many actions it agreed. And
    which of them the school sees differently: that it does, and none of its words."""
    of = {row.latest.note: row.enrolment for row in found if row.latest}
    versions = NoteVersion.objects.filter(shown_by__in=of).order_by()
    differs = Coalesce(Length("signature__sees_differently"), 0)
    strengths = list(versions.values_list("shown_by", "strengths__len", differs))
    agreed = NoteAction.objects.filter(version__shown_by__in=of).order_by()
    n_agreed = dict(agreed.values_list("version__shown_by").annotate(n=Count("pk")))
    said = {of[note]: (n, n_agreed.get(note, 0)) for note, n, _ in strengths}
    return said, frozenset(of[note] for note, _, letters in strengths if letters)


def _next_on(user: User, on: date, numbers: list[int]) -> dict[int, date]:
    """Of schools whose calendar of visits is open to this person."""
    return dict(asked(_to_come, user, on, frozenset(numbers)))


def _to_come(user: User, on: date, numbers: Collection[int]) -> QuerySet[Visit, Any]:
    seen = enrolments_for(user, key="visit", leaving_out=DATES_ONLY).filter(numbered("pk", numbers))
    to_come = Visit.objects.to_come().filter(among("enrolment_id", seen.values("pk")), on__gte=on)
    return to_come.order_by().values_list("enrolment").annotate(on=Min("on"))


def _open_decisions(user: User, on: date, numbers: Collection[int]) -> QuerySet[Decision, Any]:
    mine = deciding.decisions_for(user).open().filter(numbered("enrolment_id", numbers))
    return mine.order_by().values_list("enrolment").annotate(n=Count("pk"))
