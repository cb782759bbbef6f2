"""Loading key stage 2 results."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

from leadwell.lib.academic_year import exam_date, label
from leadwell.lib.words import count, listed, verb
from leadwell.schools import intake, joining, publishing, store, unregistered
from leadwell.schools.actions import frame
from leadwell.schools.actions.frame import Say
from leadwell.schools.models import SourceFile
from leadwell.schools.reasons import Reason
from leadwell.schools.report import RECORD_TYPES, LoadReport
from leadwell.schools.sources import ks2
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.results import Layout, Results

KIND = SourceFile.Kind.RESULTS
NAMED, MANY = 3, 50  # schools named in a sentence, and how many are too many to name any


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
    reading: Callable[[], Results] | None = None,
) -> LoadReport:
    """Load Key Stage 2 results of one year, or of every year in a long file (academic_year None).

    status: "", provisional, revised or final; results of a later status stay shown, and what is
    replaced is kept in its own file. reading: of ks2.begun, when it is begun already.

    Raises Refused, having changed nothing.
    """
    asked = None if academic_year is None else [academic_year]
    if known := frame.known(KIND, frame.sha256_of(path), name, dry_run, status, asked):
        return known
    begun = ks2.begun(path, academic_year=academic_year, accept_incomplete=bool(fewer_because))
    with nullcontext(reading) if reading else begun as results:
        say("Reading the results")
        found = results()
        _refuse_years_to_come(found.academic_years, at.date())
        report = frame.begin(KIND, name, found, dry_run)
        report.facts |= _facts(found, status)
        report.facts["is_whole"] = academic_year is None or found.layout == Layout.KS2_WIDE
        years = list(found.academic_years)
        with frame.loading(dry_run, say):
            if known := frame.known(KIND, found.sha256, name, dry_run, status, years):
                return known
            say("Comparing them with the results we hold")
            staged = publishing.stage(found.typed_parquet, status=status)
            frame.refuse_fewer("schools", _fewer(found.layout), fewer_because)
            source = frame.keep(
                report, by=by, at=at, status=status, academic_years=years,
                typed=store.keep(found.typed_parquet), fewer_because=fewer_because,
            )  # fmt: skip
            _write(staged, report, source, say)
            source.raw = store.keep(found.raw_parquet)
            source.report |= report.as_json()  # beside why fewer are right
            source.save(update_fields=["raw", "report"])
    return report


def _refuse_years_to_come(academic_years: Iterable[int], on: date) -> None:
    """A file of a year whose tests nobody has sat is of another year than it, or somebody, says."""
    if to_come := [year for year in academic_years if exam_date(year) > on]:
        raise Refused(
            f"This file is said to be for {' and '.join(map(label, to_come))}, whose tests nobody "
            "has sat yet. Check the year, and the years in the file’s column names."
        )


def _write(staged: publishing.Staged, report: LoadReport, source: SourceFile, say: Say) -> None:
    """Show what was staged, and tell in the report what that changes."""
    years = source.academic_years
    changes = publishing.write(staged, source_id=source.pk)
    report.changes = changes.as_json()
    joins = joining.JoinChanges()
    if said_anew := [*publishing.new_conversions(), *unregistered.spoken_of()]:
        say("Working out which numbers are one school")
        joins = joining.work_out(said_anew)
        report.changes |= {"n_made_joins": joins.n_made, "n_undone_joins": joins.n_undone}
    report.sentences = _sentences(changes, joins, years, source.status)
    if not report.is_dry_run:
        intake.refresh(years)
        frame.analyze(frame.PUBLISHED, *(frame.SCHOOLS if changes.n_schools_made else ()))


def _fewer(layout: Layout) -> list[str]:
    return [
        f"area {row['la_code']} in {label(row['academic_year'])}: "
        f"{row['in_file']:,} in the file, {row['held']:,} held"
        for row in publishing.fewer(layout)
    ]


def _facts(found: Results, status: str) -> dict[str, Any]:
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
        "unknown_groups": list(found.unknown_groups),
        "cells_by_reason": {
            measure: {Reason(reason).name.lower(): n for reason, n in reasons.items()}
            for measure, reasons in found.cells_by_reason.items()
        },
    }


def _sentences(
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
        said.append(
            f"{count(n, 'school')} not on the register yet{_named(n, changes.schools_made)}."
        )
    if n := changes.n_at_odds:
        said.append(
            f"{count(n, 'row')} with another LAESTAB than the register has for the URN, so check "
            f"whose they are{_named(n, changes.at_odds)}."
        )
    return [*said, *frame.undone(joins.n_undone)]


def _named(n: int, first: list[dict[str, object]]) -> str:
    """ ": 900101 Tansy Hill and 4 more"; nothing of a whole file's worth, where names tell little."""
    if n > MANY:
        return ""
    names = [f"{each['urn']} {each['name']}" for each in first[:NAMED]]
    more = [f"{n - NAMED} more"] if n > NAMED else []
    return f": {listed([*names, *more])}"
