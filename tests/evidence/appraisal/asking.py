"""A country and a question about it, for tests that change one thing."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from leadwell.evidence.appraisal.appraising import Answer, Appraisal, appraise
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.panel import NONE, Panel, Treatment, Why
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.phrases import Words
from tests.evidence import worlds

SOURCE = "Department for Education"


def country(
    seed: int = 0, *, n: int = 150, k: int = 2, years: int = 5, alone: bool = True
) -> Panel:
    """n schools from 2014/15 on, before Covid; by default each of a trust of its own."""
    panel = only_years(worlds.country(seed, n=n, k=k), worlds.YEARS[:years])
    return replace(panel, trust=np.full(n, NONE)) if alone else panel


def only_years(panel: Panel, years: Any) -> Panel:
    kept = np.isin(panel.years, years)
    return replace(panel, years=panel.years[kept], values=panel.values[:, kept],
                   why=panel.why[:, kept], pupils=panel.pupils[:, kept])  # fmt: skip


def at_years(panel: Panel, years: list[int]) -> Panel:
    """The same results, said to be of other years."""
    return replace(panel, years=np.array(years))


def hidden(panel: Panel, rows: Any, years: Any, outcome: int, why: Why = Why.SUPPRESSED) -> Panel:
    """Without some results. rows, years: an index of each."""
    values, whys = panel.values.copy(), panel.why.copy()
    cells = np.ix_(np.atleast_1d(rows), np.flatnonzero(np.isin(panel.years, years)), [outcome])
    values[cells], whys[cells] = np.nan, why
    return replace(panel, values=values, why=whys)


def middling(panel: Panel, n: int, *, before: int = 2017) -> list[int]:
    """Numbers of n schools in the middle of the country, that many others are like."""
    mean = np.nanmean(panel.values[:, panel.years < before, 0], axis=1)
    size = np.log(panel.pupils.mean(axis=1))
    apart = (
        np.abs(mean - np.median(mean)) / mean.std() + np.abs(size - np.median(size)) / size.std()
    )
    return panel.schools[np.argsort(apart)[:n]].tolist()


def question(panel: Panel, **changes: Any) -> Question:
    given: dict[str, Any] = {
        "asked": tuple(
            Asked(name, Outcome.ATTAINMENT, Words(name.split("_")[0]), pupil_sd=8.0)
            for name in panel.outcomes
        ),
        "primary": panel.outcomes[:1],
        "source": SOURCE,
        "vintage": "final",
        "is_recruitment_known": True,
        "next_results": {2019: date(2020, 12, 1)},
        "draws": 399,
        "caliper": 2.0,
    }
    return Question(**(given | changes))


def asked(panel: Panel, treatment: Treatment, **changes: Any) -> Appraisal:
    return appraise(panel, treatment, question(panel, **changes))


def first(panel: Panel, treatment: Treatment, **changes: Any) -> Answer:
    return asked(panel, treatment, **changes).answers[0]


def figures(answer: Answer) -> tuple[float, ...]:
    """All numbers of an answer."""
    assert answer.evidence is not None
    found = answer.evidence.estimate
    assert found.interval is not None
    assert found.interval_90 is not None
    return (found.estimate, *found.interval, *found.interval_90, found.se or 0, found.p or 0,
            found.p_adjusted or 0, answer.evidence.change, answer.evidence.now.points)  # fmt: skip
