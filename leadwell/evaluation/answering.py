"""A question about some schools, asked of the published results. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evaluation import frames, outcomes
from leadwell.evaluation.frames import Frame, NotComparable
from leadwell.evidence.appraisal.appraising import Appraisal, appraise
from leadwell.evidence.appraisal.question import Question
from leadwell.evidence.panel import Panel, Treatment
from leadwell.evidence.placebo.draws import DRAWS


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Who took part and what is asked of them.

    urns: of schools, any they ever had. start: the academic year they began. measures: keys of the
    catalogue; the first is the one schools are matched on. recruited_on: the year whose results
    they were chosen by. is_recruitment_known: true also where they were not chosen by results.
    as_of: results of later years are left aside. None for all.
    """

    urns: Sequence[int]
    start: int
    measures: Sequence[str]
    recruited_on: int | None = None
    is_recruitment_known: bool = False
    as_of: int | None = None
    draws: int = DRAWS
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """unknown: URNs that no loaded file names. asked_as: the URN each school was asked about by, by
    our own id."""

    asking: Asking
    frame: Frame
    question: Question
    appraisal: Appraisal
    unknown: tuple[int, ...]
    asked_as: Mapping[int, int]


def answer(asking: Asking) -> Answered:
    """Raises NotComparable, in words, for what cannot be asked or worked out."""
    if not asking.urns:
        raise NotComparable("Name at least one school by its URN.")
    frame = frames.school_frame(asking.measures, before=asking.start, as_of=asking.as_of)
    ids = frames.schools_of(asking.urns)
    schools = sorted(set(ids.values()))
    if not schools:
        raise NotComparable("None of these URNs is in the register or in any results file.")
    question = _question(asking, frame.panel)
    treatment = Treatment(
        np.array(schools, dtype=np.int64),
        np.full(len(schools), asking.start, dtype=np.int64),
        recruited_on=asking.recruited_on,
    )
    try:
        appraisal = appraise(frame.panel, treatment, question)
    except ValueError as error:
        raise NotComparable(f"This cannot be worked out: {error}.") from error
    unknown = tuple(urn for urn in asking.urns if urn not in ids)
    asked_as = {ids[urn]: urn for urn in asking.urns if urn in ids}
    return Answered(asking, frame, question, appraisal, unknown, asked_as)


def _question(asking: Asking, panel: Panel) -> Question:
    years = panel.years.tolist()
    return Question(
        asked=tuple(outcomes.asked_of(key, year=asking.start - 1) for key in panel.outcomes),
        primary=(panel.outcomes[0],),
        source=outcomes.SOURCE,
        vintage=outcomes.vintage(years),
        is_recruitment_known=asking.is_recruitment_known or asking.recruited_on is not None,
        next_results=outcomes.results_due(years[-1]),
        draws=asking.draws,
        seed=asking.seed,
    )
