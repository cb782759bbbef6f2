"""Several sites' estimates as one: the mean of a programme's effects where it ran more than once."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from leadwell.evidence.chance import Z95
from leadwell.evidence.estimate import Interval
from leadwell.evidence.panel import Floats
from leadwell.evidence.profile_search import lowest


@dataclass(frozen=True, slots=True)
class Pooled:
    """estimate, se: in the unit that came in; interval: 95%, of the mean over sites.

    tau2: variance of true effects between sites, in the unit squared. i2: the share (0 to 1) of
    the spread seen that is not chance. q: squares about the fixed mean, by which chance alone
    gives sites - 1. next_site: where 95% of new sites' true effects would lie; None where that is
    not asked, or of two sites, which say too little.
    """

    estimate: float
    se: float
    interval: Interval
    sites: int
    tau2: float
    i2: float
    q: float
    next_site: Interval | None = None


def fixed(estimates: Floats, variances: Floats) -> Pooled:
    """As if one truth were behind all sites: their mean, weighted by what each knows.

    estimates, variances: shape (sites,), one unit; variances are squared standard errors.
    Raises ValueError for no site, shapes that differ, missing values, or a variance not above 0.
    """
    _check(estimates, variances)
    weights = 1 / variances
    mean = _mean(estimates, weights)
    se = float(weights.sum() ** -0.5)
    q = float(weights @ (estimates - mean) ** 2)
    around = (mean - Z95 * se, mean + Z95 * se)
    return Pooled(mean, se, around, estimates.size, tau2=0.0, i2=0.0, q=q)


def random_effects(
    estimates: Floats, variances: Floats, *, is_knapp_hartung: bool = True
) -> Pooled:
    """Sites differ in truth too: by how much is estimated, and the interval allows for it.

    The variance between sites is of restricted maximum likelihood; the interval is Student's t on
    sites - 1, of the spread seen (Knapp and Hartung) but never of less than each site's own se
    says: sites that agree by luck make no answer sure. Without, it is the normal's, too short for
    few sites. Arguments as fixed(); at least two sites.

    Source: Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30, 261-293;
    Knapp and Hartung (2003), Statistics in Medicine 22, 2693-2710, kept from below 1 as Roever,
    Knapp and Friede (2015), BMC Medical Research Methodology 15, 99; i2 as Higgins and Thompson
    (2002), Statistics in Medicine 21, 1539-1558; next_site as Higgins, Thompson and Spiegelhalter
    (2009), Journal of the Royal Statistical Society A 172, 137-159.
    """
    _check(estimates, variances)
    if estimates.size < 2:
        raise ValueError("one site says nothing of how sites differ")
    df = estimates.size - 1
    tau2 = _between(estimates, variances)
    weights = 1 / (variances + tau2)
    mean = _mean(estimates, weights)
    spread = max(1.0, float(weights @ (estimates - mean) ** 2) / df) if is_knapp_hartung else 1.0
    se = float(np.sqrt(spread / weights.sum()))
    half = se * (float(stdtrit(df, 0.975)) if is_knapp_hartung else Z95)
    known = 1 / variances
    typical = float(df * known.sum() / (known.sum() ** 2 - known @ known))
    return Pooled(
        estimate=mean,
        se=se,
        interval=(mean - half, mean + half),
        sites=estimates.size,
        tau2=tau2,
        i2=tau2 / (tau2 + typical),
        q=fixed(estimates, variances).q,
        next_site=_next_site(mean, se, tau2, df),
    )


def _next_site(mean: float, se: float, tau2: float, df: int) -> Interval | None:
    if df < 2:
        return None
    half = float(stdtrit(df - 1, 0.975) * np.sqrt(tau2 + se * se))
    return mean - half, mean + half


def _between(estimates: Floats, variances: Floats) -> float:
    """tau2, by the lowest point of minus twice the restricted log likelihood."""

    def height(tau2: float) -> float:
        weights = 1 / (variances + tau2)
        squares = weights @ (estimates - _mean(estimates, weights)) ** 2
        return float(np.log(weights.sum()) - np.log(weights).sum() + squares)

    def slope(tau2: float) -> float:
        weights = 1 / (variances + tau2)
        apart = (estimates - _mean(estimates, weights)) ** 2
        return float(weights.sum() - weights @ weights / weights.sum() - weights**2 @ apart)

    # Nothing beyond the spread itself can be the best; below the least variance nothing shows.
    top = 100 * (float(np.ptp(estimates)) ** 2 + float(variances.max()))
    grid = np.concatenate([[0.0], np.geomspace(float(variances.min()) * 1e-4, top, 60)])
    found = lowest(height=height, slope=slope, grid=grid)
    if found is None:
        raise ValueError("the sites' variances are too far apart to pool")
    return found


def _mean(estimates: Floats, weights: Floats) -> float:
    return float(weights @ estimates / weights.sum())


def _check(estimates: Floats, variances: Floats) -> None:
    if estimates.ndim != 1 or estimates.shape != variances.shape:
        raise ValueError("every site needs an estimate and a variance")
    if estimates.size == 0:
        raise ValueError("there are no sites")
    if not (np.isfinite(estimates).all() and np.isfinite(variances).all()):
        raise ValueError("a site's estimate or variance is missing or infinite")
    if variances.min() <= 0:
        raise ValueError("a site's variance is not above 0")
