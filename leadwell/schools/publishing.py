"""Writing published results: a row a school (or area) and year. Called within a load's transaction."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from leadwell.lib.academic_year import label
from leadwell.schools import catalogue, merging, unregistered
from leadwell.schools.joining import FROM_RESULTS
from leadwell.schools.reasons import Reason


@dataclass
class PublishedChanges:
    """What a results file changed, in rows (a school or area and year) and cells.

    n_kept: rows not shown because results of a later status are. examples: some changed values.
    schools_made, at_odds: the first of the schools made, and of the rows whose LAESTAB is none that
    the register has for their URN.
    replaces: files that rows were shown from until now. stay: files that figures this one does not
    have are still shown from, n_stay of them.
    """

    n_new: int = 0
    n_changed: int = 0
    n_same: int = 0
    n_kept: int = 0
    n_cells_changed: int = 0
    n_schools_made: int = 0
    schools_made: list[dict[str, object]] = field(default_factory=list)
    n_at_odds: int = 0
    at_odds: list[dict[str, object]] = field(default_factory=list)
    replaces: list[str] = field(default_factory=list)
    examples: list[dict[str, object]] = field(default_factory=list)
    stay: list[str] = field(default_factory=list)
    n_stay: int = 0

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Staged:
    """What `incoming` has the rows of: a file, with those it stands beside."""

    files: tuple[merging.File, ...]

    @property
    def alone(self) -> merging.File | None:
        """The file, if nothing is held of any of its rows: its figures then go straight to where
        they are shown, and only the rest of each row is in `incoming`."""
        return self.files[0] if len(self.files) == 1 else None


def stage(typed: Path, *, status: str) -> Staged:
    """Put the rows to show where SQL can see them, for this transaction only.

    A row is staged for each the file has, with what other files say in the place of what it lacks
    and over what they, being of later status, know better (merging).
    """
    staged = Staged(tuple(merging.files_with(merging.File(merging.INCOMING, status, typed))))
    columns = ", ".join(f"{name} {kind}" for name, kind in merging.COLUMNS.items())
    told = merging.heads(staged.alone) if staged.alone else merging.rows(staged.files)
    arrays = "" if staged.alone else ", values, reasons"
    with connection.cursor() as cursor:
        cursor.execute(f"""
            drop table if exists pg_temp.incoming;
            create temporary table incoming ({columns}, values float8[], reasons smallint[])
              on commit drop""")
        _take_in(cursor, f"incoming ({', '.join(merging.COLUMNS)}{arrays})", told)
        # Not the arrays: nothing is looked up by them, and they cost seven times as much.
        cursor.execute("analyze incoming (academic_year, about, record_type, urn, la_code)")
    return staged


def _take_in(cursor: CursorWrapper, table: str, rows: Iterable[bytes]) -> None:
    with cursor.copy(f"copy {table} from stdin (format binary)") as copy:
        for chunk in rows:
            copy.write(chunk)


def fewer(layout: str) -> list[dict[str, int]]:
    """Areas and years for which the file has fewer than nine in ten of the schools now shown.

    layout: of the file. Only rows that files of this layout had a part in are compared with: other
    layouts leave out other schools.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with here as (
              select academic_year, la_code, count(*) as n from incoming
              where record_type in (1, 2) group by 1, 2
            ), held as (
              select academic_year, la_code, count(*) as n from schools_publishedyear p
              where record_type in (1, 2) and exists (
                select from schools_sourcefile f where f.id = any(p.source_id || p.also_from)
                  and f.report->'facts'->>'layout' = %s)
              group by 1, 2)
            select academic_year, la_code, here.n, held.n
            from here join held using (academic_year, la_code)
            where here.n < 0.9 * held.n order by 1, 2""",
            [layout],
        )
        names = ("academic_year", "la_code", "in_file", "held")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def write(staged: Staged, *, source_id: int) -> PublishedChanges:
    """Show what was staged, except where results of a later status are shown already."""
    changes = PublishedChanges()
    with connection.cursor() as cursor:
        changes.n_schools_made, changes.schools_made = unregistered.make(cursor)
        changes.n_at_odds, changes.at_odds = unregistered.at_odds(cursor)
        if staged.alone:
            changes.n_new = _show(cursor, replace(staged.alone, source_id=source_id))
        else:
            _show_beside_others(cursor, changes, source_id)
        unregistered.learn(cursor)
    return changes


def _show(cursor: CursorWrapper, file: merging.File) -> int:
    """Show rows of which nothing is held; how many there are."""
    cursor.execute(
        "select e.urn, e.school_id from schools_registerentry e join incoming using (urn)"
    )
    rows = merging.published(file, dict(cursor.fetchall()))
    _take_in(cursor, f"schools_publishedyear ({', '.join(merging.PUBLISHED)})", rows)
    cursor.execute("select count(*) from incoming")
    return int(cursor.fetchone()[0])


def _show_beside_others(cursor: CursorWrapper, changes: PublishedChanges, source_id: int) -> None:
    _count(cursor, changes)
    if changes.n_stay:
        changes.stay = _named(cursor, _STAY)
    if changes.n_changed:
        _exemplify(cursor, changes)
    if changes.n_changed or changes.n_same:
        changes.replaces = _named(cursor, _REPLACED)
        cursor.execute(_CHANGE, {"source": source_id})
    if changes.n_new:
        cursor.execute(_INSERT, {"source": source_id})


def new_conversions() -> list[int]:
    """Note which schools the file says became academies since; their URNs, where not known before."""
    with connection.cursor() as cursor:
        cursor.execute(_CONVERSIONS, {"type": FROM_RESULTS})
        return [row[0] for row in cursor.fetchall()]


def _count(cursor: CursorWrapper, changes: PublishedChanges) -> None:
    cursor.execute(
        f"""select count(*) filter (where p.id is null),
              count(*) filter (where p.id is not null and not {_IS_SHOWN}),
              count(*) filter (where p.id is not null and {_IS_SHOWN} and not {_DIFFERS}),
              count(*) filter (where p.id is not null and {_IS_SHOWN} and {_DIFFERS}),
              coalesce(sum(i.n_from_others), 0)
            from incoming i left join schools_publishedyear p on {_SAME_ROW}"""
    )
    row = cursor.fetchone()
    changes.n_new, changes.n_kept, changes.n_same, changes.n_changed, changes.n_stay = row


def _named(cursor: CursorWrapper, ids: str) -> list[str]:
    """The names and status of the files whose ids an SQL gives."""
    cursor.execute(
        "select distinct name || ' (' || coalesce(nullif(status, ''), 'status not said') || ')' "
        f"from schools_sourcefile where id in ({ids})"
    )
    return sorted(row[0] for row in cursor.fetchall())


def _exemplify(cursor: CursorWrapper, changes: PublishedChanges) -> None:
    """Count the cells that differ, and name the first twenty with the value before and after."""
    cells = f"""from incoming i join schools_publishedyear p on {_SAME_ROW} and {_DIFFERS}
      cross join lateral unnest(i.values, i.reasons, p.values, p.reasons)
        with ordinality as c(value, reason, old_value, old_reason, slot)
      where (c.value, c.reason) is distinct from (c.old_value, c.old_reason)"""
    run = cursor.execute
    run(f"select count(*) {cells}")
    changes.n_cells_changed = cursor.fetchone()[0]
    run(
        "select i.academic_year, i.urn, i.name, c.slot - 1, c.old_value, c.old_reason, c.value, "
        f"c.reason {cells} order by 1, 2 nulls last, 3, 4 limit 20"
    )
    by_slot = {m.slot: m.key for m in catalogue.load().measures}
    changes.examples = [
        {
            "academic_year": label(year), "urn": urn, "name": name, "measure": by_slot[slot],
            "before": old, "before_reason": Reason(old_reason).name.lower(),
            "after": new, "after_reason": Reason(reason).name.lower(),
        }
        for year, urn, name, slot, old, old_reason, new, reason
        in cursor.fetchall()
    ]  # fmt: skip


_SAME_ROW = "(p.academic_year, p.about) = (i.academic_year, i.about)"

_DIFFERS = """((p.values, p.reasons, p.name, p.record_type, p.la_code) is distinct from
  (i.values, i.reasons, i.name, i.record_type, i.la_code))"""

# Whether anything of the row to show is from the file being loaded.
_IS_SHOWN = f"({merging.INCOMING} = i.source or {merging.INCOMING} = any(i.also_from))"

# The file being loaded has its number by now.
_SOURCE = f"case i.source when {merging.INCOMING} then %(source)s else i.source end"
_ALSO_FROM = f"array_replace(i.also_from, {merging.INCOMING}::bigint, %(source)s::bigint)"

_REPLACED = f"""select p.source_id from incoming i join schools_publishedyear p on {_SAME_ROW}
  where {_IS_SHOWN} and (p.status_rank < i.status_rank or {_DIFFERS})"""

_STAY = f"""select unnest(i.also_from) from incoming i
  where i.source = {merging.INCOMING} and i.n_from_others > 0"""

_INSERT = f"""
insert into schools_publishedyear
  (source_id, academic_year, record_type, about, school_id, urn, la_code, name, status_rank, values,
  reasons, also_from)
select {_SOURCE}, i.academic_year, i.record_type, i.about, e.school_id, i.urn, i.la_code, i.name,
  i.status_rank, i.values, i.reasons, {_ALSO_FROM}
from incoming i left join schools_registerentry e on e.urn = i.urn
on conflict (academic_year, about) do nothing"""

_CHANGE = f"""
update schools_publishedyear p set source_id = {_SOURCE}, status_rank = i.status_rank,
  values = i.values, reasons = i.reasons, also_from = {_ALSO_FROM}, name = i.name,
  record_type = i.record_type, la_code = i.la_code
from incoming i where {_SAME_ROW} and {_IS_SHOWN}
  and (p.status_rank < i.status_rank or {_DIFFERS}
    or p.also_from is distinct from {_ALSO_FROM})"""
"""Also where a heavier file says the same as a lighter one did: else the next light one would count."""

_CONVERSIONS = """
insert into schools_link (urn, link_urn, link_type, established_on)
select distinct on (urn, urn_ac) urn, urn_ac, %(type)s, open_ac from incoming
where urn is not null and urn_ac is not null order by urn, urn_ac, academic_year
on conflict (urn, link_urn, link_type) do nothing returning urn"""
