"""Who each row of a results file is about: its identity columns, and which rows there are."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from leadwell.demo import trial_schools
from leadwell.demo.addresses import Addresses
from leadwell.demo.cells import Words
from leadwell.demo.country import Country
from leadwell.demo.kinds import KINDS, RELIGIONS, TYPES, Kind
from leadwell.demo.sites import Floats, Ints

_STATUS_DAY = (9, 12)  # the day in September that decides under which URN a year's results appear


@dataclass(frozen=True)
class YearOfRows:
    """The schools with a row in one academic year's file.

    with_results, growing: indexes of sites: with a Year 6, and open without one yet.
    brand_new: indexes of register entries: URNs too new for results.
    entry: shape (n_sites,). Index of the register entry each site's row carries, -1 for none.
    """

    country: Country
    addresses: Addresses
    academic_year: int

    @property
    def exam_day(self) -> date:
        """A day in the test week."""
        return date(self.academic_year + 1, 5, 12)

    @cached_property
    def entry(self) -> Ints:
        country = self.country
        is_academy = country.converted_on <= self._status_day(0)
        return np.where(is_academy, country.second_entry, country.first_entry)

    @cached_property
    def with_results(self) -> Ints:
        sites = self.country.sites
        return np.flatnonzero(self._is_open() & (sites.first_cohort <= self.academic_year))

    @cached_property
    def growing(self) -> Ints:
        sites = self.country.sites
        older = sites.opened_on < np.datetime64(f"{self.academic_year}-08-01")
        later = sites.first_cohort > self.academic_year
        return np.flatnonzero(self._is_open() & later & older)

    @cached_property
    def brand_new(self) -> Ints:
        """Schools in their first year, and sponsored academies of the year beside the old URN."""
        country, sites = self.country, self.country.sites
        later = self._is_open() & (sites.first_cohort > self.academic_year)
        first_year = sites.opened_on >= np.datetime64(f"{self.academic_year}-08-01")
        new = country.first_entry[later & first_year]
        sponsored = np.array([facts.is_sponsored for facts in TYPES])[
            country.entries.type[country.second_entry]
        ]
        this_year = country.converted_on > self._status_day(0)
        this_year &= country.converted_on < np.datetime64(self.exam_day)
        taken = self._is_open() & sponsored & this_year & (sites.first_cohort <= self.academic_year)
        return np.concatenate([new, country.second_entry[taken]])

    def _is_open(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        sites, day = self.country.sites, np.datetime64(self.exam_day)
        there = (self.country.first_entry >= 0) & sites.has_key_stage_2()
        there &= np.isnat(sites.opened_on) | (sites.opened_on <= day)
        return there & (np.isnat(sites.closed_on) | (sites.closed_on > day))

    def _status_day(self, later: int) -> np.datetime64:
        month, day = _STATUS_DAY
        return np.datetime64(date(self.academic_year + later, month, day))

    def identity(self, entry: Ints) -> dict[str, Words]:
        """The columns that say who, for these register entries."""
        country = self.country
        entries, site = country.entries, country.entries.site[entry]
        authority = country.authority_on(self.exam_day)[site]
        names = _words(entries.name)[entry]
        types = [TYPES[t].in_results for t in entries.type[entry].tolist()]
        ages = _words([f"{low}-{high}" for low, high in (facts.ages for facts in KINDS)])
        number = country.numbers_on(self.exam_day)[entry]
        towns = _words(self.addresses.town)[site]
        blank = np.full(entry.size, "", dtype=object)
        nought = np.full(entry.size, "0", dtype=object)
        is_special = country.sites.kind[site] == Kind.SPECIAL
        return self._new_urns(entry, site) | {
            "RECTYPE": np.where(is_special, "2", "1").astype(object),
            "ALPHAIND": _words([str(2 * rank) for rank in _ranks(names)]),
            "LEA": _words([str(country.land.authorities[a].code) for a in authority.tolist()]),
            "ESTAB": _words([str(n) for n in number.tolist()]),
            "URN": _words([str(u) for u in entries.urn[entry].tolist()]),
            "SCHNAME": names,
            "ADDRESS1": _words(self.addresses.street)[site],
            "ADDRESS2": blank,
            "ADDRESS3": blank,
            "TOWN": towns,
            "PCODE": _words(self.addresses.postcode)[site],
            "TELNUM": _words(self.addresses.telephone)[site],
            "PCON_CODE": _words([f"E149{a:05d}" for a in authority.tolist()]),
            "PCON_NAME": towns,
            "NFTYPE": _words(types),
            "ICLOSE": np.where(self._closing(site), "1", "0").astype(object),
            "RELDENOM": _words([name for _, name in RELIGIONS])[country.sites.religion[site]],
            "AGERANGE": ages[country.sites.kind[site]],
            "CONFEXAM": np.where(site % 9 == 4, "R", "").astype(object),
            "TAB15": nought,
            "TAB1618": nought,
        }

    def _closing(self, site: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return self.country.sites.closed_on[site] <= np.datetime64(self._status_day(1))

    def _new_urns(self, entry: Ints, site: Ints) -> dict[str, Words]:
        """URN_AC and its companions: the academy a school became after the year had begun."""
        country, entries = self.country, self.country.entries
        opened = country.converted_on[site]
        now = ~entries.is_second[entry] & (opened > self._status_day(0))
        now &= opened <= self._status_day(1)
        new = np.where(now, country.second_entry[site], 0)
        days = [
            str(on).replace("-", "") if is_new else ""
            for on, is_new in zip(opened, now, strict=True)
        ]
        return {
            "URN_AC": np.where(now, entries.urn[new].astype(str), "0").astype(object),
            "SCHNAME_AC": np.where(now, _words(entries.name)[new], ""),
            "OPEN_AC": _words(days),
        }

    def on_roll(self, site: Ints, rng: np.random.Generator) -> Ints:
        """shape (n,): pupils at the school, a few per cent from today's."""
        pupils = self.country.sites.n_on_roll[site]
        moved = np.rint(pupils * (1 + rng.normal(0, 0.03, site.size))).astype(np.int64)
        return np.where(site < len(trial_schools.load().schools), pupils, moved.clip(5))


def cohorts(year: YearOfRows, rng: np.random.Generator) -> Ints:
    """shape (n,): pupils in Year 6 of year.with_results; the trial schools' are told, not drawn."""
    size: Floats = year.country.sites.year_group[year.with_results]
    moved = size + 0.55 * np.sqrt(size) * rng.standard_normal(size.size)
    drawn = np.maximum(1, np.rint(moved)).astype(np.int64)
    for site, school in enumerate(trial_schools.load().schools):
        told = school.earlier_year_6.get(year.academic_year, 0)
        if told or school.year_6 <= 5:
            drawn[year.with_results == site] = told or school.year_6
    return drawn


def _ranks(names: Words) -> list[int]:
    """Each name's place in the alphabet of names, from 1."""
    order = np.argsort(names.astype(str), kind="stable")
    ranks = np.empty(order.size, dtype=np.int64)
    ranks[order] = np.arange(1, order.size + 1)
    return ranks.tolist()


def _words(values: list[str]) -> Words:
    words = np.empty(len(values), dtype=object)
    words[:] = values
    return words
