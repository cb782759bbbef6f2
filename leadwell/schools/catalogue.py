"""The measures we know, as data: catalogue.yaml, read once, checked, frozen."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from leadwell.schools.reasons import Reason

FILE = Path(__file__).with_name("catalogue.yaml")


class Unit(StrEnum):
    PERCENT = "percent"
    SCALED_SCORE = "scaled_score"
    PROGRESS_POINTS = "progress_points"
    PUPILS = "pupils"
    POINTS = "points"


class Group(StrEnum):
    """Whose results they are. THREE_YEAR pools three years: never beside a single year's."""

    ALL = "all"
    DISADVANTAGED = "disadvantaged"
    OTHER = "other"
    THREE_YEAR = "three_year"


@dataclass(frozen=True, slots=True)
class EesCell:
    """Where the statistics service keeps a measure.

    column: of the file's header. In the information file (is_information) that is all; in the
    attainment file the row is found by topic (its beginning), breakdown (any of) and subject.
    """

    column: str
    is_information: bool
    breakdown_topic: str = ""
    breakdown: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Noise:
    """Variance of a school's change in a year, in its unit squared: a + b (1/n1 + 1/n2)."""

    a: float
    b: float
    source: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure published about a school.

    slot: its place in stored arrays, for ever. bounds: lowest and highest a value may be.
    years: ranges of academic years, both ends in; None means until further notice.
    denominator: key of the published count it is a share or a mean of; None when it is not one.
    disadvantaged, other: keys of the same figure for those pupils; None where not published.
    wide: column names in the performance tables. pupil_sd: by academic year, of pupils in England.
    """

    key: str
    slot: int
    group: Group
    unit: Unit
    decimals: int
    higher_is: str
    label: str
    short_label: str
    definition: str
    years: tuple[tuple[int, int | None], ...]
    bounds: tuple[float, float]
    denominator: str | None
    disadvantaged: str | None
    other: str | None
    wide: tuple[str, ...]
    ees: EesCell | None
    noise: Noise | None
    pupil_sd: Mapping[int, float] = field(hash=False)

    @property
    def population(self) -> str:
        """Whose results, in words."""
        return _POPULATIONS[self.group]

    def covers(self, academic_year: int) -> bool:
        return any(a <= academic_year and (b is None or academic_year <= b) for a, b in self.years)


_POPULATIONS = {
    Group.ALL: "all pupils at the end of key stage 2",
    Group.DISADVANTAGED: "disadvantaged pupils",
    Group.OTHER: "pupils who are not disadvantaged",
    Group.THREE_YEAR: "all pupils of the last three years together",
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All measures, in the order of their slots."""

    version: int
    measures: tuple[Measure, ...]
    by_key: Mapping[str, Measure]
    cancelled_years: frozenset[int]
    not_published_years: frozenset[int]
    set_aside: re.Pattern[str]

    def produced(self, key: str, academic_year: int) -> Reason | None:
        """None if schools were (or are due to be) given this figure that year, else why not.

        Raises KeyError for an unknown measure.
        """
        measure = self.by_key[key]
        return self.no_results(academic_year) or (
            None if measure.covers(academic_year) else Reason.NOT_PRODUCED
        )

    def no_results(self, academic_year: int) -> Reason | None:
        """Why a year has no school results at all; None if it has some."""
        if academic_year in self.cancelled_years:
            return Reason.CANCELLED
        return Reason.NOT_PUBLISHED_YEAR if academic_year in self.not_published_years else None

    def is_known_column(self, name: str) -> bool:
        """Whether a column of the performance tables is known, though we do not use it."""
        return self.set_aside.fullmatch(name) is not None


@cache
def load() -> Catalogue:
    """The catalogue that ships with the code."""
    return build(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def build(data: Mapping[str, Any]) -> Catalogue:
    """A checked catalogue from the YAML's data. Raises ValueError saying what is wrong with it."""
    measures = sorted(
        (measure for entry in data["measures"] for measure in _expanded(entry, data)),
        key=lambda measure: measure.slot,
    )
    _check(measures)
    return Catalogue(
        version=data["version"],
        measures=tuple(measures),
        by_key=MappingProxyType({measure.key: measure for measure in measures}),
        cancelled_years=frozenset(data["cancelled_years"]),
        not_published_years=frozenset(data["not_published_years"]),
        set_aside=re.compile(
            "|".join(f"(?:{each['pattern']})" for each in data["set_aside"]), re.IGNORECASE
        ),
    )


def _expanded(entry: Mapping[str, Any], data: Mapping[str, Any]) -> Iterable[Measure]:
    for name, slot in entry["slots"].items():
        yield _measure(entry, Group(name), slot, data)


def _measure(entry: Mapping[str, Any], group: Group, slot: int, data: Mapping[str, Any]) -> Measure:
    fill = data["groups"][group]
    unit = data["units"][entry["unit"]]
    bounds = entry.get("bounds", unit["bounds"])
    noise = entry.get("noise", {}).get(group)

    def words(text: str) -> str:
        filled = text.format(
            suffix=fill["suffix"], tail=fill["tail"], who=fill["who"], words=fill["words"]
        )
        return filled[:1].upper() + filled[1:]

    def key(of: Group) -> str | None:
        if of not in entry["slots"] or group not in (Group.ALL, Group.DISADVANTAGED, Group.OTHER):
            return None
        return str(entry["key"]).format(suffix=data["groups"][of]["suffix"])

    return Measure(
        key=entry["key"].format(suffix=fill["suffix"]),
        slot=slot,
        group=group,
        unit=Unit(entry["unit"]),
        decimals=unit["decimals"],
        higher_is=entry["higher_is"],
        label=words(entry["label"]),
        short_label=words(entry.get("short_label", entry["label"])),
        definition=words(entry["definition"]),
        years=_years(entry["years"], group),
        bounds=(float(bounds[0]), float(bounds[1])),
        denominator=_denominator(entry, group),
        disadvantaged=key(Group.DISADVANTAGED),
        other=key(Group.OTHER),
        wide=tuple(name.format(tail=fill["tail"]) for name in entry["wide"]),
        ees=_ees(entry.get("ees"), fill),
        noise=Noise(float(noise[0]), float(noise[1]), data["noise_source"]) if noise else None,
        pupil_sd=MappingProxyType(entry.get("pupil_sd", {}) if group is Group.ALL else {}),
    )


def _years(years: Any, group: Group) -> tuple[tuple[int, int | None], ...]:
    ranges = years[group] if isinstance(years, dict) else years
    return tuple((first, last) for first, last in ranges)


_COUNTS = {
    Group.ALL: "eligible_pupils",
    Group.DISADVANTAGED: "disadvantaged_pupils",
    Group.OTHER: "other_pupils",
    Group.THREE_YEAR: "eligible_pupils_three_year",
}


def _denominator(entry: Mapping[str, Any], group: Group) -> str | None:
    """The count of the group's pupils, unless the measure is a count that names its own."""
    if "denominator" in entry:
        return str(entry["denominator"])
    return None if entry["unit"] == Unit.PUPILS else _COUNTS[group]


def _ees(ees: Mapping[str, Any] | None, fill: Mapping[str, Any]) -> EesCell | None:
    if ees is None:
        return None
    column = ees["column"].format(tail=fill["tail"]).lower()
    if ees.get("file") == "information":
        return EesCell(column=column, is_information=True)
    return EesCell(
        column=column,
        is_information=False,
        breakdown_topic=fill["ees"]["breakdown_topic"],
        breakdown=tuple(fill["ees"]["breakdown"]),
        subject=ees["subject"],
    )


def _check(measures: Sequence[Measure]) -> None:
    if [measure.slot for measure in measures] != list(range(len(measures))):
        raise ValueError("the slots of the catalogue must run from 0 without a gap or a repeat")
    keys = {measure.key for measure in measures}
    if len(keys) != len(measures):
        raise ValueError("two measures of the catalogue have the same key")
    names = [name.casefold() for measure in measures for name in measure.wide]
    if len(set(names)) != len(names):
        raise ValueError("two measures of the catalogue claim the same column")
    for measure in measures:
        for other in (measure.denominator, measure.disadvantaged, measure.other):
            if other is not None and other not in keys:
                raise ValueError(f"{measure.key} names {other}, which is not in the catalogue")
