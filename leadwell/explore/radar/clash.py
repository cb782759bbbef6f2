"""Whether other projects make a school's taking part the board's to allow: a rule that reads no row.

Any other externally funded improvement project in the same subject in the same year, or two or
more in any subject: Red, and a board waives it or nobody does (readiness R5).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from leadwell.explore.models.overload import Clash
from leadwell.explore.radar.limits import Limits

SAID = {
    Clash.NONE: "",
    Clash.SAME_SUBJECT: (
        "Another externally funded project in the same subject goes on this year. For readiness that "
        "is Red, and the board’s to allow."
    ),
    Clash.TWO_OTHERS: (
        "Two or more other externally funded projects go on this year. For readiness that is Red, and "
        "the board’s to allow."
    ),
}


@dataclass(frozen=True, slots=True)
class Project:
    """What of something asked the rule looks at. until: its last day."""

    subject: str
    first: date
    until: date
    is_paid_from_outside: bool


def clash(
    subject: str, others: Iterable[Project], *, first: date, last: date, limits: Limits
) -> Clash:
    """subject: of the programme that asks. others: all else that is asked of the school. first,
    last: the days that count, from now to the end of the academic year."""
    paid = [
        each
        for each in others
        if each.is_paid_from_outside and each.first <= last and first <= each.until
    ]
    return between(subject, (each.subject for each in paid), limits=limits)


def between(subject: str, others: Iterable[str], *, limits: Limits) -> Clash:
    """others: the subjects of all other projects that are paid for from outside and go on in the
    same year."""
    found = [limits.subject(each) for each in others]
    if limits.subject(subject) in found:
        return Clash.SAME_SUBJECT
    return Clash.TWO_OTHERS if len(found) > limits.most_others else Clash.NONE
