"""Loading published files. Floors below people ask no rule: whoever calls has asked it.

Each load is one transaction: wholly there, or wholly absent. Two at once wait for one another.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from leadwell.audit import log
from leadwell.lib.academic_year import label
from leadwell.lib.words import count, verb
from leadwell.schools import joining, publishing, registering, store
from leadwell.schools.models import Link, SourceFile
from leadwell.schools.reasons import Reason
from leadwell.schools.report import RECORD_TYPES, LoadReport
from leadwell.schools.sources import gias_links, gias_register, ks2
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.results import Layout, Results
from leadwell.schools.sources.sniffing import sniff

Say = Callable[[str], None]
LOADING = 7_031_842  # an advisory lock: any number, always this one


def import_register(
    *,
    path: Path,
    name: str,
    by: str,
    at: datetime,
    dry_run: bool = False,
    fewer_because: str = "",
    say: Say = lambda _: None,
) -> LoadReport:
    """Load the school register. A school it leaves out is never closed.

    Raises Refused, having changed nothing, for a file that is not a whole register, or that lists
    fewer than nine in ten of the schools held for its areas (unless `fewer_because` says why).
    """
    if known := _known(SourceFile.Kind.REGISTER, path, name, dry_run):
        return known
    with tempfile.TemporaryDirectory(prefix="leadwell-") as folder:
        say("Reading the register")
        register = gias_register.read(path, scratch=Path(folder))
        report = _begin(SourceFile.Kind.REGISTER, name, register.table, dry_run)
        report.facts["n_spilled_rows"] = register.table.n_spilled
        with _loading(dry_run, say):
            if known := _known(SourceFile.Kind.REGISTER, path, name, dry_run):
                return known
            say("Comparing it with the schools we hold")
            registering.stage(register.entries)
            _refuse_fewer(_fewer_in_register(), fewer_because)
            changes = registering.write()
            registering.refresh_facts()
            say("Working out which numbers are one school")
            joins = joining.work_out()
            report.changes = asdict(changes) | {
                "n_made_joins": joins.n_made, "n_undone_joins": joins.n_undone,
            }  # fmt: skip
            report.sentences = _register_sentences(report)
            raw = store.keep_text(register.table, scratch=Path(folder))
            _keep(report, by=by, at=at, raw=raw, fewer_because=fewer_because)
    return report


def import_links(
    *,
    path: Path,
    name: str,
    by: str,
    at: datetime,
    dry_run: bool = False,
    say: Say = lambda _: None,
) -> LoadReport:
    """Load the links between schools, and join those that are one school. Raises Refused."""
    if known := _known(SourceFile.Kind.LINKS, path, name, dry_run):
        return known
    with tempfile.TemporaryDirectory(prefix="leadwell-") as folder:
        say("Reading the links")
        links = gias_links.read(path, scratch=Path(folder))
        report = _begin(SourceFile.Kind.LINKS, name, links.table, dry_run)
        report.facts |= {
            "n_repeated_rows": links.n_repeated, "unknown_types": sorted(links.unknown_types),
        }  # fmt: skip
        with _loading(dry_run, say):
            if known := _known(SourceFile.Kind.LINKS, path, name, dry_run):
                return known
            before = Link.objects.exclude(link_type=joining.FROM_RESULTS).count()
            Link.objects.bulk_create(
                (
                    Link(
                        urn=link.urn,
                        link_urn=link.link_urn,
                        link_type=link.link_type,
                        established_on=link.established_on,
                    )
                    for link in links.links
                ),
                batch_size=5_000,
                ignore_conflicts=True,
            )
            after = Link.objects.exclude(link_type=joining.FROM_RESULTS).count()
            say("Working out which numbers are one school")
            joins = joining.work_out()
            report.changes = {
                "n_new": after - before,
                "n_made_joins": joins.n_made,
                "n_undone_joins": joins.n_undone,
                "n_schools_with_several_urns": joins.n_joined_schools,
            }
            report.sentences = _link_sentences(report.changes)
            raw = store.keep_text(links.table, scratch=Path(folder))
            _keep(report, by=by, at=at, raw=raw)
    return report


def import_results(
    *,
    path: Path,
    name: str,
    academic_year: int | None,
    status: str,
    by: str,
    at: datetime,
    dry_run: bool = False,
    fewer_because: str = "",
    say: Say = lambda _: None,
) -> LoadReport:
    """Load Key Stage 2 results of one year, or of every year in a long file (academic_year None).

    status: "", provisional, revised or final; results of a later status stay shown, and what is
    replaced is kept in its own file. Raises Refused, having changed nothing.
    """
    asked = None if academic_year is None else [academic_year]
    if known := _known(SourceFile.Kind.RESULTS, path, name, dry_run, status, asked):
        return known
    with tempfile.TemporaryDirectory(prefix="leadwell-") as folder:
        scratch = Path(folder)
        say("Reading the results")
        found = ks2.read(
            path,
            scratch=scratch,
            academic_year=academic_year,
            accept_incomplete=bool(fewer_because),
        )
        report = _begin(SourceFile.Kind.RESULTS, name, found, dry_run)
        years = list(found.academic_years)
        report.facts |= _facts_of_results(found, status)
        report.facts["is_whole"] = academic_year is None or found.layout == Layout.KS2_WIDE
        with _loading(dry_run, say):
            if known := _known(SourceFile.Kind.RESULTS, path, name, dry_run, status, years):
                return known
            say("Comparing them with the results we hold")
            publishing.stage(found.typed_parquet, status=status, scratch=scratch)
            _refuse_fewer(_fewer_in_results(found.layout), fewer_because)
            raw, typed = store.keep(found.raw_parquet), store.keep(found.typed_parquet)
            source = _keep(
                report, by=by, at=at, status=status, academic_years=years, raw=raw, typed=typed,
                fewer_because=fewer_because,
            )  # fmt: skip
            changes = publishing.write(source_id=source.pk)
            report.changes = changes.as_json()
            joins = joining.JoinChanges()
            if said_anew := [*publishing.new_conversions(), *publishing.made_schools()]:
                say("Working out which numbers are one school")
                joins = joining.work_out(said_anew)
                report.changes["n_made_joins"] = joins.n_made
            report.sentences = _results_sentences(changes, joins, years, status)
            source.report = report.as_json()
            source.save(update_fields=["report"])
    return report


@contextmanager
def _loading(dry_run: bool, say: Say) -> Iterator[None]:
    """One transaction and one load at a time; a dry run is undone at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOADING])
        if not cursor.fetchone()[0]:
            say("Another file is being loaded: waiting for it to finish")
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOADING])
        yield
        if dry_run:
            transaction.set_rollback(True)
        else:
            # Without fresh statistics a page's first question costs five times as much. Not of
            # the arrays: nothing is looked up by them.
            cursor.execute(
                "analyze schools_school, schools_registerentry, schools_publishedyear "
                "(academic_year, about, record_type, school_id, urn, la_code, source_id)"
            )


def _begin(kind: SourceFile.Kind, name: str, table: Any, dry_run: bool) -> LoadReport:
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


def _known(
    kind: SourceFile.Kind,
    path: Path,
    name: str,
    dry_run: bool,
    status: str = "",
    academic_years: list[int] | None = None,
) -> LoadReport | None:
    """What to say when this very file is loaded already, as the same thing; None when it is not.

    Asked before the file is read, and again when it is this load's turn: the one before may have
    been of the same file. academic_years: those to keep; None when only reading the file will tell.
    Raises Refused when the file cannot be opened, or need not be.
    """
    sniff(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
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
        sentences=[f"This very file was loaded on {earlier.loaded_at:%-d %B %Y}. Nothing changes."],
    )


def _keep(
    report: LoadReport, *, by: str, at: datetime, fewer_because: str = "", **what: Any
) -> SourceFile:
    source = SourceFile.objects.create(
        kind=report.kind,
        name=report.name[-255:],
        sha256=report.sha256,
        n_bytes=report.n_bytes,
        encoding=report.encoding,
        loaded_at=at,
        loaded_by=by,
        report=report.as_json(),
        **what,
    )
    detail = {"file": report.name, "sha256": report.sha256}
    if fewer_because:
        detail["fewer_because"] = fewer_because
    log.record(at=at, actor=by, verb="loaded", subject=source, detail=detail)
    return source


def _fewer_in_register() -> list[str]:
    return [f"area {la}: {n:,} in the file, {held:,} held" for la, n, held in registering.fewer()]


def _fewer_in_results(layout: Layout) -> list[str]:
    return [
        f"area {row['la_code']} in {label(row['academic_year'])}: "
        f"{row['in_file']:,} in the file, {row['held']:,} held"
        for row in publishing.fewer(layout)
    ]


def _refuse_fewer(areas: list[str], fewer_because: str) -> None:
    if areas and not fewer_because:
        more = f", and {len(areas) - 3:,} more areas" if len(areas) > 3 else ""
        raise Refused(
            f"This file has far fewer schools than we hold ({'; '.join(areas[:3])}{more}): it may "
            "be cut short. Download it again.",
            may_be_accepted=True,
        )


def _facts_of_results(found: Results, status: str) -> dict[str, Any]:
    return {
        "layout": found.layout,
        "academic_years": [label(year) for year in found.academic_years],
        "status": status,
        "year_check": found.year_check,
        "rows_by_record_type": {
            label(year): {
                RECORD_TYPES[kind]: n
                for (of, kind), n in sorted(found.rows_by_record_type.items())
                if of == year
            }
            for year in found.academic_years
        },
        "absent_measures": list(found.absent_measures),
        "unknown_columns": list(found.unknown_columns),
        "cells_by_reason": {
            measure: {Reason(reason).name.lower(): n for reason, n in reasons.items()}
            for measure, reasons in found.cells_by_reason.items()
        },
    }


def _register_sentences(report: LoadReport) -> list[str]:
    changes = report.changes
    known = changes["n_now_on_register"]
    said = [
        f"{count(changes['n_new'], 'school')} new, {changes['n_changed']:,} changed, "
        f"{changes['n_same']:,} as before."
    ]
    if known:
        said.append(
            f"{count(known, 'school')} known from results until now had a row in the register."
        )
    if absent := changes["n_absent"]:
        said.append(
            f"{count(absent, 'school')} we hold {verb(absent, 'is', 'are')} not in this file, "
            "and stay as before: a school is never closed for being left out."
        )
    if joins := changes["n_made_joins"]:
        said.append(f"{count(joins, 'pair')} of URNs found to be one school.")
    return [*said, *_undone(changes["n_undone_joins"])]


def _undone(n: int) -> list[str]:
    if not n:
        return []
    return [f"{count(n, 'pair')} of URNs {verb(n, 'is', 'are')} no longer taken for one school."]


def _link_sentences(changes: dict[str, int]) -> list[str]:
    joined = changes["n_schools_with_several_urns"]
    return [
        f"{count(changes['n_new'], 'link')} new.",
        f"{count(changes['n_made_joins'], 'pair')} of URNs found to be one school; "
        f"{count(joined, 'school')} here now {verb(joined, 'has', 'have')} more than one URN.",
        *_undone(changes["n_undone_joins"]),
    ]


def _results_sentences(
    changes: publishing.PublishedChanges, joins: joining.JoinChanges, years: list[int], status: str
) -> list[str]:
    when = ", ".join(label(year) for year in years)
    said = [
        f"Results of {when}{f' ({status})' if status else ''}: {count(changes.n_new, 'row')} new, "
        f"{changes.n_changed:,} changed, {changes.n_same:,} as before."
    ]
    before = " and ".join(changes.replaces)
    if changes.n_changed:
        said.append(
            f"{count(changes.n_cells_changed, 'figure')} changed from {before}. "
            "The earlier file is kept."
        )
    elif before:
        said.append(f"They are now {status}, in place of {before}. No figure changed.")
    if n := changes.n_stay:
        said.append(
            f"{count(n, 'figure')} that this file does not have {verb(n, 'stays', 'stay')} as in "
            f"{' and '.join(changes.stay)}."
        )
    if n := changes.n_kept:
        said.append(f"{count(n, 'row')} not shown, because results of a later status already are.")
    if n := changes.n_schools_made:
        said.append(f"{count(n, 'school')} not on the register yet.")
    return [*said, *_undone(joins.n_undone)]
