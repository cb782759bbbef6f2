"""What befell the sites: openings, closures, mergers and splits, none of which is a conversion."""

from dataclasses import dataclass
from enum import StrEnum, auto

import numpy as np
from numpy.typing import NDArray

from leadwell.demo import kinds
from leadwell.demo.sites import Sites

Ints = NDArray[np.int64]
FIRST_YEAR, LAST_YEAR = 2016, 2024


class Fate(StrEnum):
    """How a site ended: with no heir, as half of a new school, inside an old one, or as two."""

    CLOSURE = auto()
    AMALGAMATED = auto()
    MERGED = auto()
    SPLIT = auto()

    @property
    def reason(self) -> str:
        """Why it closed, in the register's words."""
        if self is Fate.CLOSURE:
            return "Closure"
        return "De-amalgamation" if self is Fate.SPLIT else "Result of Amalgamation/Merger"


@dataclass(frozen=True, slots=True)
class Change:
    """Sites that closed on a day, and those that took their children. Indexes into Sites."""

    fate: Fate
    closed_on: np.datetime64
    closed: tuple[int, ...]
    heirs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each change there are in a country of n_schools mainstream schools."""

    amalgamated: int
    merged: int
    split: int
    closure: int
    free: int

    @property
    def n_closed(self) -> int:
        """Closed sites that had Key Stage 2 results."""
        return self.amalgamated + self.merged + self.split + self.closure

    @property
    def n_new(self) -> int:
        """Open mainstream sites that are newer than the results."""
        return self.amalgamated + 2 * self.split + self.free


def counts(n_schools: int) -> Counts:
    """About as many as in England, but at least one of each."""
    shares = (0.0075, 0.004, 0.0006, 0.015, 0.015)
    return Counts(*(max(1, round(share * n_schools)) for share in shares))


def draw(
    rng: np.random.Generator,
    sites: Sites,
    counts: Counts,
    *,
    new: range,
    closed: Ints,
    infants: Ints,
) -> list[Change]:
    """Give the sites their openings and closings, in place, and say what happened.

    new: indexes of the newer open sites, counts.n_new long. closed: of the sites that close, at
    counts.n_closed. infants: of the infant schools that close, one an amalgamation.
    """
    years = rng.integers(FIRST_YEAR, LAST_YEAR + 1, closed.size)
    changes = []
    heirs = iter(new)
    settled = rng.integers(41, new.start, closed.size) if new.start > 41 else closed * 0 + 1
    for order, (site, year) in enumerate(zip(closed.tolist(), years.tolist(), strict=True)):
        fate = _fate(order, counts)
        going: tuple[int, ...] = (site,)
        taking: tuple[int, ...] = ()
        if fate is Fate.AMALGAMATED:
            going = (int(infants[order]), site)
            taking = (next(heirs),)
        elif fate is Fate.SPLIT:
            taking = (next(heirs), next(heirs))
        elif fate is Fate.MERGED:
            taking = (int(settled[order]),)
        changes.append(Change(fate, np.datetime64(f"{year}-08-31"), going, taking))
    for change in changes:
        _settle(sites, change)
    for site in heirs:
        _open_free_school(sites, site, int(rng.integers(2012, LAST_YEAR + 1)), rng.random() < 0.75)
    return changes


def _fate(order: int, counts: Counts) -> Fate:
    if order < counts.amalgamated:
        return Fate.AMALGAMATED
    if order < counts.amalgamated + counts.split:
        return Fate.SPLIT
    if order < counts.amalgamated + counts.split + counts.merged:
        return Fate.MERGED
    return Fate.CLOSURE


def _settle(sites: Sites, change: Change) -> None:
    """Close the old, open the new where it was, with the old intake and standing."""
    alike = ("authority", "town", "strength", "prior", "disadvantaged_share", "eal_share")
    place = change.heirs[0] if change.fate is Fate.MERGED else change.closed[-1]
    for name in alike:
        values = getattr(sites, name)
        values[list(change.closed + change.heirs)] = values[place]
    sites.closed_on[list(change.closed)] = change.closed_on
    if change.fate is Fate.MERGED:
        return
    for heir in change.heirs:
        sites.opened_on[heir] = change.closed_on + 1
        sites.first_cohort[heir] = int(str(change.closed_on)[:4])


def _open_free_school(sites: Sites, site: int, year: int, starts_small: bool) -> None:
    """A new school; most begin with the youngest and reach Year 6 six years later."""
    sites.first_type[site] = kinds.FREE
    sites.opened_on[site] = np.datetime64(f"{year}-09-01")
    sites.first_cohort[site] = year + (6 if starts_small else 1)
