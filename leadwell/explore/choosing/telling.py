"""Until when a head has to be told that the school was put forward."""

from datetime import date

from leadwell.explore.models import Candidate
from leadwell.lib.school_days import SchoolDays
from leadwell.web.templatetags.leadwell import day

WITHIN = 10
"""School days: nobody is talked about for longer without knowing."""


def told_by(candidate: Candidate, days: SchoolDays) -> date:
    """The last day on which the head is told in time."""
    return days.after(candidate.nominated_on, WITHIN)


def sentence(candidate: Candidate, by: date, *, on: date) -> str:
    is_late = by < on
    late = f"That had to be by {day(by)}" if is_late else f"That has to be by {day(by)}"
    or_else = " Have them told and say so, or decline it." if is_late else ""
    return (
        f"{untold(candidate)} {late}: {WITHIN} school days after it was put forward. "
        f"Nothing goes on before.{or_else}"
    )


def untold(candidate: Candidate) -> str:
    return f"The head of {candidate.standing_school} has not been told."
