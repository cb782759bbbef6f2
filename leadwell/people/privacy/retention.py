"""How long each kind of record is kept: retention.yaml, read once and checked."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.lib.words import count

FROM = {
    "programme_end": "after the programme’s end",
    "school_year_end": "after the school year’s end",
    "financial_year_end": "after the financial year’s end",
    "last_role": "after somebody’s last role",
    "last_deployment": "after the last deployment",
    "column": "",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the schedule. months and days: None where it is not said so; term: "one term"."""

    key: str
    title: str
    counted_from: str
    column: str
    months: int | None
    days: int | None
    term: str
    then: str

    @property
    def how_long(self) -> str:
        """ "6 years after the programme’s end", "12 months", "for good"."""
        if self.then == "keep":
            return "for good"
        return f"{self._length} {FROM[self.counted_from]}".strip()

    @property
    def _length(self) -> str:
        if self.term:
            return self.term
        if self.months is not None:
            years, left = divmod(self.months, 12)
            return count(years, "year") if years > 2 and not left else count(self.months, "month")
        return count(self.days, "day") if self.days else "until it runs out"


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its key. Raises ValueError for one that counts from nothing known."""
    text = files(__package__).joinpath("retention.yaml").read_text(encoding="utf-8")
    return {key: _rule(key, row) for key, row in yaml.safe_load(text).items()}


def _rule(key: str, row: dict[str, Any]) -> Rule:
    counted_from = row.get("from", "")
    if row["then"] != "keep" and counted_from not in FROM:
        raise ValueError(f"the retention rule {key} counts from {counted_from!r}")
    return Rule(
        key=key,
        title=row["title"],
        counted_from=counted_from,
        column=row.get("column", ""),
        months=row.get("months"),
        days=row.get("days"),
        term=row.get("keep", ""),
        then=row["then"],
    )
