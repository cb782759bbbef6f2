"""Year by year, as data for a picture: those that took part, schools like them, and chance.

Means are over schools of which both have a published figure. Of one school there is its line as
published, beside the lines of the schools nearest to it: nothing that the source hid is in either.
"""

from math import isfinite
from typing import Any

import numpy as np

from leadwell.evaluation import gaps
from leadwell.evaluation.frames import Frame
from leadwell.evidence.appraisal.appraising import Answer, Appraisal
from leadwell.evidence.appraisal.comparison import Comparison, Matched
from leadwell.evidence.panel import NONE, Flags, Floats, Ints, Panel
from leadwell.evidence.placebo.contrasts import Contrasts
from leadwell.evidence.placebo.event_study import EventStudy
from leadwell.evidence.verdict.decision_row import Headline, Show
from leadwell.evidence.verdict.judging import Verdict
from leadwell.lib.academic_year import label
from leadwell.schools import catalogue
from leadwell.schools.reasons import Reason

NOTHING = 1e-9  # in the unit of any outcome: what sums of floats leave of nought
N_NEAREST = 20  # lines beside a single school's
WHY = {
    Reason.CANCELLED: "Tests cancelled",
    Reason.NOT_PUBLISHED_YEAR: "Schools not published",
    Reason.NOT_PRODUCED: "Not produced",
}
NOT_LOADED = "Not loaded here"
NOT_OF_THESE = "No figure for these schools"


def are_shown(answer: Answer) -> bool:
    """Whether single years may be: not of schools that should not be compared, nor where year
    groups are small."""
    judgement = answer.judgement
    is_compared = judgement.verdict not in (Verdict.NOT_COMPARED, Verdict.REFUSED)
    is_rested = answer.evidence is not None and is_compared
    return is_rested and Show.SINGLE_YEARS not in judgement.decision.never


def events(appraisal: Appraisal, at: int) -> list[dict[str, Any]]:
    """How much more the schools had changed, by published years since the start, with ranges."""
    study, compared = appraisal.event_study, appraisal.comparison
    if study is None or compared is None:
        return []
    years = _years_of(compared, at)
    return [
        {
            "time": int(time),
            "years": [label(year) for year in years.get(int(time), [])],
            **_effect(study, place, at),
            "n_schools": int(study.n_treated[place, at]),
            "is_tested": bool(study.is_tested[place, at]),
        }
        for place, time in enumerate(study.times)
        if isfinite(study.estimates[place, at])
    ]


def lines(appraisal: Appraisal, frame: Frame, at: int) -> list[dict[str, Any]]:
    """The mean of those that took part and of schools like them in each academic year, and, where
    all began in one year, where 95 of 100 groups would have been by themselves."""
    compared = appraisal.comparison
    if compared is None:
        return []
    panel = frame.panel
    own, similar, n = _means(panel, compared, at)
    first, last = int(panel.years[0]), int(panel.years[-1])
    places = {int(year): place for place, year in enumerate(panel.years)}
    by_itself = _by_itself(appraisal.event_study, compared, at)
    found = []
    for year in range(first, last + 1):
        place = places.get(year)
        has = place is not None and n[place] > 0
        value = float(own[place]) if has and place is not None else None
        low, high = by_itself.get(year, (None, None))
        found.append({
            "year": label(year),
            "role": _role(compared.by_start[0], year, at) if len(compared.by_start) == 1 else None,
            "n_schools": int(n[place]) if place is not None else 0,
            "took_part": value,
            "similar": float(similar[place]) if has and place is not None else None,
            "band_low": None if value is None or high is None else value - high,
            "band_high": None if value is None or low is None else value - low,
            "absent": None if has else _absent(panel, frame, at, year),
        })  # fmt: skip
    return found


def nearest(answer: Answer, appraisal: Appraisal, frame: Frame, at: int) -> list[dict[str, Any]]:
    """Of a single school, the published lines of the schools nearest to it, A to Z; else none."""
    compared = appraisal.comparison
    if answer.judgement.decision.headline is not Headline.LINE or compared is None:
        return []
    panel = frame.panel
    rows = _nearest_rows(panel, compared)
    first, last = int(panel.years[0]), int(panel.years[-1])
    places = {int(year): place for place, year in enumerate(panel.years)}
    return [
        {
            "urn": int(frame.urns[row]),
            "name": frame.names[row],
            "values": [
                number(panel.values[row, places[year], at]) if year in places else None
                for year in range(first, last + 1)
            ],
        }
        for row in sorted(rows.tolist(), key=lambda row: (frame.names[row], frame.urns[row]))
    ]


def number(value: float) -> float | None:
    """JSON has no word for what is not known but null."""
    return float(value) if isfinite(value) else None


def _nearest_rows(panel: Panel, compared: Comparison) -> Ints:
    one = compared.by_start[0]
    row = int(one.rows[0])
    points = one.covariates.points
    offered = (
        compared.eligibility.may_be_compared(one.start)
        & (panel.phase == panel.phase[row])
        & (panel.region == panel.region[row])
        & ~np.isnan(points).any(axis=1)
    )
    offered[row] = False
    rows = np.flatnonzero(offered)
    far = np.linalg.norm(points[rows] - points[row], axis=1)
    found: Ints = rows[np.argsort(far, kind="stable")[:N_NEAREST]]
    return found


def _means(panel: Panel, compared: Comparison, at: int) -> tuple[Floats, Floats, Ints]:
    """Means by pupils over matched schools with a figure, shape (t,); theirs; how many schools."""
    t = len(panel.years)
    totals, counts = np.zeros((3, t)), np.zeros(t, dtype=np.int64)
    for one in compared.by_start:
        own = panel.values[one.rows, :, at]
        theirs = _of_neighbours(panel, one, at)
        has: Flags = ~np.isnan(own) & ~np.isnan(theirs)
        pupils = panel.pupils[one.rows]
        weight = np.where(has, np.where(np.isnan(pupils), 1.0, pupils), 0.0)
        totals += [
            (weight * np.where(has, own, 0.0)).sum(axis=0),
            (weight * np.where(has, theirs, 0.0)).sum(axis=0),
            weight.sum(axis=0),
        ]
        counts += has.sum(axis=0)
    n = np.where(totals[2] > 0, counts, 0)
    over = np.where(totals[2] > 0, totals[2], 1.0)
    return totals[0] / over, totals[1] / over, n


def _of_neighbours(panel: Panel, one: Matched, at: int) -> Floats:
    """Mean of each matched school's neighbours that have a figure, shape (m, t)."""
    rows = one.neighbours.rows[one.rows]
    values = np.where((rows == NONE)[:, :, None], np.nan, panel.values[rows, :, at])
    weight = np.where(np.isnan(values), 0.0, one.neighbours.weights[one.rows][:, :, None])
    total = weight.sum(axis=1)
    summed = (weight * np.where(np.isnan(values), 0.0, values)).sum(axis=1)
    return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)


def _by_itself(
    study: EventStudy | None, compared: Comparison, at: int
) -> dict[int, tuple[float | None, float | None]]:
    """By academic year, the range of the effect: what is left of it, chance alone explains."""
    if study is None or len(compared.by_start) > 1:
        return {}
    years = _years_of(compared, at)
    return {
        year: ((found := _effect(study, place, at))["low"], found["high"])
        for place, time in enumerate(study.times.tolist())
        for year in years.get(time, [])
    }


def _effect(study: EventStudy, place: int, at: int) -> dict[str, Any]:
    """With its range; without one where the schools were matched on the year itself, and what
    matching left has been allowed for: nothing of it is chance."""
    effect, low, high = (each[place, at] for each in (study.estimates, study.low, study.high))
    if high - low < NOTHING:
        return {"effect": 0.0, "low": None, "high": None}
    return {"effect": float(effect), "low": number(low), "high": number(high)}


def _years_of(compared: Comparison, at: int) -> dict[int, list[int]]:
    """Academic years at each event time, counted in published years, over all starts."""
    found: dict[int, set[int]] = {}
    for one in compared.by_start:
        for time, year in _timed(one.contrasts, at):
            found.setdefault(time, set()).add(year)
    return {time: sorted(years) for time, years in found.items()}


def _timed(contrasts: Contrasts, at: int) -> list[tuple[int, int]]:
    published = contrasts.years[contrasts.published[:, at]].tolist()
    n_before = sum(year < contrasts.start for year in published)
    return [(place - n_before, year) for place, year in enumerate(published)]


def _role(one: Matched, year: int, at: int) -> str:
    if year >= one.start:
        return "after"
    if year == one.contrasts.recruited_on:
        return "chosen by"
    return "base" if year in one.contrasts.bases[at].years else "before"


def _absent(panel: Panel, frame: Frame, at: int, year: int) -> str:
    reason = catalogue.load().produced(gaps.measure_of(panel.outcomes[at]).key, year)
    if reason is not None:
        return WHY[reason]
    return NOT_OF_THESE if year in panel.years else NOT_LOADED
