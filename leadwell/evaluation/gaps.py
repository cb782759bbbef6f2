"""The gap within schools as an outcome: disadvantaged pupils' results less other pupils'.

It has no place in the catalogue, since nobody publishes it: it is there for a school and year only
where the Department publishes both figures, and nothing that was hidden is in it. The Department's
own difference is to other pupils in England, and is another thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Codes, Floats, Panel, Why
from leadwell.evidence.placebo.gap import Gap, gaps
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Group, Measure

SUFFIX = "_gap"
PUPILS_OF_GAPS = "disadvantaged_pupils"
NOT_TOGETHER = (
    "A gap is asked about with other gaps, or with results of disadvantaged pupils: in a gap a "
    "school counts by how many are in both groups, and so other results would be weighed wrongly."
)


@dataclass(frozen=True, slots=True)
class GapMeasure:
    """of: the measure of all pupils. disadvantaged, other: keys of what is published of each."""

    of: Measure
    disadvantaged: str
    other: str

    @property
    def key(self) -> str:
        return f"{self.of.key}{SUFFIX}"

    @property
    def label(self) -> str:
        label = self.of.label
        return f"Gap between disadvantaged and other pupils: {label[0].lower()}{label[1:]}"

    @property
    def short_label(self) -> str:
        return f"Gap, {self.of.short_label}"


def gap_of(key: str) -> GapMeasure | None:
    """The gap that a key names, such as `maths_average_gap`; None where it names none."""
    stem = key.removesuffix(SUFFIX)
    measure = catalogue.load().by_key.get(stem)
    if stem == key or measure is None or measure.group is not Group.ALL:
        return None
    if measure.disadvantaged is None or measure.other is None:
        return None
    return GapMeasure(measure, measure.disadvantaged, measure.other)


def measure_of(key: str) -> Measure:
    """Of an outcome, or of the gap in it. Raises KeyError for what is neither."""
    gap = gap_of(key)
    return catalogue.load().by_key[key] if gap is None else gap.of


def label_of(key: str, *, is_short: bool = False) -> str:
    """Raises KeyError as `measure_of`."""
    named = gap_of(key) or measure_of(key)
    return named.short_label if is_short else named.label


def not_together(keys: Sequence[str]) -> str:
    """Why these outcomes cannot be asked about at once, in words; "" where they can."""
    if not any(map(gap_of, keys)):
        return ""
    known = catalogue.load().by_key
    others = [known[key] for key in keys if key in known]
    return "" if all(one.group is Group.DISADVANTAGED for one in others) else NOT_TOGETHER


def read_for(keys: Sequence[str]) -> list[str]:
    """Measures of the catalogue that outcomes are made of, each once."""
    found = [_parts(key) for key in keys]
    return list(dict.fromkeys(one for parts in found for one in parts))


def _parts(key: str) -> tuple[str, ...]:
    gap = gap_of(key)
    return (key,) if gap is None else (gap.disadvantaged, gap.other)


def with_gaps(panel: Panel, keys: Sequence[str], *, disadvantaged_pupils: Floats) -> Panel:
    """A panel of `read_for` as one of the outcomes, in order; as it is where none is a gap.

    disadvantaged_pupils: shape (n, t). Where there are said to be more of them than pupils, they
    are not known. A gap without pupils known is as if it had not been given.
    """
    made = [gap for key in keys if (gap := gap_of(key))]
    if not made:
        return panel
    of_both = np.where(disadvantaged_pupils <= panel.pupils, disadvantaged_pupils, np.nan)
    asked = [Gap(gap.key, gap.disadvantaged, gap.other) for gap in made]
    found = gaps(panel, asked, disadvantaged_pupils=of_both)
    beside = panel.only([key for key in keys if gap_of(key) is None])
    values = np.concatenate([found.values, beside.values], axis=2)
    why = np.concatenate([found.why, beside.why], axis=2)
    values, why = _with_pupils(values, why, found.pupils)
    whole = Panel(
        schools=panel.schools, years=panel.years, outcomes=found.outcomes + beside.outcomes,
        values=values, why=why, pupils=found.pupils, region=panel.region, area=panel.area,
        phase=panel.phase, trust=panel.trust, context=panel.context,
        context_names=panel.context_names, predecessor=panel.predecessor,
    )  # fmt: skip
    return whole.only(keys)


def _with_pupils(values: Floats, why: Codes, pupils: Floats) -> tuple[Floats, Codes]:
    lacks = np.isnan(pupils)[:, :, None] & (why == Why.VALUE)
    return np.where(lacks, np.nan, values), np.where(lacks, np.uint8(Why.NOT_GIVEN), why)
