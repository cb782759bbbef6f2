"""What so many schools over so many years could show: one sentence, and a curve. Needs no data."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwell.evaluation.listing import Listed
from leadwell.evidence.sizes import power
from leadwell.evidence.sizes.power import Plan, Yardstick
from leadwell.evidence.verdict import phrases, spoken
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Unit
from leadwell.web.charts.curve import Curve, curve
from leadwell.web.charts.drawing import Drawing

NUMBERS = (1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400)
AT_LEAST = 40  # schools the curve reaches to

YEARS_AFTER, BASE_YEARS = 2, 3
FAR_BACK = 6  # years in which results before the start are looked for


@dataclass(frozen=True, slots=True)
class Planned:
    """An outcome to plan for. label: on a form; name: in the middle of a sentence."""

    label: str
    name: str
    unit: str
    yardstick: Yardstick


OUTCOMES = {
    "reading": Planned("Average scaled score in reading", "reading", "points", power.READING),
    "maths": Planned("Average scaled score in maths", "maths", "points", power.MATHS),
    "rwm": Planned(
        "Reaching the expected standard in reading, writing and maths",
        "reaching the expected standard",
        "percentage points",
        power.EXPECTED_STANDARD,
    ),
}


def sentence(plan: Plan, planned: Planned) -> str:
    """ "With 12 schools, ... a difference of 1.4 points or more (about two months’ progress)
    would be noticed four times in five." """
    noticed = phrases.noticed(power.detect(plan, planned.yardstick), planned.unit)
    return (
        f"With {spoken.schools(plan.schools)}, {_years(plan.base_years)} of results before and "
        f"{plan.years:,} after, a difference of {noticed} would be noticed four "
        "times in five."
    )


def drawn(plan: Plan, planned: Planned) -> Drawing:
    """The same for other numbers of schools."""
    most = max(AT_LEAST, 2 * plan.schools)
    numbers = sorted({*(n for n in NUMBERS if n <= most), plan.schools})
    found = power.curve(plan, planned.yardstick, schools=numbers)
    return curve(
        Curve(
            ident="detect",
            title=f"What could be noticed in {planned.name}, by how many schools take part",
            across=tuple(map(float, found.schools.tolist())),
            values=tuple(found.points.tolist()),
            chosen=float(plan.schools),
            across_name="Schools",
            value_name=planned.unit.capitalize(),
        )
    )


def _years(n: int) -> str:
    return f"{n:,} {'year' if n == 1 else 'years'}"


def for_list(schools: Sequence[Listed], measure: str) -> str:
    """What these schools could show in an outcome, or the nearest to it whose spread is known; ""
    where nothing can be said (progress: how much it moves by itself is not known yet)."""
    known = catalogue.load()
    if not schools or measure not in known.by_key:
        return ""
    unit = known.by_key[measure].unit
    start = min(each.start for each in schools)
    before = [year for year in range(start - FAR_BACK, start) if known.no_results(year) is None]
    if not before or unit is Unit.PROGRESS_POINTS:
        return ""
    nearest = "maths" if measure.startswith("maths") else "reading"
    planned = OUTCOMES["rwm" if unit is Unit.PERCENT else nearest]
    n_before = min(BASE_YEARS, len(before))
    plan = power.Plan(schools=len(schools), years=YEARS_AFTER, base_years=n_before)
    smaller = "A smaller one would usually not be seen, whatever happened."
    said = sentence(plan, planned)
    return f"In {planned.name}, {said[0].lower()}{said[1:]} {smaller}"
