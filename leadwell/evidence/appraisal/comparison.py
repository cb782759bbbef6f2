"""Who is compared with whom, for each year in which schools began, and what that gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.appraisal.country import Country, Standing
from leadwell.evidence.matching import balance as balancing
from leadwell.evidence.matching.balance import Balance
from leadwell.evidence.matching.covariates import Covariates
from leadwell.evidence.matching.eligibility import Eligibility, Reason, after_matching, eligible
from leadwell.evidence.matching.nearest import comparison_weights
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Flags, Ints, Panel, Treatment, freeze
from leadwell.evidence.placebo.contrasts import Contrasts, Last, contrasts
from leadwell.evidence.placebo.remaining import corrected
from leadwell.evidence.usual import CALIPER, K

BESIDE_ONE = 20  # schools whose lines one school's is shown with


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """The schools that began in one year and were matched.

    rows: theirs in the panel. covariates: what they were matched on. neighbours: of every school.
    contrasts: of every school, freed of what matching left where is_corrected, shape (t, k).
    balance: of these rows and theirs.
    """

    start: int
    rows: Ints
    covariates: Covariates
    neighbours: Neighbours
    contrasts: Contrasts
    is_corrected: Flags
    balance: Balance

    def __post_init__(self) -> None:
        freeze(self)

    def is_compared_with(self, panel: Panel) -> Flags:
        """Which schools the rows' changes are held against, outcome by outcome, shape (n, k)."""
        has, when = ~np.isnan(panel.values), self.contrasts
        has_both = (has & when.in_base).any(axis=1) & (has & when.after).any(axis=1)
        has_change = np.any(~np.isnan(when.values[self.rows]) & when.after, axis=1)
        used = np.zeros(has_both.shape, dtype=np.bool_)
        for near in self.neighbours.rows[self.rows].T:
            found = near != NONE
            np.logical_or.at(used, near[found], has_change[found])
        both: Flags = used & has_both
        return both

    def has_both(self, at: int) -> bool:
        """Whether an outcome was published before and after this start."""
        return bool(self.contrasts.after[:, at].any() and self.contrasts.in_base[:, at].any())

    def years_between(self, at: int) -> float:
        """Published years from the middle of an outcome's base to the middle of those after."""
        when = self.contrasts
        place = np.cumsum(when.published[:, at])
        return float(place[when.after[:, at]].mean() - place[when.in_base[:, at]].mean())


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """eligibility: everybody's reason, matching included. by_start: ascending; only years in which
    some school was matched. n_eligible: schools with results, before matching."""

    eligibility: Eligibility
    by_start: tuple[Matched, ...]
    n_eligible: int

    @property
    def rows(self) -> Ints:
        """Of all schools that were matched, in the panel."""
        return np.concatenate([np.empty(0, np.int64), *(one.rows for one in self.by_start)])

    def n_compared(self, panel: Panel) -> Ints:
        """Schools they were compared with, each once, for each outcome."""
        used = np.any([one.is_compared_with(panel) for one in self.by_start], axis=0)
        n: Ints = np.count_nonzero(used, axis=0)
        return n

    def is_corrected(self, at: int) -> bool:
        """Whether what matching left has been taken away from every year after that is there."""
        return all(one.is_corrected[one.contrasts.after[:, at], at].all() for one in self.by_start)

    def years_between(self, at: int) -> float:
        """As of each start year that has an outcome, weighed by its schools."""
        these = [one for one in self.by_start if one.has_both(at)]
        sizes = [one.rows.size for one in these]
        return float(np.average([one.years_between(at) for one in these], weights=sizes))

    @property
    def starts(self) -> Ints:
        """The start year of each of `rows`."""
        return np.concatenate(
            [np.empty(0, np.int64), *(np.full(one.rows.size, one.start) for one in self.by_start)]
        )


def compare(
    panel: Panel,
    treatment: Treatment,
    *,
    outcomes: Sequence[str],
    pupil_sd: Mapping[str, float],
    elsewhere: Flags | None = None,
    k: int = K,
    caliper: float = CALIPER,
    country: Country | None = None,
) -> Comparison:
    """Match every school of the country, for each start year, on the primary outcomes' results.

    outcomes: what is matched on, the primary ones. pupil_sd: in each outcome's unit, where known.
    elsewhere: shape (n,). Schools in other programmes: nobody's neighbours. k: schools each is
    compared with. caliper: the furthest a neighbour may be, in standard deviations of schools a
    covariate (root mean square over them). country: what questions
    about the same results left; the answer is the same without it, to the last digit.

    Everybody is compared within phase and region, in scaled distance: Mahalanobis' gives small
    differences between years as much weight as the level of results, and leaves schools that were
    chosen for low results with neighbours above them (docs/adr).

    Raises ValueError as `eligible` and `covariates`.
    """
    who = eligible(panel, treatment, outcomes=outcomes, elsewhere=elsewhere, base_years_needed=1)
    standing = Standing(panel, outcomes, treatment.recruited_on, k, country)
    found: dict[int, tuple[Covariates, Neighbours]] = {}
    for start in who.pool_starts.tolist():
        if not who.included(start).size:
            continue
        began_before = who.rows[(who.rows != NONE) & (who.starts < start)]
        on = standing.covariates(start, began_before=began_before)
        found[start] = (
            on,
            standing.neighbours(
                on,
                caliper=float(caliper * np.sqrt(on.points.shape[1])),
                may_be_compared=who.may_be_compared(start),
            ),
        )
    n_eligible = int((who.reasons == Reason.IN).sum())
    matched = after_matching(
        who,
        covariates={start: on for start, (on, _) in found.items()},
        neighbours={start: near for start, (_, near) in found.items()},
    )
    by_start = [
        _matched(panel, treatment, matched, start, on, near, pupil_sd, standing.last(start))
        for start, (on, near) in found.items()
        if matched.included(start).size
    ]
    return Comparison(matched, tuple(by_start), n_eligible)


def _matched(
    panel: Panel,
    treatment: Treatment,
    who: Eligibility,
    start: int,
    on: Covariates,
    near: Neighbours,
    pupil_sd: Mapping[str, float],
    last: Last | None,
) -> Matched:
    rows, pool = who.included(start), who.may_be_compared(start)
    apart = who.rows[who.rows != NONE]
    of_all = contrasts(
        panel, near, start, recruited_on=treatment.recruited_on, left_out=apart, last=last
    )
    took_part = np.zeros(panel.size, dtype=np.bool_)
    took_part[rows] = True
    freed = corrected(of_all, on, near, pool=pool & ~took_part)
    return Matched(
        start=start,
        rows=rows,
        covariates=on,
        neighbours=near,
        contrasts=freed.contrasts,
        is_corrected=freed.is_corrected,
        balance=balancing.balance(
            on.values,
            names=on.names,
            took_part=took_part,
            weights=np.where(took_part, 1.0, comparison_weights(near, rows)),
            pool=pool,
            pupil_sd=on.pupil_sd(pupil_sd),
        ),
    )
