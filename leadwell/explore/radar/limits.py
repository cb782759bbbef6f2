"""What the radar counts with: limits.yaml, read once and checked."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Limits:
    """usual_pupils: of a school that feels a day as a day; fewest and most: how far the size is
    followed. amber_from, red_from: loads of a half-term. most_others: externally funded projects
    in other subjects that a school may be in besides."""

    usual_pupils: int
    fewest_pupils: int
    most_pupils: int
    amber_from: float
    red_from: float
    most_others: int
    source: str
    same_subject: tuple[frozenset[str], ...]

    def subject(self, written: str) -> frozenset[str]:
        """All words that say the same as this subject."""
        word = " ".join(written.casefold().split())
        return next((each for each in self.same_subject if word in each), frozenset({word}))

    def day_weight(self, n_pupils: int | None) -> float:
        """How a day is felt: 1 in a school of the usual size, 2 in one of half of it. A school
        whose size nobody knows counts as one of the usual size."""
        known = n_pupils or self.usual_pupils
        return self.usual_pupils / min(max(known, self.fewest_pupils), self.most_pupils)

    @property
    def colours(self) -> str:
        return f"Amber from {self.amber_from:g}, Red from {self.red_from:g}."

    @property
    def explained(self) -> tuple[str, ...]:
        """How a load is counted, in four paragraphs."""
        return (
            "The programmes and other initiatives going on in the half-term, plus their strands "
            "(an initiative has one), plus the days of staff they ask in it.",
            "Days are spread evenly over the school days from the first day to the last. A day "
            f"counts once in a school of {self.usual_pupils} pupils, twice in one of "
            f"{self.fewest_pupils} or fewer, a third in one of {self.most_pupils} or more, and in "
            "between as the size has it. A school of unknown size counts as one of "
            f"{self.usual_pupils}.",
            "One whole programme, of three strands and three days, comes to 7. Amber, from "
            f"{self.amber_from:g}, is more than that; Red, from {self.red_from:g}, is two of them "
            "at once. The colour is of what is asked, not of the school.",
            "Another project in the same subject that is paid for from outside, or two in any "
            "subjects, is for the board to allow, whatever the load.",
        )


@cache
def limits() -> Limits:
    """Raises ValueError where they contradict one another."""
    text = files(__package__).joinpath("limits.yaml").read_text(encoding="utf-8")
    return read(yaml.safe_load(text))


def read(row: dict[str, Any]) -> Limits:
    """Raises ValueError where they contradict one another."""
    families = tuple(frozenset(map(str, words)) for words in row.pop("same_subject"))
    found = Limits(**row, same_subject=families)
    if not 0 < found.fewest_pupils <= found.usual_pupils <= found.most_pupils:
        raise ValueError("the sizes of schools are not in order")
    if not 0 < found.amber_from < found.red_from:
        raise ValueError("a load is Amber before it is Red")
    if sum(map(len, families)) != len(frozenset().union(*families)):
        raise ValueError("a subject is in two lines of same_subject")
    return found
