"""Why a published result has no value. Every code stays distinct, from the file to the page.

The numbers are kept in Parquet files and in the database: never change one, never reuse one.

Sources: the Department's abbreviations for the performance tables (SUPP ... RE) and the symbols
of its statistics service (z ... k).
"""

from enum import IntEnum


class Reason(IntEnum):
    """0 means there is a value; anything else says why there is none."""

    VALUE = 0
    SUPP = 1
    NA = 2
    LOWCOV = 3
    NE = 4
    NP = 5
    NEW = 6
    SP = 7
    RE = 8
    Z = 9
    C = 10
    X = 11
    LOW = 12
    U = 13
    K = 14
    BLANK = 15
    ROW_CUT = 16
    COLUMN_ABSENT = 17
    NOT_PRODUCED = 18
    CANCELLED = 19
    NOT_PUBLISHED_YEAR = 20
    ROW_ABSENT = 21

    @property
    def text(self) -> str:
        """The code as the Department prints it; "" where it prints nothing."""
        return _TEXTS.get(self, "")

    @property
    def sentence(self) -> str:
        """What a reader sees in place of the value."""
        return _SENTENCES[self]

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Lowest and highest the hidden value can be, in its own unit; None when unknown."""
        return (0.0, 0.5) if self in _NEARLY_ZERO else None


_TEXTS = {
    Reason.SUPP: "SUPP",
    Reason.NA: "NA",
    Reason.LOWCOV: "LOWCOV",
    Reason.NE: "NE",
    Reason.NP: "NP",
    Reason.NEW: "NEW",
    Reason.SP: "SP",
    Reason.RE: "RE",
    Reason.Z: "z",
    Reason.C: "c",
    Reason.X: "x",
    Reason.LOW: "low",
    Reason.U: "u",
    Reason.K: "k",
}

_SENTENCES = {
    Reason.VALUE: "Published",
    Reason.SUPP: "Too few pupils to show",
    Reason.NA: "Not available this year, or does not apply to this school",
    Reason.LOWCOV: "Fewer than half of the pupils could be counted",
    Reason.NE: "No pupils were entered",
    Reason.NP: "Not published for this kind of school",
    Reason.NEW: "New school with no pupils of this age yet",
    Reason.SP: "More than zero but under half of one per cent",
    Reason.RE: "Removed by the Department",
    Reason.Z: "Does not apply",
    Reason.C: "Hidden so that no pupil can be recognised",
    Reason.X: "Not available",
    Reason.LOW: "More than zero but under half of one per cent",
    Reason.U: "Too unreliable to show",
    Reason.K: "Rounds to zero",
    Reason.BLANK: "Left blank in the published file",
    Reason.ROW_CUT: "The school's row in the published file stops before this",
    Reason.COLUMN_ABSENT: "The published file does not have this",
    Reason.NOT_PRODUCED: "Not produced for any school that year",
    Reason.CANCELLED: "No tests that year",
    Reason.NOT_PUBLISHED_YEAR: "Not published school by school that year",
    Reason.ROW_ABSENT: "The published file has no row for these pupils at this school",
}

_NEARLY_ZERO = frozenset({Reason.SP, Reason.LOW, Reason.K})

# Words of two letters or more are published in either case (SUPP, supp). A single letter is not
# folded: a capital C, X, Z, U or K means something else in other published files.
_FOLDED = {text.casefold(): reason for reason, text in _TEXTS.items() if len(text) > 1}
_EXACT = {text: reason for reason, text in _TEXTS.items() if len(text) == 1}


def codes() -> dict[str, Reason]:
    """Every code a cell may hold, keyed as from_text compares it: words in lower case."""
    return _FOLDED | _EXACT


def from_text(text: str) -> Reason | None:
    """The reason a cell gives, BLANK for nothing but spaces, None if it is no known code."""
    if not text.strip(" "):
        return Reason.BLANK
    return _EXACT.get(text) or _FOLDED.get(text.casefold() if len(text) > 1 else "")
