"""Programmes that never were among real schools: published results of one area, three years.

The file is handed over beside the checkout, and not part of it; without it there is nothing here.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.findings import Goal, Table
from leadwell.evidence.appraisal.appraising import appraise
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.panel import Panel, Treatment, complete
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.judging import Verdict
from leadwell.evidence.verdict.phrases import Words
from tests.evidence.published import REAL_SCHOOLS

COLUMNS = ("READ_AVERAGE", "MAT_AVERAGE")
YEARS = (2016, 2017, 2018)  # a file's year is the summer
START = 2018
PROGRAMMES = 200
SIZES = (8, 20)
SEED = 7
LOW, HIGH = 0.02, 0.09


@dataclass(frozen=True, slots=True)
class Real:
    """Of PROGRAMMES lists of n schools: p of .05 or less, and called better or worse in words."""

    outcome: str
    n: int
    rejected: float
    called: float


def false_alarms(path: Path = REAL_SCHOOLS) -> tuple[Real, ...]:
    if not path.is_file():
        return ()
    return tuple(_of(read(path, column), column, n) for column in COLUMNS for n in SIZES)


def read(path: Path, column: str) -> Panel:
    """Schools with a result of one outcome in all three years."""
    cells: dict[int, dict[int, tuple[float, float]]] = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            if row[column].isdigit() and row["TELIG"].isdigit():
                of_school = cells.setdefault(int(row["URN"]), {})
                of_school[int(row["results_year"]) - 1] = (float(row[column]), float(row["TELIG"]))
    schools = sorted(urn for urn, years in cells.items() if set(YEARS) <= years.keys())
    both = np.array([[cells[urn][year] for year in YEARS] for urn in schools])
    return complete(
        schools=np.array(schools),
        years=np.array(YEARS),
        outcomes=[column],
        values=both[:, :, :1],
        pupils=both[:, :, 1],
    )


def _of(panel: Panel, column: str, n: int) -> Real:
    rng = np.random.default_rng(SEED)
    words = Words("the average score", "points")
    rejected = called = 0
    for seed in range(PROGRAMMES):
        question = Question(
            asked=(Asked(column, Outcome.ATTAINMENT, words, 8.0),),
            primary=(column,),
            source="Department for Education",
            vintage="three years",
            is_recruitment_known=True,
            draws=999,
            seed=seed,
        )
        took_part = rng.choice(panel.schools, n, replace=False).tolist()
        (answer,) = appraise(panel, Treatment.of(took_part, START), question).answers
        p = answer.evidence.estimate.p if answer.evidence else None
        rejected += p is not None and p <= 0.05
        called += answer.judgement.verdict in (
            Verdict.BETTER, Verdict.PROBABLY_BETTER, Verdict.PROBABLY_WORSE, Verdict.WORSE,
        )  # fmt: skip
    return Real(column, n, rejected / PROGRAMMES, called / PROGRAMMES)


def table(found: Sequence[Real]) -> Table:
    return Table(
        (
            f"real schools that did nothing together, {PROGRAMMES} lists",
            "schools",
            "p of .05 or less",
            "called better or worse, “probably” included",
        ),
        tuple(
            (one.outcome, str(one.n), f"{one.rejected:.3f}", f"{one.called:.3f}") for one in found
        ),
    )


def goals(found: Sequence[Real]) -> tuple[Goal, ...]:
    return tuple(
        goal
        for one in found
        for goal in (
            Goal(f"real schools, {one.outcome}, {one.n}: too often", one.rejected, HIGH, "of all"),
            Goal(f"real schools, {one.outcome}, {one.n}: too seldom, short of {LOW}",
                 max(LOW - one.rejected, 0.0), 0.0, "of all"),
        )
    )  # fmt: skip
