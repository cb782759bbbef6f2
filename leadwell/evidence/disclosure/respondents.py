"""The rules for answers of staff, and for what was seen of few teachers.

A headline per cent needs six answers, how they were spread needs ten, and words are quoted outside
from six on. Whose answers they were is never in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from leadwell.evidence.disclosure import primary, rounding
from leadwell.evidence.disclosure.cells import Cell, State
from leadwell.evidence.disclosure.policy import STANDARD, Policy

TOO_FEW = "Too few to show."


@dataclass(frozen=True, slots=True)
class Answers:
    """What readers see of an evaluation or survey question.

    headline: the per cent that gave a favourable answer. words: as a sentence has it. spread:
    answers by choice, None where there are too few. may_quote: whether words may be quoted to
    anybody outside.
    """

    headline: Cell
    words: str
    spread: Mapping[str, int] | None
    may_quote: bool


def answers(
    by_choice: Mapping[str, int], *, favourable: frozenset[str], policy: Policy = STANDARD
) -> Answers:
    """by_choice: how many chose each. Raises ValueError for a favourable answer nobody could give."""
    if not favourable <= by_choice.keys() or any(n < 0 for n in by_choice.values()):
        raise ValueError("favourable answers are among the choices, and no count is below nought")
    n = sum(by_choice.values())
    if n < policy.threshold:
        cell = Cell("", "", State.HIDDEN, "c", TOO_FEW, unit="percent")
        return Answers(cell, TOO_FEW, None, False)
    good = sum(by_choice[choice] for choice in favourable)
    value = rounding.per_cent(good, n)
    has_fraction = primary.has_fraction(good, n, policy)
    cell = Cell(
        "",
        "",
        State.SHOWN,
        f"{value:.0f}%",
        value=value,
        unit="percent",
        numerator=good if has_fraction else None,
        denominator=n if has_fraction else None,
    )
    has_spread = n >= max(policy.fewest_for_distribution, policy.threshold)
    return Answers(
        cell, f"{value:.0f}%, {n:,} responses", dict(by_choice) if has_spread else None, True
    )


def may_break_down_staff(n_participants: int, policy: Policy = STANDARD) -> bool:
    """Whether a school's staff may be shown in parts at all."""
    return n_participants >= policy.threshold


def is_year_group_shown(n_teachers: int, policy: Policy = STANDARD) -> bool:
    """Whether what was seen in classrooms may be told of a year group. If not, it rises to its
    key stage."""
    return n_teachers >= policy.fewest_teachers
