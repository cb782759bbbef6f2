"""What schools are matched on: results before a programme began, size, and circumstances.

Schools chosen after one bad year rise the next year whatever is done, so that year is in no base.
It is matched on all the same: of two schools alike in other years, the one with a bad year besides
is the weaker, and falls behind the other whatever is done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.base_years import N_BASE_YEARS, base_years
from leadwell.evidence.matching.distance import complete_rows, whitened
from leadwell.evidence.panel import NOBODY, Flags, Floats, Ints, Panel, freeze
from leadwell.evidence.ratio import mean_of_known

SIZE = "log of pupils"


@dataclass(frozen=True, slots=True, eq=False)
class Covariates:
    """What n schools are matched on for a programme that started in one year.

    names: p of them: "<outcome> <year>", SIZE, and the panel's names of circumstances.
    outcomes: shape p, the outcome a column is a result of, or "".
    years: academic years of the results, ascending.
    values: shape (n, p). Each in its own unit, NaN where not known.
    points: shape (n, q). What `matching.nearest` measures distances in. A school that lacks any
        covariate has a row of NaN and is not matched.
    """

    start: int
    names: tuple[str, ...]
    outcomes: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    points: Floats

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def is_complete(self) -> Flags:
        """Which schools have every covariate, shape (n,)."""
        return complete_rows(self.values)

    @property
    def lacking(self) -> dict[str, int]:
        """How many schools lack each covariate; one school may lack several."""
        counts = np.isnan(self.values).sum(axis=0)
        return {name: int(n) for name, n in zip(self.names, counts, strict=True)}

    def pupil_sd(self, by_outcome: Mapping[str, float]) -> dict[str, float]:
        """The pupils' standard deviation of each result's column, for `balance`."""
        columns = zip(self.names, self.outcomes, strict=True)
        return {name: by_outcome[outcome] for name, outcome in columns if outcome in by_outcome}


def covariates(
    panel: Panel,
    *,
    start: int,
    outcomes: Sequence[str],
    recruited_on: int | None = None,
    most_years: int = N_BASE_YEARS,
    context: Sequence[str] | None = None,
    distance: Callable[[Floats], Floats] = whitened,
    began_before: Ints = NOBODY,
) -> Covariates:
    """Results of the base years and of the year the schools were chosen by, size, circumstances.

    Size is the log of the mean number of pupils in those years.

    outcomes: the primary ones. start, recruited_on, most_years: as `base_of`. context: names of
    the panel's circumstances to match on; all of them where left out. distance: of
    evidence.distance. Whitened counts what several results have in common once, and how they differ
    as much; `scaled` counts it once for each, so schools far from the middle are met more closely.
    began_before: rows of schools that took part from an earlier year on. What they did since is no
    yardstick for anybody, so they are as if nothing were known of them.

    Every school is measured on the same years, so a school without a result in one of them is not
    matched: a mean of fewer years would be a noisier number under the same name. Ask for fewer
    years where too many schools are lost.

    Raises ValueError for a name or year the panel lacks, where no base year is left, or where fewer
    than two schools have every covariate.
    """
    base = base_of(
        panel, start=start, outcomes=outcomes, recruited_on=recruited_on, most_years=most_years
    )
    if not base:
        raise ValueError(f"no results were published before {start} that could be matched on")
    before = [year for year in published_years(panel, outcomes) if year < start]
    years = tuple(year for year in before if year in base or year == recruited_on)
    names = panel.context_names if context is None else tuple(context)
    if missing := [name for name in names if name not in panel.context_names]:
        raise ValueError(f"the panel has no circumstance {missing[0]!r}")
    at = [panel.year_at(year) for year in years]
    results = [(name, year) for name in outcomes for year in years]
    values = np.column_stack(
        [
            *(panel.outcome(name)[:, panel.year_at(year)] for name, year in results),
            _log(mean_of_known(panel.pupils[:, at])),
            panel.context[:, [panel.context_names.index(name) for name in names]],
        ]
    )
    values[began_before] = np.nan
    columns = (*(f"{name} {year}" for name, year in results), SIZE, *names)
    _refuse_incomplete(values, columns)
    return Covariates(
        start=start,
        names=columns,
        outcomes=(*(name for name, _ in results), "", *("" for _ in names)),
        years=years,
        values=values,
        points=distance(values),
    )


def _refuse_incomplete(values: Floats, names: Sequence[str]) -> None:
    if np.count_nonzero(complete_rows(values)) >= 2:
        return
    known = np.count_nonzero(~np.isnan(values), axis=0)
    least = int(np.argmin(known))
    raise ValueError(
        f"fewer than two schools have everything that schools are matched on: "
        f"{names[least]} is known of {known[least]}"
    )


def base_of(
    panel: Panel,
    *,
    start: int,
    outcomes: Sequence[str],
    recruited_on: int | None = None,
    most_years: int = N_BASE_YEARS,
) -> tuple[int, ...]:
    """The last years before the start with published results of all the outcomes, ascending.

    start: the academic year the programme began; its own results are already after. recruited_on:
    the year whose results the schools were chosen on, left out. most_years: at most so many.

    Returns none where there are none. Raises ValueError for no outcome or one the panel lacks, or
    most_years below 1.
    """
    published = published_years(panel, outcomes)
    return base_years(published, start, recruited_on=recruited_on, most=most_years).years


def published_years(panel: Panel, outcomes: Sequence[str]) -> tuple[int, ...]:
    """Years in which some school has a result of all the outcomes, ascending."""
    return tuple(int(year) for year in panel.years[has_results(panel, outcomes).any(axis=0)])


def has_results(panel: Panel, outcomes: Sequence[str]) -> Flags:
    """Which school has a result of every outcome in which year, shape (n, t)."""
    if not outcomes:
        raise ValueError("name at least one outcome")
    has: Flags = np.all(~np.isnan([panel.outcome(name) for name in outcomes]), axis=0)
    return has


def _log(values: Floats) -> Floats:
    """Natural logarithm; a school without pupils has no size."""
    return np.log(values, out=np.full(values.shape, np.nan), where=values > 0)
