"""Every school whose notes somebody reads or counts: its latest colours, and whether it is one to
look at first. Two queries, however many schools."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import product
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.lists import UNVISITED_AFTER
from leadwell.deliver.models import NoteState, Rag, Visit
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import access as noting
from leadwell.deliver.notes.standing import Standing
from leadwell.deliver.notes.waiting import CLOCK
from leadwell.lib.school_days import SchoolDays
from leadwell.programmes.models import Enrolment, ImplementationStage
from leadwell.reporting.board import access
from leadwell.schools.calendar import shared_days

UNSIGNED = (NoteState.SHARED, NoteState.COMMENTED)
A_DAY = timedelta(days=1)
ASKED = """
with part as materialized ({parts}),
ranked as (
  select v.enrolment_id as part, v."on", n.id, n.state, n.shown_id,
    row_number() over (partition by v.enrolment_id order by v."on" desc, n.id desc) as place
  from deliver_note n join deliver_visit v on v.id = n.visit_id
  where n.state = any (%(released)s) and v.enrolment_id in (select pk from part)
),
said as (
  select r.part, min(r.id) filter (where place = 1) as note, max(r."on") as "on",
    min(r.state) filter (where place = 1) as state,
    string_agg({colours}, ' ' order by place) as colours
  from ranked r join deliver_noteversion w on w.id = r.shown_id
  where place <= 2 group by r.part
),
begun as (
  select enrolment_id as part, max(starts_on) as "on" from programmes_stagespan
  where stage = %(deliver)s and starts_on <= %(on)s and (ends_on is null or ends_on >= %(on)s)
    and enrolment_id in (select pk from part)
  group by 1
),
been as (
  select enrolment_id as part, max("on") as "on" from deliver_visit
  where state = %(happened)s and "on" <= %(on)s and enrolment_id in (select pk from part)
  group by 1
),
waits as (
  select part, (min(at) at time zone %(zone)s)::date as since
  from ({waiting}) as waiting (part, at) group by 1
)
select p.pk, p.programme, p.hub, coalesce(c.urn, s.urn), coalesce(c.name, s.name),
  p.pk in ({opened}), said.note, said."on", said.state, said.colours,
  case when p.part = %(target)s and begun."on" is not null then greatest(been."on", begun."on") end,
  waits.since, coalesce(c.id, s.id), coalesce(c.local_authority_id, s.local_authority_id)
from part p
join programmes_programme on programmes_programme.id = p.programme
join schools_school s on s.id = p.school left join schools_school c on c.id = s.continued_by_id
left join said on said.part = p.pk left join begun on begun.part = p.pk
left join been on been.part = p.pk left join waits on waits.part = p.pk
order by coalesce(c.name, s.name), programmes_programme.name, p.programme, p.pk"""
"""All at once, as one statement: of thousands of schools the database reads each table once. said:
the last released note of each, its colours before those of the released note before."""
COLOURS = " || ' ' || ".join(f"w.{aspect}" for aspect in ASPECTS)


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
    """Of these parts, the ones to look at first before the others, each A to Z. Two queries."""
    known = list(_asked(user, on, parts))
    calendars = shared_days([(part.standing, part.area) for part in known])
    long_ago = LongAgo(on)
    found = [_row(part, calendars[part.standing], long_ago) for part in known]
    return sorted(found, key=IS_FIRST, reverse=True)


IS_FIRST = attrgetter("is_first")


class _Part(NamedTuple):
    """What the database says of a school's part. note: the last released one, of this day and in
    this state. colours: of it, and of the released note before."""

    pk: int
    programme: int
    hub: int | None
    urn: int
    name: str
    is_open: bool
    note: int | None
    note_on: date
    state: str
    colours: str
    since: date | None
    waits_since: date | None
    standing: int
    area: int | None


class LongAgo:
    """Before which day something has lasted longer than so many school days."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[tuple[int, int], date] = {}

    def is_longer(self, since: date | None, n: int, days: SchoolDays) -> bool:
        if since is None:
            return False
        key = (id(days), n)
        if key not in self.known:
            self.known[key] = _before(days, self.on, n)
        return since < self.known[key]


@lru_cache(maxsize=4096)
def _before(days: SchoolDays, on: date, n: int) -> date:
    """Counted once a day for each calendar there is: councils share few."""
    return days.before(on + A_DAY, n + 1)


def _asked(user: User, on: date, parts: QuerySet[Enrolment]) -> Iterator[_Part]:
    given: dict[str, Any] = {
        "on": on, "zone": timezone.get_current_timezone_name(), "released": list(RELEASED),
        "deliver": ImplementationStage.DELIVER, "happened": Visit.State.HAPPENED,
        "target": Enrolment.Part.TARGET,
    }  # fmt: skip
    waiting = noting.states_for(user).filter(state__in=UNSIGNED, due_on__isnull=False)
    wanted = {
        "parts": parts.values("pk", "programme", "hub", "part", "school"),
        "waiting": waiting.values_list("visit__enrolment", "shown__shared_at"),
        "opened": access.opened_for(user, on).values("pk"),
    }
    told = {name: _compiled(name, asked.order_by(), given) for name, asked in wanted.items()}
    if not told["parts"]:
        return iter(())
    told = {name: text or NOTHING[name] for name, text in told.items()}
    with connection.cursor() as cursor:
        cursor.execute(ASKED.format(colours=COLOURS, **told), given)
        return map(_Part._make, cursor.fetchall())


NOTHING = {
    "waiting": "select null::bigint, null::timestamptz where false",
    "opened": "select null::bigint where false",
}


def _compiled(name: str, asked: QuerySet[Any, Any], given: dict[str, Any]) -> str:
    """A query as a part of another; its parameters are added to those given. "" where it can find
    nothing."""
    try:
        text, params = asked.query.sql_with_params()
    except EmptyResultSet:
        return ""
    names = [f"{name}_{n}" for n in range(len(params))]
    given.update(zip(names, params, strict=True))
    return text % tuple(f"%({each})s" for each in names)


def _row(part: _Part, days: SchoolDays, long_ago: LongAgo) -> Row:
    is_unvisited = long_ago.is_longer(part.since, UNVISITED_AFTER, days)
    waits_long = long_ago.is_longer(part.waits_since, CLOCK, days)
    note, presses = None, False
    if part.note is not None:
        pairs, presses = _colours(part.colours)
        is_unsigned = part.state == NoteState.UNSIGNED
        note, presses = Latest(part.note, part.note_on, is_unsigned, pairs), presses or is_unsigned
    is_first = is_unvisited or waits_long or presses
    return Row(
        part.pk, part.programme, part.hub, part.urn, part.name, part.is_open, note, part.since,
        part.waits_since, days, is_unvisited, waits_long, is_first,
    )  # fmt: skip


@cache
def _colours(said: str) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Of "green amber grey red red grey" green after red, and so on; and whether it presses."""
    colours, n = said.split(), len(ASPECTS)
    pairs = tuple(zip(colours[:n], colours[n:] or [""] * n, strict=True))
    return pairs, any(PRESSES[pair] for pair in pairs)
