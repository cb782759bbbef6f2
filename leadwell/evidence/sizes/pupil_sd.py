"""How far apart pupils' scores lie in the country, from two shares the Department prints."""

from scipy.special import ndtri

EXPECTED, HIGHER = 100, 110  # scaled scores of the expected and of the higher standard


def pupil_sd(*, expected_pct: float, higher_pct: float) -> float:
    """Standard deviation of pupils' scaled scores, in scaled points.

    expected_pct, higher_pct: per cent (0 to 100) of the country's pupils at 100 or more and at 110
    or more. Scores are taken as normal: the two cuts, ten points apart, are then as many standard
    deviations apart as the normal quantiles of the two shares. Effect sizes are divided by this,
    never by the standard deviation of schools' means, which is a third of it and would make every
    effect three times as large (Hedges, 2007, Journal of Educational and Behavioral Statistics 32,
    section 2, on the total standard deviation).

    Shares printed to the whole per cent leave about 0.2 points of doubt. Raises ValueError unless
    0 < higher_pct < expected_pct < 100.
    """
    if not 0 < higher_pct < expected_pct < 100:
        raise ValueError(
            f"of all pupils {expected_pct:g}% reached {EXPECTED} and {higher_pct:g}% reached "
            f"{HIGHER}: both must be between 0 and 100, and fewer reach {HIGHER}"
        )
    apart = ndtri(expected_pct / 100) - ndtri(higher_pct / 100)
    if apart < 1e-9:
        raise ValueError(f"{expected_pct!r}% and {higher_pct!r}% are too close to tell apart")
    return float((HIGHER - EXPECTED) / apart)
