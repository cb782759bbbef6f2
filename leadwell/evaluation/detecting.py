"""What could be noticed with so many schools, in one sentence, before anything is known."""

from collections.abc import Sequence

from leadwell.evaluation.listing import Listed
from leadwell.evidence.sizes import power
from leadwell.lib import words
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Unit

YEARS_AFTER = 2
BASE_YEARS = 3
FAR_BACK = 6
"""Years back in which results before the start are looked for."""


def sentence(schools: Sequence[Listed], measure: str) -> str:
    """For this outcome, or the nearest to it whose spread is known; "" where nothing can be said."""
    known = catalogue.load()
    if not schools or measure not in known.by_key or _is_progress(measure):
        return ""
    start = min(each.start for each in schools)
    before = [year for year in range(start - FAR_BACK, start) if known.no_results(year) is None]
    if not before:
        return ""
    n_before = min(BASE_YEARS, len(before))
    yardstick, unit, about = _yardstick(measure)
    plan = power.Plan(schools=len(schools), years=YEARS_AFTER, base_years=n_before)
    found = power.detect(plan, yardstick)
    months = "" if found.months is None else f" ({_months(found.months)})"
    return (
        f"In {about}, with {words.count(len(schools), 'school')}, "
        f"{words.count(n_before, 'year')} of results before and {YEARS_AFTER} after, a difference "
        f"of {found.points:.1f} {unit} or more{months} would be noticed four times in five. "
        "A smaller one would usually not be seen, whatever happened."
    )


def _yardstick(measure: str) -> tuple[power.Yardstick, str, str]:
    unit = catalogue.load().by_key[measure].unit
    if unit is Unit.PERCENT:
        return power.EXPECTED_STANDARD, "percentage points", "the share at the expected standard"
    if measure.startswith("maths"):
        return power.MATHS, "points", "maths"
    return power.READING, "points", "reading"


def _is_progress(measure: str) -> bool:
    """How much progress moves by itself is not known yet."""
    return catalogue.load().by_key[measure].unit is Unit.PROGRESS_POINTS


def _months(n: int) -> str:
    return f"about {n} {words.verb(n, 'month’s', 'months’')} progress"
