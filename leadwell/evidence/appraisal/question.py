"""What is asked, fixed before anybody looks at a result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leadwell.evidence.usual import CALIPER, DRAWS, K
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.phrases import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """One outcome of a question. name: as in the panel. family: of which kind it is. words: how it
    is spoken of. pupil_sd: of pupils over the whole country, in its unit; None where not known."""

    name: str
    family: Outcome
    words: Words
    pupil_sd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, fixed before results are looked at.

    asked: an outcome each, in the panel's order. primary: names of those that schools are matched
    on. is_recruitment_known: whether somebody said by which year's results, or that by none, the
    schools were chosen. is_after_results: the question was fixed or changed after results were known.
    source, vintage: whose figures, and which edition, in words. next_results: by academic year not
    yet published, the day its results are due. k, caliper, draws, seed: of the method.
    """

    asked: tuple[Asked, ...]
    primary: tuple[str, ...]
    source: str
    vintage: str
    is_recruitment_known: bool = False
    is_after_results: bool = False
    next_results: Mapping[int, date] = field(default_factory=dict)
    k: int = K
    caliper: float = CALIPER
    draws: int = DRAWS
    seed: int = 0
