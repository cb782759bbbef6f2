"""How often each method calls chance an effect: should be 5 in 100, whoever took part.

`python -m benchmarks.calibration [--replications N] [--seed S]` prints the table.
"""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks import simulated
from benchmarks.findings import Finding, Goal, Table, as_text
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import Floats, Ints, Panel, Treatment, complete
from leadwell.evidence.placebo import att, changes, contrasts, noise
from leadwell.evidence.placebo import draws as placebo
from leadwell.evidence.placebo.changes import Changes
from leadwell.evidence.placebo.null import Null

REPLICATIONS = 1_000
PER_COUNTRY = 20  # programmes that never were in one simulated country
DRAWS = 999
N_BEFORE, N_AFTER = 4, 2
BANDS = 10
SEED = 20_260


@dataclass(frozen=True, slots=True)
class Country:
    """A simulated country, ready to be asked. plain, scaled: changes without and with noise."""

    panel: Panel
    plain: tuple[Changes, ...]
    scaled: tuple[Changes, ...]

    @property
    def start(self) -> int:
        return int(self.panel.years[N_BEFORE])


def asked(rng: np.random.Generator, *, n_schools: int, trust_shock: float) -> Country:
    made = simulated.country(
        rng, n_schools=n_schools, n_before=N_BEFORE, n_after=N_AFTER, trust_shock=trust_shock
    )
    panel = complete(
        schools=np.arange(n_schools),
        years=made.years,
        outcomes=["reading_average"],
        values=made.results,
        pupils=made.pupils,
    )
    panel = replace(panel, trust=made.trust)
    rows = simulated.nearest(made, n_before=N_BEFORE)
    shares = np.full(rows.shape, 1 / rows.shape[1])
    like = Neighbours(rows, shares, np.zeros(rows.shape))
    # Nobody did anything, so that it harms nobody to be compared with those drawn.
    each = (contrasts.contrasts(panel, like, int(made.years[N_BEFORE])),)
    of_noise = noise.fit(panel)
    return Country(
        panel,
        plain=changes.after(panel, each, weight="school", noise=None),
        scaled=changes.after(panel, each, weight="school", noise=of_noise),
    )


Choose = Callable[[np.random.Generator, Panel, int], Ints]


def at_random(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    return rng.choice(panel.size, n, replace=False)


def small(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """Of those with fewer than 20 pupils a year."""
    return rng.choice(np.flatnonzero(panel.pupils.mean(axis=1) < 20), n, replace=False)


def after_a_bad_year(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """Of the fifth that did worst in the last year before, which is in the base."""
    last = panel.values[:, N_BEFORE - 1, 0]
    return rng.choice(np.flatnonzero(last < np.quantile(last, 0.2)), n, replace=False)


def one_trust(rng: np.random.Generator, panel: Panel, n: int) -> Ints:
    """n schools of a trust that has so many, and less than half as many again."""
    sizes = np.bincount(panel.trust[panel.trust >= 0])
    trust = rng.choice(np.flatnonzero((sizes >= n) & (sizes < 1.5 * n)))
    return rng.choice(np.flatnonzero(panel.trust == trust), n, replace=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A way in which schools come to take part, and what moves trusts together."""

    name: str
    choose: Choose
    n: int
    trust_shock: float = 0.0


ROWS = (
    *(Row("random schools", at_random, n) for n in (4, 8, 20, 40)),
    *(Row("small schools (< 20 pupils)", small, n) for n in (4, 20, 40)),
    *(Row("picked after a bad year", after_a_bad_year, n) for n in (8, 40)),
    *(Row(f"one trust, shock {sd}", one_trust, n, sd) for sd in (0.0, 0.5, 1.0) for n in (8, 20)),
)
METHODS = ("schools, plain", "schools, size bands", "schools, scaled", "trusts, scaled")


def p_values(country: Country, rows: Ints, *, seed: int) -> tuple[float, ...]:
    """p of the same estimate by each of METHODS."""
    panel, treatment = country.panel, Treatment.of(rows.tolist(), country.start)

    def p(of: tuple[Changes, ...], draw: Callable[[att.Att], Null]) -> float:
        found = att.att(panel, of, treatment)
        return float(draw(found).p(found.estimate)[0])

    def drawn(of: tuple[Changes, ...], *, unit: placebo.Unit = "school", strata: int = 1) -> float:
        return p(of, lambda found: placebo.draw(panel, of, found, unit=unit, strata=strata,
                                                draws=DRAWS, seed=seed))  # fmt: skip

    return (
        drawn(country.plain),
        drawn(country.plain, strata=BANDS),
        drawn(country.scaled),
        drawn(country.scaled, unit="trust") if np.all(panel.trust[rows] >= 0) else np.nan,
    )


def rejections(row: Row, *, replications: int, seed: int, n_schools: int = 16_000) -> Floats:
    """Share of programmes that never were with p of .05 or less, by each of METHODS."""
    rng = np.random.default_rng(seed)
    found = []
    for i in range(replications):
        if i % PER_COUNTRY == 0:
            country = asked(rng, n_schools=n_schools, trust_shock=row.trust_shock)
        chosen = row.choose(rng, country.panel, row.n)
        found.append(p_values(country, chosen, seed=seed + i))
    p = np.array(found)
    return np.where(np.isnan(p).any(axis=0), np.nan, np.mean(p <= 0.05, axis=0))


def measure(
    *, rows: Iterable[Row] = ROWS, replications: int = REPLICATIONS, seed: int = SEED
) -> Finding:
    rates = [(row, rejections(row, replications=replications, seed=seed)) for row in rows]
    return Finding(
        title="How often chance is called an effect",
        how=(
            f"{replications:,} programmes that never were for each row (seed {seed}), {PER_COUNTRY}"
            f" in each simulated country of 16,000 schools, {N_BEFORE} years before and {N_AFTER} "
            f"after, compared with 5 schools each; {DRAWS} draws. Share with p of .05 or less.",
        ),
        tables=(
            Table(
                ("who took part", "schools", *METHODS),
                tuple((row.name, str(row.n), *map(_rate, found)) for row, found in rates),
            ),
        ),
        goals=(
            *(Goal(f"{row.n} schools: {row.name}", found[_headline(row)], 0.07, "of all")
              for row, found in rates),
        ),
    )  # fmt: skip


def _headline(row: Row) -> int:
    return 3 if row.choose is one_trust else 2


def _rate(share: float) -> str:
    return "" if np.isnan(share) else f"{share:.3f}"


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
