"""What will be destroyed: rules, tables in words, counts and days, and no content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadwell.people.models import RuleChange
from leadwell.people.privacy import retention
from leadwell.people.privacy.dictionary import tables
from leadwell.people.privacy.disposing import due
from leadwell.people.privacy.disposing.due import Due
from leadwell.people.privacy.retention import Rule
from leadwell.people.privacy.shares import shares_of


@dataclass(frozen=True, slots=True)
class Line:
    """One table by one rule. n: past its time today; n_soon: more of them within thirty days. first_on: the
    day on which the oldest fell or falls due."""

    what: str
    rule: Rule
    becomes: str
    n: int
    n_soon: int
    first_on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """fingerprint: of what would go by a click today."""

    on: date
    until: date
    now: Sequence[Due]
    lines: Sequence[Line]
    fingerprint: str

    @property
    def n_now(self) -> int:
        return sum(one.n for one in self.now)

    @property
    def n_soon(self) -> int:
        return sum(line.n_soon for line in self.lines)


@dataclass(frozen=True, slots=True)
class InForce:
    """One line of the schedule. change: the version in force, None while it is the default."""

    rule: Rule
    default: Rule
    change: RuleChange | None
    tables: Sequence[str]


def preview(on: date) -> Preview:
    until = on + due.AHEAD
    now, then = due.due(on), due.due(until)
    at_once = {(one.entry.name, one.rule.key): one for one in now}
    found = [_line(one, at_once.get((one.entry.name, one.rule.key))) for one in then]
    return Preview(on, until, now, found, due.fingerprint(now))


def schedule() -> list[InForce]:
    """Every rule as it is today, in the file's order."""
    latest = {
        change.rule: change
        for change in RuleChange.objects.select_related("changed_by").order_by("version")
    }
    defaults = retention.rules()
    return [
        InForce(rule, defaults[key], latest.get(key), _kept_by(key))
        for key, rule in retention.in_force().items()
    ]


def _line(then: Due, now: Due | None) -> Line:
    n = now.n if now else 0
    first_on = now.oldest_on if now else then.oldest_on
    return Line(then.entry.what, then.rule, then.what_becomes, n, then.n - n, first_on)


def _kept_by(key: str) -> list[str]:
    return sorted(
        entry.what
        for entry in tables().values()
        if key in {share.keep for share in shares_of(entry)}
    )
