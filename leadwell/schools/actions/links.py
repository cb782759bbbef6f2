"""Loading the links between schools."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from leadwell.lib.words import count, verb
from leadwell.schools import joining, store
from leadwell.schools.actions import frame
from leadwell.schools.actions.frame import Say
from leadwell.schools.models import Link, SourceFile
from leadwell.schools.report import LoadReport
from leadwell.schools.sources import gias_links

KIND = SourceFile.Kind.LINKS


def import_links(
    *,
    path: Path,
    name: str,
    by: str,
    at: datetime,
    dry_run: bool = False,
    fewer_because: str = "",
    say: Say = lambda _: None,
) -> LoadReport:
    """Load the links between schools, and join those that are one school. None is ever taken away.

    Raises Refused, having changed nothing, also for a file with fewer than nine in ten of the
    links held (unless `fewer_because` says why).
    """
    if known := frame.known(KIND, frame.sha256_of(path), name, dry_run):
        return known
    with tempfile.TemporaryDirectory(prefix="leadwell-") as folder:
        say("Reading the links")
        links = gias_links.read(path, scratch=Path(folder))
        report = frame.begin(KIND, name, links.table, dry_run)
        report.facts |= {
            "n_repeated_rows": links.n_repeated, "unknown_types": sorted(links.unknown_types),
        }  # fmt: skip
        with frame.loading(dry_run, say):
            if known := frame.known(KIND, report.sha256, name, dry_run):
                return known
            before = _held()
            frame.refuse_fewer("links", _fewer(len(links.links), before), fewer_because)
            _write(links.links)
            say("Working out which numbers are one school")
            joins = joining.work_out()
            report.changes = {
                "n_new": _held() - before,
                "n_made_joins": joins.n_made,
                "n_undone_joins": joins.n_undone,
                "n_schools_with_several_urns": joins.n_joined_schools,
            }
            report.sentences = _sentences(report.changes)
            raw = store.keep_text(links.table, scratch=Path(folder))
            frame.keep(report, by=by, at=at, raw=raw, fewer_because=fewer_because)
            if not dry_run:
                frame.analyze(*frame.SCHOOLS, frame.PUBLISHED)
    return report


def _held() -> int:
    """Links that links files said; results files say some too."""
    return Link.objects.exclude(link_type=joining.FROM_RESULTS).count()


def _fewer(n: int, held: int) -> list[str]:
    return [f"{n:,} in the file, {held:,} held"] if n < 0.9 * held else []


def _write(links: Iterable[gias_links.Link]) -> None:
    Link.objects.bulk_create(
        (
            Link(
                urn=link.urn,
                link_urn=link.link_urn,
                link_type=link.link_type,
                established_on=link.established_on,
            )
            for link in links
        ),
        batch_size=5_000,
        ignore_conflicts=True,
    )


def _sentences(changes: dict[str, int]) -> list[str]:
    joined = changes["n_schools_with_several_urns"]
    return [
        f"{count(changes['n_new'], 'link')} new.",
        f"{count(changes['n_made_joins'], 'pair')} of URNs found to be one school; "
        f"{count(joined, 'school')} here now {verb(joined, 'has', 'have')} more than one URN.",
        *frame.undone(changes["n_undone_joins"]),
    ]
