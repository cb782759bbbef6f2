"""Which file each figure is from, where several files say something of one school and year.

The statistics service spreads a year over two files, any file may have a subset of columns, and
files may come in any order. So a figure is that of the latest status, and of that the latest file,
among the files that say something about it; a file without the column says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from leadwell.schools import catalogue, store
from leadwell.schools.reasons import Reason
from leadwell.schools.sources.raw import named, quoted

RANKS = {"": 0, "provisional": 1, "revised": 2, "final": 3}
SAYS_NOTHING = (Reason.COLUMN_ABSENT, Reason.ROW_ABSENT, Reason.NOT_PRODUCED)
INCOMING = 0
"""Stands for the file being loaded, before it has a number."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of results: its SourceFile's id (or INCOMING), its status, its columns."""

    source_id: int
    status: str
    typed: Path

    @property
    def weight(self) -> tuple[int, bool, int]:
        """The heavier file is shown: of later status; of those, the one loaded later."""
        return RANKS[self.status], self.source_id == INCOMING, self.source_id


def write_rows(incoming: File, to: Path) -> None:
    """The rows to show of whatever `incoming` has a row of, as CSV: see publishing.stage."""
    files = sorted([*_shown_from(incoming), incoming], key=lambda file: file.weight)
    with store.connect() as duck:
        duck.execute(f"copy ({_rows(files)}) to {quoted(to)} (format csv, header false)")


_ABOUT = """case when urn is not null then 'school ' || urn when record_type = 3
  then 'area ' || la_code when record_type = 6 then 'region ' || name
  else 'England ' || record_type end"""


def _shown_from(incoming: File) -> list[File]:
    """Files that rows, of whatever `incoming` has a row of, are shown from now."""
    with store.connect() as duck:
        keys = duck.execute(
            f"select list(academic_year), list({_ABOUT}) from read_parquet({quoted(incoming.typed)})"
        ).fetchone()
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct f.id, f.status, f.typed_id
               from unnest(%s::smallint[], %s::text[]) as k(academic_year, about)
               join schools_publishedyear p using (academic_year, about),
               unnest(p.source_id || p.also_from) as u(id)
               join schools_sourcefile f on f.id = u.id where f.typed_id is not null""",
            keys,
        )
        found = cursor.fetchall()
    return [File(pk, status, store.local(sha256)) for pk, status, sha256 in found]


def _rows(files: Sequence[File]) -> str:
    """SQL for the rows: per figure the heaviest file that says something, then row by row."""
    keys = [measure.key for measure in catalogue.load().measures]
    said = " union all by name ".join(
        f"select {place} as place, {file.source_id} as file, {RANKS[file.status]} as status_rank, "
        f"{_ABOUT} as about, * from read_parquet({quoted(file.typed)})"
        for place, file in enumerate(files)
    )
    cells = ", ".join(f"{_heaviest(key)} as {named(key)}" for key in keys)
    every = f"[{', '.join(map(named, keys))}]"
    others = f"[c.file for c in {every} if c.says and c.file <> source]"
    return f"""
      with said as ({said}), cells as (
        select academic_year, about, arg_max(record_type, place) as record_type,
          coalesce(arg_max(name, place), '') as name, arg_max(la_code, place) as la_code,
          arg_max(file, place) as source, max(status_rank) as status_rank, {_OWN}, {cells}
        from said semi join (select academic_year, about from said where file = {INCOMING}) as here
          using (academic_year, about)
        group by academic_year, about)
      select * exclude ({", ".join(map(named, keys))}),
        {_spelt(f"[coalesce(c.value::varchar, 'NULL') for c in {every}]")},
        {_spelt(f"[c.reason for c in {every}]")},
        {_spelt(f"list_sort(list_distinct({others}))")},
        case when source = {INCOMING} then len([1 for c in {every}
          if c.value is not null and c.file <> source]) else 0 end
      from cells"""


_OWN = ", ".join(
    f"any_value({name}) filter (where file = {INCOMING}) as {name}"
    for name in ("urn", "laestab", "town", "postcode", "urn_ac", "open_ac", "age_range")
)


def _heaviest(key: str) -> str:
    reason = f"coalesce({named(key + '__reason')}, {Reason.COLUMN_ABSENT:d})"
    says = f"{reason} not in ({', '.join(str(int(each)) for each in SAYS_NOTHING)})"
    cell = f"{{'value': {named(key)}, 'reason': {reason}, 'file': file, 'says': {says}}}"
    return f"arg_max({cell}, ({says})::int * 1000000 + place)"


def _spelt(items: str) -> str:
    """A list as PostgreSQL reads an array."""
    return f"'{{' || array_to_string({items}, ',') || '}}'"
