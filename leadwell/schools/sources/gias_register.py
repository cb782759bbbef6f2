"""The register of schools (Get Information about Schools): open or closed, a row for each URN.

Two layouts are read: the full extract, and the download of a search. The columns that name a
school's head or proprietor are left at the door: nothing here needs them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from sys import intern
from typing import Any

from leadwell.schools.sources import files, headers
from leadwell.schools.sources.files import Kind, Table
from leadwell.schools.sources.refusal import Problems
from leadwell.schools.sources.texts import (
    read_code,
    read_date,
    read_percent,
    read_urn,
    read_whole,
    read_words,
)

SPILL_COLUMN = "Linked establishments"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the register: one URN, as it stood on the day of the download.

    laestab: LA code times 10,000 plus establishment number; None when either is missing.
    type_of_establishment, phase_of_education, status and the like: the register's own words,
        "" when blank. Dates are None when blank or unknown.
    easting, northing: metres on the British National Grid; None when blank or 0.
    fsm_pct: 0 to 100. counted_on: the day its pupils were counted. changed_on: the day on which
    its row was changed last. Fields of the full extract that a search download lacks are None or "".
    columns, texts: the row as written, column by column; `raw` joins them.
    """

    urn: int
    laestab: int | None
    la_code: int | None
    la_name: str
    name: str
    type_of_establishment: str
    type_group: str
    phase_of_education: str
    status: str
    opened_on: date | None
    reason_opened: str
    closed_on: date | None
    reason_closed: str
    low_age: int | None
    high_age: int | None
    gender: str
    religious_character: str
    diocese: str
    n_pupils: int | None
    capacity: int | None
    fsm_pct: float | None
    trust_code: str
    trust_name: str
    sponsor_name: str
    federation_name: str
    ukprn: str
    street: str
    town: str
    county: str
    postcode: str
    region: str
    easting: int | None
    northing: int | None
    previous_la_code: int | None
    previous_establishment_number: int | None
    counted_on: date | None
    changed_on: date | None
    columns: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def raw(self) -> dict[str, str]:
        """Every column's text as written, under its name as written."""
        return dict(zip(self.columns, self.texts, strict=True))

    @property
    def previous_laestab(self) -> int | None:
        """The LAESTAB this same URN had before its local authority was reorganised."""
        return laestab(self.previous_la_code, self.previous_establishment_number)


@dataclass(frozen=True, slots=True)
class Register:
    """A register that was read whole: facts of the file, and its entries in file order."""

    table: Table
    entries: list[Entry]

    @property
    def as_at(self) -> date | None:
        """The day it tells of: that of the last change of any row, for no column says when it was
        downloaded. None where it does not say when rows were changed."""
        return max((each.changed_on for each in self.entries if each.changed_on), default=None)


def laestab(la_code: int | None, establishment_number: int | None) -> int | None:
    """A school's number within its local authority and the authority's own, as one number."""
    if not la_code or establishment_number is None:
        return None
    return la_code * 10_000 + establishment_number


_COLUMNS = {
    "urn": "URN",
    "la_code": "LA (code)",
    "la_name": "LA (name)",
    "establishment_number": "EstablishmentNumber",
    "name": "EstablishmentName",
    "type_of_establishment": "TypeOfEstablishment (name)",
    "type_group": "EstablishmentTypeGroup (name)",
    "phase_of_education": "PhaseOfEducation (name)",
    "status": "EstablishmentStatus (name)",
    "opened_on": "OpenDate",
    "reason_opened": "ReasonEstablishmentOpened (name)",
    "closed_on": "CloseDate",
    "reason_closed": "ReasonEstablishmentClosed (name)",
    "low_age": "StatutoryLowAge",
    "high_age": "StatutoryHighAge",
    "gender": "Gender (name)",
    "religious_character": "ReligiousCharacter (name)",
    "diocese": "Diocese (name)",
    "n_pupils": "NumberOfPupils",
    "capacity": "SchoolCapacity",
    "fsm_pct": "PercentageFSM",
    "trust_code": "Trusts (code)",
    "trust_name": "Trusts (name)",
    "sponsor_name": "SchoolSponsors (name)",
    "federation_name": "Federations (name)",
    "ukprn": "UKPRN",
    "street": "Street",
    "town": "Town",
    "county": "County (name)",
    "postcode": "Postcode",
    "region": "GOR (name)",
    "easting": "Easting",
    "northing": "Northing",
    "previous_la_code": "PreviousLA (code)",
    "previous_establishment_number": "PreviousEstablishmentNumber",
    "counted_on": "CensusDate",
    "changed_on": "LastChangedDate",
    "n_fsm": "FSM",
    "linked": SPILL_COLUMN,
}
_NOT_KEPT = ("establishment_number", "n_fsm", "linked")
_REQUIRED = (
    "urn", "la_code", "la_name", "establishment_number", "name", "type_of_establishment",
    "type_group", "phase_of_education", "status", "opened_on", "reason_opened", "closed_on",
    "reason_closed", "postcode",
)  # fmt: skip
_MUST_BE_FILLED = frozenset({"name", "type_of_establishment", "status"})


def _loader_name(name: str) -> str:
    """The same column in copies of the register whose brackets and spaces became underscores."""
    return name.lower().replace(" ", "_").replace("(", "_").replace(")", "_")


_ALIASES: Mapping[str, tuple[str, ...]] = {
    field: (name, _loader_name(name)) for field, name in _COLUMNS.items()
}


def _read_links(text: str) -> str:
    """The last column of a search download: a list of links, which shows a row that has slipped."""
    for link in text.split(", ") if text not in ("", "Does not have links") else ():
        urn, _, kind = link.partition(" ")
        if not (urn.isascii() and urn.isdigit() and kind[:1].isalpha()):
            raise ValueError("this is not a list of links; the row may have slipped")
    return text


_Reader = Callable[[str], Any]
_READERS: dict[str, _Reader] = {
    "urn": read_urn,
    "la_code": partial(read_whole, least=0, most=999),
    "establishment_number": partial(read_whole, least=0, most=9_999),
    "opened_on": read_date,
    "closed_on": read_date,
    "low_age": partial(read_whole, least=0, most=99),
    "high_age": partial(read_whole, least=0, most=99),
    "n_pupils": partial(read_whole, least=0, most=99_999),
    "capacity": partial(read_whole, least=0, most=99_999),
    "fsm_pct": read_percent,
    "easting": partial(read_whole, least=0, most=700_000),
    "northing": partial(read_whole, least=0, most=1_300_000),
    "previous_la_code": partial(read_whole, least=0, most=999),
    "previous_establishment_number": partial(read_whole, least=0, most=9_999),
    "counted_on": read_date,
    "changed_on": read_date,
    "n_fsm": partial(read_whole, least=0, most=99_999),
    "linked": _read_links,
}

_WORDS: dict[str, _Reader] = {
    "la_name": partial(read_words, most=120),
    "name": partial(read_words, most=200),
    "type_of_establishment": partial(read_words, most=80),
    "phase_of_education": partial(read_words, most=40),
    "status": partial(read_words, most=40),
    "reason_opened": partial(read_words, most=80),
    "reason_closed": partial(read_words, most=80),
    "trust_code": read_code,
    "trust_name": partial(read_words, most=200),
    "town": partial(read_words, most=100),
    "postcode": partial(read_words, most=10),
    "region": partial(read_words, most=60),
}
"""Words we have a place for: longer, and the row is damaged."""


def read(path: Path, *, scratch: Path) -> Register:
    """Read a download of the register.

    path: the file as downloaded. scratch: a folder for the clean copy, which holds no names of
    heads or proprietors either.

    Raises Refused, with lines and columns, when the file is something else, is damaged or cut, a
    value does not read, or a URN stands in it twice.
    """
    kind = files.recognise(files.read_header(path))
    if kind not in (Kind.GIAS_REGISTER, Kind.OTHER):
        raise files.wrong_kind(kind, Kind.GIAS_REGISTER)
    table = files.read_table(
        path,
        to=scratch / "register.csv",
        may_be_short=False,
        spill_column=SPILL_COLUMN,
        leave_out=_names_a_person,
    )
    places = headers.match(table.header, _ALIASES, _REQUIRED)
    problems = Problems()
    entries = list(_entries(table, places, problems))
    problems.refuse_if_any(
        "This register holds values that cannot be right, so none of it was taken in. "
        "Download it again."
    )
    return Register(table=table, entries=entries)


def _names_a_person(folded: str) -> bool:
    return folded.startswith("head") or folded == "propsname"


def _entries(table: Table, places: Mapping[str, int], problems: Problems) -> Iterator[Entry]:
    header = table.header
    plan = [
        (field, index, _Remembered((_READERS | _WORDS).get(field, str.strip)))
        for field, index in places.items()
    ]
    absent: dict[str, Any] = {
        field: None if field in _READERS else "" for field in _COLUMNS if field not in places
    }
    line_of: dict[int, int] = {}
    for line, row in table.rows():
        try:
            values = absent | {field: reader[row[index]] for field, index, reader in plan}
        except ValueError:
            _add_unreadable(line, row, header, plan, problems)
            continue
        _check_filled(values, line, header, places, problems)
        urn = values["urn"]
        if urn in line_of:
            problems.add(line, "URN", str(urn), f"this URN is on line {line_of[urn]} already")
        line_of[urn] = line
        yield _entry(values, header, row)


def _add_unreadable(
    line: int, row: list[str], header: tuple[str, ...], plan: "_Plan", problems: Problems
) -> None:
    for _, index, reader in plan:
        try:
            reader[row[index]]
        except ValueError as error:
            problems.add(line, header[index], row[index], str(error))


def _check_filled(
    values: Mapping[str, Any],
    line: int,
    header: tuple[str, ...],
    places: Mapping[str, int],
    problems: Problems,
) -> None:
    for field in _MUST_BE_FILLED:
        if not values[field]:
            problems.add(line, header[places[field]], "", "this is blank")


def _entry(values: dict[str, Any], header: tuple[str, ...], row: list[str]) -> Entry:
    values["laestab"] = laestab(values["la_code"], values["establishment_number"])
    # Zero is how the register writes "no place": it is not a spot in the sea off Cornwall.
    values["easting"] = values["easting"] or None
    values["northing"] = values["northing"] or None
    for field in _NOT_KEPT:
        del values[field]
    return Entry(**values, columns=header, texts=tuple(map(intern, row)))


class _Remembered(dict[str, Any]):
    """What a reader makes of each text, worked out once: most columns repeat themselves."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader

    def __missing__(self, text: str) -> Any:
        value = self[text] = self.reader(text)
        return value


_Plan = list[tuple[str, int, _Remembered]]
