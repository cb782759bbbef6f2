"""The register of the invented country, in the columns of the full download."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import resources

import numpy as np
import yaml

from leadwell.demo import addresses
from leadwell.demo.changes import Fate
from leadwell.demo.country import Country
from leadwell.demo.kinds import KINDS, RELIGIONS, TYPES, Kind, TypeFacts

CURLY_EVERY = 97  # one name in so many has a curly apostrophe, if any: a byte only Windows knows


@cache
def columns() -> dict[str, str]:
    """The register's columns in order, each with what a school carries there if nothing else."""
    text = resources.files(__package__).joinpath("register.yaml").read_text("utf-8")
    told: dict[str, str] = yaml.safe_load(text)["columns"]
    return told


def register_text(country: Country) -> str:
    """The register: a row for every URN there has been, text in quotation marks."""
    table = _Table(country)
    cells: list[list[str]] = []
    for name, otherwise in columns().items():
        words = table.column(name)
        if words is None:
            words = [otherwise] * len(country.entries)
        quote = "" if name == "URN" else '"'
        cells.append([f"{quote}{word}{quote}" for word in words])
    head = ",".join(f'"{name}"' for name in columns())
    return "\r\n".join([head, *map(",".join, zip(*cells, strict=True)), ""])


def day_text(on: np.datetime64) -> str:
    """DD-MM-YYYY, or nothing."""
    if np.isnat(on):
        return ""
    year, month, day = str(on).split("-")
    return f"{day}-{month}-{year}"


class _Table:
    """Columns of the register, one word an entry."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.places = addresses.draw(country)
        self.site = country.entries.site.tolist()
        self.types = [TYPES[t] for t in country.entries.type.tolist()]
        self.kind = country.sites.kind[country.entries.site].tolist()
        self.authority = country.sites.authority[country.entries.site].tolist()
        self.is_closed = (~np.isnat(country.entries.closed_on)).tolist()
        self.ways = self._identity() | self._life() | self._pupils() | self._place() | self._trust()

    def column(self, name: str) -> list[str] | None:
        way = self.ways.get(name)
        return None if way is None else way()

    def _by_type(self, of: Callable[[TypeFacts], str]) -> list[str]:
        return [of(facts) for facts in self.types]

    def _identity(self) -> dict[str, Callable[[], list[str]]]:
        entries, land = self.country.entries, self.country.land
        religion = self.country.sites.religion[entries.site].tolist()
        ages = [KINDS[k].ages for k in self.kind]
        return {
            "URN": lambda: [str(urn) for urn in entries.urn.tolist()],
            "LA (code)": lambda: [str(land.authorities[a].code) for a in self.authority],
            "LA (name)": lambda: [land.authorities[a].name for a in self.authority],
            "EstablishmentNumber": lambda: [str(n) for n in entries.number.tolist()],
            "EstablishmentName": lambda: [as_typed(i, name) for i, name in enumerate(entries.name)],
            "TypeOfEstablishment (code)": lambda: self._by_type(lambda t: t.code),
            "TypeOfEstablishment (name)": lambda: self._by_type(lambda t: t.name),
            "EstablishmentTypeGroup (code)": lambda: self._by_type(lambda t: t.group[0]),
            "EstablishmentTypeGroup (name)": lambda: self._by_type(lambda t: t.group[1]),
            "PhaseOfEducation (code)": lambda: [KINDS[k].phase[0] for k in self.kind],
            "PhaseOfEducation (name)": lambda: [KINDS[k].phase[1] for k in self.kind],
            "StatutoryLowAge": lambda: [str(low) for low, _ in ages],
            "StatutoryHighAge": lambda: [str(high) for _, high in ages],
            "ReligiousCharacter (code)": lambda: [RELIGIONS[r][0] for r in religion],
            "ReligiousCharacter (name)": lambda: [RELIGIONS[r][1] for r in religion],
            "UKPRN": lambda: [
                "" if closed else str(10_900_000 + i) for i, closed in enumerate(self.is_closed)
            ],
            **self._before(),
        }

    def _before(self) -> dict[str, Callable[[], list[str]]]:
        """Where a reorganised authority's schools were counted before."""
        land = self.country.land
        before = [int(land.previous[a]) for a in self.authority]
        numbers = self.country.numbers_on(date(2015, 9, 1)).tolist()
        old = [land.authorities[b] if b >= 0 else None for b in before]
        return {
            "PreviousLA (code)": lambda: [str(a.code) if a else "999" for a in old],
            "PreviousLA (name)": lambda: [a.name if a else "" for a in old],
            "PreviousEstablishmentNumber": lambda: [
                str(n) if a else "" for n, a in zip(numbers, old, strict=True)
            ],
        }

    def _life(self) -> dict[str, Callable[[], list[str]]]:
        entries, closed = self.country.entries, self.is_closed
        why_opened = [self._why_opened(i) for i in range(len(entries))]
        why_closed = self._why_closed()
        changed = day_text(np.datetime64(self.country.today) - 40)
        return {
            "EstablishmentStatus (code)": lambda: ["2" if c else "1" for c in closed],
            "EstablishmentStatus (name)": lambda: ["Closed" if c else "Open" for c in closed],
            "ReasonEstablishmentOpened (code)": lambda: [code for code, _ in why_opened],
            "ReasonEstablishmentOpened (name)": lambda: [name for _, name in why_opened],
            "OpenDate": lambda: [day_text(on) for on in entries.opened_on],
            "ReasonEstablishmentClosed (code)": lambda: [code for code, _ in why_closed],
            "ReasonEstablishmentClosed (name)": lambda: [name for _, name in why_closed],
            "CloseDate": lambda: [day_text(on) for on in entries.closed_on],
            "LastChangedDate": lambda: [changed] * len(entries),
        }

    def _why_opened(self, entry: int) -> tuple[str, str]:
        facts = self.types[entry]
        if facts.name == "Free schools":
            return ("13", "Academy Free School")
        if facts.is_academy:
            sponsored = ("02", "New Provision") if entry % 4 else ("11", "Fresh Start")
            return sponsored if facts.is_sponsored else ("10", "Academy Converter")
        if self.country.entries.opened_on[entry] > np.datetime64("2016-01-01"):
            return ("01", "Result of Amalgamation")
        return ("00", "Not applicable")

    def _why_closed(self) -> list[tuple[str, str]]:
        """Conversions first, then what else befell the site."""
        country = self.country
        reasons = {s: c.fate.reason for c in country.changes for s in c.closed}
        codes = {Fate.CLOSURE.reason: "01", Fate.SPLIT.reason: "18", Fate.MERGED.reason: "03"}
        told = []
        for site, is_closed in zip(self.site, self.is_closed, strict=True):
            if not is_closed:
                told.append(("00", "Not applicable"))
            elif site in reasons:
                told.append((codes[reasons[site]], reasons[site]))
            else:
                academy = TYPES[int(country.entries.type[country.second_entry[site]])]
                sponsored = academy.is_sponsored
                told.append(("04", "For Academy") if sponsored else ("10", "Academy Converter"))
        return told

    def _pupils(self) -> dict[str, Callable[[], list[str]]]:
        sites = self.country.sites
        on_roll = sites.n_on_roll[self.country.entries.site].tolist()
        share = sites.disadvantaged_share[self.country.entries.site].tolist()
        shown = ["" if closed else None for closed in self.is_closed]
        census = f"15-01-{self.country.today.year}"
        if self.country.today < date(self.country.today.year, 6, 1):
            census = f"16-01-{self.country.today.year - 1}"

        def open_only(words: Iterator[str]) -> list[str]:
            return [w if s is None else s for w, s in zip(words, shown, strict=True)]

        return {
            "SchoolCapacity": lambda: [str(round(n * 1.08 / 5) * 5 + 5) for n in on_roll],
            "CensusDate": lambda: open_only(census for _ in on_roll),
            "NumberOfPupils": lambda: open_only(str(n) for n in on_roll),
            "NumberOfBoys": lambda: open_only(str(n - n * 49 // 100) for n in on_roll),
            "NumberOfGirls": lambda: open_only(str(n * 49 // 100) for n in on_roll),
            "PercentageFSM": lambda: open_only(f"{100 * s:.1f}" for s in share),
            "FSM": lambda: open_only(
                str(round(s * n)) for s, n in zip(share, on_roll, strict=True)
            ),
            "NurseryProvision (name)": lambda: [
                "Has Nursery Classes" if s % 3 == 0 else "No Nursery Classes" for s in self.site
            ],
            "OfficialSixthForm (code)": lambda: self._sixth_forms("1", "2"),
            "OfficialSixthForm (name)": lambda: self._sixth_forms(
                "Has a sixth form", "Does not have a sixth form"
            ),
        }

    def _sixth_forms(self, yes: str, no: str) -> list[str]:
        return [yes if kind == Kind.ALL_THROUGH else no for kind in self.kind]

    def _place(self) -> dict[str, Callable[[], list[str]]]:
        land, places = self.country.land, self.places
        regions = [land.regions[land.authorities[a].region] for a in self.authority]

        def per_site(values: list[str]) -> Callable[[], list[str]]:
            return lambda: [values[s] for s in self.site]

        authority = [land.authorities[a].name for a in self.authority]
        return {
            "Street": per_site(places.street),
            "Town": per_site(places.town),
            "Postcode": per_site(places.postcode),
            "TelephoneNum": per_site(places.telephone),
            "SchoolWebsite": lambda: [f"www.school{s:05d}.example" for s in self.site],
            "Easting": per_site([str(e) for e in places.easting.tolist()]),
            "Northing": per_site([str(n) for n in places.northing.tolist()]),
            "GOR (code)": lambda: [region.code for region in regions],
            "GOR (name)": lambda: [region.name for region in regions],
            "DistrictAdministrative (name)": lambda: authority,
            "AdministrativeWard (name)": per_site(places.town),
            "ParliamentaryConstituency (name)": per_site(places.town),
        }

    def _trust(self) -> dict[str, Callable[[], list[str]]]:
        trust = self.country.sites.trust[self.country.entries.site].tolist()
        inside = [
            facts.is_academy and not closed
            for facts, closed in zip(self.types, self.is_closed, strict=True)
        ]

        def of(word: Callable[[int], str], otherwise: str) -> Callable[[], list[str]]:
            return lambda: [
                word(t) if there else otherwise for t, there in zip(trust, inside, strict=True)
            ]

        names = self.country.trusts
        return {
            "TrustSchoolFlag (code)": of(lambda _: "3", "0"),
            "TrustSchoolFlag (name)": of(
                lambda _: "Supported by a multi-academy trust", "Not applicable"
            ),
            "Trusts (code)": of(lambda t: str(91_000 + t), ""),
            "Trusts (name)": of(lambda t: names[t].upper() if t % 7 == 3 else names[t], ""),
            "SchoolSponsorFlag (name)": lambda: [
                "Linked to a sponsor" if facts.is_sponsored and there else "Not applicable"
                for facts, there in zip(self.types, inside, strict=True)
            ],
            "SchoolSponsors (name)": lambda: [
                names[t] if facts.is_sponsored and there else ""
                for t, facts, there in zip(trust, self.types, inside, strict=True)
            ],
        }


def as_typed(entry: int, name: str) -> str:
    """The name as the register has it: an entry here and there has a curly apostrophe."""
    return (
        name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") if entry % CURLY_EVERY == 50 else name
    )
