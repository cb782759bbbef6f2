"""The invented country: every school that ever was in it, under every URN it has had."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from leadwell.demo import changes, conversions, geography, kinds, sites, trial_schools
from leadwell.demo.changes import Change
from leadwell.demo.geography import Land, words
from leadwell.demo.kinds import KINDS, TYPES, Kind
from leadwell.demo.sites import Days, Ints, Sites

FIRST_URN = 900_101  # below it are the trial schools'
FEWEST_SCHOOLS = 60
TRUSTS_PER_SCHOOL = 0.04


@dataclass(frozen=True, slots=True)
class Entries:
    """Register entries, one a URN; arrays of shape (n_entries,).

    site: index of the site. type: index of kinds.TYPES. is_second: after becoming an academy.
    number: establishment number within the authority of today.
    """

    urn: Ints
    site: Ints
    type: Ints
    name: list[str]
    is_second: NDArray[np.bool_]
    opened_on: Days
    closed_on: Days
    number: Ints

    def __len__(self) -> int:
        return self.urn.size


@dataclass(frozen=True, slots=True)
class Country:
    """The land, its sites and their register entries, as they are on `today`.

    first_entry, second_entry: shape (n_sites,). Index of the entry a site began with, -1 if it is
        not open yet, and of the one it has as an academy or -1.
    converted_on: shape (n_sites,), NaT where it never was.
    """

    seed: int
    today: date
    land: Land
    trusts: tuple[str, ...]
    sites: Sites
    changes: tuple[Change, ...]
    converted_on: Days
    entries: Entries
    first_entry: Ints
    second_entry: Ints

    def authority_on(self, day: date) -> Ints:
        """shape (n_sites,): index of each site's local authority on that day."""
        before = self.land.previous[self.sites.authority]
        ended = [a.ended_on or date.max for a in self.land.authorities]
        still = np.array([on > day for on in ended])
        return np.where((before >= 0) & still[before], before, self.sites.authority)

    def numbers_on(self, day: date) -> Ints:
        """shape (n_entries,): establishment numbers as they were before any reorganisation."""
        moved = self.authority_on(day) != self.sites.authority
        shares_land = np.array([p >= 0 and p in self.land.previous[:i] for i, p in self._heirs()])
        step = np.where(shares_land[self.sites.authority], 2, 1) * PREVIOUS_NUMBERS
        return self.entries.number + np.where(moved, step, 0)[self.entries.site]

    def _heirs(self) -> list[tuple[int, int]]:
        return list(enumerate(self.land.previous.tolist()))


PREVIOUS_NUMBERS = 300  # establishment numbers were higher by this, or twice this, before a move


def make(*, seed: int, today: date, n_schools: int = 16_800) -> Country:
    """Draw the country. The same arguments give the same country.

    n_schools: open mainstream schools with Key Stage 2, from 60; the others come in proportion.
    Raises ValueError if there is no room for the trial schools.
    """
    if n_schools < FEWEST_SCHOOLS:
        raise ValueError(f"n_schools must be {FEWEST_SCHOOLS} or more, to hold the trial schools")
    rng = np.random.default_rng([seed, 1])
    land = geography.draw(rng, n_schools)
    trusts, trusts_at = _trusts(rng, land, n_schools)
    counts = changes.counts(n_schools)
    kind = _kinds(rng, n_schools, counts)
    all_sites = sites.draw(rng, land, kind, trusts_at)
    newest = range(n_schools + 1 - counts.n_new, n_schools + 1)
    n_ended = counts.n_closed + counts.amalgamated
    ended = np.arange(kind.size - n_ended, kind.size)
    closed, infants = np.split(ended, [counts.n_closed])
    happened = changes.draw(rng, all_sites, counts, new=newest, closed=closed, infants=infants)
    _place_trial_schools(all_sites, land)
    all_sites.number = _numbers(all_sites)
    return _as_on(today, seed, land, trusts, all_sites, happened)


def _as_on(
    today: date,
    seed: int,
    land: Land,
    trusts: tuple[str, ...],
    all_sites: Sites,
    happened: list[Change],
) -> Country:
    """The country with conversions up to `today` and no knowledge of anything after it."""
    trial = trial_schools.load().schools
    converted_on, becomes = conversions.draw(seed, all_sites, today=today, fixed=len(trial))
    for site, school in enumerate(trial):
        if school.becomes_academy:
            converted_on[site] = np.datetime64(last_first_of_february(today))
            becomes[site] = kinds.CONVERTER
    now = np.datetime64(today)
    all_sites.closed_on[all_sites.closed_on > now] = sites.NEVER
    entries, first, second = _entries(all_sites, converted_on, becomes, now)
    return Country(
        seed=seed,
        today=today,
        land=land,
        trusts=trusts,
        sites=all_sites,
        changes=tuple(change for change in happened if change.closed_on <= now),
        converted_on=converted_on,
        entries=entries,
        first_entry=first,
        second_entry=second,
    )


def last_first_of_february(today: date) -> date:
    """The day a trial school became an academy: in the middle of an academic year."""
    this_year = date(today.year, 2, 1)
    return this_year if this_year <= today else date(today.year - 1, 2, 1)


def _kinds(rng: np.random.Generator, n_schools: int, counts: changes.Counts) -> Ints:
    """Kinds in the order of the sites: mainstream (newest last), others, closed, closed infants."""
    mainstream = sites.mainstream_kinds(rng, n_schools + 1)  # one trial school is a first school
    mainstream[-counts.n_new :] = Kind.PRIMARY
    others = [
        np.full(max(1, round(share * n_schools)), kind) for kind, share in sites.OTHER_KINDS.items()
    ]
    closed = np.full(counts.n_closed, Kind.PRIMARY)
    closed[: counts.amalgamated] = Kind.JUNIOR
    infants = np.full(counts.amalgamated, Kind.INFANT)
    return np.concatenate([mainstream, *others, closed, infants]).astype(np.int64)


def _trusts(rng: np.random.Generator, land: Land, n_schools: int) -> tuple[tuple[str, ...], Ints]:
    """Names of the trusts, the trial's first, and the region each is at home in."""
    told = words()
    names = [
        f"{first} {middle} {last}"
        for first in told["trust_first"]
        for middle in told["trust_middle"]
        for last in told["trust_last"]
    ]
    n_regions = len(land.regions)
    n = max(n_regions + 1, round(n_schools * TRUSTS_PER_SCHOOL))
    chosen = [names[i] for i in rng.permutation(len(names))[: n - 1]]
    home = np.append(np.arange(n_regions), rng.integers(0, n_regions, n - 1 - n_regions))
    south_west = [region.name for region in land.regions].index("South West")
    return (trial_schools.load().trust, *chosen), np.append(south_west, home)


def _place_trial_schools(all_sites: Sites, land: Land) -> None:
    """Write the trial schools' own facts over what was drawn for the first sites."""
    names = [authority.name for authority in land.authorities]
    for site, school in enumerate(trial_schools.load().schools):
        authority = names.index(school.authority)
        towns = np.flatnonzero(land.town_authority == authority)
        all_sites.authority[site] = authority
        all_sites.town[site] = towns[site % towns.size]
        all_sites.name[site] = school.name
        all_sites.religion[site] = kinds.NO_RELIGION
        all_sites.n_on_roll[site] = school.on_roll
        all_sites.year_group[site] = school.year_6 or school.on_roll / KINDS[Kind.FIRST].year_groups
        all_sites.opened_on[site] = sites.NEVER
        all_sites.first_type[site] = kinds.CONVERTER if school.in_trust else kinds.COMMUNITY
        if school.in_trust:
            all_sites.trust[site] = 0
            all_sites.opened_on[site] = np.datetime64("2013-09-01")
        if school.strength is not None:
            all_sites.strength[site] = school.strength


def _numbers(all_sites: Sites) -> Ints:
    """Establishment numbers: counted from the kind's first number within each authority."""
    first = np.array([facts.first_number for facts in KINDS])[all_sites.kind]
    group = all_sites.authority * 10_000 + first
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], group[order])
    numbers: Ints = np.empty_like(group)
    numbers[order] = first[order] + np.arange(group.size) - starts
    return numbers


def _entries(
    all_sites: Sites, converted_on: Days, becomes: Ints, now: np.datetime64
) -> tuple[Entries, Ints, Ints]:
    """A first entry for every site there is, then a second for each academy, oldest first."""
    n = len(all_sites)
    converted = np.flatnonzero(~np.isnat(converted_on))
    converted = converted[np.argsort(converted_on[converted], kind="stable")]
    n_trial = len(trial_schools.load().schools)
    urn = np.concatenate(
        [trial_schools.FIRST_URN + np.arange(n_trial), FIRST_URN + np.arange(n - n_trial)]
    )
    new_number = all_sites.number[converted] + np.where(converted % 20 == 7, 900, 0)
    closed_on = np.where(np.isnat(converted_on), all_sites.closed_on, converted_on - 1)
    entries = Entries(
        urn=np.append(urn, _academy_urns(converted, n)),
        site=np.append(np.arange(n), converted),
        type=np.append(all_sites.first_type, becomes[converted]),
        name=all_sites.name + [_academy_name(all_sites, s, becomes) for s in converted.tolist()],
        is_second=np.arange(n + converted.size) >= n,
        opened_on=np.append(all_sites.opened_on, converted_on[converted]),
        closed_on=np.append(closed_on, np.full(converted.size, sites.NEVER)),
        number=np.append(all_sites.number, new_number),
    )
    return _without_the_future(entries, n, now)


def _academy_urns(converted: Ints, n: int) -> Ints:
    """Numbers after all first URNs, oldest academy first; the trial's own follow its schools."""
    n_trial = len(trial_schools.load().schools)
    is_trial = converted < n_trial
    later = FIRST_URN + n - n_trial + np.cumsum(~is_trial) - 1
    own = trial_schools.FIRST_URN + n_trial + np.cumsum(is_trial) - 1
    return np.where(is_trial, own, later)


def _without_the_future(entries: Entries, n: int, now: np.datetime64) -> tuple[Entries, Ints, Ints]:
    """Entries opened by now, and where each of the n sites has its first and second among them."""
    kept = np.flatnonzero(~(entries.opened_on > now))
    where = np.full((2, n), -1, dtype=np.int64)
    where[entries.is_second[kept].astype(int), entries.site[kept]] = np.arange(kept.size)
    return (
        Entries(
            urn=entries.urn[kept],
            site=entries.site[kept],
            type=entries.type[kept],
            name=[entries.name[i] for i in kept.tolist()],
            is_second=entries.is_second[kept],
            opened_on=entries.opened_on[kept],
            closed_on=entries.closed_on[kept],
            number=entries.number[kept],
        ),
        where[0],
        where[1],
    )


def _academy_name(all_sites: Sites, site: int, becomes: Ints) -> str:
    """Converters mostly keep their name; sponsored academies take a new one."""
    name = all_sites.name[site]
    if TYPES[becomes[site]].is_sponsored or site % 6 == 5:
        for title in ("Primary School", "Junior School", "Middle School", "School"):
            if name.endswith(title):
                return name.removesuffix(title) + title.replace("School", "Academy")
    return name
