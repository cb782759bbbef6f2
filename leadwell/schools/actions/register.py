"""Loading the register of schools."""

import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from leadwell.lib.words import count, verb
from leadwell.schools import joining, registering, store
from leadwell.schools.actions import frame
from leadwell.schools.actions.frame import Say
from leadwell.schools.models import SourceFile
from leadwell.schools.report import LoadReport
from leadwell.schools.sources import gias_register

KIND = SourceFile.Kind.REGISTER


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
    if known := frame.known(KIND, frame.sha256_of(path), name, dry_run):
        return known
    with tempfile.TemporaryDirectory(prefix="leadwell-") as folder:
        say("Reading the register")
        register = gias_register.read(path, scratch=Path(folder))
        report = frame.begin(KIND, name, register.table, dry_run)
        report.facts |= _facts(register)
        with frame.loading(dry_run, say):
            if known := frame.known(KIND, report.sha256, name, dry_run):
                return known
            say("Comparing it with the schools we hold")
            registering.stage(register.entries)
            frame.refuse_fewer("schools", _fewer(), fewer_because)
            changes = registering.write()
            registering.refresh_facts()
            say("Working out which numbers are one school")
            joins = joining.work_out()
            report.changes = asdict(changes) | {
                "n_made_joins": joins.n_made, "n_undone_joins": joins.n_undone,
            }  # fmt: skip
            report.sentences = _sentences(report)
            raw = store.keep_text(register.table, scratch=Path(folder))
            frame.keep(report, by=by, at=at, raw=raw, fewer_because=fewer_because)
            if not dry_run:
                frame.analyze(*frame.SCHOOLS, frame.PUBLISHED)
    return report


def _facts(register: gias_register.Register) -> dict[str, Any]:
    areas = {entry.la_code for entry in register.entries if entry.la_code}
    return {
        "n_spilled_rows": register.table.n_spilled,
        "as_at": register.as_at and register.as_at.isoformat(),
        "areas": sorted(areas),
    }


def _fewer() -> list[str]:
    return [f"area {la}: {n:,} in the file, {held:,} held" for la, n, held in registering.fewer()]


def _sentences(report: LoadReport) -> list[str]:
    changes = report.changes
    known = changes["n_now_on_register"]
    said = [
        f"{count(changes['n_new'], 'school')} new, {changes['n_changed']:,} changed, "
        f"{changes['n_same']:,} as before."
    ]
    if as_at := report.facts["as_at"]:
        said.append(
            f"It tells of {date.fromisoformat(as_at):%-d %B %Y}, the day of its last change."
        )
    if kept := changes["n_kept"]:
        said.append(
            f"{count(kept, 'school')} {verb(kept, 'stays', 'stay')} as before: what is held of "
            f"{verb(kept, 'it', 'them')} is from a newer register."
        )
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
    return [*said, *frame.undone(changes["n_undone_joins"])]
