"""Who is in the evaluation and who is not, each with one reason: the first that applies.

Everybody who took part is counted from the start, and a school that left the programme stays
(intention to treat): leaving is no reason here. Source of the flow: CONSORT 2010 (Schulz, Altman
and Moher, BMJ 340, c332), item 13.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from leadwell.evidence.base_years import N_BASE_YEARS
from leadwell.evidence.matching.covariates import (
    Covariates,
    base_of,
    has_results,
)
from leadwell.evidence.matching.nearest import lineage_of
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Codes, Flags, Ints, Panel, Treatment, Why, freeze
from leadwell.evidence.ratio import mean_of_known

SMALL = 11  # pupils a year: below it one child is nine points of a percentage


class Reason(IntEnum):
    """Why a school is left out, in the order in which it is asked; 0 is in."""

    IN = 0
    NOT_IN_TABLES = 1
    TOOK_PART = 2
    OTHER_PROGRAMME = 3
    OTHER_PHASE = 4
    NO_RESULT_BEFORE = 5
    TOO_FEW_BEFORE = 6
    CLOSED = 7
    NO_RESULT_AFTER = 8
    COVARIATE_MISSING = 9
    NO_SIMILAR_SCHOOL = 10

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    Reason.IN: "Included.",
    Reason.NOT_IN_TABLES: "It is not in the published tables.",
    Reason.TOOK_PART: "It took part itself, or is one school with one that did.",
    Reason.OTHER_PROGRAMME: "It was in another programme.",
    Reason.OTHER_PHASE: "It is of another phase of education.",
    Reason.NO_RESULT_BEFORE: "It has no published result before the programme that can be used.",
    Reason.TOO_FEW_BEFORE: "It has too few published results before the programme.",
    Reason.CLOSED: "It closed before it had a result after the programme began.",
    Reason.NO_RESULT_AFTER: "It has no published result after the programme began.",
    Reason.COVARIATE_MISSING: "Something that schools are matched on is not known of it.",
    Reason.NO_SIMILAR_SCHOOL: "No school is similar enough to it.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """m schools that took part and n in the panel, s start years.

    rows: shape (m,). Row in the panel of each that took part, NONE for none. starts: shape (m,).
    reasons: shape (m,). Codes of Reason. is_small: shape (m,). Fewer than SMALL pupils a year on
        average before the start: in all the same, but single years say little.
    pool_starts: shape (s,). Start years, ascending, each once.
    pool_reasons: shape (n, s). Whether each school may be compared with those of each start.
    """

    rows: Ints
    starts: Ints
    reasons: Codes
    is_small: Flags
    pool_starts: Ints
    pool_reasons: Codes

    def __post_init__(self) -> None:
        freeze(self)

    def included(self, start: int) -> Ints:
        """Rows of the schools in the evaluation that began in a year, in the programme's order."""
        rows: Ints = self.rows[(self.reasons == Reason.IN) & (self.starts == start)]
        return rows

    def may_be_compared(self, start: int) -> Flags:
        """Schools that may be compared with those that began in a year, shape (n,), for matching.

        Raises ValueError for a year in which nobody began.
        """
        if start not in self.pool_starts:
            raise ValueError(f"no school began in {start}")
        allowed: Flags = self.pool_reasons[:, self.pool_starts == start][:, 0] == Reason.IN
        return allowed

    def flow(self) -> dict[Reason, tuple[int, int]]:
        """How many schools have each reason: of those that took part, and of all in the panel.

        A school of the panel is in if it may be compared with the schools of any start; otherwise
        it is counted once, with the reason at the start for which it came furthest.
        """
        is_in = (self.pool_reasons == Reason.IN).any(axis=1)
        furthest = np.where(is_in, Reason.IN, self.pool_reasons.max(axis=1, initial=0))
        return {
            reason: (int((self.reasons == reason).sum()), int((furthest == reason).sum()))
            for reason in Reason
        }


def eligible(
    panel: Panel,
    treatment: Treatment,
    *,
    outcomes: Sequence[str],
    phase: int | None = None,
    elsewhere: Flags | None = None,
    base_years_needed: int = 2,
    most_base_years: int = N_BASE_YEARS,
) -> Eligibility:
    """Every school that took part and every school there is, with its reason or none.

    outcomes: a result is a year in which a school has all of them. phase: code of the phase the
    programme is for; where left out, one that some school that took part has. elsewhere: shape
    (n,). Schools known to be in other programmes: not in the pool. base_years_needed: results
    wanted among the base years (`covariates.base_of` with most_base_years).

    A result in any published year from the start on is enough for "after".

    Raises ValueError for an outcome the panel lacks, nobody who took part, or more base years
    needed than are looked at.
    """
    if treatment.schools.size == 0:
        raise ValueError("no school took part")
    if not 1 <= base_years_needed <= most_base_years:
        raise ValueError(f"{base_years_needed} of {most_base_years} base years cannot be asked for")
    rows = panel.rows(treatment.schools)
    phases = np.unique(panel.phase[rows[rows != NONE]]) if phase is None else np.array([phase])
    starts = np.unique(treatment.starts)
    results, is_small = (np.zeros((panel.size, starts.size), kind) for kind in (np.uint8, bool))
    for column, start in enumerate(starts.tolist()):
        years = base_of(
            panel,
            start=start,
            outcomes=outcomes,
            recruited_on=treatment.recruited_on,
            most_years=most_base_years,
        )
        results[:, column] = _by_results(panel, outcomes, years, start, base_years_needed)
        is_small[:, column] = _is_small(panel, years)
    other_phase = ~np.isin(panel.phase, phases)
    own = np.where(other_phase[:, None], Reason.OTHER_PHASE, results)
    pool = own.copy()
    if elsewhere is not None:
        pool[elsewhere] = Reason.OTHER_PROGRAMME
    lineage = lineage_of(panel.predecessor)
    pool[np.isin(lineage, lineage[rows[rows != NONE]])] = Reason.TOOK_PART
    at = np.searchsorted(starts, treatment.starts)
    here = rows != NONE
    reasons = np.full(rows.size, Reason.NOT_IN_TABLES, dtype=np.uint8)
    reasons[here] = own[rows[here], at[here]]
    small = np.zeros(rows.size, dtype=bool)
    small[here] = is_small[rows[here], at[here]]
    return Eligibility(rows, treatment.starts, reasons, small, starts, pool.astype(np.uint8))


def after_matching(
    eligibility: Eligibility,
    *,
    covariates: Mapping[int, Covariates],
    neighbours: Mapping[int, Neighbours],
) -> Eligibility:
    """The same with what matching found, by start year: schools that could not be matched, and why.

    A start year without either is one of whose schools none was left to be matched. Raises KeyError
    for one that has covariates and no neighbours.
    """
    reasons = eligibility.reasons.copy()
    pool = eligibility.pool_reasons.copy()
    for column, start in enumerate(eligibility.pool_starts.tolist()):
        if start not in covariates:
            continue
        complete, found = covariates[start].is_complete, neighbours[start].found
        here = (eligibility.starts == start) & (reasons == Reason.IN)
        rows = eligibility.rows[here]
        unmatched = np.where(found[rows] == 0, Reason.NO_SIMILAR_SCHOOL, Reason.IN)
        reasons[here] = np.where(complete[rows], unmatched, Reason.COVARIATE_MISSING)
        lacks = (pool[:, column] == Reason.IN) & ~complete
        pool[lacks, column] = Reason.COVARIATE_MISSING
    return replace(eligibility, reasons=reasons, pool_reasons=pool)


def _by_results(
    panel: Panel, outcomes: Sequence[str], years: Sequence[int], start: int, needed: int
) -> Codes:
    """The reason each school's results give for one start year, shape (n,)."""
    has = has_results(panel, outcomes)
    before = has[:, [panel.year_at(year) for year in years]].sum(axis=1)
    later = panel.years >= start
    after = has[:, later].any(axis=1)
    which = [panel.outcomes.index(name) for name in outcomes]
    closed = (panel.why[:, later][:, :, which] == Why.CLOSED).any(axis=(1, 2))
    return np.select(
        [before == 0, before < needed, ~after & closed, ~after],
        [Reason.NO_RESULT_BEFORE, Reason.TOO_FEW_BEFORE, Reason.CLOSED, Reason.NO_RESULT_AFTER],
        Reason.IN,
    ).astype(np.uint8)


def _is_small(panel: Panel, years: Sequence[int]) -> Flags:
    """Known to have fewer than SMALL pupils a year on average over the base years, shape (n,)."""
    mean = mean_of_known(panel.pupils[:, [panel.year_at(year) for year in years]])
    return np.where(np.isnan(mean), np.inf, mean) < SMALL
