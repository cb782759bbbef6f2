"""Answers that need not be worked out again: of one state of what is loaded, and one question.

What is read from files serves every list of schools, so changing the list costs the comparison
alone. Each process remembers for itself; nothing outlives it.
"""

from functools import lru_cache
from typing import Any

from leadwell.evaluation import answering, telling
from leadwell.evaluation.answering import Asking, Ground
from leadwell.evaluation.frames import NotComparable
from leadwell.evaluation.sponsored import WITHOUT_BEFORE
from leadwell.evaluation.trying.forms import NOT_BY_RESULTS, TryForm
from leadwell.lib import academic_year
from leadwell.schools.version import Version, version

Urns = tuple[int, ...]
Measures = tuple[str, ...]


def answer(form: TryForm) -> dict[str, Any]:
    """The answer as `telling.as_json` gives it, to a valid form. Raises NotComparable, in words."""
    said = form.cleaned_data
    chosen = said["chosen"]
    by_results = chosen not in ("", NOT_BY_RESULTS)
    found = _answer(
        version(),
        said["schools"],
        academic_year.parse(said["start"]),
        tuple(dict.fromkeys([said["outcome"], *said["also"]])),
        academic_year.parse(chosen) if by_results else None,
        bool(chosen),
        said["sponsors"] != WITHOUT_BEFORE,
    )
    if isinstance(found, str):
        raise NotComparable(found)
    return found


@lru_cache(maxsize=32)
def _answer(
    loaded: Version,
    urns: Urns,
    start: int,
    measures: Measures,
    recruited_on: int | None,
    is_recruitment_known: bool,
    is_through_sponsors: bool,
) -> dict[str, Any] | str:
    """At most about 400 KB each. Why there is none, in words, where there is none."""
    asking = Asking(
        urns=urns,
        start=start,
        measures=measures,
        recruited_on=recruited_on,
        is_recruitment_known=is_recruitment_known,
        is_through_sponsors=is_through_sponsors,
    )
    try:
        return telling.as_json(
            answering.answer(asking, _ground(loaded, start, measures, is_through_sponsors))
        )
    except NotComparable as refusal:
        return str(refusal)


@lru_cache(maxsize=4)
def _ground(loaded: Version, start: int, measures: Measures, is_through_sponsors: bool) -> Ground:
    """About 10 MB, 3 MB an outcome and 1 MB more an outcome and start year for 17,000 schools; a
    second the first time. Its country serves every list that is asked about."""
    return answering.ground(measures, start=start, is_through_sponsors=is_through_sponsors)
