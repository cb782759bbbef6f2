"""A question about some schools, asked of the published results. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from leadwell.evaluation import frames, outcomes
from leadwell.evaluation.frames import Frame, NotComparable
from leadwell.evidence.appraisal.appraising import Appraisal, appraise
from leadwell.evidence.appraisal.country import Country
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.panel import Flags, Treatment
from leadwell.evidence.usual import CALIPER, DRAWS, K


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Who took part and what is asked of them.

    urns: of schools, any they ever had. start: the academic year they began, or the first of them.
    starts: the year of each that began in another, by URN. measures: keys of the catalogue; the
    first is the one schools are matched on. recruited_on: the year whose results they were chosen
    by. is_recruitment_known: true also where they were not chosen by results. is_after_results: it
    was fixed or changed after results were known. as_of: results of later years are left aside.
    None for all. elsewhere: URNs of schools in other programmes, with which nobody is compared.
    is_through_sponsors: results from before a sponsor took a school over count.
    """

    urns: Sequence[int]
    start: int
    measures: Sequence[str]
    recruited_on: int | None = None
    is_recruitment_known: bool = False
    as_of: int | None = None
    draws: int = DRAWS
    seed: int = 0
    k: int = K
    caliper: float = CALIPER
    starts: Mapping[int, int] = field(default_factory=dict)
    is_after_results: bool = False
    elsewhere: Sequence[int] = ()
    is_through_sponsors: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """All that an answer depends on. elsewhere: shape (n,), over the panel's schools. unknown: URNs
    that no loaded file names. asked_as: the URN each school was asked about by, by our own id.
    country: nothing of the answer, but how soon it is there."""

    asking: Asking
    frame: Frame
    question: Question
    treatment: Treatment
    elsewhere: Flags
    unknown: tuple[int, ...]
    asked_as: Mapping[int, int]
    country: Country | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What was posed, and its answer."""

    posed: Posed
    appraisal: Appraisal

    @property
    def asking(self) -> Asking:
        return self.posed.asking

    @property
    def frame(self) -> Frame:
        return self.posed.frame

    @property
    def question(self) -> Question:
        return self.posed.question


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What an answer stands on whichever schools are asked about: to be read once for many lists.
    asked: the outcomes, in the order of the frame's. vintage: in words. country: what one list
    leaves for the next."""

    frame: Frame
    asked: tuple[Asked, ...]
    vintage: str
    country: Country | None = None


def ground(
    measures: Sequence[str],
    *,
    start: int,
    as_of: int | None = None,
    is_through_sponsors: bool = True,
) -> Ground:
    """Raises NotComparable, in words, for outcomes that are none, and where nothing is loaded."""
    frame = frames.school_frame(
        measures, before=start, as_of=as_of, is_through_sponsors=is_through_sponsors
    )
    asked = tuple(outcomes.asked_of(key, year=start - 1) for key in frame.panel.outcomes)
    vintage = outcomes.vintage(frame.panel.years.tolist())
    return Ground(frame, asked, vintage, Country(frame.panel))


def answer(asking: Asking, on: Ground | None = None) -> Answered:
    """on: what was read before for the same measures, start and last year; None to read it.

    Raises NotComparable, in words, for what cannot be asked or worked out.
    """
    return worked_out(pose(asking, on))


def pose(asking: Asking, on: Ground | None = None) -> Posed:
    """Read what is to be compared, as `answer`. Raises NotComparable, in words, for what cannot be
    asked."""
    if not asking.urns:
        raise NotComparable("Name at least one school by its URN.")
    on = on or ground(
        asking.measures,
        start=asking.start,
        as_of=asking.as_of,
        is_through_sponsors=asking.is_through_sponsors,
    )
    frame = on.frame
    ids = frames.schools_of(asking.urns)
    if not ids:
        raise NotComparable("None of these URNs is in the register or in any results file.")
    began: dict[int, int] = {}
    for urn, school in ids.items():
        year = asking.starts.get(urn, asking.start)
        began[school] = min(year, began.get(school, year))
    schools = sorted(began)
    others = set(frames.schools_of(asking.elsewhere).values()) - set(schools)
    return Posed(
        asking=asking,
        frame=frame,
        question=_question(asking, on),
        treatment=Treatment(
            np.array(schools, dtype=np.int64),
            np.array([began[school] for school in schools], dtype=np.int64),
            recruited_on=asking.recruited_on,
        ),
        elsewhere=np.isin(frame.panel.schools, sorted(others)),
        unknown=tuple(urn for urn in asking.urns if urn not in ids),
        asked_as={ids[urn]: urn for urn in asking.urns if urn in ids},
        country=on.country,
    )


def worked_out(posed: Posed) -> Answered:
    """Raises NotComparable, in words, for what cannot be worked out."""
    try:
        appraisal = appraise(
            posed.frame.panel,
            posed.treatment,
            posed.question,
            elsewhere=posed.elsewhere,
            country=posed.country,
        )
    except ValueError as error:
        raise NotComparable(f"This cannot be worked out: {error}.") from error
    return Answered(posed, appraisal)


def _question(asking: Asking, on: Ground) -> Question:
    years = on.frame.panel.years.tolist()
    return Question(
        asked=on.asked,
        primary=(on.frame.panel.outcomes[0],),
        source=outcomes.SOURCE,
        vintage=on.vintage,
        is_recruitment_known=asking.is_recruitment_known or asking.recruited_on is not None,
        is_after_results=asking.is_after_results,
        next_results=outcomes.results_due(years[-1]),
        k=asking.k,
        caliper=asking.caliper,
        draws=asking.draws,
        seed=asking.seed,
    )
