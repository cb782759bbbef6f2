"""Published results as the evidence engine wants them. The only place the two meet.

A school is one row through every change of number (schools/joining.py): its row number stands for
our own id. Special schools are left out: hardly a pupil of theirs is at the standard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evaluation import gaps, sponsored
from leadwell.evidence.panel import NONE, Codes, Flags, Floats, Ints, Panel, Why
from leadwell.evidence.ratio import mean_of_known
from leadwell.schools import catalogue
from leadwell.schools import panel as results
from leadwell.schools.catalogue import Unit
from leadwell.schools.models import PublishedYear, RegisterEntry, School
from leadwell.schools.panel import ResultsPanel
from leadwell.schools.reasons import Reason

PUPILS = "eligible_pupils"
CONTEXT = ("disadvantaged_pct", "eal_pct")
"""What schools are matched on beside results and size, as it was before the programme."""

MOST_LACKING = 0.1
"""Share of schools that may lack a thing before it is matched on by nobody."""

COMPARABLE = (Unit.SCALED_SCORE, Unit.PERCENT, Unit.PROGRESS_POINTS)

_WHY = {
    Reason.VALUE: Why.VALUE,
    Reason.SUPP: Why.SUPPRESSED,
    Reason.C: Why.SUPPRESSED,
    Reason.RE: Why.SUPPRESSED,
    Reason.SP: Why.SUPPRESSED,
    Reason.LOW: Why.SUPPRESSED,
    Reason.K: Why.SUPPRESSED,
    Reason.U: Why.LOW_COVERAGE,
    Reason.LOWCOV: Why.LOW_COVERAGE,
    Reason.NE: Why.NO_ENTRIES,
    Reason.NP: Why.NOT_PUBLISHED,
    Reason.NA: Why.NOT_APPLICABLE,
    Reason.Z: Why.NOT_APPLICABLE,
    Reason.X: Why.NOT_APPLICABLE,
    Reason.NEW: Why.NEW,
    Reason.NOT_PRODUCED: Why.NOT_PUBLISHED_THAT_YEAR,
    Reason.CANCELLED: Why.NOT_PUBLISHED_THAT_YEAR,
    Reason.NOT_PUBLISHED_YEAR: Why.NOT_PUBLISHED_THAT_YEAR,
    Reason.BLANK: Why.NOT_GIVEN,
    Reason.ROW_CUT: Why.NOT_GIVEN,
    Reason.COLUMN_ABSENT: Why.NOT_GIVEN,
    Reason.ROW_ABSENT: Why.NOT_GIVEN,
}
_WHY_OF = np.array([_WHY[reason] for reason in Reason], dtype=np.uint8)


class NotComparable(Exception):
    """Said to people: what is asked cannot be compared between schools, or is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A panel with what a reader wants of its rows.

    panel: schools by our own id. names, urns: of each row, as now. is_open: by the register, true
    for a school that is not on it. is_sponsored: shape (n,). Whether it has results in these years
    from before a sponsor took it over.
    """

    panel: Panel
    names: tuple[str, ...]
    urns: Ints
    is_open: tuple[bool, ...]
    is_sponsored: Flags


def school_frame(
    outcomes: Sequence[str],
    *,
    before: int,
    as_of: int | None = None,
    is_through_sponsors: bool = True,
) -> Frame:
    """Every mainstream school with a published row, in every year that is loaded.

    outcomes: keys of the catalogue, or of gaps (gaps.py). before: the academic year the programme (the first of its
    schools) began: what is matched on is the mean of the years before it. as_of: the last year to
    look at. is_through_sponsors: results from before a sponsor took a school over count. Raises NotComparable, in words, for an unknown outcome, for one that is a count, and
    where nothing is loaded.
    """
    require_comparable(outcomes)
    years = [year for year in loaded_years() if as_of is None or year <= as_of]
    if not years:
        raise NotComparable("No results are loaded yet. Load them first: leadwell import-results.")
    measures = gaps.read_for(outcomes)
    found = results.read(list({*measures, PUPILS, gaps.PUPILS_OF_GAPS, *CONTEXT}), years)
    kept = np.flatnonzero(~found.is_special)
    schools = {
        row.pk: row
        for row in School.objects.filter(pk__in=found.school_ids[kept].tolist()).only(
            "name", "urn", "region", "local_authority_id", "phase_of_education", "trust_id",
            "is_open", "is_on_register",
        )
    }  # fmt: skip
    rows = [schools[int(pk)] for pk in found.school_ids[kept]]
    context, names = _context(found, kept, years, before)
    panel = Panel(
        schools=found.school_ids[kept],
        years=found.academic_years,
        outcomes=tuple(measures),
        values=np.stack([found.values[key][kept] for key in measures], axis=2),
        why=_why([found.reasons[key][kept] for key in measures]),
        pupils=found.values[PUPILS][kept],
        region=_codes([row.region for row in rows]),
        area=np.array([row.local_authority_id or NONE for row in rows], dtype=np.int64),
        phase=_codes([row.phase_of_education for row in rows]),
        trust=np.array([row.trust_id or NONE for row in rows], dtype=np.int64),
        context=context,
        context_names=names,
        predecessor=np.full(len(rows), NONE, dtype=np.int64),
    )
    is_before = sponsored.before_sponsors(found.urns[kept])
    if not is_through_sponsors:
        panel = sponsored.left_out(panel, is_before)
    of_gaps = found.values[gaps.PUPILS_OF_GAPS][kept]
    return Frame(
        is_sponsored=np.any(is_before, axis=1, keepdims=True)[:, 0],
        panel=gaps.with_gaps(panel, outcomes, disadvantaged_pupils=of_gaps),
        names=tuple(row.name for row in rows),
        urns=np.array([row.urn for row in rows], dtype=np.int64),
        is_open=tuple(row.is_open or not row.is_on_register for row in rows),
    )


def loaded_years() -> list[int]:
    """Academic years in which a school has a published row, ascending."""
    schools = PublishedYear.objects.exclude(school=None).order_by()
    return sorted(schools.values_list("academic_year", flat=True).distinct())


def schools_of(urns: Sequence[int]) -> dict[int, int]:
    """Our own id of the school that has, or ever had, each of these URNs; absent ones left out."""
    found = RegisterEntry.objects.filter(urn__in=urns).order_by()
    return dict(found.values_list("urn", "school_id"))


def names_of(schools: Sequence[int]) -> dict[int, str]:
    """The name now of each of these schools, by our own id."""
    if not schools:
        return {}
    found = School.objects.filter(pk__in=schools).order_by()
    return dict(found.values_list("pk", "name"))


def england(outcome: str) -> dict[int, float]:
    """England's published value of an outcome, state-funded schools, by academic year."""
    slot = catalogue.load().by_key[outcome].slot
    rows = PublishedYear.objects.filter(record_type=PublishedYear.RecordType.ENGLAND_STATE)
    latest = rows.order_by("academic_year").values_list("academic_year", "values")
    found = {year: values[slot] for year, values in latest if slot < len(values)}
    return {year: value for year, value in found.items() if value is not None}


def require_comparable(outcomes: Sequence[str]) -> None:
    """Raises NotComparable, in words, for what is not a result that can get better."""
    known = catalogue.load().by_key
    for key in outcomes:
        if key not in known and gaps.gap_of(key) is None:
            raise NotComparable(f"There is no outcome “{key}”: docs/reference/measures.md has all.")
        measure = gaps.measure_of(key)
        if measure.unit not in COMPARABLE or measure.higher_is == "neither":
            raise NotComparable(f"“{measure.label}” is not a result that can get better.")
    if not outcomes:
        raise NotComparable("Name an outcome, such as maths_average.")
    if because := gaps.not_together(outcomes):
        raise NotComparable(because)


def _context(
    found: ResultsPanel, kept: Ints, years: Sequence[int], before: int
) -> tuple[Floats, tuple[str, ...]]:
    """Means over the years before. A thing that many schools lack is left out whole, or those
    schools could not be compared at all."""
    is_before = np.array(years) < before
    columns: Mapping[str, Floats] = {
        key: mean_of_known(found.values[key][kept][:, is_before]) for key in CONTEXT
    }
    held = {
        key: column
        for key, column in columns.items()
        if column.size and np.isnan(column).mean() <= MOST_LACKING
    }
    if not held:
        return np.empty((kept.size, 0)), ()
    return np.column_stack(list(held.values())), tuple(held)


def _why(reasons: Sequence[Codes]) -> Codes:
    codes: Codes = _WHY_OF[np.stack(reasons, axis=2)]
    return codes


def _codes(words: Sequence[str]) -> Ints:
    """A number for each different word, in alphabetical order."""
    return np.unique(np.array(words, dtype=str), return_inverse=True)[1].astype(np.int64)
