"""When each school of a panel began, counted in years that have results.

A school that began in a year without results (2020 and 2021 had no tests) is first "after" in the
next year that has some: schools that began in 2020, 2021 or 2022 are one cohort where 2023 is the
first year after. Event time counts years with results: 0 is the first of them "after", -1 the last
of them "before".
"""

import numpy as np

from leadwell.evidence.panel import NONE, Ints, Panel, Treatment

NEVER = int(np.iinfo(np.int64).max)  # the start of a school that took no part: after every year


def start_years(panel: Panel, treatment: Treatment) -> Ints:
    """The academic year each school of the panel began, NEVER for others, shape (n,)."""
    starts = np.full(panel.size, NEVER, dtype=np.int64)
    rows = panel.rows(treatment.schools)
    starts[rows[rows != NONE]] = treatment.starts[rows != NONE]
    return starts


def first_columns(starts: Ints, years: Ints) -> Ints:
    """The column of each school's first year "after", NEVER for others, shape (n,).

    One past the last column is a school that began, or will, after the panel ends. Raises
    ValueError for years that are not ascending, each once.
    """
    if np.any(np.diff(years) <= 0):
        raise ValueError("years are not ascending, each once")
    columns = np.searchsorted(years, starts).astype(np.int64)
    return np.where(starts == NEVER, NEVER, columns)


def event_times(columns: Ints, n_years: int) -> Ints:
    """Each cell's event time, shape (n, t), of first columns; far below 0 where never."""
    return np.arange(n_years, dtype=np.int64) - columns[:, None]
