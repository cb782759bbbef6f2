"""What every load has around it: one at a time, one transaction, a report, a line in the log."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from leadwell.audit import log
from leadwell.lib.words import count, verb
from leadwell.schools.actions import again
from leadwell.schools.models import SourceFile
from leadwell.schools.report import LoadReport
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.sniffing import sniff

Say = Callable[[str], None]
LOADING = 7_031_842  # an advisory lock: any number, always this one


@contextmanager
def loading(dry_run: bool, say: Say) -> Iterator[None]:
    """One transaction and one load at a time; a dry run is undone at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOADING])
        if not cursor.fetchone()[0]:
            say("Another file is being loaded: waiting for it to finish")
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOADING])
        yield
        if dry_run:
            transaction.set_rollback(True)


def analyze(*tables: str) -> None:
    """Fresh statistics: without them a page's first question costs five times as much."""
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(tables)}")


SCHOOLS = ("schools_school", "schools_registerentry")
# Not of the arrays: nothing is looked up by them.
PUBLISHED = (
    "schools_publishedyear (academic_year, about, record_type, school_id, urn, la_code, source_id)"
)


def begin(kind: SourceFile.Kind, name: str, table: Any, dry_run: bool) -> LoadReport:
    """A report that says what the file is, and nothing yet of what it changes."""
    return LoadReport(
        kind=kind.value,
        name=name,
        sha256=table.sha256,
        encoding=table.encoding,
        n_bytes=table.n_bytes,
        n_rows=table.n_rows,
        is_dry_run=dry_run,
        facts={"n_short_rows": len(table.short_rows)},
    )


def sha256_of(path: Path) -> str:
    """The hash of a file that may be a table of text. Raises Refused."""
    sniff(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def known(
    kind: SourceFile.Kind,
    sha256: str,
    name: str,
    dry_run: bool,
    status: str = "",
    academic_years: list[int] | None = None,
) -> LoadReport | None:
    """What to say when this very file is loaded already, as the same thing; None when it is not.

    Asked before the file is read, and again when it is this load's turn: the one before may have
    been of the same file. academic_years: those to keep; None when only reading the file will tell.
    """
    same = SourceFile.objects.filter(kind=kind, sha256=sha256, status=status)
    if academic_years is not None:
        same = same.filter(academic_years=academic_years)
    elif kind == SourceFile.Kind.RESULTS:
        same = same.filter(report__facts__is_whole=True)  # not one year out of a long file
    earlier = same.first()
    if earlier is None:
        return None
    return LoadReport(
        kind=kind.value,
        name=name,
        sha256=sha256,
        encoding=earlier.encoding,
        n_bytes=earlier.n_bytes,
        n_rows=earlier.report["n_rows"],
        is_dry_run=dry_run,
        is_known=True,
        facts=earlier.report["facts"],
        sentences=again.sentences(earlier),
    )


def keep(
    report: LoadReport, *, by: str, at: datetime, fewer_because: str = "", **what: Any
) -> SourceFile:
    """Write down that the file was loaded, and log it. fewer_because: kept with what was found."""
    source = SourceFile.objects.create(
        kind=report.kind,
        name=report.name[-255:],
        sha256=report.sha256,
        n_bytes=report.n_bytes,
        encoding=report.encoding,
        loaded_at=at,
        loaded_by=by,
        report=report.as_json() | ({"fewer_because": fewer_because} if fewer_because else {}),
        **what,
    )
    log.record(
        at=at, actor=by, verb="loaded", subject=source,
        detail={"sha256": report.sha256, "is_explained": bool(fewer_because)},
    )  # fmt: skip
    return source


def refuse_fewer(what: str, places: list[str], fewer_because: str) -> None:
    """Raise Refused when there are places where a file has too few of something, unless said why."""
    if places and not fewer_because:
        more = f", and {len(places) - 3:,} more areas" if len(places) > 3 else ""
        raise Refused(
            f"This file has far fewer {what} than we hold ({'; '.join(places[:3])}{more}): it may "
            "be cut short. Download it again.",
            may_be_accepted=True,
        )


def undone(n: int) -> list[str]:
    """The sentence on joins that no longer hold, if there are any."""
    if not n:
        return []
    return [f"{count(n, 'pair')} of URNs {verb(n, 'is', 'are')} no longer taken for one school."]
