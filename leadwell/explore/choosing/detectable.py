"""What the schools of a set could show, asked of the evidence engine on a floor above."""

from collections.abc import Sequence
from statistics import harmonic_mean

from leadwell.explore.choosing import figures
from leadwell.explore.designing.page import detect_url
from leadwell.lib import academic_year
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.models import School

MOST_YEARS, FAR_BACK = 3, 6
"""Years of results before the start that a comparison uses, and in which it looks for them."""


def url_of(programme: Programme, targets: Sequence[School]) -> str:
    """With the year groups of these schools, as they were published last, and the years of results
    there will be from before the programme starts. Three queries."""
    measure = figures.measures_of(programme)[0]
    start = academic_year.of(programme.starts_on)
    produced = catalogue.load().produced
    before = [year for year in range(start - FAR_BACK, start) if not produced(measure.key, year)]
    known = {"base_years": min(MOST_YEARS, len(before))} if before else {}
    if pupils := _year_groups(measure.denominator or "eligible_pupils", measure.key, targets):
        known["pupils"] = round(harmonic_mean(pupils))
    return detect_url(programme, len(targets), **known)


def _year_groups(key: str, measure: str, schools: Sequence[School]) -> list[float]:
    """Of each school of which it is published in the latest year."""
    held = figures.with_figures(catalogue.load().by_key[measure], figures.loaded_years())
    if not held or not schools:
        return []
    read = figures.read({school.pk for school in schools}, held[-1:])
    found = (read.value(school.pk, held[-1], key) for school in schools)
    return [n for n in found if n]
