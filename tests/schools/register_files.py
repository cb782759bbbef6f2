"""Small register and links files in the Department's layout, with invented schools."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

ROW = {
    "URN": "900101", "LA (code)": "999", "LA (name)": "Larkshire", "EstablishmentNumber": "2101",
    "EstablishmentName": "Marlpit Lane Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (name)": "Open", "ReasonEstablishmentOpened (name)": "Not applicable",
    "OpenDate": "", "ReasonEstablishmentClosed (name)": "", "CloseDate": "",
    "PhaseOfEducation (name)": "Primary", "StatutoryLowAge": "4", "StatutoryHighAge": "11",
    "NumberOfPupils": "210", "PercentageFSM": "12.5", "Trusts (code)": "", "Trusts (name)": "",
    "Town": "Larkfield", "Postcode": "ZZ1 1AA", "GOR (name)": "South West",
    "PreviousLA (code)": "", "PreviousEstablishmentNumber": "", "CensusDate": "",
    "LastChangedDate": "",
}  # fmt: skip


def row(urn: int, **cells: str) -> dict[str, str]:
    """A register row; keyword names are columns with spaces and brackets left out, see `_COLUMN`."""
    own = {"URN": str(urn), "EstablishmentNumber": f"{2000 + urn % 1000}",
           "EstablishmentName": f"Larkfield {urn} Primary School"}  # fmt: skip
    return ROW | own | {_COLUMN[name]: text for name, text in cells.items()}


def academy(
    urn: int, *, opened: str = "01-11-2017", by: str = "converter", **cells: str
) -> dict[str, str]:
    kind = {"converter": "Academy converter", "sponsor": "Academy sponsor led"}[by]
    return row(urn, kind=kind, opened=opened, **cells)


def closed(urn: int, on: str, **cells: str) -> dict[str, str]:
    return row(urn, status="Closed", closed=on, **cells)


def register(folder: Path, *rows: Mapping[str, str], name: str = "edubasealldata.csv") -> Path:
    return _saved(folder / name, list(rows))


def links(folder: Path, *pairs: tuple[int, int, str], name: str = "links.csv") -> Path:
    return _saved(
        folder / name,
        [
            {"URN": str(urn), "LinkURN": str(other), "LinkName": "a school", "LinkType": kind,
             "LinkEstablishedDate": "01-11-2017"}
            for urn, other, kind in pairs
        ],
    )  # fmt: skip


def _saved(path: Path, rows: list[Mapping[str, str]]) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="cp1252", newline="")
    return path


_COLUMN = {
    "name": "EstablishmentName", "kind": "TypeOfEstablishment (name)", "opened": "OpenDate",
    "closed": "CloseDate", "status": "EstablishmentStatus (name)", "la": "LA (code)",
    "la_name": "LA (name)", "phase": "PhaseOfEducation (name)", "number": "EstablishmentNumber",
    "previous_la": "PreviousLA (code)", "previous_number": "PreviousEstablishmentNumber",
    "trust": "Trusts (name)", "trust_code": "Trusts (code)", "pupils": "NumberOfPupils",
    "town": "Town", "region": "GOR (name)", "counted": "CensusDate", "changed": "LastChangedDate",
}  # fmt: skip
