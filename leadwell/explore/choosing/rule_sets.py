"""Sets of rules as data: which criteria there are, in which version, how each is decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.schools import catalogue

OWN = "own"
TESTS = ("below", "below_england", "gap")


@dataclass(frozen=True, slots=True)
class Test:
    """One figure of one year beside a line. kind: of TESTS; line: in the measure's own unit."""

    measure: str
    kind: str
    line: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """code: for ever. all_of, any_of, fall: empty where a person decides. of_years: how many of
    the latest years with figures are looked at; in_years: in how many of them it has to hold."""

    code: str
    says: str
    is_published: bool
    of_years: int = 0
    in_years: int = 0
    all_of: tuple[Test, ...] = ()
    any_of: tuple[Test, ...] = ()
    fall: Test | None = None

    def said_of(self, own: str) -> str:
        """With the measure it looks at, where that is the programme's own. own: its name."""
        tests = (*self.all_of, *self.any_of, *([self.fall] if self.fall else []))
        is_own = any(test.measure == OWN for test in tests)
        return f"{self.says}: {own[:1].lower()}{own[1:]}" if is_own else self.says


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version. least_share_pct: 0 to 100, of schools that meet a criterion."""

    key: str
    version: int
    title: str
    about: str
    source: str
    least_schools: int
    least_share_pct: int
    most_minutes: int
    board_approves: bool
    criteria: tuple[Criterion, ...]

    def criterion(self, code: str) -> Criterion:
        return next(each for each in self.criteria if each.code == code)

    @property
    def name(self) -> str:
        return f"{self.title}, version {self.version}"


def current(key: str) -> RuleSet:
    """The latest version of a programme's rules; our own where the fund has none here."""
    found = [each for each in every() if each.key == key]
    return max(found or [each for each in every() if each.key == "custom"], key=lambda e: e.version)


def of(key: str, version: int) -> RuleSet:
    """The version a school was screened by. Raises KeyError where there is none."""
    for each in every():
        if (each.key, each.version) == (key, version):
            return each
    raise KeyError(f"{key}, version {version}")


@cache
def every() -> tuple[RuleSet, ...]:
    """All versions, as written."""
    text = files(__package__).joinpath("rule_sets.yaml").read_text(encoding="utf-8")
    return build(yaml.safe_load(text)["rule_sets"])


def build(rows: Sequence[Mapping[str, Any]]) -> tuple[RuleSet, ...]:
    """Checked. Raises ValueError saying what is wrong: a version written twice, a measure or a
    test that is not known, a criterion that nobody can decide."""
    made = tuple(map(_rule_set, rows))
    names = [(each.key, each.version) for each in made]
    if len(set(names)) != len(names):
        raise ValueError("a version of a set of rules is written twice")
    return made


def criteria(rows: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """Of one version. Raises ValueError likewise."""
    made = tuple(map(_criterion, rows))
    codes = [each.code for each in made]
    if len(set(codes)) != len(codes):
        raise ValueError(f"{', '.join(codes)}: a criterion is there twice")
    return made


def _rule_set(row: Mapping[str, Any]) -> RuleSet:
    made = RuleSet(**dict(row) | {"criteria": criteria(row["criteria"])})
    if made.least_schools < 1 or not 0 <= made.least_share_pct <= 100:
        raise ValueError(f"{made.name} asks for a share or a number that cannot be")
    return made


def _criterion(row: Mapping[str, Any]) -> Criterion:
    made = Criterion(
        code=row["code"],
        says=row["says"],
        is_published=row["by"] == "published",
        of_years=row.get("of", 0),
        in_years=row.get("in", 0),
        all_of=tuple(map(_test, row.get("all", ()))),
        any_of=tuple(map(_test, row.get("any", ()))),
        fall=_fall(row.get("fall")),
    )
    tests = made.all_of + made.any_of
    if row["by"] not in ("person", "published"):
        raise ValueError(f"{made.code} is decided by {row['by']!r}, which is nobody")
    if made.is_published != bool(tests or made.fall):
        raise ValueError(f"{made.code} does not say by which figures, or says so for a person")
    if tests and not 1 <= made.in_years <= made.of_years:
        raise ValueError(f"{made.code} has to hold in more years than are looked at")
    return made


def _test(row: Mapping[str, Any]) -> Test:
    measure = row["measure"]
    kind = next((each for each in TESTS if each in row), "")
    if measure != OWN and measure not in catalogue.load().by_key:
        raise ValueError(f"{measure} is not in the catalogue of measures")
    if not kind:
        raise ValueError(f"{row} says nothing of where the line is")
    return Test(measure, kind, float(row[kind]))


def _fall(row: Mapping[str, Any] | None) -> Test | None:
    return None if row is None else Test(row["measure"], "fall", float(row["by"]))
