"""What a comparison could show, worked out beforehand or from the groups that chance drew."""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest difference that would be told from chance, four times in five unless another
    power is named.

    points: in the outcome's unit; months, g: the same in these, None where pupils' spread is not
    known. se: standard error of the estimate, in the unit, or None where it was not asked for.
    Raises ValueError for points that are not above 0.
    """

    points: float
    months: int | None = None
    g: float | None = None
    se: float | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.points) and self.points > 0):
            raise ValueError("a difference that can be noticed is above 0")
