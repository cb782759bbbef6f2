"""Which schools fit what is asked for, in which order.

All open schools stand in memory with their figures of one measure and year, as arrays in the order of
their names, until something is loaded: whatever is asked for then, the database is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from leadwell.schools import catalogue
from leadwell.schools.models import School
from leadwell.schools.models.intake import Intake
from leadwell.schools.version import Version

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
ORDERS = {
    "level": "Result, lowest first",
    "gap": "Gap, widest first",
    "name": "Name, A to Z",
    "-pupils": "Size, largest first",
    "pupils": "Size, smallest first",
}
COLUMNS = ("pk", "n_pupils", "level", "gap", "local_authority", "trust", "is_special",
           "phase_of_education", "region")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Fitting:
    """Arrays of one length, a place for each open school. pupils, level, gap: NaN where there is
    none. area, trust: their numbers, 0 for none. phase, region: places in `words`."""

    pk: Ints
    pupils: Floats
    level: Floats
    gap: Floats
    area: Ints
    trust: Ints
    is_special: Bools
    phase: Ints
    region: Ints
    words: Mapping[str, int]

    def ids(self, asked: Mapping[str, Any]) -> Ints:
        """Numbers of the schools that fit, in the order that is asked for. asked: the cleaned
        form of looking."""
        order = self._orders[asked["sort"]]
        return self.pk[order[self._fits(asked)[order]]]

    def _fits(self, asked: Mapping[str, Any]) -> Bools:
        """A school without a figure is left out only where a figure is asked for."""
        found = np.ones(len(self.pk), bool)
        if not asked["special"]:
            found &= ~self.is_special
        if asked["phase"]:
            is_of_it = np.isin(self.phase, [self.words.get(each, -1) for each in asked["phase"]])
            found &= is_of_it | self.is_special if asked["special"] else is_of_it
        if asked["region"]:
            found &= self.region == self.words.get(asked["region"], -1)
        if asked["area"]:
            found &= self.area == asked["area"]
        if asked["trust"]:
            found &= np.isin(self.trust, [trust.pk for trust in asked["trust"]])
        if asked["least"]:
            found &= self.pupils >= asked["least"]
        if asked["most"]:
            found &= self.pupils <= asked["most"]
        if asked["below"] is not None:
            found &= self.level <= asked["below"]
        if asked["gap"] is not None:
            found &= self.gap <= -asked["gap"]
        return found

    @cached_property
    def _orders(self) -> Mapping[str, Ints]:
        """By name where two are alike; those without a figure last."""
        keys = {
            "level": self.level, "gap": self.gap, "pupils": self.pupils, "-pupils": -self.pupils,
            "name": np.zeros(len(self.pk)),
        }  # fmt: skip
        return {name: np.argsort(key, kind="stable") for name, key in keys.items()}


@lru_cache(maxsize=6)
def fitting(measure: str, year: int | None, _: Version) -> Fitting:
    """One query, once a version. About 2 MB for all schools of England."""
    found = _with_figures(School.objects.standing().filter(is_open=True), measure, year)
    rows = list(found.order_by("name", "pk").values_list(*COLUMNS))
    pk, pupils, level, gap, area, trust, is_special, phase, region = (
        zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    )
    words = {word: place for place, word in enumerate({*phase, *region})}
    return Fitting(
        pk=np.array(pk, np.int64),
        pupils=np.array(pupils, float),
        level=np.array(level, float),
        gap=np.array(gap, float),
        area=_numbers(area),
        trust=_numbers(trust),
        is_special=np.array(is_special, bool),
        phase=np.array([words[word] for word in phase], np.int64),
        region=np.array([words[word] for word in region], np.int64),
        words=words,
    )


def _numbers(column: Iterable[int | None]) -> Ints:
    return np.array([one or 0 for one in column], np.int64)


def _with_figures(schools: QuerySet[School], measure: str, year: int | None) -> QuerySet[School]:
    """With `level` and `gap` of the year; of two rows in a year the one that stands."""
    aside = Intake.objects.filter(row_id=OuterRef("row__id"), stands=False)
    row = FilteredRelation("published", condition=Q(published__academic_year=year))
    found = schools.annotate(row=row).filter(Q(row=None) | ~Exists(aside))
    by_key = catalogue.load().by_key
    asked = by_key[measure]
    keys = {"level": asked.key, "ours": asked.disadvantaged, "others": asked.other}
    for name, key in keys.items():
        slot = by_key[key or asked.key].slot
        found = found.annotate(**{name: F(f"row__values__{slot}")})
    return found.annotate(gap=F("ours") - F("others"))
