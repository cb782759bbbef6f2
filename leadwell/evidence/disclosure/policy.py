"""Who is looking, and how few is too few."""

from dataclasses import dataclass
from enum import StrEnum

FEWEST = 6


class Tier(StrEnum):
    """SCHOOL: heads and teachers, about their own pupils. PROGRAMME: hub, board, governors and
    evaluators. PUBLIC: funder, publication, case study, and whoever reads them."""

    SCHOOL = "school"
    PROGRAMME = "programme"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds. They can be raised, never lowered.

    threshold: the smallest number of pupils that may be read or worked out, nought apart. It is
    also how far a hidden number stays open: anything between 0 and this remains possible.
    extreme_below: in groups of fewer pupils, none and all are told as "≤5%" and "≥95%"; and one
    school is not filtered by two characteristics. fewest_for_distribution: answers.
    fewest_teachers: in a year group, for what was seen there.
    """

    threshold: int = FEWEST
    extreme_below: int = 20
    fewest_for_distribution: int = 10
    fewest_teachers: int = 3

    def __post_init__(self) -> None:
        if self.threshold < FEWEST:
            raise ValueError(f"Groups of fewer than {FEWEST} are always hidden: raise it, only.")
        if self.extreme_below < 20 or self.fewest_for_distribution < 10 or self.fewest_teachers < 3:
            raise ValueError("The limits for small groups can be raised, never lowered.")

    def is_small(self, n: int) -> bool:
        """Too few to be told: some, but fewer than the threshold."""
        return 0 < n < self.threshold


STANDARD = Policy()
