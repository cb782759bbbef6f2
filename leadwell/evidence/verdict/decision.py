"""What is to be done about a question, and how much may be said of it: all rows that apply, as one.

Caps only get stricter, and a refusal is never lost, whatever else applies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from leadwell.evidence.verdict import checks as made
from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.checks import Check, Name
from leadwell.evidence.verdict.decision_row import Cap, Headline, Inference, Row, Show
from leadwell.evidence.verdict.decision_table import ROWS
from leadwell.evidence.verdict.design import Design

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class Label(StrEnum):
    """What a claim rests on: printed beside every one."""

    BEFORE_AND_AFTER = "before and after only"
    COMPARED = "compared"
    MATCHED = "matched"
    NOTHING = "no answer"


LABELS = {
    Headline.MATCHED: Label.MATCHED,
    Headline.BY_START: Label.MATCHED,
    Headline.PUPIL_MODEL: Label.COMPARED,
    Headline.LINE: Label.COMPARED,
    Headline.CHANGE: Label.BEFORE_AND_AFTER,
    Headline.ANSWERS: Label.BEFORE_AND_AFTER,
    Headline.POWER: Label.NOTHING,
    Headline.NOTHING: Label.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The rows that apply, in the order of the table, put together.

    cap: the most that may be said; cap_outside: where none of the groups drawn moved as far.
    shows: what stands beside the answer, without what must not. checks: those to be passed.
    """

    rows: tuple[Row, ...]
    headline: Headline
    inference: Inference
    shows: tuple[Show, ...]
    never: tuple[Show, ...]
    cap: Cap
    cap_outside: Cap
    checks: tuple[Name, ...]
    caveats: tuple[Caveat, ...]

    @property
    def refusals(self) -> tuple[str, ...]:
        return tuple(row.text for row in self.rows if row.is_refusal)

    @property
    def gates(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_gate)

    @property
    def label(self) -> Label:
        return LABELS[self.headline]

    @property
    def is_by_trust(self) -> bool:
        """Whether chance is measured on trusts."""
        return self.inference is Inference.TRUSTS

    def texts(self, cap: Cap) -> tuple[str, ...]:
        """What the rows say that hold the answer to this cap."""
        return tuple(row.text for row in self.rows if row.text and row.cap <= cap)


def decide(design: Design, checks: Sequence[Check] = ()) -> Decision:
    """What to do about a question; with the checks once they are made, and without before."""
    found = made.states(checks)
    return combine(row for row in ROWS if row.when(design, found))


def combine(rows: Iterable[Row]) -> Decision:
    """Rows as one: the strictest cap, everything shown that none forbids, all that must be said."""
    rows = tuple(rows)
    never = _once(show for row in rows for show in row.never)
    return Decision(
        rows=rows,
        headline=_furthest(Headline, (row.headline for row in rows)),
        inference=_furthest(Inference, (row.inference for row in rows)),
        shows=_once(show for row in rows for show in row.shows if show not in never),
        never=never,
        cap=min((row.cap for row in rows), default=Cap.FULL),
        cap_outside=min(
            (row.cap if row.cap_outside is None else row.cap_outside for row in rows),
            default=Cap.FULL,
        ),
        checks=_once(name for row in rows for name in row.checks),
        caveats=_once(caveat for row in rows for caveat in row.caveats),
    )


def _once(things: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(things))


def _furthest(kind: type[Choice], named: Iterable[Choice | None]) -> Choice:
    """Of those that rows name, the one furthest down its list; the last of all for none."""
    order = list(kind)
    return order[max((order.index(each) for each in named if each is not None), default=-1)]
