"""How far apart two schools are: a weighted sum of differences, each beside the national spread.

A difference of 1 is as wide as the middle half of all mainstream schools (the interquartile
range, which a few very large or very small schools cannot stretch). The distance is the mean of
the differences by weight; what is not known of both schools is left out, and the weights of the
rest are scaled up to make one again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

FILE = Path(__file__).with_name("weights.yaml")


@dataclass(frozen=True, slots=True)
class Component:
    """One thing schools are compared by."""

    key: str
    weight: float
    label: str
    unit: str
    definition: str


@dataclass(frozen=True, slots=True)
class Weights:
    """The method, as data. The weights of the components add up to one."""

    version: int
    author: str
    reviewed_on: date
    review_again_by: date
    n_schools: int
    least_published: int
    components: tuple[Component, ...]

    def of(self, key: str) -> float:
        return next(c.weight for c in self.components if c.key == key)


@dataclass(frozen=True, slots=True)
class Intake:
    """What a school is compared by, in one year. None where nothing is published.

    pupils: on roll. fsm6, sen: per cent of the year group. age_7: average points at age 7.
    earlier: mean of the last three published results, in per cent.
    """

    pupils: float | None = None
    fsm6: float | None = None
    sen: float | None = None
    age_7: float | None = None
    earlier: float | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """total: 0 is alike in everything known. parts: by component, in spreads; None where it is
    not known of both schools and so left out. is_by_age_7: what `start` was compared by."""

    total: float
    parts: Mapping[str, float | None]
    is_by_age_7: bool


@cache
def load() -> Weights:
    """The weights that ship with the code. Raises ValueError if they do not add up to one."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    components = tuple(Component(**each) for each in data.pop("components"))
    if abs(sum(component.weight for component in components) - 1) > 1e-9:
        raise ValueError("the weights of similar schools must add up to 1")
    return Weights(components=components, **data)


def distance(one: Intake, other: Intake, *, spread: Intake, weights: Weights) -> Distance | None:
    """How far apart two schools are; None when nothing is known of both.

    spread: the interquartile range of each thing over all mainstream schools, in its own unit;
    one that is None or 0 cannot tell schools apart and is left out.
    """
    is_by_age_7 = one.age_7 is not None and other.age_7 is not None
    start = "age_7" if is_by_age_7 else "earlier"
    fields = {"pupils": "pupils", "fsm6": "fsm6", "sen": "sen", "start": start}
    parts = {
        key: _part(getattr(one, name), getattr(other, name), getattr(spread, name))
        for key, name in fields.items()
    }
    known = {key: part for key, part in parts.items() if part is not None}
    if not known:
        return None
    weight = sum(weights.of(key) for key in known)
    total = sum(weights.of(key) * part for key, part in known.items()) / weight
    return Distance(total, MappingProxyType(parts), is_by_age_7)


def _part(one: float | None, other: float | None, spread: float | None) -> float | None:
    if one is None or other is None or not spread:
        return None
    return abs(one - other) / spread
