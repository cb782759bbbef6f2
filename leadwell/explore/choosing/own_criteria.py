"""A programme's own criteria: each as one line of a form, and as data. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from leadwell.explore.choosing.rule_sets import Criterion, RuleSet

KINDS = ("below", "below_england", "gap", "fall")
YEARS = {"1-1": "in the last year", "3-2": "in two of the last three", "3-3": "in each of three"}
"""Of how many years, and in how many of them, for all but a fall."""
OF_FALL = 3


class Row(NamedTuple):
    """One criterion as it is written. kind: of KINDS; "" where a person decides, and then measure,
    line and years are empty. years: of YEARS; "" for a fall."""

    says: str
    kind: str = ""
    measure: str = ""
    line: float = 0.0
    years: str = ""


def row_of(criterion: Criterion) -> Row:
    """Of a criterion with one test at most, as all of those are that are written here."""
    if criterion.fall:
        return Row(criterion.says, "fall", criterion.fall.measure, criterion.fall.line)
    if not criterion.is_published:
        return Row(criterion.says)
    [test] = criterion.all_of
    years = f"{criterion.of_years}-{criterion.in_years}"
    return Row(criterion.says, test.kind, test.measure, test.line, years)


def data_of(rows: Sequence[Row], known: Iterable[RuleSet]) -> list[dict[str, Any]]:
    """As in rule_sets.yaml. A criterion that is as in a version before keeps its code, so that
    schools are counted together; any other gets one that none ever had."""
    codes: dict[Row, str] = {}
    for rules in known:
        codes |= {row_of(one): one.code for one in rules.criteria}
    n_own = sum(code.startswith("own-") for code in codes.values())
    made = []
    for row in rows:
        if row not in codes:
            n_own += 1
            codes[row] = f"own-{n_own}"
        made.append(_data(row, codes[row]))
    return made


def _data(row: Row, code: str) -> dict[str, Any]:
    said: dict[str, Any] = {"code": code, "says": row.says, "by": "published"}
    if not row.kind:
        return said | {"by": "person"}
    if row.kind == "fall":
        return said | {"of": OF_FALL, "fall": {"measure": row.measure, "by": row.line}}
    of, n = row.years.split("-")
    test: Mapping[str, Any] = {"measure": row.measure, row.kind: row.line}
    return said | {"of": int(of), "in": int(n), "all": [test]}


def tested(rows: Iterable[Row]) -> set[str]:
    """The measures that they name."""
    return {row.measure for row in rows if row.kind}
