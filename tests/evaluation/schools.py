"""A county of made-up schools with three years of results, as files."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.schools.sources.makers import school

FIRST, N = 900_101, 75
YEARS = (2016, 2017, 2018)
URNS = list(range(FIRST, FIRST + N))


def rows(year: int, *, raised: tuple[int, ...] = (), by: int = 0) -> list[Any]:
    """The same schools every year; those named have so many points more in 2018/19."""
    rng = np.random.default_rng(7)
    level, pupils = rng.normal(104, 2, N), rng.integers(20, 70, N)
    noise = np.random.default_rng(year).normal(0, 1.5, (2, N))
    found = []
    for at, urn in enumerate(URNS):
        more = by if urn in raised and year == 2018 else 0
        found.append(
            school(
                urn,
                TELIG=str(pupils[at]),
                READ_AVERAGE=str(round(level[at] + noise[0, at]) + more),
                PTRWM_EXP=f"{round(65 + 3 * (level[at] - 104) + 5 * noise[1, at])}%",
            )
        )
    return found


def load_county(load: Callable[..., Any], **changes: Any) -> None:
    for year in YEARS:
        load(*rows(year, **changes), year=year)
