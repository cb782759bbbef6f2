"""Kinds and types of school, in the words and codes of the register and of the results files."""

from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """Which children a school is for; the value indexes KINDS."""

    PRIMARY = 0
    JUNIOR = 1
    MIDDLE = 2
    ALL_THROUGH = 3
    SPECIAL = 4
    INFANT = 5
    FIRST = 6
    SECONDARY = 7


@dataclass(frozen=True, slots=True)
class KindFacts:
    """phase: code and name in the register. year_groups: pupils on roll for one in a year group.

    first_number: where its establishment numbers begin. title: how its name ends.
    """

    phase: tuple[str, str]
    ages: tuple[int, int]
    title: str
    year_groups: float
    first_number: int


KINDS = (
    KindFacts(("2", "Primary"), (4, 11), "Primary School", 7.2, 2000),
    KindFacts(("2", "Primary"), (7, 11), "Junior School", 4.0, 2000),
    KindFacts(("3", "Middle deemed primary"), (9, 13), "Middle School", 4.0, 2000),
    KindFacts(("7", "All-through"), (4, 18), "School", 14.0, 4000),
    KindFacts(("0", "Not applicable"), (4, 19), "School", 11.0, 7000),
    KindFacts(("2", "Primary"), (4, 7), "Infant School", 3.2, 2000),
    KindFacts(("2", "Primary"), (4, 9), "First School", 5.2, 2000),
    KindFacts(("4", "Secondary"), (11, 16), "School", 5.0, 4000),
)


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """One type of establishment. in_results: its code (NFTYPE) in the results files."""

    code: str
    name: str
    group: tuple[str, str]
    in_results: str
    is_academy: bool = False
    is_sponsored: bool = False


_MAINTAINED = ("4", "Local authority maintained schools")
_SPECIAL = ("5", "Special schools")
_ACADEMIES = ("10", "Academies")
_FREE = ("11", "Free Schools")

TYPES = (
    TypeFacts("01", "Community school", _MAINTAINED, "CY"),
    TypeFacts("02", "Voluntary aided school", _MAINTAINED, "VA"),
    TypeFacts("03", "Voluntary controlled school", _MAINTAINED, "VC"),
    TypeFacts("05", "Foundation school", _MAINTAINED, "FD"),
    TypeFacts("34", "Academy converter", _ACADEMIES, "ACC", is_academy=True),
    TypeFacts("28", "Academy sponsor led", _ACADEMIES, "AC", is_academy=True, is_sponsored=True),
    TypeFacts("35", "Free schools", _FREE, "F", is_academy=True),
    TypeFacts("07", "Community special school", _SPECIAL, "CYS"),
    TypeFacts("12", "Foundation special school", _SPECIAL, "FDS"),
    TypeFacts("44", "Academy special converter", _ACADEMIES, "ACCS", is_academy=True),
    TypeFacts(
        "33", "Academy special sponsor led", _ACADEMIES, "ACS", is_academy=True, is_sponsored=True
    ),
)
COMMUNITY, AIDED, CONTROLLED, FOUNDATION, CONVERTER, SPONSORED, FREE = range(7)
SPECIAL_COMMUNITY, SPECIAL_FOUNDATION, SPECIAL_CONVERTER, SPECIAL_SPONSORED = range(7, 11)

RELIGIONS = (("00", "Does not apply"), ("02", "Church of England"), ("03", "Roman Catholic"))
NO_RELIGION, ANGLICAN, CATHOLIC = range(3)
