"""The design of a question, read off the panel: who has results when. No result itself is looked at."""

import numpy as np

from leadwell.evidence.appraisal.question import Question
from leadwell.evidence.panel import NONE, Flags, Floats, Ints, Panel, Treatment
from leadwell.evidence.placebo.contrasts import N_BASE_YEARS, base_years
from leadwell.evidence.verdict.design import COVID_YEARS, Design, Outcome, not_produced


def designs(panel: Panel, treatment: Treatment, question: Question) -> tuple[Design, ...]:
    """One for each outcome of the panel, in order."""
    at = panel.rows(treatment.schools)
    here = at != NONE
    return tuple(
        _design(panel, k, at[here], treatment, treatment.starts[here], question)
        for k in range(len(panel.outcomes))
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
    first = int(treatment.starts.min())
    before = base_years(
        published, first, recruited_on=treatment.recruited_on, most=len(panel.years) or 1
    )
    after = tuple(int(year) for year in published if year >= first)
    eligible = _with_both(panel, has, rows, starts, published, treatment.recruited_on)
    in_use = rows[eligible]
    trusts = panel.trust[in_use]
    alone = np.count_nonzero(trusts == NONE)
    sizes = np.unique(trusts[trusts != NONE], return_counts=True)[1]
    others = np.setdiff1d(np.flatnonzero(has.any(axis=1)), rows)
    return Design(
        outcome=family,
        n_found=int(rows.size),
        n_eligible=int(in_use.size),
        n_trusts=int(alone + sizes.size),
        n_in_largest_trust=int(max([*sizes.tolist(), 1 if alone else 0], default=0)),
        starts=tuple(int(year) for year in np.unique(treatment.starts)),
        base_years=before.years,
        after_years=after,
        recruited_on=treatment.recruited_on,
        is_recruitment_known=question.is_recruitment_known or treatment.recruited_on is not None,
        years_not_produced=_not_produced(family, panel, first, after),
        mean_cohort=_mean_cohort(panel, in_use, (*before.years[-N_BASE_YEARS:], *after)),
        gap_share=in_use.size / rows.size if family is Outcome.GAP and rows.size else (
            0.0 if family is Outcome.GAP else None),
        has_everybody_joined=bool(rows.size and not others.size),
        is_list_changed=question.is_list_changed,
        has_dose=treatment.dose is not None,
    )  # fmt: skip


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
        return tuple(year for year in sorted(COVID_YEARS) if first <= year < after[-1]) if (
            family is not Outcome.PROGRESS) else ()  # fmt: skip
    return not_produced(family, [int(year) for year in panel.years if year >= first])


def _mean_cohort(panel: Panel, rows: Ints, years: tuple[int, ...]) -> float | None:
    pupils: Floats = panel.pupils[np.ix_(rows, np.isin(panel.years, years))]
    known = pupils[~np.isnan(pupils)]
    return float(known.mean()) if known.size else None
