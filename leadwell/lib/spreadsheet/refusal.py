"""A spreadsheet that cannot be taken in: why, in a plain sentence, and in which rows."""

from collections.abc import Sequence
from dataclasses import dataclass

QUOTED = 60
"""Letters of a file's own text that are quoted: a cell may be as long as a book."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong.

    row: of the sheet, counted from 1 as the program shows it (the header is row 1); 0 when it is no
    one row. column: its heading, or "". text: what stands there. Of both, the first 60 letters.
    """

    row: int
    column: str
    text: str
    why: str

    def __post_init__(self) -> None:
        for name in ("column", "text"):
            said = getattr(self, name)
            if len(said) > QUOTED:
                object.__setattr__(self, name, f"{said[: QUOTED - 1]}…")


class Refused(Exception):
    """A file is refused whole. str() says what it is and what to do. problems: all, by row."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)
