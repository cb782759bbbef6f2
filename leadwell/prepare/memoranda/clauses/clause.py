"""A clause of the library, and how its words are filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leadwell.programmes.models.obligation import PROMISED

NEEDED = {
    "always": "In every memorandum",
    "by programme": "Unless the programme does without",
    "by choice": "As school and programme choose",
}
PROMISES = {
    kind: PROMISED[kind]
    for kind in (
        "governors_report", "launch", "briefing", "relaunch", "release", "focus_pupils",
        "school_plan", "last_claims", "money_lapses", "sustainability_plan", "follow_up",
    )
}  # fmt: skip
"""What can follow from a clause by a day: kinds of obligation, and what they are called."""
GOVERNORS = 7
"""The clause that no memorandum is without, whatever else changes: what was learned most dearly."""
NUMBERS = range(1, 18)
PLACES = frozenset({
    "school", "programme", "lead", "starts", "ends", "subject", "specialist", "hours", "release",
    "follow_up", "escalation", "hub", "evaluator",
})  # fmt: skip
LISTS = frozenset({"aims", "ingredients", "provides"})
"""Places that stand alone in a paragraph and become a list."""
PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Clause:
    """says: paragraphs with places to fill in; a paragraph that is one of LISTS alone is a list.
    since: the version of the library in which it came."""

    number: int
    version: int
    title: str
    needed: str
    promises: tuple[str, ...]
    says: tuple[str, ...]
    since: int = 1

    @property
    def is_always(self) -> bool:
        return self.needed == "always"

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}"


@dataclass(frozen=True, slots=True)
class Library:
    """One version of all clauses. clauses: by number, each in its latest version; every: all
    versions as written."""

    version: int
    clauses: Mapping[int, Clause]
    every: tuple[Clause, ...]

    def of(self, version: int) -> dict[int, Clause]:
        """The clauses as they were in a version of the library, by number."""
        return {one.number: one for one in self.every if one.since <= version}

    @property
    def always(self) -> list[int]:
        return [number for number, clause in self.clauses.items() if clause.is_always]

    @property
    def left_to_choose(self) -> list[Clause]:
        return [clause for clause in self.clauses.values() if not clause.is_always]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """With every place filled in. What is filled in is not looked at for places again."""
    return PLACE.sub(lambda found: facts[found[1]], text)


def list_of(text: str) -> str:
    """Which list a paragraph is; "" for words."""
    found = PLACE.fullmatch(text)
    return found[1] if found and found[1] in LISTS else ""
