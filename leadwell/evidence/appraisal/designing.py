"""The design of a question, read off the panel: who has results when. No result itself is looked at."""

from dataclasses import dataclass, replace

import numpy as np

from leadwell.evidence.appraisal.question import Question
from leadwell.evidence.base_years import N_BASE_YEARS, base_years
from leadwell.evidence.panel import NONE, Flags, Floats, Ints, Panel, Treatment
from leadwell.evidence.verdict.design import COVID_YEARS, Design, Outcome, not_produced


def designs(panel: Panel, treatment: Treatment, question: Question) -> tuple[Design, ...]:
    """One for each outcome of the panel, in order. Raises ValueError where nobody took part."""
    if treatment.schools.size == 0:
        raise ValueError("no school took part")
    at = panel.rows(treatment.schools)
    here = at != NONE
    return tuple(
        _design(panel, k, at[here], treatment, treatment.starts[here], question)
        for k in range(len(panel.outcomes))
    )


def of_those(design: Design, panel: Panel, rows: Ints) -> Design:
    """The same about some of its schools alone: those that were compared, by row of the panel."""
    trusts = _Trusts.of(panel, rows)
    return replace(
        design,
        n_eligible=int(rows.size),
        n_trusts=trusts.n,
        n_in_largest_trust=trusts.largest,
    )


def _design(
    panel: Panel,
    k: int,
    rows: Ints,
    treatment: Treatment,
    starts: Ints,
    question: Question,
) -> Design:
    family = question.asked[k].family
    has = ~np.isnan(panel.values[:, :, k])
    published = panel.years[has.any(axis=0)]
    eligible = _with_both(panel, has, rows, starts, published, treatment.recruited_on)
    in_use = rows[eligible]
    # Of those that an answer can be about, where there are any.
    began = starts[eligible] if in_use.size else starts if rows.size else treatment.starts
    first = int(began.min())
    before = base_years(
        published, first, recruited_on=treatment.recruited_on, most=max(1, panel.years.size)
    )
    after = tuple(int(year) for year in published if year >= first)
    trusts = _Trusts.of(panel, in_use)
    others: Flags = np.any(has, axis=1)
    others[rows] = False
    gap_share = in_use.size / rows.size if rows.size else 0.0
    return Design(
        outcome=family,
        n_found=int(rows.size),
        n_eligible=int(in_use.size),
        n_trusts=trusts.n,
        n_in_largest_trust=trusts.largest,
        starts=tuple(int(year) for year in np.unique(began)),
        base_years=before.years,
        after_years=after,
        recruited_on=treatment.recruited_on,
        is_recruitment_known=question.is_recruitment_known or treatment.recruited_on is not None,
        years_not_produced=_not_produced(family, panel, first, after),
        # Pupils of a gap are those of one group as noisy as it, fewer than any year group.
        mean_cohort=None
        if family is Outcome.GAP
        else _mean_cohort(panel, in_use, (*before.years[-N_BASE_YEARS:], *after)),
        gap_share=gap_share if family is Outcome.GAP else None,
        has_everybody_joined=bool(rows.size and not others.any()),
        is_after_results=question.is_after_results,
        has_dose=treatment.dose is not None,
    )


@dataclass(frozen=True, slots=True)
class _Trusts:
    """n: different trusts of some schools, a school in none one of its own. largest: schools of the
    one that has most."""

    n: int
    largest: int

    @classmethod
    def of(cls, panel: Panel, rows: Ints) -> "_Trusts":
        trusts = panel.trust[rows]
        alone = int(np.count_nonzero(trusts == NONE))
        sizes = np.unique(trusts[trusts != NONE], return_counts=True)[1]
        return cls(alone + sizes.size, max([*sizes.tolist(), 1 if alone else 0], default=0))


def _with_both(
    panel: Panel, has: Flags, rows: Ints, starts: Ints, published: Ints, recruited_on: int | None
) -> Flags:
    """Which schools have a result before and one after their own start."""
    found = np.zeros(rows.size, dtype=np.bool_)
    for start in np.unique(starts).tolist():
        base = base_years(published, start, recruited_on=recruited_on).years
        own = starts == start
        has_before = has[rows[own]][:, np.isin(panel.years, base)].any(axis=1)
        has_after = has[rows[own]][:, panel.years >= start].any(axis=1)
        found[own] = has_before & has_after
    return found


def _not_produced(
    family: Outcome, panel: Panel, first: int, after: tuple[int, ...]
) -> tuple[int, ...]:
    """Years since the start of which nothing was published by school: those between results, and
    all where there is no other."""
    if after:
        return tuple(year for year in sorted(COVID_YEARS) if first <= year < after[-1])
    return not_produced(family, [int(year) for year in panel.years if year >= first])


def _mean_cohort(panel: Panel, rows: Ints, years: tuple[int, ...]) -> float | None:
    pupils: Floats = panel.pupils[np.ix_(rows, np.isin(panel.years, years))]
    known = pupils[~np.isnan(pupils)]
    return float(known.mean()) if known.size else None
