"""Programmes that never were, asked about by the whole method, thousands of times.

Who is like whom depends on the country, not on who takes part: it is worked out once a country, by
the engine's own parts in the order of `appraisal.comparison`, and every list of schools is read
from it. Nobody did anything, so that it harms nobody to be compared with schools of the list; a
test holds this against `appraise` itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from benchmarks import simulated
from leadwell.evidence.matching.covariates import covariates
from leadwell.evidence.matching.distance import scaled
from leadwell.evidence.matching.nearest import nearest
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Floats, Ints, Panel, Treatment, complete
from leadwell.evidence.placebo import changes, contrasts, noise
from leadwell.evidence.placebo import draws as placebo
from leadwell.evidence.placebo.att import Att, att
from leadwell.evidence.placebo.changes import Changes
from leadwell.evidence.placebo.null import Null
from leadwell.evidence.placebo.remaining import corrected
from leadwell.evidence.regression import school_t
from leadwell.evidence.regression.wild_bootstrap import wild_bootstrap
from leadwell.evidence.usual import CALIPER, K

N_BEFORE, N_AFTER = 4, 2
N_SCHOOLS = 16_000
N_REGIONS = 9
BANDS = 10
DRAWS = 999
OUTCOME = "reading_average"
METHODS = (
    "clusters, z",
    "schools’ t",
    "wild signs",
    "schools, plain",
    "schools, size bands",
    "schools, scaled",
    "trusts, scaled",
)
SCHOOLS, TRUSTS = METHODS.index("schools, scaled"), METHODS.index("trusts, scaled")


def country(
    rng: np.random.Generator, *, n_schools: int = N_SCHOOLS, trust_shock: float = 0.0
) -> Panel:
    """A simulated country as a panel of one outcome, in nine regions of no consequence."""
    made = simulated.country(
        rng, n_schools=n_schools, n_before=N_BEFORE, n_after=N_AFTER, trust_shock=trust_shock
    )
    panel = complete(
        schools=np.arange(n_schools),
        years=made.years,
        outcomes=[OUTCOME],
        values=made.results,
        pupils=made.pupils,
    )
    return replace(panel, trust=made.trust, region=rng.integers(0, N_REGIONS, n_schools))


@dataclass(frozen=True, slots=True)
class Ready:
    """A country in which every school has been matched, ready for any list of schools.

    own: shape (n,). Each school's own change, from which regressions by clusters are made.
    plain, scaled: what the method makes of it, without and with noise.
    """

    panel: Panel
    near: Neighbours
    own: Floats
    plain: tuple[Changes, ...]
    scaled: tuple[Changes, ...]

    @property
    def start(self) -> int:
        return int(self.panel.years[N_BEFORE])


def ready(panel: Panel, *, recruited_on: int | None = None, is_corrected: bool = True) -> Ready:
    """Match, contrast and correct every school. is_corrected: False leaves what matching left."""
    start = int(panel.years[N_BEFORE])
    on = covariates(
        panel, start=start, outcomes=[OUTCOME], recruited_on=recruited_on, distance=scaled
    )
    near = nearest(
        on.points,
        k=K,
        exact=(panel.phase, panel.region),
        caliper=CALIPER * np.sqrt(on.points.shape[1]),
    )
    of_all = contrasts.contrasts(panel, near, start, recruited_on=recruited_on)
    if is_corrected:
        pool = np.ones(panel.size, dtype=np.bool_)
        of_all = corrected(of_all, on, near, pool=pool).contrasts
    y = panel.values[:, :, 0]
    own = y[:, of_all.after[:, 0]].mean(axis=1) - y[:, of_all.in_base[:, 0]].mean(axis=1)
    return Ready(
        panel,
        near,
        own,
        plain=changes.after(panel, [of_all], weight="pupils", noise=None),
        scaled=changes.after(panel, [of_all], weight="pupils", noise=noise.fit(panel)),
    )


def effect(of: Ready, rows: Ints) -> tuple[Att, tuple[Changes, ...]]:
    """What the method finds for these schools, those without neighbours left out."""
    matched = rows[of.near.found[rows] > 0]
    treatment = Treatment.of(of.panel.schools[matched].tolist(), of.start)
    return att(of.panel, of.scaled, treatment), of.scaled


def interval(of: Ready, rows: Ints, *, seed: int) -> tuple[float, float, float]:
    """The estimate and its 95% interval by the method's headline, placebo schools."""
    found, made = effect(of, rows)
    null = placebo.draw(of.panel, made, found, draws=DRAWS, seed=seed)
    ends = null.interval(found.estimate)
    assert ends is not None
    return float(found.estimate[0]), float(ends[0][0]), float(ends[1][0])


def p_values(of: Ready, rows: Ints, *, seed: int) -> tuple[float, ...]:
    """p of the same schools by each of METHODS; NaN for placebo trusts where some are in none."""
    found, made = effect(of, rows)
    as_they_are = att(of.panel, of.plain, Treatment(of.panel.schools[found.rows], found.starts))

    def drawn(changed: tuple[Changes, ...], one: Att, *, strata: int = 1) -> float:
        return _p(one, placebo.draw(of.panel, changed, one, strata=strata, draws=DRAWS, seed=seed))

    by_trust = np.nan
    if np.all(of.panel.trust[rows] != NONE):
        by_trust = _p(
            found, placebo.draw(of.panel, made, found, unit="trust", draws=DRAWS, seed=seed)
        )
    return (
        by_clusters(of, found.rows),
        *by_schools(found.own, seed=seed),
        drawn(of.plain, as_they_are),
        drawn(of.plain, as_they_are, strata=BANDS),
        drawn(of.scaled, found),
        by_trust,
    )


def _p(found: Att, null: Null) -> float:
    return float(null.p(found.estimate)[0])


def by_schools(own: Floats, *, seed: int) -> tuple[float, float]:
    """p of the t-test on schools' contrasts and of the bootstrap that turns their signs."""
    (by_t,) = school_t.matched_t(
        own, outcomes=[OUTCOME], units=["points"], n_comparison=np.array([K * len(own)])
    )
    one = np.ones((len(own), 1))
    wild = wild_bootstrap(own, one, np.arange(len(own)), at=0, seed=seed, draws=DRAWS)
    return float("nan") if by_t.p is None else by_t.p, float(wild.p[0])


def by_clusters(of: Ready, rows: Ints) -> float:
    """p of the usual regression of changes on having taken part, clustered by school, by z.

    Schools compared with count by how often they are; with the usual correction of CRV1.
    """
    near = of.near.rows[rows]
    weights = np.zeros(of.panel.size)
    np.add.at(weights, near[near != NONE], of.near.weights[rows][near != NONE])
    other = np.flatnonzero(weights)
    n = rows.size + other.size
    mean = np.average(of.own[other], weights=weights[other])
    found = of.own[rows].mean() - mean
    own = of.own[rows] - of.own[rows].mean()
    theirs = weights[other] * (of.own[other] - mean)
    variance = (own**2).sum() / rows.size**2 + (theirs**2).sum() / weights.sum() ** 2
    variance *= n / (n - 1) * (n - 1) / (n - 2)
    return float(2 * ndtr(-abs(found) / np.sqrt(variance)))


Choose = Callable[[np.random.Generator, Panel, int], Ints]


def at_random(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    return rng.choice(panel.size, n, replace=False)


def small(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """Of those with fewer than 20 pupils a year."""
    return rng.choice(np.flatnonzero(panel.pupils.mean(axis=1) < 20), n, replace=False)


def after_a_bad_year(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """Of the fifth that did worst in the last year before the start."""
    last = panel.values[:, N_BEFORE - 1, 0]
    return rng.choice(np.flatnonzero(last < np.quantile(last, 0.2)), n, replace=False)


def one_trust(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """n schools of a trust that has so many, and less than half as many again."""
    return _of_trusts(rng, panel, n, 1)


def two_trusts(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """Half of them from each of two such trusts."""
    return _of_trusts(rng, panel, n // 2, 2)


def _of_trusts(rng: np.random.Generator, panel: Panel, n: int, n_trusts: int) -> Ints:
    sizes = np.bincount(panel.trust[panel.trust != NONE])
    trusts = rng.choice(np.flatnonzero((sizes >= n) & (sizes < 1.5 * n)), n_trusts, replace=False)
    return np.concatenate(
        [rng.choice(np.flatnonzero(panel.trust == trust), n, replace=False) for trust in trusts]
    )
