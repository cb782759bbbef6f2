"""How unlike the schools that took part and those beside them still were before the start."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.appraisal.comparison import Comparison, Matched
from leadwell.evidence.panel import Floats


@dataclass(frozen=True, slots=True)
class Left:
    """The largest difference left in an earlier result, over all the schools that took part.

    smd: in standard deviations of all schools; those that took part are too few to have one of
    their own. g: in standard deviations of pupils; None where that is not known.
    """

    smd: float
    g: float | None


def left(compared: Comparison) -> Left:
    """Schools of all start years count together, each once: one that began alone in its year is
    never quite like the others nearest to it, and that says little of the whole.

    Earlier results are put together by how many base years they lie back.
    """
    sums: dict[tuple[str, int], Floats] = defaultdict(lambda: np.zeros(3))
    for one in compared.by_start:
        for result, smd, g in _of_start(one):
            sums[result] += one.rows.size * np.array([1.0, smd, g])
    smds = [smd / n for n, smd, _ in sums.values()]
    gs = [g / n for n, _, g in sums.values()]
    g = max(map(abs, gs))
    return Left(float(max(map(abs, smds))), None if np.isnan(g) else float(g))


def _of_start(one: Matched) -> Iterator[tuple[tuple[str, int], float, float]]:
    """Each earlier result: which, and its difference in schools' and pupils' standard deviations."""
    years = len(one.covariates.years)
    rows = zip(one.covariates.outcomes, one.balance.rows, one.covariates.values.T, strict=True)
    for place, (outcome, row, values) in enumerate(rows):
        if not outcome:
            continue
        side, spread = row.after, float(np.nanstd(values, ddof=1))
        smd = (side.took_part - side.compared) / spread if spread > 0 else 0.0
        yield (outcome, years - place % years), smd, np.nan if side.g is None else side.g
