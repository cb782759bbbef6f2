"""A figure that somebody typed: where a priority or an aim begins, or is to get to.

Nobody counted its pupils here, so it goes by itself: how many it is about is asked beside it, and
the same limits decide as for a figure that was counted. It is in no table and no register.
"""

from enum import StrEnum

from leadwell.evidence.disclosure import cells, primary
from leadwell.evidence.disclosure.cells import Cell, State
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.table import Kind, Row


class Scale(StrEnum):
    """In what it was typed. PER_CENT: of the pupils it is about. PUPILS: some of them, counted.
    OTHER: a mean, a difference, anything that is no part of them."""

    PER_CENT = "per cent"
    PUPILS = "pupils"
    OTHER = "other"


def typed(
    value: float, scale: Scale, *, n: int | None, kind: Kind, tier: Tier, policy: Policy
) -> Cell:
    """What a reader of that tier is shown of it.

    n: how many pupils it is about; None where nobody has said, and then only their own school
    reads it. A school reads its own figures as they are.
    """
    row = Row("typed", frozenset({"typed"}), kind)
    shown = Cell(row.key, "", State.SHOWN, f"{value:g}", value=value, unit=scale)
    if tier is Tier.SCHOOL:
        return shown
    hidden = cells.hidden(row, "", scale, policy)
    if not n or primary.hides_row(row, n, policy):
        return hidden
    met = part_of(value, scale, n)
    if met is None:
        return shown
    is_told_apart = scale is Scale.PUPILS and primary.is_telling(met, n, policy)
    if is_told_apart or primary.hides_outcome(row, met, n, tier, policy):
        return hidden
    if scale is Scale.PER_CENT and primary.is_extreme(row, met, n, policy):
        return Cell(row.key, "", State.BOUNDED, "≥95" if met else "≤5", unit=scale)
    return shown


def part_of(value: float, scale: Scale, n: int) -> int | None:
    """How many of n pupils a typed figure is, to the nearest; None where it is no part of them."""
    if scale is Scale.OTHER:
        return None
    met = round(value * n / 100) if scale is Scale.PER_CENT else round(value)
    return min(max(met, 0), n)


def is_n_told(value: float, scale: Scale, *, n: int, policy: Policy) -> bool:
    """Whether the number of pupils may stand beside the figure: "58 per cent of 20" is 12 of 20."""
    met = part_of(value, scale, n)
    return not policy.is_small(n) and (met is None or primary.has_fraction(met, n, policy))
