"""Every school whose notes somebody reads or counts: its latest colours, and whether it is one to
look at first. A handful of queries, however many schools."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Window
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
from leadwell.people.held import among
from leadwell.programmes.models import Enrolment, ImplementationStage, StageSpan
from leadwell.reporting.board import access
from leadwell.schools.calendar import shared_days

UNSIGNED = (NoteState.SHARED, NoteState.COMMENTED)
A_DAY = timedelta(days=1)
STANDING = Coalesce("school__continued_by", "school")
NAME = Coalesce("school__continued_by__name", "school__name")
URN = Coalesce("school__continued_by__urn", "school__urn")
AREA = Coalesce("school__continued_by__local_authority", "school__local_authority")


@dataclass(frozen=True, slots=True)
class Latest:
    """The last released note. was: its colours at the released note before; () for the first."""

    note: int
    on: date
    is_unsigned: bool
    now: tuple[str, ...]
    was: tuple[str, ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        was = self.was or (None,) * len(ASPECTS)
        return tuple(
            Standing(aspect, Rag(now), "", Rag(before) if before else None)
            for aspect, now, before in zip(ASPECTS, self.now, was, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One school in one programme. is_open: whether whoever asks reads its notes, and does not
    only count it. since: the last visit, or when delivery began; None where it has not begun.
    waits_since: the day since which a shared note is unsigned; None where none is. days: on which
    the school is at work. is_unvisited, waits_long: beyond what is counted as long."""

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

    @property
    def is_first(self) -> bool:
        """Any Red, any going down, long not visited, or a note that nobody signed."""
        if self.is_unvisited or self.waits_long:
            return True
        if self.latest is None:
            return False
        return (
            self.latest.is_unsigned
            or Rag.RED in self.latest.now
            or any(one.direction == "down" for one in self.latest.standings)
        )


def rows(user: User, on: date, parts: QuerySet[Enrolment]) -> list[Row]:
    """Of these parts, the ones to look at first before the others, each A to Z. Six queries."""
    known = list(_parts(parts, on))
    mine = access.opened_for(user, on).filter(pk__in=parts.order_by().values("pk"))
    opened = set(mine.order_by().values_list("pk", flat=True))
    latest = _latest(parts)
    waiting = _waiting(user, parts)
    calendars = shared_days([(part["standing"], part["area"]) for part in known])
    since = _Since(on)
    found = [
        _row(part, part["pk"] in opened, latest, waiting, calendars[part["standing"]], since)
        for part in known
    ]
    return sorted(found, key=lambda row: not row.is_first)


class _Since:
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


def _parts(parts: QuerySet[Enrolment], on: date) -> Iterable[Mapping[str, Any]]:
    delivering = StageSpan.objects.live_on(on).filter(
        enrolment=OuterRef("pk"), stage=ImplementationStage.DELIVER
    )
    happened = Visit.objects.filter(
        enrolment=OuterRef("pk"), state=Visit.State.HAPPENED, on__lte=on
    ).order_by()
    last = happened.values("enrolment").annotate(last=Max("on")).values("last")
    return parts.order_by(NAME, "programme", "pk").values(
        "pk", "programme", "hub", "part", school_name=NAME, standing=STANDING, area=AREA, urn=URN,
        begun=Subquery(delivering.order_by("-starts_on").values("starts_on")[:1]),
        last=Subquery(last),
    )  # fmt: skip


def _latest(parts: QuerySet[Enrolment]) -> dict[int, Latest]:
    """The last released note of each, beside the released note before it."""
    in_order: dict[str, Any] = {
        "partition_by": F("visit__enrolment"),
        "order_by": [F("visit__on").desc(), F("pk").desc()],
    }
    here = among("visit__enrolment_id", parts.order_by().values("pk"))
    was = {f"was_{aspect}": Window(Lead(f"shown__{aspect}"), **in_order) for aspect in ASPECTS}
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
            note, day, state == NoteState.UNSIGNED, tuple(colours[:n]),
            tuple(colours[n:]) if colours[n] else (),
        )
        for enrolment, note, day, state, *colours in found
    }  # fmt: skip


def _waiting(user: User, parts: QuerySet[Enrolment]) -> dict[int, date]:
    """Since when the oldest note that is with the school and not signed has been there."""
    here = among("visit__enrolment_id", parts.order_by().values("pk"))
    seen = noting.states_for(user).filter(here, state__in=UNSIGNED).order_by("-shown__shared_at")
    shared = seen.values_list("visit__enrolment", "shown__shared_at")
    return {enrolment: timezone.localtime(at).date() for enrolment, at in shared}


def _row(
    part: Mapping[str, Any], is_open: bool, latest: Mapping[int, Latest],
    waiting: Mapping[int, date], days: SchoolDays, long_ago: _Since,
) -> Row:  # fmt: skip
    begun, last, waits = part["begun"], part["last"], waiting.get(part["pk"])
    is_visited = begun is not None and part["part"] == Enrolment.Part.TARGET
    since = max(last or begun, begun) if is_visited else None
    return Row(
        enrolment=part["pk"],
        programme=part["programme"],
        hub=part["hub"],
        urn=part["urn"],
        name=part["school_name"],
        is_open=is_open,
        latest=latest.get(part["pk"]),
        since=since,
        waits_since=waits,
        days=days,
        is_unvisited=long_ago.is_longer(since, UNVISITED_AFTER, days),
        waits_long=long_ago.is_longer(waits, CLOCK, days),
    )
