"""How often each method calls chance an effect: should be 5 in 100, whoever took part.

`python -m benchmarks calibration` writes docs/reference/calibration.md; `python -m
benchmarks.calibration [--replications N] [--seed S] [--rows NAME]` prints some of it.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from benchmarks import calibrating
from benchmarks import real as real_schools
from benchmarks.calibrating import METHODS, SCHOOLS, TRUSTS, Choose, Ready
from benchmarks.findings import Finding, Goal, Table, as_text
from benchmarks.homes import Homes
from leadwell.evidence.panel import Floats

REPLICATIONS = 2_000
OF_TRUSTS = 5  # so many times fewer where trusts are drawn
PER_COUNTRY = 20  # lists of schools of each kind in one simulated country
SEED = 20_260
LOW, HIGH = 0.03, 0.07
COVERED = (0.93, 0.97)
PLANTED = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """A way in which schools come to take part, and what moves trusts together.

    is_year_left_out: whether it is known by which year's results they were chosen.
    """

    name: str
    choose: Choose
    n: int
    trust_shock: float = 0.0
    is_year_left_out: bool = False

    @property
    def headline(self) -> int:
        """Of METHODS, the one the decision table says."""
        is_of_trusts = self.choose in (calibrating.one_trust, calibrating.two_trusts)
        return TRUSTS if is_of_trusts else SCHOOLS


ROWS = (
    *(Row("random schools", calibrating.at_random, n) for n in (4, 8, 20, 40)),
    *(Row("small schools (< 20 pupils)", calibrating.small, n) for n in (4, 20, 40)),
    *(Row("picked after a bad year, nobody knows", calibrating.after_a_bad_year, n)
      for n in (8, 40)),
    *(Row("picked after a bad year, left out", calibrating.after_a_bad_year, n,
          is_year_left_out=True) for n in (8, 40)),
    *(Row(f"one trust, shock {sd}", calibrating.one_trust, n, sd)
      for sd in (0.0, 0.5, 1.0) for n in (4, 8, 20)),
    *(Row(f"two trusts, shock {sd}", calibrating.two_trusts, 40, sd) for sd in (0.0, 0.5, 1.0)),
)  # fmt: skip
COVERAGE = tuple(Row("random schools", calibrating.at_random, n) for n in (4, 10, 40))


@dataclass(frozen=True, slots=True)
class Found:
    """rates: of each of METHODS, the share of programmes that never were with p of .05 or less.

    bias: mean of the estimates, points. n: programmes.
    """

    row: Row
    rates: Floats
    bias: float
    n: int

    @property
    def headline(self) -> float:
        return float(self.rates[self.row.headline])


def rejections(
    rows: Iterable[Row],
    *,
    replications: int,
    seed: int,
    n_schools: int = calibrating.N_SCHOOLS,
) -> list[Found]:
    """Every row in the same countries, PER_COUNTRY lists each; a country for each trust shock.

    Rows of trusts have OF_TRUSTS times fewer.
    """
    rows = list(rows)
    p: dict[Row, list[tuple[float, ...]]] = defaultdict(list)
    estimates: dict[Row, list[float]] = defaultdict(list)
    rng = np.random.default_rng(seed)
    for first in range(0, replications, PER_COUNTRY):
        n_lists = min(PER_COUNTRY, replications - first)
        for shock in sorted({row.trust_shock for row in rows}):
            here = [row for row in rows if row.trust_shock == shock
                    and first < replications / (OF_TRUSTS if row.headline == TRUSTS else 1)]  # fmt: skip
            if not here:
                continue
            asked: dict[bool, Ready] = {}
            panel = calibrating.country(rng, n_schools=n_schools, trust_shock=shock)
            for row in here:
                if row.is_year_left_out not in asked:
                    year = int(panel.years[calibrating.N_BEFORE - 1])
                    asked[row.is_year_left_out] = calibrating.ready(
                        panel, recruited_on=year if row.is_year_left_out else None
                    )
                of = asked[row.is_year_left_out]
                for i in range(n_lists):
                    chosen = row.choose(rng, panel, row.n)
                    p[row].append(calibrating.p_values(of, chosen, seed=seed + first + i))
                    estimates[row].append(float(calibrating.effect(of, chosen)[0].estimate[0]))
    return [
        Found(row, _shares(np.array(p[row])), float(np.mean(estimates[row])), len(p[row]))
        for row in rows
    ]


def _shares(p: Floats) -> Floats:
    return np.where(np.isnan(p).any(axis=0), np.nan, np.mean(p <= 0.05, axis=0))


def coverage(
    rows: Iterable[Row],
    *,
    replications: int,
    seed: int,
    n_schools: int = calibrating.N_SCHOOLS,
) -> list[tuple[Row, float]]:
    """Share of 95% intervals that hold PLANTED, added to every result after the start."""
    n_held: dict[Row, int] = dict.fromkeys(rows, 0)
    rng = np.random.default_rng(seed)
    for i in range(replications):
        if i % PER_COUNTRY == 0:
            of = calibrating.ready(calibrating.country(rng, n_schools=n_schools))
        for row in n_held:
            chosen = row.choose(rng, of.panel, row.n)
            _, low, high = calibrating.interval(of, chosen, seed=seed + i)
            # What is added after the start moves the estimate and both ends by as much.
            n_held[row] += low + PLANTED <= PLANTED <= high + PLANTED
    return [(row, n / replications) for row, n in n_held.items()]


def measure(
    _homes: Homes | None = None,
    *,
    rows: Iterable[Row] = ROWS,
    replications: int = REPLICATIONS,
    seed: int = SEED,
    covering: Iterable[Row] = COVERAGE,
    real: Sequence[real_schools.Real] | None = None,
) -> Finding:
    found = rejections(rows, replications=replications, seed=seed)
    held = coverage(covering, replications=replications, seed=seed + 1)
    real = real_schools.false_alarms() if real is None else real
    return Finding(
        title="How often chance is called an effect",
        how=(
            f"{replications:,} programmes that never were for each row, "
            f"{-(-replications // OF_TRUSTS):,} for rows of trusts (seed {seed}), "
            f"{PER_COUNTRY} in each of {-(-replications // PER_COUNTRY):,} simulated countries of "
            f"{calibrating.N_SCHOOLS:,} schools whose results move by chance as much as the "
            f"Department's do ({calibrating.N_BEFORE} years before, {calibrating.N_AFTER} after); "
            f"{calibrating.DRAWS} placebo draws. Each cell is the share with p of .05 or less: it "
            "should be .05. **In bold** is the method that the decision table names for the row; "
            f"it is to lie between {LOW} and {HIGH}, two Monte Carlo standard errors allowed. The "
            "others are for comparison: a regression clustered by school with normal quantiles, "
            "a t-test on the schools' own contrasts, the same by turning signs at random (which "
            "cannot give a p below .125 for four schools), placebo schools as they are and "
            "within ten bands of size. Bias is the mean estimate, in points.",
            "Everything is done as an evaluation does it: matched within region on three years' "
            "results and size, freed of what matching left, weighted by pupils.",
        ),
        tables=(
            Table(
                ("who took part", "schools", *METHODS, "bias"),
                tuple(_line(one) for one in found),
            ),
            Table(
                ("95% intervals, an effect of +1.0 planted", "schools", "that hold it"),
                tuple((row.name, str(row.n), f"{share:.3f}") for row, share in held),
            ),
            *((real_schools.table(real),) if real else ()),
        ),
        goals=(
            *(Goal(f"{one.row.name}, {one.row.n}: too often", one.headline,
                   HIGH + 2 * _error(HIGH, one.n), "of all") for one in found),
            *(Goal(f"{one.row.name}, {one.row.n}: too seldom, short of {LOW}",
                   max(LOW - one.headline, 0.0), 2 * _error(LOW, one.n), "of all")
              for one in found),
            *(Goal(f"intervals of {row.n} schools: away from .95", abs(share - 0.95), 0.02, "")
              for row, share in held),
            *real_schools.goals(real),
        ),
    )  # fmt: skip


def _error(share: float, n: int) -> float:
    """Two of these are what the number of programmes allows."""
    return sqrt(share * (1 - share) / n)


def _line(found: Found) -> tuple[str, ...]:
    cells = ["" if np.isnan(rate) else f"{rate:.3f}" for rate in found.rates]
    cells[found.row.headline] = f"**{cells[found.row.headline]}**"
    return (found.row.name, str(found.row.n), *cells, f"{found.bias:+.3f}")


def main() -> None:
    told = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description=__doc__)
    told.add_argument("--replications", type=int, default=REPLICATIONS)
    told.add_argument("--seed", type=int, default=SEED)
    told.add_argument("--rows", default="", help="only rows whose name begins so")
    args = told.parse_args()
    rows = [row for row in ROWS if row.name.startswith(args.rows)]
    print(as_text(measure(rows=rows, replications=args.replications, seed=args.seed)))


if __name__ == "__main__":
    main()
