"""Maintained schools that became academies, year by year: a new URN for the same school."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from leadwell.demo import kinds
from leadwell.demo.kinds import Kind
from leadwell.demo.sites import NEVER, Days, Ints, Sites

# Of all schools with Key Stage 2 results, how many a year got a new URN: 4 to 5 in 100 while the
# results of 2016 to 2019 were published, fewer since.
RATES = {2015: 0.040, 2016: 0.046, 2017: 0.048, 2018: 0.042, 2019: 0.032, 2020: 0.022, 2021: 0.026}
LATER_RATE = 0.03
SPONSORED_SHARE = 0.22
IN_SEPTEMBER = 0.35
FIRST_YEAR = 2015


def draw(seed: int, sites: Sites, *, today: date, fixed: int) -> tuple[Days, Ints]:
    """When each site became an academy, and which type, for those that have by `today`.

    fixed: how many sites, from the first, keep the story they were given and are not drawn.
    Returns converted_on (NaT for never) and becomes (index of kinds.TYPES, -1), shape (n,).
    Each year has its own stream of chance, so tomorrow's world agrees with today's.
    """
    converted_on: Days = np.full(len(sites), NEVER)
    becomes = np.full(len(sites), -1, dtype=np.int64)
    academies = np.array([facts.is_academy for facts in kinds.TYPES])
    may = ~academies[sites.first_type] & np.isnat(sites.closed_on)
    may[:fixed] = False
    n_mainstream = int((sites.kind < Kind.SPECIAL).sum())
    for year in range(FIRST_YEAR, today.year + 1):
        rng = np.random.default_rng([seed, 3, year])
        n = round(RATES.get(year, LATER_RATE) * n_mainstream)
        free = may & np.isnat(converted_on)
        free &= np.isnat(sites.opened_on) | (sites.opened_on < np.datetime64(f"{year}-01-01"))
        n_sponsored = round(n * SPONSORED_SHARE)
        order = _lottery(rng, free, sites.strength)
        chosen = order[order >= 0]
        sponsored, converters = chosen[:n_sponsored], chosen[n_sponsored:]
        converters = rng.permutation(converters)[: n - n_sponsored]
        for group, is_sponsored in ((converters, False), (sponsored, True)):
            converted_on[group] = _firsts_of_months(rng, year, group.size)
            special = sites.kind[group] == Kind.SPECIAL
            mainstream = kinds.SPONSORED if is_sponsored else kinds.CONVERTER
            other = kinds.SPECIAL_SPONSORED if is_sponsored else kinds.SPECIAL_CONVERTER
            becomes[group] = np.where(special, other, mainstream)
    not_yet = converted_on > np.datetime64(today)
    converted_on[not_yet] = NEVER
    becomes[not_yet] = -1
    return converted_on, becomes


def _lottery(
    rng: np.random.Generator, free: NDArray[np.bool_], strength: NDArray[np.float64]
) -> Ints:
    """The sites that may convert, weak ones likelier to come first: sponsors are sent to those."""
    among = np.flatnonzero(free)
    ticket = rng.exponential(size=among.size) * np.exp(0.9 * strength[among])
    return among[np.argsort(ticket, kind="stable")]


def _firsts_of_months(rng: np.random.Generator, year: int, n: int) -> Days:
    later = rng.integers(1, 12, n) * (rng.random(n) >= IN_SEPTEMBER)
    return (np.datetime64(f"{year}-09") + later).astype("datetime64[D]")
