"""A file that cannot be taken in: why, in a plain sentence, and where to look."""

from collections.abc import Sequence
from dataclasses import dataclass, field

QUOTED = 60
"""Letters of a file's own text that are quoted: a cell may be as long as a book."""

NAMED = 20
"""Problems named one by one; the rest are only counted, so that a page stays readable."""


def shortened(text: str) -> str:
    """A file's own text as it is quoted: at most 60 letters, an ellipsis the last of them."""
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file.

    line: line of the file, counted from 1 (the header is line 1); 0 when it is no one line.
    column: the column's name as the file writes it, or "".
    text: what stands there, as written.
        Of both, the first 60 letters only.
    reason: what is wrong with it, for people.
    """

    line: int
    column: str
    text: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", shortened(self.column))
        object.__setattr__(self, "text", shortened(self.text))

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else "the file"
        where = f"{where}, {self.column}" if self.column else where
        return f"{where}: {self.reason}" + (f" ({self.text!r})" if self.text else "")


class Refused(Exception):
    """A file is refused whole. str() says what it is and what to do, in a sentence or two.

    problems: the first 20, in the order met. n_problems: how many there are in all.
    may_be_accepted: somebody who says why it is right as it is can have it loaded all the same.
    """

    def __init__(
        self,
        sentence: str,
        problems: Sequence[Problem] = (),
        n_problems: int | None = None,
        *,
        may_be_accepted: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.problems: tuple[Problem, ...] = tuple(problems[:NAMED])
        self.n_problems = len(problems) if n_problems is None else n_problems
        self.may_be_accepted = may_be_accepted


@dataclass(slots=True)
class Problems:
    """Collects what is wrong while a file is read; keeps the first 20 and counts the rest."""

    found: list[Problem] = field(default_factory=list)
    n: int = 0

    def add(self, line: int, column: str, text: str, reason: str) -> None:
        self.n += 1
        if len(self.found) < NAMED:
            self.found.append(Problem(line, column, text, reason))

    def refuse_if_any(self, sentence: str) -> None:
        """Raise Refused with `sentence`, how many problems there are, and the first of them."""
        if self.n:
            places = "1 place" if self.n == 1 else f"{self.n:,} places"
            raise Refused(f"{sentence} ({places}; first {self.found[0]}.)", self.found, self.n)
