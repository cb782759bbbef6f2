"""Taking words out of a note, and out of a backup that has brought them back.

Each purge is a line of a file beside the database: the form the visit came from, in which sections,
by whom and when. A restore reads rows and file first. Not a word of a note is in either.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import ProgrammingError, connection, transaction

from leadwell.audit import log
from leadwell.deliver.models import Note, NotePurge
from leadwell.people.models import Person
from leadwell.people.privacy import outliving

NAME = "purges.jsonl"


@dataclass(frozen=True, slots=True)
class Listed:
    """visit: the number of the form it came from, which no other visit ever has."""

    visit: str
    sections: tuple[str, ...]
    by: int
    at: datetime


def purge(row: NotePurge) -> None:
    """Within the transaction that has written the row."""
    with connection.cursor() as cursor:
        cursor.execute("select deliver_purge(%s)", [row.pk])
        if NotePurge.Section.PURPOSE in row.sections:
            cursor.execute("select deliver_purge_in_view(%s)", [row.pk])
        if NotePurge.Section.FILES in row.sections:
            cursor.execute("select deliver_purge_files(%s)", [row.pk])


def listed_so_far() -> list[Listed]:
    """Every purge, by the rows of this database and by the file beside it."""
    try:
        rows = in_rows()
    except ProgrammingError:  # tables of an installation older than purges, or none at all
        rows = []
    return sorted({*rows, *in_file()}, key=lambda one: one.at)


def in_rows() -> list[Listed]:
    """Those that somebody did: what followed from them follows again."""
    rows = NotePurge.objects.filter(followed=None).order_by("pk").select_related("note__visit")
    return [
        Listed(str(row.note.visit.sent_id), tuple(row.sections), row.by_id, row.at) for row in rows
    ]


def in_file() -> list[Listed]:
    return [one for line in outliving.lines(NAME) if (one := _read(line))]


def write_missing() -> None:
    """Add to the file whatever rows it lacks."""
    known = set(in_file())
    if missing := [one for one in in_rows() if one not in known]:
        outliving.add(NAME, map(_line, missing))


def purge_again(listed: Sequence[Listed], *, by: str, at: datetime) -> int:
    """How many purges a restore had undone, and are done again. by: the command line."""
    return sum(_again(one, by=by, at=at) for one in listed)


@transaction.atomic
def _again(one: Listed, *, by: str, at: datetime) -> bool:
    note = Note.objects.filter(visit__sent_id=one.visit).first()
    if note is None or note.purges.filter(at=one.at, sections=list(one.sections)).exists():
        return False
    who = Person.objects.filter(pk=one.by).first() or note.author
    purge(NotePurge.objects.create(note=note, sections=list(one.sections), by=who, at=one.at))
    log.record(at=at, actor=by, verb="purge again", subject=note)
    return True


def _line(one: Listed) -> str:
    return json.dumps(
        {
            "visit": one.visit,
            "sections": one.sections,
            "by": one.by,
            "at": one.at.isoformat(),
        }
    )


def _read(line: str) -> Listed | None:
    """None where a lost machine cut it short: its row is kept too."""
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["at"])
        return Listed(said["visit"], tuple(said["sections"]), said["by"], at)
    except (ValueError, KeyError, TypeError):
        return None
