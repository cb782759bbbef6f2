"""Which file each figure is from, where several files say something of one school and year.

The statistics service spreads a year over two files, any file may have a subset of columns, and
files may come in any order. So a figure is that of the latest status, and of that the latest file,
among the files that say something about it; a file without the column says nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from django.db import connection

from leadwell.schools import catalogue, copying, store
from leadwell.schools.models import SourceFile
from leadwell.schools.reasons import Reason
from leadwell.schools.sources.raw import named, quoted

RANKS = {"": 0, "provisional": 1, "revised": 2, "final": 3}
SAYS_NOTHING = (Reason.COLUMN_ABSENT, Reason.ROW_ABSENT, Reason.NOT_PRODUCED)
INCOMING = 0
"""Stands for the file being loaded, before it has a number."""

COLUMNS = {
    "academic_year": "smallint", "about": "text", "record_type": "smallint", "name": "text",
    "la_code": "smallint", "source": "bigint", "status_rank": "smallint", "urn": "int",
    "laestab": "int", "town": "text", "postcode": "text", "urn_ac": "int", "open_ac": "date",
    "age_range": "text", "also_from": "bigint[]", "n_from_others": "int",
}  # fmt: skip
"""What is said of each row besides its values and reasons, and of which type."""

_SHOWN = {
    "source": "bigint", "academic_year": "smallint", "record_type": "smallint", "about": "text",
    "school": "bigint", "urn": "int", "la_code": "smallint", "name": "text",
    "status_rank": "smallint", "also_from": "bigint[]",
}  # fmt: skip
PUBLISHED = (
    *(f"{name}_id" if name in ("source", "school") else name for name in _SHOWN),
    "values",
    "reasons",
)
"""Columns of the table of published years, as `published` spells them."""

NONE = 0
"""No URN and no school has this number."""

_Found = dict[str, Any]
"""Columns by name, as DuckDB gives them."""

_SPELT: dict[str, Callable[[Any], list[bytes]]] = {
    "text": copying.texts,
    "date": copying.days,
    "bigint[]": copying.whole_lists,
    "smallint": partial(copying.whole, n_bytes=2),
    "int": partial(copying.whole, n_bytes=4),
    "bigint": partial(copying.whole, n_bytes=8),
}

CHUNK, SLICE = 32_768, 4_096
"""Rows asked for and spelt at a time: however many years a file has, some megabytes are enough."""


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


def files_with(incoming: File) -> list[File]:
    """`incoming` and the files it stands beside, the heaviest last."""
    return sorted([*_shown_from(incoming), incoming], key=lambda file: file.weight)


def rows(files: Sequence[File]) -> Iterator[bytes]:
    """The rows to show of whatever the incoming file has a row of: COLUMNS, values and reasons.

    As COPY takes them. Asks nothing of the database, which is busy taking them: see publishing.
    """
    return _streamed(files, "*", lambda found: [*_heads(found), *_arrays(found)])


def heads(file: File) -> Iterator[bytes]:
    """COLUMNS of a file that nothing else is held of, as COPY takes them."""
    return _streamed([file], ", ".join(COLUMNS), _heads)


def published(file: File, schools: Mapping[int, int]) -> Iterator[bytes]:
    """The same rows as PUBLISHED, schools by their URN: nothing has to be compared before."""

    def spelt(found: _Found) -> Sequence[list[bytes]]:
        urns = np.ma.asarray(found["urn"])
        theirs = [schools.get(urn, NONE) for urn in urns.filled(NONE).tolist()]
        whole = found | {"school": np.ma.masked_equal(theirs, NONE)}
        values, reasons = _arrays(found)
        heads = {name: _SPELT[kind](whole[name]) for name, kind in _SHOWN.items()}
        return [*heads.values(), values, reasons]

    return _streamed([file], "*", spelt)


def _streamed(
    files: Sequence[File], sought: str, spell: Callable[[_Found], Sequence[list[bytes]]]
) -> Iterator[bytes]:
    with store.connect() as duck:
        if len(files) > 1:
            duck.execute(f"create table merged as {_merged(files)}")
            shown, place = "merged", "rowid"
        else:
            shown, place = _alone(*files), "file_row_number"
        slices = _slices(duck, f"select {sought} from {shown}", place)
        yield from copying.stream(map(spell, slices))


def _slices(duck: duckdb.DuckDBPyConnection, asked: str, place: str) -> Iterator[_Found]:
    begin = 0
    while True:
        chunk = f"{asked} where {place} >= ? and {place} < ?"
        found = duck.execute(chunk, [begin, begin + CHUNK]).fetchnumpy()
        n = len(found["about"])
        for at in range(0, n, SLICE):
            yield {name: column[at : at + SLICE] for name, column in found.items()}
        if n < CHUNK:  # no place is left out in either
            return
        begin += CHUNK


def _heads(found: _Found) -> list[list[bytes]]:
    return [_SPELT[kind](found[name]) for name, kind in COLUMNS.items()]


def _arrays(found: _Found) -> tuple[list[bytes], list[bytes]]:
    keys = [measure.key for measure in catalogue.load().measures]
    return (
        copying.floats([found[key] for key in keys]),
        copying.smallints([found[f"{key}__reason"] for key in keys]),
    )


_ABOUT = """case when urn is not null then 'school ' || urn when record_type = 3
  then 'area ' || la_code when record_type = 6 then 'region ' || name
  else 'England ' || record_type end"""


def shown_instead_of(source: SourceFile) -> dict[int, int]:
    """Of rows that a file has, which other files they are shown from, and how many from each."""
    found = _asked(
        "select p.source_id, count(*) {rows} where p.source_id <> %s group by 1",
        store.local(str(source.typed_id)),
        [source.pk],
    )
    return dict(found)


def _shown_from(incoming: File) -> list[File]:
    """Files that rows, of whatever `incoming` has a row of, are shown from now."""
    found = _asked(
        """select distinct f.id, f.status, f.typed_id {rows},
             unnest(p.source_id || p.also_from) as u(id)
             join schools_sourcefile f on f.id = u.id where f.typed_id is not null""",
        incoming.typed,
    )
    return [File(pk, status, store.local(sha256)) for pk, status, sha256 in found]


def _asked(question: str, typed: Path, more: Sequence[int] = ()) -> list[Any]:
    """Ask about the rows p now shown of whatever a file has a row of."""
    with store.connect() as duck, connection.cursor() as cursor:
        file = f"from read_parquet({quoted(typed)})"
        years = duck.execute(f"select list(distinct academic_year) {file}").fetchone() or ()
        cursor.execute(
            "select exists (select from schools_publishedyear where academic_year = any(%s))",
            [*years],
        )
        if not cursor.fetchone()[0]:
            return []  # as when a year is new: the keys of every row need not be told
        keys = duck.execute(f"select list(academic_year), list({_ABOUT}) {file}").fetchone() or ()
        rows = """from unnest(%s::smallint[], %s::text[]) as k(academic_year, about)
          join schools_publishedyear p using (academic_year, about)"""
        cursor.execute(question.format(rows=rows), [*keys, *more])
        return list(cursor.fetchall())


def _alone(file: File) -> str:
    """SQL for the rows of a file that nothing else is held of: COLUMNS, and each measure's two."""
    return f"""(
      select * replace (coalesce(name, '') as name), {file.source_id} as source,
        {RANKS[file.status]} as status_rank, {_ABOUT} as about, []::bigint[] as also_from,
        0 as n_from_others
      from read_parquet({quoted(file.typed)}, file_row_number = true))"""


def _merged(files: Sequence[File]) -> str:
    """SQL for the same of several: per figure the heaviest file that says something."""
    keys = [measure.key for measure in catalogue.load().measures]
    said = " union all by name ".join(
        f"select {place} as place, {file.source_id} as file, {RANKS[file.status]} as status_rank, "
        f"{_ABOUT} as about, * from read_parquet({quoted(file.typed)})"
        for place, file in enumerate(files)
    )
    cells = ", ".join(f"{_heaviest(key)} as {named(key)}" for key in keys)
    every = f"[{', '.join(map(named, keys))}]"
    values = ", ".join(f"{named(key)}.value as {named(key)}" for key in keys)
    reasons = ", ".join(f"{named(key)}.reason as {named(key + '__reason')}" for key in keys)
    return f"""
      with said as ({said}), cells as (
        select academic_year, about, arg_max(record_type, place) as record_type,
          coalesce(arg_max(name, place), '') as name, arg_max(la_code, place) as la_code,
          arg_max(file, place) as source, max(status_rank) as status_rank, {_OWN}, {cells}
        from said semi join (select academic_year, about from said where file = {INCOMING}) as here
          using (academic_year, about)
        group by academic_year, about)
      select * exclude ({", ".join(map(named, keys))}),
        list_sort(list_distinct([c.file for c in {every} if c.says and c.file <> source]))::bigint[]
          as also_from,
        case when source = {INCOMING} then len([1 for c in {every}
          if c.value is not null and c.file <> source]) else 0 end as n_from_others,
        {values}, {reasons}
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
