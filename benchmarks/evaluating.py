"""A whole evaluation from stored results: against its floor, asked again, by size, beside others.

`python -m benchmarks evaluating` writes docs/reference/evaluating-speed.md.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from benchmarks import evaluated, processes
from benchmarks.evaluated import N_OUTCOMES, N_SCHOOLS, N_TREATED
from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import ROOT, Homes
from leadwell.evidence.appraisal.appraising import appraise
from leadwell.evidence.appraisal.country import Country
from leadwell.evidence.matching.covariates import covariates
from leadwell.evidence.panel import Floats, Panel

ROUNDS = 3
SIZES = (2_000, 16_000, 50_000, 200_000)
DRAWS = 9_999
PEERS = ROOT / ".peers" / "bin" / "python"
N_TIMES = 8  # event times: columns of the sparse product for each outcome


def measure(_homes: Homes | None = None) -> Finding:
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="lwe") as folder:
        whole = _child("whole", N_SCHOOLS, Path(folder))
        by_size = [(n, _child("once", n, Path(folder))) for n in SIZES]
        ours = _child("ours", N_SCHOOLS, Path(folder))
        beside = _beside(Path(folder) / "matched.npz", ours)
    first, again, floor = (statistics.median(whole[part]) for part in ("first", "again", "floor"))
    return Finding(
        title="How fast an evaluation is",
        how=(
            f"{N_SCHOOLS:,} invented schools, 8 published years, {N_OUTCOMES} outcomes, "
            f"{N_TREATED} schools that took part, from two start years: loaded from stored "
            f"Parquet, everybody matched, contrasts, event study, {DRAWS:,} placebo draws, all "
            "outcomes adjusted together, intervals, cross-checks, words. Medians of "
            f"{ROUNDS}, each in turn with the floor: loading the same files, one pass over the "
            "distances between schools of a region, and one product of a sparse matrix of the "
            "draws with the contrasts, which is memory read and written with nothing decided. "
            "Asked again means another list of schools, with the results, and of every school the "
            "nearest and the contrasts, still in memory, as they are on the page. All "
            "is processor time with one thread of linear algebra, which other work on the machine "
            "stretches less than time by the clock.",
            "Beside others: on the schools that took part and those they are compared with, as "
            "their authors would write it, each in a process of its own, imports and first call "
            "not counted. Permuting is of one outcome, 999 draws; where a peer was timed on "
            "fewer, so many times as much. diff-diff’s permutes who took part and cannot carry "
            "start years, so that it is no measure of the goal; ours does, and draws from the "
            "whole country.",
        ),
        tables=(
            Table(
                ("what", "ms", "times the floor"),
                (
                    ("the floor", f"{floor * 1000:,.0f}", "1.0"),
                    ("a whole evaluation", f"{first * 1000:,.0f}", f"{first / floor:.1f}"),
                    ("asked again of another list", f"{again * 1000:,.0f}",
                     f"{again / floor:.1f}"),
                ),
            ),
            Table(
                ("schools", "ms", "ms a thousand schools", "peak memory, MB"),
                tuple(
                    (f"{n:,}", f"{one['first'][0] * 1000:,.0f}",
                     f"{one['first'][0] * 1e6 / n:,.1f}", f"{one['peak'] / processes.MB:,.0f}")
                    for n, one in by_size
                ),
            ),
            Table(
                ("beside others", "theirs, ms", "ours, ms", "times as fast"),
                tuple(_line(*one[:3]) for one in beside),
            ),
        ),
        goals=(
            Goal("a whole evaluation against its floor", first / floor, 3),
            Goal("asked again against the first", again / first, 0.3),
            Goal("peak memory", whole["peak"] / 1e9, 1, "GB"),
            *(Goal(f"{name}: ours against theirs", own / theirs, 1 / wanted)
              for name, theirs, own, wanted in _best(beside)),
        ),
    )  # fmt: skip


Beside = tuple[str, float | None, float, float | None]
"""What is done by whom, their seconds, ours, and how many times as fast ours is to be."""


def _beside(file: Path, ours: dict) -> list[Beside]:
    work = (
        ("event study of 12 outcomes: pyfixest", "pyfixest event study", "event study", 20),
        ("group-time effects, an outcome: csdid", "csdid", "group-time", 5),
        ("group-time effects, an outcome: diff-diff", "diff-diff group-time", "group-time", 5),
        ("permuting with start years: pyfixest", "pyfixest permutation", "permutation", 100),
        ("permuting without start years: diff-diff", "diff-diff permutation", "permutation", None),
        ("synthetic, 200 placebos: diff-diff", "diff-diff synthetic", "synthetic", 1),
    )
    return [(said, _theirs(name, file), ours[own], times) for said, name, own, times in work]


def _theirs(name: str, file: Path) -> float | None:
    if not PEERS.exists():
        return None
    command = [PEERS, ROOT / "benchmarks" / "others.py", name, file]
    done = subprocess.run(command, capture_output=True, text=True, env=_env())
    if done.returncode:
        raise processes.Failed(f"{name}: {done.stderr[-2000:]}")
    return float(json.loads(done.stdout.splitlines()[-1]))


def _best(beside: list[Beside]) -> list[tuple[str, float, float, float]]:
    """Of each kind of work, the fastest of the others."""
    best: dict[str, tuple[str, float, float, float]] = {}
    for said, theirs, own, wanted in beside:
        kind = said.split(":")[0]
        if theirs is None or wanted is None:
            continue
        if kind not in best or theirs < best[kind][1]:
            best[kind] = (kind, theirs, own, wanted)
    return list(best.values())


def _line(said: str, theirs: float | None, own: float) -> tuple[str, ...]:
    if theirs is None:
        return (said, "not installed: make peers", f"{own * 1000:,.1f}", "")
    return (said, f"{theirs * 1000:,.1f}", f"{own * 1000:,.1f}", f"{theirs / own:,.1f}")


def _child(part: str, n_schools: int, folder: Path) -> dict:
    """In a process of its own, so that its memory is its own."""
    stored = folder / f"{n_schools}"
    make = [sys.executable, "-m", "benchmarks.evaluating", "store", str(n_schools), str(stored)]
    if not stored.exists():
        processes.run(make, env=_env(), log=folder / "store.log")
    command = [*make[:3], part, str(n_schools), str(stored)]
    ran = processes.run(command, env=_env(), log=folder / "child.log")
    return json.loads(ran.out.splitlines()[-1]) | {"peak": ran.peak}


def _env() -> dict[str, str]:
    """One thread each: threads that wait for one another on a busy machine say nothing."""
    alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return os.environ | alone | {"PYTHONPATH": str(ROOT)}


def _within(part: str, n_schools: int, folder: Path) -> dict:
    if part == "store":
        evaluated.store(folder, n_schools=n_schools)
        return {}
    stored = evaluated.stored(folder)
    if part == "ours":
        return _ours(stored, folder.parent / "matched.npz")
    question = evaluated.question(draws=DRAWS)
    rounds = 1 if part == "once" else ROUNDS
    taken: dict[str, list[float]] = {"first": [], "again": [], "floor": []}
    if part == "whole":
        evaluated.load(stored)  # the files are in the system's memory from now on

    def ask(country: Country, seed: int) -> None:
        treatment = evaluated.took_part(country.panel, stored, seed=seed)
        appraise(country.panel, treatment, question, country=country)

    for seed in range(rounds):
        begun = time.process_time()
        country = Country(evaluated.load(stored))
        ask(country, 2 * seed)
        loaded_and_asked = time.process_time()
        taken["first"].append(loaded_and_asked - begun)
        if part == "once":
            break
        ask(country, 2 * seed + 1)
        taken["again"].append(time.process_time() - loaded_and_asked)
        begun = time.process_time()
        _floor(stored)
        taken["floor"].append(time.process_time() - begun)
    return taken


def _floor(stored: evaluated.Stored) -> None:
    panel = evaluated.load(stored)
    points = covariates(panel, start=stored.starts[0], outcomes=panel.outcomes[:1]).points
    for region in np.unique(panel.region):
        _distances(points[panel.region == region])
    rng = np.random.default_rng(0)
    at = rng.integers(0, panel.size, DRAWS * N_TREATED)
    draws = csr_array(
        (np.full(at.size, 1 / N_TREATED), at, np.arange(DRAWS + 1) * N_TREATED),
        shape=(DRAWS, panel.size),
    )
    draws @ np.ones((panel.size, N_OUTCOMES * N_TIMES))


def _distances(points: Floats) -> Floats:
    squares = (points**2).sum(axis=1)
    found: Floats = squares[:, None] + squares - 2 * points @ points.T
    return found


def _time(do: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        do()
        taken.append(time.process_time() - begun)
        if sum(taken) > 5:
            break
    return statistics.median(taken)


def _ours(stored: evaluated.Stored, file: Path) -> dict[str, float]:
    """The parts that others have too; leaves the schools they are measured on in a file."""
    from leadwell.evidence.appraisal.comparison import compare
    from leadwell.evidence.panel import NONE, Treatment
    from leadwell.evidence.placebo import att, changes, noise
    from leadwell.evidence.placebo import draws as placebo
    from leadwell.evidence.regression.event_study import event_study
    from leadwell.evidence.regression.staggered import group_time_effects
    from leadwell.evidence.regression.starts import NEVER
    from leadwell.evidence.synthetic.checks import placebos
    from leadwell.evidence.synthetic.control import Case, Method, estimate

    panel = evaluated.load(stored)
    treatment = evaluated.took_part(panel, stored)
    found = compare(panel, treatment, outcomes=panel.outcomes[:1], pupil_sd={})
    near = np.concatenate([one.neighbours.rows[one.rows].ravel() for one in found.by_start])
    others = np.setdiff1d(near[near != NONE], found.rows)
    rows = np.concatenate([found.rows, others])
    starts = np.concatenate([found.starts, np.full(others.size, NEVER)])
    values = np.ascontiguousarray(panel.values[rows])
    np.savez(file, values=values, starts=np.where(starts == NEVER, 0, starts), years=panel.years)

    one = _one_outcome(panel)
    (of_noise,) = noise.fit(one)
    compared = compare(one, treatment, outcomes=one.outcomes, pupil_sd={})
    matched = Treatment(one.schools[compared.rows], compared.starts)
    contrasts = [each.contrasts for each in compared.by_start]

    def permute() -> None:
        made = changes.after(one, contrasts, weight="pupils", noise=[of_noise])
        effect = att.att(one, made, matched)
        placebo.draw(one, made, effect, draws=999)

    first = np.isin(starts, [NEVER, stored.starts[0]])
    case = Case(
        rows[first], panel.years, values[first, :, 0], starts[first] != NEVER, stored.starts[0]
    )

    def synthetic() -> None:
        placebos(case, estimate(case, Method.SYNTHETIC_DID), draws=200)

    work = {
        "event study": lambda: event_study(values, starts, panel.years),
        "group-time": lambda: group_time_effects(values[:, :, :1], starts, panel.years),
        "permutation": permute,
        "synthetic": synthetic,
    }
    for do in work.values():
        do()
    return {name: _time(do, 5) for name, do in work.items()}


def _one_outcome(panel: Panel) -> Panel:
    from dataclasses import replace

    return replace(
        panel, outcomes=panel.outcomes[:1], values=panel.values[:, :, :1], why=panel.why[:, :, :1]
    )


if __name__ == "__main__":
    print(json.dumps(_within(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
