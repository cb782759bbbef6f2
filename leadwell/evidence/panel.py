"""What is known of schools over years, and which of them took part: the engine's two inputs.

Years are academic years by the year they start (2018 is 2018/19). Schools are rows: every other
array of the engine speaks of them by their row number here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
NONE = -1  # no trust, no predecessor, no neighbour
NOBODY: Ints = np.empty(0, dtype=np.int64)  # no rows


class Why(IntEnum):
    """Why a cell of a panel has no value; 0 is a value."""

    VALUE = 0
    SUPPRESSED = 1
    LOW_COVERAGE = 2
    NO_ENTRIES = 3
    NOT_PUBLISHED = 4
    NOT_APPLICABLE = 5
    NEW = 6
    CLOSED = 7
    NOT_PUBLISHED_THAT_YEAR = 8
    NOT_GIVEN = 9


def freeze(holder: Any) -> None:
    """Make the arrays of a frozen dataclass read-only views; the caller's own stay as they were."""
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, np.ndarray):
            view = value.view()
            view.flags.writeable = False
            object.__setattr__(holder, field.name, view)


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Outcomes of n schools in t years, k outcomes each. Every array is made read-only.

    schools: shape (n,). A number for each school, each once (a URN, or our own id).
    years: shape (t,). Academic years, ascending, each once; years without tests may be left out.
    outcomes: k names.
    values: shape (n, t, k). In each outcome's own unit, NaN exactly where `why` is not 0.
    why: shape (n, t, k). Codes of Why.
    pupils: shape (n, t). Pupils the outcomes are about; NaN where unknown.
    region, area, phase: shape (n,). Codes of any kind, equal where the schools are alike.
    trust: shape (n,). Code of the trust, NONE for a school in none.
    context: shape (n, p). What else schools are matched on, NaN where unknown; context_names: p.
    predecessor: shape (n,). Row of the school it continues, NONE for none.

    Raises ValueError, naming the array, if shapes, order or missing cells disagree.
    """

    schools: Ints
    years: Ints
    outcomes: tuple[str, ...]
    values: Floats
    why: Codes
    pupils: Floats
    region: Ints
    area: Ints
    phase: Ints
    trust: Ints
    context: Floats
    context_names: tuple[str, ...]
    predecessor: Ints

    def __post_init__(self) -> None:
        n, t, k, p = (
            len(self.schools),
            len(self.years),
            len(self.outcomes),
            len(self.context_names),
        )
        shapes = {
            "schools": (n,),
            "years": (t,),
            "values": (n, t, k),
            "why": (n, t, k),
            "pupils": (n, t),
            "region": (n,),
            "area": (n,),
            "phase": (n,),
            "trust": (n,),
            "context": (n, p),
            "predecessor": (n,),
        }
        for name, shape in shapes.items():
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name} has shape {found}, not {shape}")
        if len(set(self.outcomes)) != k:
            raise ValueError("outcomes has a name twice")
        if np.unique(self.schools).size != n:
            raise ValueError("schools has a number twice")
        if np.any(np.diff(self.years) <= 0):
            raise ValueError("years are not ascending, each once")
        if not np.array_equal(np.isnan(self.values), self.why != Why.VALUE):
            raise ValueError("values are missing exactly where why says so: they disagree")
        if np.isinf(self.values).any():
            raise ValueError("values has an infinite number")
        if np.any((self.predecessor < NONE) | (self.predecessor >= n)):
            raise ValueError("predecessor names a row that is not there")
        freeze(self)

    @property
    def size(self) -> int:
        return len(self.schools)

    def outcome(self, name: str) -> Floats:
        """One outcome's values, shape (n, t). Raises ValueError for a name that is not there."""
        if name not in self.outcomes:
            raise ValueError(f"no outcome {name!r}: there are {', '.join(self.outcomes)}")
        return self.values[:, :, self.outcomes.index(name)]

    def only(self, names: Sequence[str]) -> "Panel":
        """The same with some of its outcomes, in this order. Raises ValueError as `outcome`."""
        for name in names:
            self.outcome(name)
        at = [self.outcomes.index(name) for name in names]
        return replace(
            self, outcomes=tuple(names), values=self.values[:, :, at], why=self.why[:, :, at]
        )

    def rows(self, schools: Ints) -> Ints:
        """The row of each of these schools, in their order, NONE for one that is not here."""
        if self.size == 0:
            return np.full(len(schools), NONE, dtype=np.int64)
        order = np.argsort(self.schools, kind="stable")
        at = np.searchsorted(self.schools, schools, sorter=order)
        found = order[np.minimum(at, self.size - 1)]
        return np.where(self.schools[found] == schools, found, NONE).astype(np.int64)

    def year_at(self, year: int) -> int:
        """The column of a year. Raises ValueError for a year that is not there."""
        at = int(np.searchsorted(self.years, year))
        if at == len(self.years) or self.years[at] != year:
            raise ValueError(f"the panel has no year {year}")
        return at


def complete(
    *,
    schools: Ints,
    years: Ints,
    outcomes: Sequence[str],
    values: Floats,
    pupils: Floats | None = None,
) -> Panel:
    """A panel of values alone: no reasons but NOT_GIVEN, one region, area and phase, no trust.

    For data that came without them (a published example, a simulation). pupils: 1 for each where
    left out.
    """
    n, t = len(schools), len(years)
    same = np.zeros(n, dtype=np.int64)
    none = np.full(n, NONE, dtype=np.int64)
    return Panel(
        schools=np.asarray(schools, dtype=np.int64),
        years=np.asarray(years, dtype=np.int64),
        outcomes=tuple(outcomes),
        values=np.asarray(values, dtype=np.float64),
        why=np.where(np.isnan(values), Why.NOT_GIVEN, Why.VALUE).astype(np.uint8),
        pupils=np.ones((n, t)) if pupils is None else np.asarray(pupils, dtype=np.float64),
        region=same,
        area=same,
        phase=same,
        trust=none,
        context=np.empty((n, 0)),
        context_names=(),
        predecessor=none,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Treatment:
    """Which schools took part, each from which year on. A school that left again stays in.

    schools: shape (m,). Numbers as in Panel.schools, each once; one that the panel lacks is
        counted as an exclusion, not an error.
    starts: shape (m,). The academic year each began: results of that year are already "after".
    dose: shape (m, d) of how much of each kind a school had, or None.
    recruited_on: the academic year whose results were the reason for choosing the schools, or
        None when nobody knows.
    sponsor_trust: code of the trust whose programme it is, or None.

    Raises ValueError for a school twice, or arrays of two lengths.
    """

    schools: Ints
    starts: Ints
    dose: Floats | None = None
    recruited_on: int | None = None
    sponsor_trust: int | None = None

    def __post_init__(self) -> None:
        if self.schools.shape != self.starts.shape or self.schools.ndim != 1:
            raise ValueError("schools and starts must be two lists of one length")
        if np.unique(self.schools).size != self.schools.size:
            raise ValueError("a school takes part once: a number is there twice")
        if self.dose is not None and self.dose.shape[0] != self.schools.size:
            raise ValueError("dose must have a row for each school")
        freeze(self)

    @classmethod
    def of(cls, schools: Sequence[int], start: int, *, recruited_on: int | None = None) -> Self:
        """These schools, all from one year on."""
        numbers = np.asarray(schools, dtype=np.int64)
        return cls(numbers, np.full(numbers.size, start, np.int64), recruited_on=recruited_on)
