"""Year by year before and after the start, by regression with two-way fixed effects.

Every coefficient is against the last year before the start. `event_study` has one for each event
time, and mixes cohorts where their effects differ; `sun_abraham` has one for each cohort and event
time and averages them by their schools, which does not.

Source: Sun and Abraham (2021), Journal of Econometrics 225, 175-199.
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Floats, Ints, freeze
from leadwell.evidence.regression.starts import NEVER, event_times, first_columns
from leadwell.evidence.regression.t_interval import TInterval
from leadwell.evidence.regression.two_way import TwoWay, two_way

REFERENCE = -1


@dataclass(frozen=True, slots=True, eq=False)
class EventStudy:
    """Coefficients by event time, k outcomes.

    events: shape (m,), ascending, without the reference -1. each: shape (m, k). overall: shape
    (1, k), the mean of those from 0 on, each weighted by the school-years of schools that took
    part. fit: the regression they come from.
    """

    events: Ints
    each: TInterval
    overall: TInterval
    fit: TwoWay

    def __post_init__(self) -> None:
        freeze(self)


def event_study(
    values: Floats,
    starts: Ints,
    years: Ints,
    *,
    weights: Floats | None = None,
    clusters: Ints | None = None,
) -> EventStudy:
    """One coefficient an event time.

    values: shape (n, t, k), NaN where missing. starts: shape (n,). Academic years, NEVER for
    schools that took no part. years: shape (t,). weights, clusters: shape (n,), as in `two_way`.

    A school with no year before its start is left out. Raises ValueError where nobody is left that
    took part, and as `two_way`; without schools that never took part only differences between
    event times can be told, and the last of them is refused.
    """
    columns, values = _with_a_year_before(values, starts, years)
    event = event_times(columns, len(years))
    times = np.unique(event[(event >= -len(years)) & (event != REFERENCE)])
    regressors = (event[:, :, None] == times).astype(np.float64)
    names = [f"event time {time}" for time in times]
    fit = two_way(values, regressors, names=names, weights=weights, clusters=clusters)
    return _averaged(fit, regressors, times, weights)


def sun_abraham(
    values: Floats,
    starts: Ints,
    years: Ints,
    *,
    weights: Floats | None = None,
    clusters: Ints | None = None,
) -> EventStudy:
    """One coefficient a cohort and event time, averaged over cohorts; arguments as `event_study`.

    Compared with schools that never took part. The shares of the cohorts are taken as they are: the
    standard errors are about the results of these schools, not about other programmes' cohorts.
    """
    columns, values = _with_a_year_before(values, starts, years)
    event = event_times(columns, len(years))
    cells = [
        (int(first), time)
        for first in np.unique(columns[columns != NEVER])
        for time in range(-int(first), len(years) - int(first))
        if time != REFERENCE
    ]
    regressors = np.stack(
        [(event == time) & (columns == first)[:, None] for first, time in cells], axis=2
    ).astype(np.float64)
    names = [f"event time {time} of the cohort {first}" for first, time in cells]
    fit = two_way(values, regressors, names=names, weights=weights, clusters=clusters)
    return _averaged(fit, regressors, np.array([time for _, time in cells]), weights)


def _with_a_year_before(values: Floats, starts: Ints, years: Ints) -> tuple[Ints, Floats]:
    """First columns, and the values; schools that were "after" from the first year on are out."""
    if values.shape[:2] != (len(starts), len(years)):
        raise ValueError("values must have a row for each start and a column for each year")
    columns = first_columns(starts, years)
    if not np.any((columns > 0) & (columns < len(years))):
        raise ValueError("no school that took part has a year before its start and one after")
    is_out = columns == 0
    return np.where(is_out, NEVER, columns), np.where(is_out[:, None, None], np.nan, values)


def _averaged(fit: TwoWay, regressors: Floats, times: Ints, weights: Floats | None) -> EventStudy:
    """By event time, and over those from 0 on, each coefficient by its school-years."""
    size = regressors.sum(axis=(0, 1)) if weights is None else weights @ regressors.sum(axis=1)
    events = np.unique(times)
    each = fit.combined(_shares((times == events[:, None]) * size))
    return EventStudy(events, each, fit.combined(_shares((times >= 0)[None] * size)), fit)


def _shares(sizes: Floats) -> Floats:
    shares: Floats = sizes / sizes.sum(axis=1, keepdims=True)
    return shares
