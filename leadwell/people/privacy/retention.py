"""How long each kind of record is kept: retention.yaml, read once and checked, and what the data
protection officer has made of it since."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.lib.words import count
from leadwell.people.models import RuleChange
from leadwell.people.privacy import periods

FROM = {
    "programme_end": "after the programme’s end",
    "school_year_end": "after the school year’s end",
    "financial_year_end": "after the financial year’s end",
    "last_role": "after somebody’s last role",
    "last_deployment": "after the last deployment",
    "column": "",
}
THEN = {"delete", "replace", "anonymise", "keep"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the schedule, in one version.

    months and days: None where it is not said so. said: the length in the field's own words; ""
    where months and days say it. least: months below which it is not shortened. itself: the job
    that carries it out without asking. version: 1 is the default.
    """

    key: str
    title: str
    counted_from: str
    column: str
    months: int | None
    days: int | None
    said: str
    then: str
    least: int
    itself: str
    version: int = 1

    @property
    def how_long(self) -> str:
        """ "6 years after the programme’s end", "12 months", "for good"."""
        if self.then == "keep":
            return "for good"
        return f"{self._length} {FROM[self.counted_from]}".strip()

    @property
    def is_the_officers(self) -> bool:
        """Whether the data protection officer changes it, and says when its rows go."""
        return self.then != "keep" and not self.itself

    @property
    def _length(self) -> str:
        if self.said:
            return self.said
        if self.months is not None:
            return in_words(self.months)
        return count(self.days, "day") if self.days else "until it runs out"

    def due_on(self, since: date) -> date:
        """The day on which what is counted from `since` falls due."""
        return periods.due_on(self._counted(since), self.months or 0)

    def cutoff(self, on: date) -> date:
        """The latest day to count from with which something is due on a day."""
        latest = periods.cutoff(on, self.months or 0)
        if self.counted_from in periods.YEAR_ENDS:
            return periods.year_end_before(latest, self.counted_from)
        return latest

    def _counted(self, since: date) -> date:
        if self.counted_from in periods.YEAR_ENDS:
            return periods.year_end_after(since, self.counted_from)
        return since


def in_words(months: int) -> str:
    """ "6 years", "12 months"."""
    years, left = divmod(months, 12)
    return count(years, "year") if years > 2 and not left else count(months, "month")


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its key, as it is by default. Raises ValueError for one that cannot be read."""
    text = files(__package__).joinpath("retention.yaml").read_text(encoding="utf-8")
    return {key: _rule(key, row) for key, row in yaml.safe_load(text).items()}


def in_force() -> dict[str, Rule]:
    """Every rule by its key, as the data protection officer has made it. One query."""
    found = dict(rules())
    for change in RuleChange.objects.order_by("version"):
        if change.rule in found:
            found[change.rule] = as_changed(found[change.rule], change)
    return found


def as_changed(rule: Rule, change: RuleChange) -> Rule:
    return replace(rule, months=change.months, said="", version=change.version)


def _rule(key: str, row: dict[str, Any]) -> Rule:
    counted_from, then = row.get("from", ""), row["then"]
    if then not in THEN or (then != "keep" and counted_from not in FROM):
        raise ValueError(f"the retention rule {key} counts from {counted_from!r}, then {then!r}")
    return Rule(
        key=key,
        title=row["title"],
        counted_from=counted_from,
        column=row.get("column", ""),
        months=row.get("months"),
        days=row.get("days"),
        said=row.get("said", ""),
        then=then,
        least=row.get("least", 1),
        itself=row.get("itself", ""),
    )
