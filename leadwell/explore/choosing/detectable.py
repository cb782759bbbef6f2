"""What the schools of a set could show, asked of the evidence engine on a floor above."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import harmonic_mean

from leadwell.explore.choosing import figures
from leadwell.explore.designing.page import detect_url
from leadwell.lib import academic_year, words
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import School

MOST_YEARS, FAR_BACK = 3, 6
"""Years of results before the start that a comparison uses, and in which it looks for them."""
USUAL_SIZE = "No results are loaded: year groups are taken to be of the usual size."


@dataclass(frozen=True, slots=True)
class Detectable:
    """url: where the answer is; "" where no school could show anything. note: what it leaves out;
    "" where nothing."""

    url: str
    note: str


def of(programme: Programme, targets: Sequence[School]) -> Detectable:
    """By the year groups of these schools as they were published last: those of which none is
    could show nothing. And by the years of results there will be from before the programme starts.
    Three queries."""
    measure = figures.measures_of(programme)[0]
    known = _years_before(programme, measure)
    schools = {school.pk for school in targets}
    held = figures.with_figures(measure, figures.loaded_years())
    if not held or not schools:
        return Detectable(detect_url(programme, len(schools), **known), USUAL_SIZE)
    read = figures.read(schools, held[-1:])
    key = measure.denominator or "eligible_pupils"
    pupils = [n for pk in schools if (n := read.value(pk, held[-1], key))]
    if pupils:
        known["pupils"] = round(harmonic_mean(pupils))
    n = len(schools) - len(pupils)
    note = (
        f"{words.count(n, 'school')} without published results {words.verb(n, 'is', 'are')} not "
        "counted."
    )
    return Detectable(detect_url(programme, len(pupils), **known), note if n else "")


def _years_before(programme: Programme, measure: Measure) -> dict[str, int]:
    start = academic_year.of(programme.starts_on)
    produced = catalogue.load().produced
    before = [year for year in range(start - FAR_BACK, start) if not produced(measure.key, year)]
    return {"base_years": min(MOST_YEARS, len(before))} if before else {}
