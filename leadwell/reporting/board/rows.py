"""Every school whose notes somebody reads or counts: its latest colours, and whether it is one to
look at first. Two queries, however many schools; of a screen of them only that is fetched."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.lists import UNVISITED_AFTER
from leadwell.deliver.models import Note, NoteState, Rag, Visit
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import access as noting
from leadwell.deliver.notes.standing import Standing
from leadwell.deliver.notes.waiting import CLOCK
from leadwell.lib import academic_year
from leadwell.lib.school_days import SchoolDays
from leadwell.people.phrased import told
from leadwell.programmes.models import Enrolment, ImplementationStage
from leadwell.reporting.board import access
from leadwell.schools.calendar import Calendars, calendars, shared_days

UNSIGNED = (NoteState.SHARED, NoteState.COMMENTED)
A_DAY = timedelta(days=1)
STANDING = """
with part as materialized ({parts}),
ranked as (
  select distinct on (part) * from (
    select v.enrolment_id as part, v."on", n.id, n.state, n.shown_id, lead(n.shown_id) over
      (partition by v.enrolment_id order by v."on" desc, n.id desc) as before_id
    from deliver_note n join deliver_visit v on v.id = n.visit_id
    where n.state = any (%(released)s) and v.enrolment_id in (select pk from part)
  ) as each
  order by part, "on" desc, id desc
),
said as (
  select r.part, r.id as note, r."on", r.state = %(unsigned)s as is_unsigned,
    concat_ws(' ', {colours}) as colours
  from ranked r join deliver_noteversion w on w.id = r.shown_id
  left join deliver_noteversion b on b.id = r.before_id
),
alike as (
  select colours, {presses} as presses
  from (select colours, string_to_array(colours, ' ') as of from said group by colours) as each
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
),
of_area as (
  select * from unnest(%(areas)s::bigint[], %(area_unvisited)s::date[], %(area_late)s::date[])
    as given (area, unvisited, late)
),
of_school as (
  select * from unnest(%(schools)s::bigint[], %(own_unvisited)s::date[], %(own_late)s::date[])
    as given (school, unvisited, late)
),
known as (
  select p.pk, p.programme, p.hub, coalesce(c.urn, s.urn) as urn,
    coalesce(c.name, s.name) as name, programmes_programme.name as programme_name,
    p.pk in ({opened}) as is_open, said.note, said."on" as note_on, said.is_unsigned,
    said.colours, alike.presses,
    case when p.part = %(target)s and begun."on" is not null
      then greatest(been."on", begun."on") end as since,
    waits.since as waits_since, coalesce(c.id, s.id) as standing,
    coalesce(c.local_authority_id, s.local_authority_id) as area
  from part p
  join programmes_programme on programmes_programme.id = p.programme
  join schools_school s on s.id = p.school left join schools_school c on c.id = s.continued_by_id
  left join said on said.part = p.pk left join alike on alike.colours = said.colours
  left join begun on begun.part = p.pk
  left join been on been.part = p.pk left join waits on waits.part = p.pk
),
dated as (
  select known.*,
    coalesce(since < coalesce(o.unvisited, a.unvisited, %(unvisited)s), false) as is_unvisited,
    coalesce(waits_since < coalesce(o.late, a.late, %(late)s), false) as waits_long
  from known left join of_school o on o.school = known.standing
  left join of_area a on a.area = known.area
),
standing as materialized (
  select *, is_unvisited or waits_long or coalesce(is_unsigned or presses, false) as is_first
  from dated
)"""
"""Each school's part, all at once: of thousands of schools the database reads each table once.
said: the last released note, its colours before those of the released note before. alike: which
colours press, of the few there are. unvisited, late: the days before which something has lasted too long, by the school's calendar."""
COLUMNS = """
  pk, programme, hub, urn, name, is_open, note, note_on, is_unsigned, colours, since, waits_since,
  standing, area, is_unvisited, waits_long, is_first"""
ORDER = "is_first desc, name, programme_name, programme, pk"
EVERY = f"{STANDING} select {COLUMNS} from standing order by {ORDER}"
FIRST = f"{STANDING} select programme, name from standing where is_first order by {ORDER}"
SCREEN = f"""{STANDING},
chosen as (
  select * from standing where is_open and (
    hub = %(hub)s or not exists (select from standing where is_open and hub = %(hub)s))
),
counted as (
  select count(*) as n, count(*) filter (where is_first) as n_first,
    greatest(ceil(count(*) / %(a_screen)s::numeric), 1)::int as n_screens
  from chosen
),
told as (
  select n, n_first, n_screens,
    (select json_agg(json_build_array(colours, is_open, many)) from (
      select colours, is_open, count(*) as many from standing group by 1, 2) as alike)::text,
    (select array_agg(distinct hub) from standing where is_open and hub is not null)
  from counted
),
screen as (
  select {COLUMNS}, row_number() over (order by {ORDER}) as place from chosen
  order by {ORDER} limit %(a_screen)s offset (
    select %(a_screen)s * (case when %(number)s between 1 and n_screens then %(number)s
      else n_screens end - 1) from counted)
)
select {COLUMNS}, told.* from told left join screen on true order by place"""
"""Those one reads, of a hub where it is one of theirs: as many as a screen shows, and of all of
them what is counted."""


@cache
def standing(aspect: str, pair: tuple[str, str]) -> Standing:
    now, before = pair
    return Standing(aspect, Rag(now), "", Rag(before) if before else None)


N = len(ASPECTS)
OF_ASPECTS = {
    "colours": ", ".join(f"{note}.{aspect}" for note in "wb" for aspect in ASPECTS),
    "presses": " or ".join(
        f"each.of[{n}] || ' ' || coalesce(each.of[{n + N}], '') = any (%(presses)s)"
        for n in range(1, N + 1)
    ),
}
DIRECTIONS = {pair: standing("", pair).direction for pair in product(Rag.values, ["", *Rag.values])}
PRESSES = {pair: pair[0] == Rag.RED or way == "down" for pair, way in DIRECTIONS.items()}
"""Worked out once: thousands of schools have the same few."""


Pairs = tuple[tuple[str, str], ...]
Alike = Counter[tuple[Pairs, bool]]
"""How many schools have the same colours now and before, () for none yet; and are open to who asks:
thousands have a few."""


class Latest(NamedTuple):
    """The last released note. pairs: each colour with that of the released note before; "" where
    there was none."""

    note: int
    on: date
    is_unsigned: bool
    pairs: Pairs

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


class Screen(NamedTuple):
    """rows: of one screen, in order. n, n_first, n_screens: of all that are chosen. hubs: of all
    that one reads. alike: of all that count, how many have the same colours."""

    rows: list[Row]
    n: int
    n_first: int
    n_screens: int
    hubs: tuple[int, ...]
    alike: Alike


def rows(user: User, on: date, parts: QuerySet[Enrolment]) -> list[Row]:
    """Of these parts, the ones to look at first before the others, each A to Z."""
    known = _lately(on)
    return _rows(_asked(EVERY, user, on, parts, known, {}), on, known)


def screen(
    user: User, on: date, parts: QuerySet[Enrolment], *, hub: int | None, number: int, n: int
) -> Screen:
    """One screen of n of those that this person reads, in the same order. number: of the screen; of
    one there is not, the last."""
    known, asked = _lately(on), {"hub": hub, "number": number, "a_screen": n}
    found = _asked(SCREEN, user, on, parts, known, asked)
    if not found:
        return Screen([], 0, 0, 1, (), Counter())
    n_chosen, n_first, n_screens, alike, hubs = found[0][len(_Part._fields) :]
    lines = [line[: len(_Part._fields)] for line in found if line[0] is not None]
    shown = _rows(lines, on, known)
    counted = Counter(
        {(_pairs(said or ""), is_open): many for said, is_open, many in json.loads(alike or "[]")}
    )
    return Screen(shown, n_chosen, n_first, n_screens, tuple(hubs or ()), counted)


def first_by_programme(user: User, on: date, parts: QuerySet[Enrolment]) -> dict[int, list[str]]:
    """The names of schools to look at first, A to Z. Two queries."""
    found: dict[int, list[str]] = {}
    for programme, name in _asked(FIRST, user, on, parts, _lately(on), {}):
        found.setdefault(programme, []).append(name)
    return found


def alike(found: Iterable[Row]) -> Alike:
    """The same of rows that are there."""
    return Counter((row.latest.pairs if row.latest else (), row.is_open) for row in found)


class _Part(NamedTuple):
    """What the database says of a school's part, in the order of COLUMNS. note: the last released
    one. colours: of it, and of the released note before."""

    pk: int
    programme: int
    hub: int | None
    urn: int
    name: str
    is_open: bool
    note: int | None
    note_on: date
    is_unsigned: bool
    colours: str
    since: date | None
    waits_since: date | None
    standing: int
    area: int | None
    is_unvisited: bool
    waits_long: bool
    is_first: bool


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


def _lately(on: date) -> Calendars:
    """Every calendar of this academic year and the one before."""
    year = academic_year.of(on)
    return calendars([year - 1, year])


def _opened(user: User, on: date) -> QuerySet[Enrolment, Any]:
    return access.opened_for(user, on).order_by().values("pk")


def _waiting(user: User, on: date) -> QuerySet[Note, Any]:
    """Notes that wait for a signature: at which school, since when."""
    found = noting.states_for(user).filter(state__in=UNSIGNED, due_on__isnull=False)
    return found.order_by().values_list("visit__enrolment", "shown__shared_at")


def _asked(
    statement: str,
    user: User,
    on: date,
    parts: QuerySet[Enrolment],
    known: Calendars,
    given: dict[str, Any],
) -> list[tuple[Any, ...]]:
    given |= _too_long_ago(on, known)
    given |= {
        "on": on, "zone": timezone.get_current_timezone_name(), "released": list(RELEASED),
        "unsigned": NoteState.UNSIGNED, "deliver": ImplementationStage.DELIVER,
        "happened": Visit.State.HAPPENED, "target": Enrolment.Part.TARGET,
        "presses": [" ".join(pair) for pair, presses in PRESSES.items() if presses],
    }  # fmt: skip
    try:
        of_parts = parts.order_by().values("pk", "programme", "hub", "part", "school")
        asked: dict[str, tuple[str, Sequence[Any]]] = {"parts": of_parts.query.sql_with_params()}
    except EmptyResultSet:
        return []
    asked |= {name: told(question, user, on) for name, question in QUESTIONS.items()}
    texts = {name: _named(name, *each, given) or NOTHING[name] for name, each in asked.items()}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**OF_ASPECTS, **texts), given)
        return list(cursor.fetchall())


def _too_long_ago(on: date, known: Calendars) -> dict[str, Any]:
    """Before which days, by the calendar of each council and of each school with its own."""

    def days(each: Iterable[SchoolDays], n: int) -> list[date]:
        return [_before(one, on, n) for one in each]

    areas, schools = known.of_area, known.of_school
    return {
        "areas": list(areas), "schools": list(schools),
        "area_unvisited": days(areas.values(), UNVISITED_AFTER),
        "area_late": days(areas.values(), CLOCK),
        "own_unvisited": days(schools.values(), UNVISITED_AFTER),
        "own_late": days(schools.values(), CLOCK),
        "unvisited": _before(SchoolDays(), on, UNVISITED_AFTER),
        "late": _before(SchoolDays(), on, CLOCK),
    }  # fmt: skip


QUESTIONS = {"waiting": _waiting, "opened": _opened}
NOTHING = {
    "waiting": "select null::bigint, null::timestamptz where false",
    "opened": "select null::bigint where false",
}


def _named(name: str, text: str, params: Sequence[Any], given: dict[str, Any]) -> str:
    """A question as a part of another: its parameters are added to those given."""
    names = [f"{name}_{n}" for n in range(len(params))]
    given.update(zip(names, params, strict=True))
    return text % tuple(f"%({each})s" for each in names)


def _rows(found: Iterable[tuple[Any, ...]], on: date, known: Calendars) -> list[Row]:
    """With the calendars of their schools: of all years only where something is as old."""
    parts = [_Part(*line) for line in found]
    begins = academic_year.first_day(academic_year.of(on) - 1)
    is_lately = all(
        day >= begins for part in parts for day in (part.since, part.waits_since) if day
    )
    places = [(part.standing, part.area) for part in parts]
    days = known.of(places) if is_lately else shared_days(places)
    return [_row(part, days[part.standing]) for part in parts]


def _row(part: _Part, days: SchoolDays) -> Row:
    note = None
    if part.note is not None:
        note = Latest(part.note, part.note_on, part.is_unsigned, _pairs(part.colours))
    return Row(
        part.pk, part.programme, part.hub, part.urn, part.name, part.is_open, note, part.since,
        part.waits_since, days, part.is_unvisited, part.waits_long, part.is_first,
    )  # fmt: skip


@cache
def _pairs(colours: str) -> Pairs:
    """Of "green amber grey red red grey" green after red, and so on; none of nothing."""
    said, n = colours.split(), len(ASPECTS)
    return tuple(zip(said[:n], said[n:] or [""] * n, strict=True)) if said else ()
