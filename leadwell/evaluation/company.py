"""Who was compared with whom and why, how alike they were before, and who was left out: as data."""

from math import exp
from typing import Any

import numpy as np

from leadwell.evaluation import gaps
from leadwell.evaluation.frames import Frame
from leadwell.evaluation.yearly import number
from leadwell.evidence.appraisal.comparison import Comparison, Matched
from leadwell.evidence.matching.balance import Side
from leadwell.evidence.matching.covariates import SIZE, Covariates
from leadwell.evidence.matching.eligibility import Reason
from leadwell.evidence.panel import NONE
from leadwell.lib.academic_year import label
from leadwell.schools.catalogue import Unit

CLOSE = ((0.25, "very close"), (0.5, "close"), (0.75, "fairly close"))
FURTHEST = "as far as we go"
PUPILS = "Pupils in the year group"
PUPILS_OF_A_GAP = "Pupils in the year group, counted by both groups of the gap"
UNITS = {
    Unit.SCALED_SCORE: "points",
    Unit.PERCENT: "percentage points",
    Unit.PROGRESS_POINTS: "points",
}
LITTLE = 0.05  # and less is written as no difference, to one decimal


def balance(compared: Comparison) -> list[dict[str, Any]]:
    """A row a start year and covariate: before matching and after, on two yardsticks."""
    return [
        {
            "start": label(one.start),
            "covariate": _in_words(row.name, one.covariates),
            "before": _side(row.before, row.name),
            "after": _side(row.after, row.name),
        }
        for one in compared.by_start
        for row in one.balance.rows
    ]


def pairs(compared: Comparison, frame: Frame) -> list[dict[str, Any]]:
    """Each school that was matched, A to Z, with those it was compared with, nearest first."""
    found = [
        {
            "urn": int(frame.urns[row]),
            "name": frame.names[row],
            "start": label(one.start),
            "similar": _similar(one, frame, int(row)),
        }
        for one in compared.by_start
        for row in one.rows
    ]
    return sorted(found, key=lambda each: (str(each["name"]), each["urn"]))


def flow(compared: Comparison) -> list[dict[str, Any]]:
    """How many schools have each reason: of those that took part and of all others."""
    return [
        {
            "reason": reason.name.lower(),
            "sentence": reason.sentence,
            "took_part": took_part,
            "others": others,
        }
        for reason, (took_part, others) in compared.eligibility.flow().items()
        if (took_part or others)
    ]


def matched_on(compared: Comparison) -> list[str]:
    """What schools were matched on, in words, besides phase and region."""
    return list(
        dict.fromkeys(
            _in_words(name, one.covariates)
            for one in compared.by_start
            for name in one.covariates.names
        )
    )


def _side(side: Side, name: str) -> dict[str, Any]:
    is_size = name == SIZE
    return {
        "took_part": exp(side.took_part) if is_size else side.took_part,
        "similar": exp(side.compared) if is_size else side.compared,
        "sd_of_schools": number(side.smd),
        "g": None if side.g is None else number(side.g),
        "class": None if side.alike is None else side.alike.value,
    }


def _similar(one: Matched, frame: Frame, row: int) -> list[dict[str, Any]]:
    near = one.neighbours
    wide = np.sqrt(one.covariates.points.shape[1])
    return [
        {
            "urn": int(frame.urns[other]),
            "name": frame.names[other],
            "distance": float(far / wide),
            "how_near": how_near(float(far / wide)),
            "weight": float(weight),
            "why": _why(one.covariates, row, other),
        }
        for other, far, weight in zip(
            near.rows[row].tolist(), near.distances[row], near.weights[row], strict=True
        )
        if other != NONE
    ]


def how_near(distance: float) -> str:
    """In standard deviations of schools, on average over what they were matched on."""
    return next((words for most, words in CLOSE if distance <= most), FURTHEST)


def _why(on: Covariates, row: int, other: int) -> str:
    """ "Same phase and region. Results before 0.4 points higher; 31 pupils a year, not 28; ..."."""
    told = []
    for outcome in dict.fromkeys(name for name in on.outcomes if name):
        at = [place for place, name in enumerate(on.outcomes) if name == outcome]
        apart = float((on.values[other, at] - on.values[row, at]).mean())
        unit = UNITS[gaps.measure_of(outcome).unit]
        way = "higher" if apart > 0 else "lower"
        much = "the same" if abs(apart) < LITTLE else f"{abs(apart):.1f} {unit} {way}"
        told.append(f"{gaps.label_of(outcome, is_short=True)} before the start: {much}")
    for place, name in enumerate(on.names):
        if on.outcomes[place]:
            continue
        mine, theirs = float(on.values[row, place]), float(on.values[other, place])
        if name == SIZE:
            pupils = (
                "pupils a year" if not _is_of_gaps(on) else "pupils a year as a gap counts them"
            )
            told.append(f"{round(exp(theirs))} {pupils} beside {round(exp(mine))}")
        else:
            told.append(f"{_lower(_in_words(name, on))} {theirs:.0f}% beside {mine:.0f}%")
    return f"Same phase and region. {'; '.join(told)}."


def _lower(text: str) -> str:
    """For the middle of a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _in_words(name: str, on: Covariates) -> str:
    """A covariate as people call it."""
    if name == SIZE:
        return PUPILS_OF_A_GAP if _is_of_gaps(on) else PUPILS
    key, _, year = name.partition(" ")
    said = gaps.label_of(key, is_short=True)
    return f"{said}, {label(int(year))}" if year else said


def _is_of_gaps(on: Covariates) -> bool:
    """Whether schools are matched on a gap: pupils are then those of one group as noisy as it."""
    return any(outcome and gaps.gap_of(outcome) for outcome in on.outcomes)


def left_out(compared: Comparison, frame: Frame) -> list[dict[str, Any]]:
    """Schools of the list that the answer is not about, A to Z, each with its reason."""
    who = compared.eligibility
    found = [
        (frame.names[row], int(frame.urns[row]), Reason(code).sentence)
        for row, code in zip(who.rows.tolist(), who.reasons.tolist(), strict=True)
        if code and row != NONE
    ]
    return [{"urn": urn, "name": name, "reason": said} for name, urn, said in sorted(found)]
