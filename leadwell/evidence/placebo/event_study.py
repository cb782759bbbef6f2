"""The effect year by year, before and after: were the schools already drawing apart?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import NOBODY, Flags, Floats, Ints, Panel, Treatment, freeze
from leadwell.evidence.placebo import att, changes
from leadwell.evidence.placebo import draws as placebo
from leadwell.evidence.placebo.changes import Changes, Weight
from leadwell.evidence.placebo.contrasts import Contrasts
from leadwell.evidence.placebo.max_t import share_at_least
from leadwell.evidence.placebo.noise import Noise
from leadwell.evidence.placebo.null import Unit
from leadwell.evidence.usual import DRAWS


@dataclass(frozen=True, slots=True, eq=False)
class EventStudy:
    """Effects by event time, e times and k outcomes, with what chance says of them.

    times: shape (e,). Published years since the start: 0 the first year after, -1 the last before.
    estimates, low, high: shape (e, k). NaN exactly where n_treated is 0; low and high, 95%, also
        where there are too few draws.
    n_treated: shape (e, k). Schools with a figure.
    is_tested: shape (e, k). Years before that the test of earlier drawing apart is made of.
    pretrend_p: shape (k,). How often placebo groups differ at least as much in one of those years,
        each over its spread. NaN where there is none: it cannot be tested.
    pre_slope: shape (k,). Straight line through those years, in the outcome's unit a published
        year; pre_slope_p how often placebo groups have one at least as steep. NaN below two years.
    """

    outcomes: tuple[str, ...]
    times: Ints
    estimates: Floats
    low: Floats
    high: Floats
    n_treated: Ints
    is_tested: Flags
    pretrend_p: Floats
    pre_slope: Floats
    pre_slope_p: Floats

    def __post_init__(self) -> None:
        freeze(self)


def event_study(
    panel: Panel,
    each: Sequence[Contrasts],
    treatment: Treatment,
    *,
    weight: Weight = "pupils",
    noise: Sequence[Noise] | None = None,
    unit: Unit = "school",
    strata: int = 1,
    draws: int = DRAWS,
    seed: int = 0,
    left_out: Ints = NOBODY,
) -> EventStudy:
    """Effects in each published year before and after the start, all from the same placebo draws.

    each: contrasts under each start year, as `contrasts.for_starts` gives. At each event time the
    schools that have a figure there are averaged. Base years differ from 0 by how they lie about
    their own mean. The year the schools were chosen by is shown, and is no part of the test.
    Raises as `att.att` and `placebo.draw`.
    """
    event = [_event_times(one) for one in each]
    known = np.concatenate([times[one.published] for times, one in zip(event, each, strict=True)])
    times = np.arange(known.min(), known.max() + 1)
    by_start = [
        _by_time(panel, one, of_year, times, weight=weight, noise=noise)
        for one, of_year in zip(each, event, strict=True)
    ]
    found = att.att(panel, by_start, treatment)
    null = placebo.draw(panel, by_start, found, unit=unit, strata=strata, draws=draws, seed=seed,
                        left_out=left_out)  # fmt: skip
    shape = (times.size, len(panel.outcomes))
    low, high = null.interval(found.estimate) or (np.full(times.size * shape[1], np.nan),) * 2
    estimates = found.estimate.reshape(shape)
    chosen_by = np.any([_is_chosen_by(one, of_year, times)
                        for one, of_year in zip(each, event, strict=True)], axis=0)  # fmt: skip
    is_tested = (times < 0)[:, None] & ~chosen_by & ~np.isnan(estimates)
    tests = [
        _before(times, estimates[:, k], null.draws.reshape(-1, *shape)[:, :, k], is_tested[:, k])
        for k in range(shape[1])
    ]
    pretrend_p, pre_slope, pre_slope_p = np.array(tests).T
    return EventStudy(
        outcomes=panel.outcomes,
        times=times,
        estimates=estimates,
        low=low.reshape(shape),
        high=high.reshape(shape),
        n_treated=found.n_treated.reshape(shape),
        is_tested=is_tested,
        pretrend_p=pretrend_p,
        pre_slope=pre_slope,
        pre_slope_p=pre_slope_p,
    )


def _event_times(one: Contrasts) -> Ints:
    """Shape (t, k). Published years between a year and the start; anything for a year without."""
    place = np.cumsum(one.published, axis=0) - 1
    first = np.count_nonzero(one.published & (one.years < one.start)[:, None], axis=0)
    times: Ints = place - first
    return times


def _by_time(
    panel: Panel,
    one: Contrasts,
    of_year: Ints,
    times: Ints,
    *,
    weight: Weight,
    noise: Sequence[Noise] | None,
) -> Changes:
    """Columns are all outcomes at the first time, then at the second, and so on."""
    windows = [one.published & (of_year == time) for time in times]
    return changes.over(panel, one, windows, weight=weight, noise=noise)


def _is_chosen_by(one: Contrasts, of_year: Ints, times: Ints) -> Flags:
    """Shape (e, k). Event times at which schools of this start have the year they were chosen by."""
    chosen = one.published & (one.years == one.recruited_on)[:, None]
    return np.array([(chosen & (of_year == time)).any(axis=0) for time in times])


def _before(
    times: Ints, estimates: Floats, draws: Floats, is_tested: Flags
) -> tuple[float, float, float]:
    """Joint p of the years before, their slope, and the slope's p, for one outcome."""
    found, drawn, at = estimates[is_tested], draws[:, is_tested], times[is_tested]
    sd = drawn.std(axis=0)
    if not at.size or not sd.all():
        return np.nan, np.nan, np.nan
    largest = np.abs(drawn / sd).max(axis=1)
    p = float(share_at_least(largest, np.abs(found / sd).max()))
    if at.size < 2:
        return p, np.nan, np.nan
    by = (at - at.mean()) / ((at - at.mean()) ** 2).sum()
    slope = (found * by).sum()
    return p, float(slope), float(share_at_least((drawn * by).sum(axis=1), slope))
