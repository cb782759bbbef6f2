"""Small files in the layouts of the Department, with invented schools."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

WIDE_HEADER = (
    "RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "TOWN", "PCODE", "URN_AC",
    "SCHNAME_AC", "OPEN_AC", "NFTYPE", "AGERANGE", "CONFEXAM", "TOTPUPS", "TELIG", "TFSM6CLA1A",
    "PTRWM_EXP", "READPROG", "READPROG_LOWER", "READPROG_UPPER", "READ_AVERAGE",
    "PTRWM_EXP_FSM6CLA1A", "PTRWM_EXP_NotFSM6CLA1A", "DIFFN_RWM_EXP", "PTRWM_EXP_B",
    "PTRWM_EXP_18", "READPROG_DESCR",
)  # fmt: skip
"""The performance tables of 2018/19, cut to one column of each sort."""

ATTAINMENT_HEADER = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "version", "school_urn", "school_laestab", "school_name", "breakdown_topic", "breakdown",
    "subject", "expected_standard_pupil_percent", "higher_standard_pupil_percent",
    "average_scaled_score", "progress_measure_score", "progress_measure_lower_conf_interval",
    "progress_measure_upper_conf_interval",
)  # fmt: skip

INFORMATION_HEADER = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "version", "school_urn", "school_laestab", "school_name", "totpups", "telig", "tks1average",
    "tfsm6cla1a", "ptfsm6cla1a", "psenelk", "telig_23", "telig_3yr",
)  # fmt: skip

AREA_HEADER = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name",
    "region_code", "region_name", "old_la_code", "new_la_code", "la_name", "version",
    "establishment_type_group", "breakdown_topic", "breakdown", "subject",
    "expected_standard_pupil_percent", "average_scaled_score", "progress_measure_score",
)  # fmt: skip

Row = Mapping[str, str]


def school(urn: int, **cells: str) -> Row:
    """A mainstream school of 30 pupils with ordinary results; anything may be said otherwise."""
    return {
        "RECTYPE": "1",
        "ALPHAIND": str(urn % 9973),
        "LEA": "999",
        "ESTAB": f"{2000 + urn % 1000}",
        "URN": str(urn),
        "SCHNAME": f"Larkfield {urn} Primary School",
        "TOWN": "Larkfield",
        "PCODE": "ZZ1 1AA",
        "URN_AC": "0",
        "SCHNAME_AC": "",
        "OPEN_AC": "",
        "NFTYPE": "CY",
        "AGERANGE": "4-11",
        "CONFEXAM": "",
        "TOTPUPS": "210",
        "TELIG": "30",
        "TFSM6CLA1A": "8",
        "PTRWM_EXP": "67%",
        "READPROG": "-0.4",
        "READPROG_LOWER": "-2.6",
        "READPROG_UPPER": "1.8",
        "READ_AVERAGE": "104",
        "PTRWM_EXP_FSM6CLA1A": "50%",
        "PTRWM_EXP_NotFSM6CLA1A": "73%",
        "DIFFN_RWM_EXP": "-21",
        "PTRWM_EXP_B": "60%",
        "PTRWM_EXP_18": "63%",
        "READPROG_DESCR": "3",
    } | cells


def area(record_type: int, **cells: str) -> Row:
    """A local authority (3), England (4) or its state-funded schools (5)."""
    blank = dict.fromkeys(WIDE_HEADER, " ")
    named = {"LEA": "999", "SCHNAME": "Larkshire"} if record_type == 3 else {}
    results = {"TELIG": "600000", "PTRWM_EXP": "65%", "READ_AVERAGE": "104", "PTRWM_EXP_18": ""}
    return blank | {"RECTYPE": str(record_type)} | named | results | cells


ENGLAND = (area(4), area(5))


def wide_bytes(
    rows: Iterable[Row],
    *,
    header: Sequence[str] = WIDE_HEADER,
    mark: bool = True,
    line_break: str = "\r\n",
    ends_with_break: bool = False,
) -> bytes:
    """A file as the Department writes it. A cell the row does not have ends the row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_break)
    writer.writerow(header)
    for row in rows:
        cells = [row.get(name) for name in header]
        ends = cells.index(None) if None in cells else len(cells)
        writer.writerow(cells[:ends])
    text = out.getvalue() if ends_with_break else out.getvalue().removesuffix(line_break)
    return text.encode("utf-8-sig" if mark else "utf-8")


def cut(row: Row, *, after: str, header: Sequence[str] = WIDE_HEADER) -> Row:
    """The row, ended after a column: as the Department ends the rows of schools without pupils."""
    return {name: row[name] for name in header[: list(header).index(after) + 1]}


def attainment(urn: int, subject: str = "Reading, writing and maths", **cells: str) -> Row:
    """One row of the statistics service: all pupils of a school in a subject."""
    return {
        "time_period": "202425",
        "time_identifier": "Academic year",
        "geographic_level": "School",
        "country_code": "E92000001",
        "country_name": "England",
        "version": "Final",
        "school_urn": str(urn),
        "school_laestab": f"999{2000 + urn % 1000}",
        "school_name": f"Larkfield {urn} Primary School",
        "breakdown_topic": "All pupils",
        "breakdown": "Total",
        "subject": subject,
        "expected_standard_pupil_percent": "67",
        "higher_standard_pupil_percent": "10",
        "average_scaled_score": "z",
        "progress_measure_score": "z",
        "progress_measure_lower_conf_interval": "z",
        "progress_measure_upper_conf_interval": "z",
    } | cells


def disadvantaged(urn: int, subject: str = "Reading, writing and maths", **cells: str) -> Row:
    group = {"breakdown_topic": "Disadvantaged status", "breakdown": "Disadvantaged"}
    return attainment(urn, subject, **(group | cells))


def information(urn: int, **cells: str) -> Row:
    """One row of the statistics service: how many pupils a school has."""
    own = {
        "totpups": "210",
        "telig": "30",
        "tks1average": "z",
        "tfsm6cla1a": "8",
        "ptfsm6cla1a": "27",
        "psenelk": "13",
        "telig_23": "29",
        "telig_3yr": "88",
    }
    return dict(attainment(urn)) | own | cells


def area_attainment(level: str, **cells: str) -> Row:
    """One row of the statistics service about a region, an authority or England."""
    blank = {"region_code": "", "region_name": "", "old_la_code": "", "new_la_code": ""}
    group = {"la_name": "", "establishment_type_group": "All state funded"}
    return dict(attainment(100001)) | blank | group | {"geographic_level": level} | cells


def ees_bytes(rows: Iterable[Row], *, header: Sequence[str] = ATTAINMENT_HEADER) -> bytes:
    """A file as the statistics service writes it: every row whole, ended with a line break."""
    return wide_bytes(rows, header=header, mark=False, line_break="\n", ends_with_break=True)


def saved(content: bytes, folder: Path, name: str = "results.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
