"""A measure of the catalogue as an outcome of the engine: of which kind, in which words, how wide."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt

from leadwell.evaluation import frames, gaps
from leadwell.evidence.appraisal.question import Asked
from leadwell.evidence.sizes import pupil_sd
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.phrases import Words
from leadwell.lib import academic_year
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.models import SourceFile

SOURCE = "Department for Education, key stage 2 performance tables"
RESULTS_MONTH = 12  # school by school, and revised, in December after the tests

MEASURES = (
    "rwm_expected", "reading_average", "maths_average", "gps_average", "reading_expected",
    "writing_expected", "maths_expected", "rwm_higher", "reading_progress", "writing_progress",
    "maths_progress", "rwm_expected_disadvantaged", "reading_average_disadvantaged",
    "maths_average_disadvantaged", "rwm_expected_gap", "reading_average_gap", "maths_average_gap",
)  # fmt: skip
"""What a form offers to ask about; the command takes every result of the catalogue, and the gap in
each that is published for disadvantaged and other pupils."""

_WORDS = {
    Unit.SCALED_SCORE: ("the {}", "points"),
    Unit.PERCENT: ("the share of pupils {}", "percentage points"),
    Unit.PROGRESS_POINTS: ("{}", "points"),
}


def asked_of(key: str, *, year: int) -> Asked:
    """An outcome of the catalogue. year: the last before the start, in which pupils' spread is
    measured, or the nearest with England's figures."""
    measure = gaps.measure_of(key)
    is_gap = gaps.gap_of(key) is not None
    is_progress = measure.unit is Unit.PROGRESS_POINTS
    family = Outcome.PROGRESS if is_progress else Outcome.ATTAINMENT
    return Asked(
        name=key,
        family=Outcome.GAP if is_gap else family,
        words=_words(measure, is_gap=is_gap),
        pupil_sd=_pupil_sd(measure, year),
    )


def _words(measure: Measure, *, is_gap: bool) -> Words:
    pattern, unit = _WORDS[measure.unit]
    name = pattern.format(measure.label[0].lower() + measure.label[1:])
    if not is_gap:
        return Words(name, unit)
    return Words(
        f"the gap between disadvantaged and other pupils in {name}",
        unit, up="narrowed", down="widened",
    )  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """MEASURES with their labels, for a form."""
    return [(key, gaps.label_of(key)) for key in MEASURES]


def measured_in(key: str) -> str:
    """What single figures of an outcome are: "scaled_score", "percent_gap", ..."""
    return gaps.measure_of(key).unit.value + (gaps.SUFFIX if gaps.gap_of(key) else "")


def vintage(years: Sequence[int]) -> str:
    """Which edition the figures of these years are of, in words."""
    files = SourceFile.objects.filter(
        kind=SourceFile.Kind.RESULTS, academic_years__overlap=list(years)
    )
    statuses = sorted({file.status for file in files.only("status")} - {""})
    first, last = (academic_year.label(year) for year in (years[0], years[-1]))
    edition = f", {' and '.join(statuses)}" if statuses else ""
    return f"{first} to {last}{edition}" if first != last else f"{first}{edition}"


def results_due(after: int, *, how_many: int = 2) -> dict[int, date]:
    """The next academic years after one whose results will be published school by school, and the
    first day of the month they are due."""
    known = catalogue.load()
    to_come = (year for year in range(after + 1, after + 20) if known.no_results(year) is None)
    return {
        year: date(year + 1, RESULTS_MONTH, 1)
        for year, _ in zip(to_come, range(how_many), strict=False)
    }


def _pupil_sd(measure: Measure, year: int) -> float | None:
    """Standard deviation of pupils over the whole country, in the measure's unit; None where the
    loaded files do not have England's figures."""
    match measure.unit:
        case Unit.PROGRESS_POINTS:
            return _nearest(measure.pupil_sd, year)
        case Unit.PERCENT:
            share = _nearest(frames.england(measure.key), year)
            return None if share is None or not 0 < share < 100 else sqrt(share * (100 - share))
    stem = measure.key.removesuffix("_average")
    known = catalogue.load().by_key
    if f"{stem}_expected" not in known or f"{stem}_higher" not in known:
        return None
    expected = _nearest(frames.england(f"{stem}_expected"), year)
    higher = _nearest(frames.england(f"{stem}_higher"), year)
    if expected is None or higher is None or not 0 < higher < expected < 100:
        return None
    return pupil_sd.pupil_sd(expected_pct=expected, higher_pct=higher)


def _nearest(by_year: Mapping[int, float], year: int) -> float | None:
    """Of the year, else of the nearest before it, else of the nearest after."""
    before = [each for each in by_year if each <= year]
    return by_year[max(before)] if before else by_year[min(by_year)] if by_year else None
