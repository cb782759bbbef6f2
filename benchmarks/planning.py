"""Planning the round: how good, how far from the best there could be, and how soon, beside what one
would do by hand. 40 specialists and 400 schools, drawn by lot."""

import json
from dataclasses import dataclass
from time import process_time

import numpy as np

from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import FEW, SEED, TODAY, Homes
from benchmarks.programmes import COUNTRY
from leadwell.demo import files as demo_files
from leadwell.lib import travel
from leadwell.prepare.round.arrays import NOBODY, Round
from leadwell.prepare.round.assigning import assign
from leadwell.prepare.round.by_hand import greedily

N_SPECIALISTS, N_SCHOOLS = 40, 400
ACROSS = 70_000
"""Metres from end to end."""
SHARES = {"fewer days than are wanted": 0.8, "just enough": 1.0, "days to spare": 1.2}
SEEDS = (1, 2)
MOST_GAP_PCT, MOST_SECONDS = 1.0, 20.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One round. value, by_hand, bound: as in assigning; seconds: of work on one core."""

    name: str
    asked: Round
    chosen: np.ndarray
    hand: np.ndarray
    bound: float
    seconds: float
    hand_seconds: float

    def gap_pct(self, chosen: np.ndarray) -> float:
        return 100 * (1 - self.asked.value(chosen) / self.bound)


def measure(homes: Homes) -> Finding:
    job = _as_a_job(homes)
    found = [_measured(name, share, seed) for name, share in SHARES.items() for seed in SEEDS]
    return Finding(
        title="Planning the round",
        how=(
            f"{N_SPECIALISTS} specialists and {N_SCHOOLS} schools drawn by lot over a county of "
            f"{ACROSS // 1000} km: schools want 3 to 10 days, one pair in ten cannot be, points are "
            "those of matching. “Below” is how far a sum is below the bound that no assignment can be "
            "above. Seconds are of work on one core; by hand means the best pair first, then the best "
            "that is left.",
            f"As a job: {N_SCHOOLS} schools and {N_SPECIALISTS} specialists as rows in a database, "
            "read, worked out and kept by what the worker runs, with progress said and a stop "
            "possible all along; its seconds are by the clock on the wall, the database beside it.",
        ),
        tables=(
            Table(
                ("Days", "Schools served", "By hand", "Below, %", "By hand, %", "Seconds", "By hand"),
                tuple(_row(one) for one in found),
            ),
            Table(
                ("As a job", "Schools served", "By hand", "Below, %", "By hand, %", "Seconds",
                 "Statements", "Progress said"),
                (_row_of_job(job),),
            ),
        ),
        goals=(
            Goal("How far below the bound at most", max(one.gap_pct(one.chosen) for one in found),
                 MOST_GAP_PCT, "%"),
            Goal("The job below the bound", _below(job, "value"), MOST_GAP_PCT, "%"),
            Goal("The job", job["seconds"], MOST_SECONDS, "s"),
            Goal("Work at most", max(one.seconds for one in found), MOST_SECONDS, "s"),
        ),
    )  # fmt: skip


def _as_a_job(homes: Homes) -> dict[str, float]:
    """What `benchmarks.round_rows` says, in a home of its own."""
    country = demo_files.write(
        homes.folder / "round-files", seed=SEED, today=TODAY, n_schools=COUNTRY
    )
    home = homes.empty("round")
    home.load(country, results=False)
    home.peopled(FEW)
    with home.database():
        home.analyze()
        words = ("-m", "benchmarks.round_rows", str(N_SCHOOLS), str(N_SPECIALISTS))
        told: dict[str, float] = json.loads(home.python(*words))
    return told


def _below(job: dict[str, float], which: str) -> float:
    return 100 * (1 - job[which] / job["bound"])


def _row_of_job(job: dict[str, float]) -> tuple[str, ...]:
    served = [f"{job[name]:.0f}" for name in ("n_served", "n_by_hand")]
    below = [f"{_below(job, name):.2f}" for name in ("value", "by_hand")]
    told = [f"{job[name]:.0f}" for name in ("n_queries", "n_said")]
    return ("rows in a database", *served, *below, f"{job['seconds']:.1f}", *told)


def drawn(share: float, seed: int) -> Round:
    """share: of the days that are wanted, how many there are."""
    lot = np.random.default_rng(seed)
    here, there = (lot.integers(0, ACROSS, (n, 2)).tolist() for n in (N_SPECIALISTS, N_SCHOOLS))
    minutes = np.array([[travel.minutes(tuple(a), tuple(b)) for b in there] for a in here])
    shape = (N_SPECIALISTS, N_SCHOOLS)
    points = (
        lot.choice([20.0, 40.0], (N_SPECIALISTS, 1), p=[0.2, 0.8])
        + lot.choice([0.0, 10.0, 15.0, 25.0], shape, p=[0.1, 0.3, 0.3, 0.3])
        + 15 * np.maximum(0, 1 - minutes / 45)
        + 15 * (lot.random(shape) < 0.03)
        + 5 * lot.random((N_SPECIALISTS, 1))
    )
    points[lot.random(shape) < 0.1] = np.nan
    days = lot.choice([3.0, 4.0, 5.0, 6.0, 8.0, 10.0], N_SCHOOLS)
    left = lot.uniform(0.6, 1.4, N_SPECIALISTS)
    return Round(points, days, np.round(left / left.sum() * days.sum() * share * 2) / 2)


def _measured(name: str, share: float, seed: int) -> Measured:
    asked = drawn(share, seed)
    begun = process_time()
    hand = greedily(asked)
    between = process_time()
    found = assign(asked)
    return Measured(
        name, asked, found.chosen, hand, found.bound, process_time() - between, between - begun
    )


def _row(one: Measured) -> tuple[str, ...]:
    served = [str(int((chosen != NOBODY).sum())) for chosen in (one.chosen, one.hand)]
    below = [f"{one.gap_pct(chosen):.2f}" for chosen in (one.chosen, one.hand)]
    return (one.name, *served, *below, f"{one.seconds:.1f}", f"{one.hand_seconds:.2f}")
