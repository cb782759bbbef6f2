"""The 95% range of a published result, of its change and of its gap: which rule for which unit.

A per cent has Wilson's range on its published denominator; an average score the measured noise
(a, b) of the catalogue; progress the ends the Department prints. Without a denominator, or for a
measure whose noise nobody has measured, there is no range: None, never a guess.
"""

from leadwell.evidence import chance
from leadwell.schools.catalogue import Measure, Unit

Range = tuple[float, float] | None  # in the measure's unit; of a change or gap, in its points


def of_level(
    measure: Measure, value: float, n: float | None, *, printed: tuple[float | None, float | None]
) -> Range:
    """n: pupils, as published. printed: lower and upper end, where the Department prints them."""
    lower, upper = printed
    if lower is not None and upper is not None:
        return lower, upper
    if not n or n < 1:
        return None
    if measure.unit is Unit.PERCENT:
        return chance.percent_range(value, int(n))
    if measure.unit is Unit.SCALED_SCORE and measure.noise:
        return chance.mean_range(value, int(n), a=measure.noise.a, b=measure.noise.b)
    return None


def of_change(
    measure: Measure, later: tuple[float, float | None], earlier: tuple[float, float | None]
) -> Range:
    """later, earlier: value and pupils. A sum of class and pupil noise over both years."""
    (value, n), (before, n_before) = later, earlier
    if not n or not n_before or min(n, n_before) < 1:
        return None
    if measure.noise:
        a, b = measure.noise.a, measure.noise.b
    elif measure.unit is Unit.PERCENT:
        a, b = chance.percent_change_noise(value, before)
    else:
        return None
    if not b:  # nobody, or everybody, in both years: a range of no width would claim certainty
        return chance.gap_range(value - before, value, int(n), before, int(n_before))
    return chance.change_range(value - before, int(n), int(n_before), a=a, b=b)


def of_gap(
    measure: Measure, ours: tuple[float, float | None], others: tuple[float, float | None]
) -> Range:
    """ours: disadvantaged pupils' value and number; others: the other pupils' of the same school.

    Two groups of one year group share its class and teachers: only the pupils' part of the
    noise is in their difference.
    """
    (value, n), (other, n_other) = ours, others
    if not n or not n_other or min(n, n_other) < 1:
        return None
    gap = value - other
    if measure.unit is Unit.PERCENT:
        return chance.gap_range(gap, value, int(n), other, int(n_other))
    if measure.noise is None:
        return None
    return chance.change_range(gap, int(n), int(n_other), a=0.0, b=measure.noise.b)
