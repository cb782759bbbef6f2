"""What is printed in a cell, the same for page, chart, CSV, API, paper and mail."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from leadwell.evidence.disclosure import primary, rounding
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.table import PUPILS, Row, Table
from leadwell.evidence.figure import Figure


class State(StrEnum):
    """SHOWN as counted; ROUNDED to fives, or from numbers rounded to fives; BOUNDED: at most or at
    least so much; HIDDEN; EMPTY: no pupils, so no per cent and no mean; PUBLISHED: the
    Department's, as printed."""

    SHOWN = "shown"
    ROUNDED = "rounded"
    BOUNDED = "bounded"
    HIDDEN = "hidden"
    EMPTY = "empty"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as its reader gets it.

    row: its key. column: "" for the number of pupils, else the outcome or score. text: what is
    printed, "c" if hidden. why: the sentence for a figure that has no value, "" if it has one.
    value: None where nothing, or only a bound, may be told. numerator, denominator: None where
    they may not stand beside it.
    """

    row: str
    column: str
    state: State
    text: str
    why: str = ""
    value: float | None = None
    unit: str = "pupils"
    numerator: int | None = None
    denominator: int | None = None

    @property
    def is_hidden(self) -> bool:
        return self.state is State.HIDDEN

    @property
    def fraction(self) -> str:
        """ "25 of 41", "" where the numbers may not be told."""
        if self.numerator is None or self.denominator is None:
            return ""
        about = "about " if self.state is State.ROUNDED else ""
        return f"{about}{self.numerator} of {self.denominator}"

    @property
    def words(self) -> str:
        """As it stands in a sentence, a text for a chart or a cell for a screen reader."""
        if self.why:
            return self.why
        has_both = self.fraction and self.fraction != self.text
        return f"{self.text}, {self.fraction}" if has_both else self.text

    @property
    def csv(self) -> str:
        """As it stands in a CSV file: a bare number, "<=5%", "c", or nothing."""
        if self.value is not None:
            return f"{self.value:g}"
        return self.text.replace("≤", "<=").replace("≥", ">=")

    @property
    def api(self) -> dict[str, Any]:
        """As it stands in JSON."""
        if self.is_hidden:
            return {"value": None, "reason": "suppressed"}
        if self.value is None:
            return {"value": None, "reason": self.csv or self.why}
        return {"value": self.value}

    def figure(
        self, *, population: str = "", source: str = "", as_at: date | None = None
    ) -> Figure:
        """For pages and charts that take figures. A bound is told in the place of a reason."""
        reason = "" if self.value is not None else self.why or self.text
        return Figure(
            value=self.value,
            unit=self.unit,
            population=population,
            denominator=self.denominator,
            reason=reason,
            source=source,
            as_at=as_at,
            is_published=self.state is State.PUBLISHED,
        )


def why_hidden(policy: Policy) -> str:
    """One sentence for every hidden figure. It does not say whether the figure is small itself or
    would give a small one away: that would tell which ones are."""
    return (
        f"Hidden so that no pupil can be recognised: it is about fewer than {policy.threshold}"
        " pupils, or such a number could be worked out from it."
    )


def hidden(row: Row, column: str, unit: str, policy: Policy) -> Cell:
    return Cell(row.key, column, State.HIDDEN, "c", why_hidden(policy), unit=unit)


def published(row: Row, column: str) -> Cell:
    """The Department's own figure or its own reason, never rebuilt."""
    figure = row.published[column]
    decimals = 1 if figure.unit in ("scaled_score", "progress_points", "points") else 0
    sign = "%" if figure.unit == "percent" else ""
    text = "" if figure.value is None else f"{_tidy(figure.value, decimals)}{sign}"
    return Cell(
        row.key,
        column,
        State.PUBLISHED,
        text,
        figure.reason,
        figure.value,
        figure.unit,
        denominator=figure.denominator,
    )


def count(table: Table, row: Row, tier: Tier, policy: Policy) -> Cell:
    """A number of pupils."""
    n = table.count(row)
    if tier is not Tier.PUBLIC:
        return Cell(row.key, PUPILS, State.SHOWN, f"{n:,}", value=n)
    if any(
        primary.stands_alone(row, table.count(row, outcome), n, tier, policy)
        for outcome in table.outcomes
    ):
        return hidden(row, PUPILS, "pupils", policy)
    n = rounding.to_five(n)
    return Cell(row.key, PUPILS, State.ROUNDED, f"{n:,}", value=n)


def outcome(table: Table, row: Row, name: str, tier: Tier, policy: Policy) -> Cell:
    """A per cent, with its fraction where that may be told."""
    n, met = table.count(row), table.count(row, name)
    if n == 0:
        return _nobody(row, name, "percent")
    if tier is not Tier.SCHOOL and primary.is_extreme(row, met, n, policy):
        text = "≥95%" if met else "≤5%"
        return Cell(row.key, name, State.BOUNDED, text, unit="percent")
    state, has_fraction = State.SHOWN, tier is Tier.SCHOOL or primary.has_fraction(met, n, policy)
    decimals = 0 if tier is Tier.PUBLIC else rounding.decimals_for(n)
    if tier is Tier.PUBLIC and not primary.stands_alone(row, met, n, tier, policy):
        if rounding.is_rough(n) and met not in (0, n):
            return _about(row, name, rounding.to_five(met), rounding.to_five(n))
        state, n, met = State.ROUNDED, rounding.to_five(n), rounding.to_five(met)
    value = rounding.per_cent(met, n, decimals)
    return Cell(
        row.key,
        name,
        state,
        f"{_tidy(value, decimals)}%",
        value=value,
        unit="percent",
        numerator=met if has_fraction else None,
        denominator=n if has_fraction else None,
    )


def _about(row: Row, name: str, met: int, n: int) -> Cell:
    """A fraction in fives without its per cent, which could be far from the truth."""
    return Cell(
        row.key,
        name,
        State.ROUNDED,
        f"about {met} of {n}",
        unit="percent",
        numerator=met,
        denominator=n,
    )


def score(table: Table, row: Row, name: str) -> Cell:
    """A mean, to one decimal."""
    if table.count(row) == 0:
        return _nobody(row, name, "points")
    value = rounding.half_up(table.mean(row, name), 1)
    return Cell(row.key, name, State.SHOWN, _tidy(value, 1), value=value, unit="points")


def _nobody(row: Row, column: str, unit: str) -> Cell:
    return Cell(row.key, column, State.EMPTY, "", "There are no pupils in this group.", unit=unit)


def _tidy(value: float, decimals: int) -> str:
    """With a true minus."""
    return f"{value:,.{decimals}f}".replace("-", "−")
