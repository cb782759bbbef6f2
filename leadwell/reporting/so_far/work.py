"""What the work at a school has come to, for whoever is new there: notes and visits, agreed
actions, colours over time, and what there is to read. Of each only what is open to the reader."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.deliver import access as visiting
from leadwell.deliver.models import Note, Visit
from leadwell.deliver.models.note import NoteQuerySet
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import access as noting
from leadwell.deliver.placing import placed_visits
from leadwell.govern import access as governing
from leadwell.govern.boards import access as deciding
from leadwell.govern.models import Decision, GovernorsReport
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand
from leadwell.prepare import access as agreeing
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.page import Line, lines
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from leadwell.web.charts.drawing import Drawing
from leadwell.web.charts.rag_history import Level, RagHistory, rag_history
from leadwell.web.charts.rag_history import Visit as Colours
from leadwell.web.templatetags.leadwell import day, day_and_year

MOST = 6
"""Of each kind, so that it stays two pages; the rest is counted."""
AT_LEAST = 2
"""Notes of a programme from which colours have a history."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something to read about the school. kind: what it is, in words of the list."""

    kind: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Some:
    """The first few of something, and how many there are."""

    shown: tuple[Document, ...]
    n: int

    @property
    def n_more(self) -> int:
        return self.n - len(self.shown)


@dataclass(frozen=True, slots=True)
class Work:
    """to_sign: notes that wait for the reader's own signature. coming: visits. open: agreed
    actions, the longest past their day first. histories: a chart a programme."""

    to_sign: tuple[Document, ...]
    notes: Some
    coming: tuple[Visit, ...]
    open: tuple[Line, ...]
    n_open: int
    n_late: int
    histories: tuple[Drawing, ...]
    documents: tuple[Document, ...]

    @property
    def n_more(self) -> int:
        return self.n_open - len(self.open)


def work(user: User, school: School, parts: Iterable[Enrolment], on: date) -> Work:
    """Some dozen queries, however much there is. parts: of the school, as far as they are at hand."""
    notes = asked(_notes, user, on, school.pk)
    at_hand(notes, "author")
    at_hand(notes, "shown")
    signs = {note.pk for note in asked(_to_sign, user, on, school.pk)}
    others = [note for note in notes if note.pk not in signs]
    actions = asked(_agreed, user, on, school.pk)
    soon = asked(_coming, user, on, school.pk)
    visits = [*at_hand(notes, "visit"), *soon]
    at_hand([*actions, *visits], "enrolment", parts)
    placed_visits(visits)
    agreed = lines(actions, on, user)
    return Work(
        to_sign=tuple(_note(note) for note in notes if note.pk in signs),
        notes=Some(tuple(_note(note) for note in others[:MOST]), len(others)),
        coming=tuple(soon),
        open=agreed.open[:MOST],
        n_open=len(agreed.open),
        n_late=agreed.n_late,
        histories=tuple(_histories(notes)),
        documents=documents(user, school, on),
    )


def _notes(user: User, on: date, school: int) -> NoteQuerySet:
    here = noting.notes_for(user).filter(visit__enrolment__in=_parts(school))
    return here.filter(shown__isnull=False).newest_first()


def _to_sign(user: User, on: date, school: int) -> NoteQuerySet:
    return noting.to_sign_for(user).filter(visit__enrolment__in=_parts(school)).order_by()


def _agreed(user: User, on: date, school: int) -> QuerySet[AgreedAction]:
    return agreeing.actions_for(user).filter(enrolment__in=_parts(school))


def _coming(user: User, on: date, school: int) -> QuerySet[Visit]:
    here = visiting.visits_for(user).to_come().filter(enrolment__in=_parts(school))
    return here.filter(on__gte=on).order_by("on", "pk")[:MOST]


def documents(user: User, school: School, on: date) -> tuple[Document, ...]:
    """What there is to read about a school, floor by floor: a floor that has some adds a line to
    SOURCES."""
    return tuple(document for source in SOURCES for document in source(user, school, on))


def _decisions(user: User, school: School, on: date) -> Iterator[Document]:
    for one in asked(_decided, user, on, school.pk):
        when = f"{day_and_year(one.decided_on)}, {one.get_state_display().lower()}"
        yield Document("Decisions of the board", f"{one.text} ({when})", one.get_absolute_url())


def _decided(user: User, on: date, school: int) -> QuerySet[Decision]:
    here = deciding.decisions_for(user).filter(enrolment__in=_parts(school))
    return here.order_by("-decided_on", "-pk")[:MOST]


def _reports(user: User, school: School, on: date) -> Iterator[Document]:
    for one in asked(_issued, user, on, school.pk):
        yield Document("Governors’ reports", one.term_said.capitalize(), one.get_absolute_url())


def _issued(user: User, on: date, school: int) -> QuerySet[GovernorsReport]:
    here = governing.reports_for(user).filter(enrolment__in=_parts(school))
    return here.filter(issued_on__isnull=False).order_by("-issued_on", "-pk")[:MOST]


SOURCES: tuple[Callable[[User, School, date], Iterable[Document]], ...] = (_decisions, _reports)


def _parts(school: int) -> QuerySet[Enrolment]:
    return Enrolment.objects.of_schools([school]).order_by()


def _note(note: Note) -> Document:
    what = f"{day_and_year(note.visit.on)}, {note.author}"
    return Document(str(note.get_state_display()), what, note.get_absolute_url())


def _histories(notes: list[Note]) -> Iterator[Drawing]:
    """Of each programme whose notes have been more than one; oldest first in the chart."""
    by_part: dict[int, list[Note]] = {}
    for note in reversed(notes):
        by_part.setdefault(note.visit.enrolment_id, []).append(note)
    for part, found in by_part.items():
        if len(found) < AT_LEAST:
            continue
        title = f"Colours in {found[0].enrolment.programme}"
        yield rag_history(RagHistory(f"colours-{part}", title, tuple(map(_colours, found))))


def _colours(note: Note) -> Colours:
    said = tuple(Level(str(getattr(note.shown, aspect)).capitalize()) for aspect in ASPECTS)
    return Colours(day(note.visit.on).partition("\u00a0")[2], said)
