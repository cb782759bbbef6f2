"""Every school whose notes somebody reads or counts: its latest colours, and whether it is one to
look at first. A handful of queries, however many schools."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import product
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, Lead, RowNumber
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.lists import UNVISITED_AFTER
from leadwell.deliver.models import Note, NoteState, Rag, Visit
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import access as noting
from leadwell.deliver.notes.standing import Standing
from leadwell.deliver.notes.waiting import CLOCK
from leadwell.lib.school_days import SchoolDays
from leadwell.people.held import among, numbered
from leadwell.programmes.models import Enrolment, ImplementationStage, StageSpan
from leadwell.reporting.board import access
from leadwell.schools.calendar import shared_days

UNSIGNED = (NoteState.SHARED, NoteState.COMMENTED)
A_DAY = timedelta(days=1)
STANDING = Coalesce("school__continued_by", "school")
NAME = Coalesce("school__continued_by__name", "school__name")
URN = Coalesce("school__continued_by__urn", "school__urn")
AREA = Coalesce("school__continued_by__local_authority", "school__local_authority")


def standing(aspect: str, pair: tuple[str, str]) -> Standing:
    now, before = pair
    return Standing(aspect, Rag(now), "", Rag(before) if before else None)


DIRECTIONS = {pair: standing("", pair).direction for pair in product(Rag.values, ["", *Rag.values])}
PRESSES = {pair: pair[0] == Rag.RED or way == "down" for pair, way in DIRECTIONS.items()}
"""Worked out once: thousands of schools have the same few."""


class Latest(NamedTuple):
    """The last released note. pairs: each colour with that of the released note before; "" where
    there was none."""

    note: int
    on: date
    is_unsigned: bool
    pairs: tuple[tuple[str, str], ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(standing(*each) for each in zip(ASPECTS, self.pairs, strict=True))


class Row(NamedTuple):
    """One school in one programme. is_open: whether whoever asks reads its notes, and does not
    only count it. since: the last visit, or when delivery began; None where it has not begun.
    waits_since: the day since which a shared note is unsigned; None where none is. days: on which
    the school is at work. is_unvisited, waits_long: beyond what is counted as long. is_first: any
    Red, any going down, long not visited, or a note that nobody signed."""

    enrolment: int
    programme: int
    hub: int | None
    urn: int
    name: str
    is_open: bool
    latest: Latest | None
    since: date | None
    waits_since: date | None
    days: SchoolDays
    is_unvisited: bool
    waits_long: bool
    is_first: bool


def rows(user: User, on: date, parts: QuerySet[Enrolment]) -> list[Row]:
    """Of these parts, the ones to look at first before the others, each A to Z. Six queries."""
    known = list(_parts(parts, on))
    numbers = [part.pk for part in known]
    mine = access.opened_for(user, on).filter(numbered("pk", numbers))
    opened = set(mine.order_by().values_list("pk", flat=True))
    latest = _latest(parts)
    waiting = _waiting(user, numbers)
    calendars = shared_days([(part.standing, part.area) for part in known])
    since = LongAgo(on)
    found = [
        _row(
            part,
            part.pk in opened,
            latest.get(part.pk),
            waiting.get(part.pk),
            calendars[part.standing],
            since,
        )
        for part in known
    ]
    return sorted(found, key=IS_FIRST, reverse=True)


IS_FIRST = attrgetter("is_first")


class _Part(NamedTuple):
    """What is asked of a school's part at once. begun: the first day of delivery. last: of the
    visits that happened."""

    pk: int
    programme: int
    hub: int | None
    part: str
    name: str
    standing: int
    area: int | None
    urn: int
    begun: date | None
    last: date | None


class LongAgo:
    """Before which day something has lasted longer than so many school days: worked out once for
    each calendar."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[tuple[int, int], date] = {}

    def is_longer(self, since: date | None, n: int, days: SchoolDays) -> bool:
        if since is None:
            return False
        key = (id(days), n)
        if key not in self.known:
            self.known[key] = days.before(self.on + A_DAY, n + 1)
        return since < self.known[key]


def _parts(parts: QuerySet[Enrolment], on: date) -> Iterable[_Part]:
    delivering = StageSpan.objects.live_on(on).filter(
        enrolment=OuterRef("pk"), stage=ImplementationStage.DELIVER
    )
    happened = Visit.objects.filter(
        enrolment=OuterRef("pk"), state=Visit.State.HAPPENED, on__lte=on
    ).order_by()
    last = happened.values("enrolment").annotate(last=Max("on")).values("last")
    begun = delivering.order_by("-starts_on").values("starts_on")[:1]
    asked = parts.order_by(NAME, "programme", "pk").values_list(
        "pk", "programme", "hub", "part", NAME, STANDING, AREA, URN, Subquery(begun), Subquery(last)
    )
    return map(_Part._make, asked)


def _latest(parts: QuerySet[Enrolment]) -> dict[int, Latest]:
    """The last released note of each, beside the released note before it."""
    in_order: dict[str, Any] = {
        "partition_by": F("visit__enrolment"),
        "order_by": [F("visit__on").desc(), F("pk").desc()],
    }
    here = among("visit__enrolment_id", parts.order_by().values("pk"))
    was = {
        f"was_{aspect}": Window(Lead(f"shown__{aspect}", default=Value("")), **in_order)
        for aspect in ASPECTS
    }
    found = (
        Note.objects.released()
        .filter(here)
        .annotate(place=Window(RowNumber(), **in_order), **was)
        .filter(place=1)
        .order_by()
        .values_list(
            "visit__enrolment", "pk", "visit__on", "state",
            *(f"shown__{aspect}" for aspect in ASPECTS), *was,
        )
    )  # fmt: skip
    n = len(ASPECTS)
    return {
        enrolment: Latest(
            note,
            day,
            state == NoteState.UNSIGNED,
            tuple(zip(colours[:n], colours[n:], strict=True)),
        )
        for enrolment, note, day, state, *colours in found
    }


def _waiting(user: User, numbers: Collection[int]) -> dict[int, date]:
    """Since when the oldest note that is with the school and not signed has been there."""
    here = numbered("visit__enrolment_id", numbers)
    seen = noting.states_for(user).filter(here, state__in=UNSIGNED).order_by("-shown__shared_at")
    shared = seen.values_list("visit__enrolment", "shown__shared_at")
    return {enrolment: timezone.localtime(at).date() for enrolment, at in shared}


def _row(
    part: _Part, is_open: bool, note: Latest | None, waits: date | None, days: SchoolDays,
    long_ago: LongAgo,
) -> Row:  # fmt: skip
    is_visited = part.begun is not None and part.part == Enrolment.Part.TARGET
    since = max(part.last or part.begun, part.begun) if is_visited and part.begun else None
    is_unvisited = long_ago.is_longer(since, UNVISITED_AFTER, days)
    waits_long = long_ago.is_longer(waits, CLOCK, days)
    is_first = is_unvisited or waits_long or (note is not None and _presses(note))
    return Row(
        part.pk, part.programme, part.hub, part.urn, part.name, is_open, note, since, waits, days,
        is_unvisited, waits_long, is_first,
    )  # fmt: skip


def _presses(note: Latest) -> bool:
    return note.is_unsigned or any(PRESSES[pair] for pair in note.pairs)
