"""A kept finding on paper: with the question it answers, and what became of that question."""

from dataclasses import replace

from django.utils import timezone

from leadwell.evaluation import pages
from leadwell.evaluation.models import Finding
from leadwell.evaluation.shown import Shown
from leadwell.evaluation.trying import paper
from leadwell.lib.academic_year import label
from leadwell.web.paper.paper import Paper, Part, Words

AFTER_RESULTS = "After results."
CHANGED_SINCE = (
    "The question was changed since. This is what was found for the version before; the later one "
    "has an answer of its own."
)


def paper_of(finding: Finding, found: Shown) -> Paper:
    """As the page says it, on the day it was worked out. found: as this reader sees it."""
    asked = finding.evaluation
    made = paper.paper_of(
        found,
        as_at=timezone.localdate(finding.at),
        kicker=f"{pages.heading(asked)} Version {asked.version} of the question, from results up to "
        f"{label(finding.as_of)}",
        name=f"finding-{asked.programme.code.lower()}-{asked.version}-{label(finding.as_of)}".replace(
            "/", "-"
        ),
    )
    notes = tuple(map(Words, _notes(finding)))
    ends = (*made.ends, f"Programs: {finding.code}.", f"Hash of what was found: {finding.sha256}.")
    before = (Part("Before you read this", notes),) if notes else ()
    return replace(made, parts=(*before, *made.parts), ends=ends)


def _notes(finding: Finding) -> list[str]:
    asked = finding.evaluation
    told = []
    if asked.is_after_results:
        told.append(f"{AFTER_RESULTS} {pages.LATE}")
    if asked.because:
        told.append(f"This version replaced the one before: {asked.because}")
    if not asked.is_current:
        told.append(CHANGED_SINCE)
    return told
