import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.schools.sources import gias_register
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.damage import damages, few, quick, rows_or_refusal, slow_rows

ALDER = {
    "URN": "100001",
    "LA (code)": "901",
    "LA (name)": "Mereshire",
    "EstablishmentNumber": "2004",
    "EstablishmentName": "Alder Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (name)": "Open",
    "ReasonEstablishmentOpened (name)": "Not applicable",
    "OpenDate": "01-01-1900",
    "ReasonEstablishmentClosed (name)": "",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "206",
    "PercentageFSM": "3.9",
    "SchoolCapacity": "210",
    "UKPRN": "10000001",
    "Street": "1 Mill Lane",
    "Town": "Mereham",
    "Postcode": "ZZ1 1AA",
    "HeadTitle (name)": "Dr",
    "HeadLastName": "Quillfeather",
    "Easting": "511567",
    "Northing": "146066",
    "PropsName": "Ophelia Brantwood",
    "FSM": "8",
    "Linked establishments": "Does not have links",
}
BEECH = ALDER | {
    "URN": "100002",
    "EstablishmentNumber": "2005",
    "EstablishmentName": "Beech, Ash & Elm Academy",
    "TypeOfEstablishment (name)": "Academy converter",
    "OpenDate": "01-09-2018",
    "Easting": "0",
    "Northing": "",
    "HeadLastName": "",
    "PropsName": "",
    "FSM": "",
    "Linked establishments": "100003 Predecessor",
}
PERSONAL = {"HeadTitle (name)", "HeadLastName", "PropsName"}


def as_csv(*rows, spill=(), quoting=csv.QUOTE_ALL, rename=str):
    """A register of these rows; extra fields of `spill` follow the last row's last column."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting)
    writer.writerow([rename(name) for name in rows[0]])
    writer.writerows(row.values() for row in rows[:-1])
    writer.writerow([*rows[-1].values(), *spill])
    return out.getvalue().encode("cp1252")


@pytest.fixture
def read(tmp_path):
    def read_bytes(content):
        path = tmp_path / "register.download.csv"
        path.write_bytes(content)
        return gias_register.read(path, scratch=tmp_path)

    return read_bytes


def test_an_entry_holds_what_the_register_says_of_a_school(read):
    entry = read(as_csv(ALDER)).entries[0]
    assert (entry.urn, entry.laestab, entry.la_code) == (100001, 9012004, 901)
    assert (entry.name, entry.town, entry.postcode) == (
        "Alder Primary School",
        "Mereham",
        "ZZ1 1AA",
    )
    assert (entry.type_of_establishment, entry.phase_of_education, entry.status) == (
        "Community school",
        "Primary",
        "Open",
    )
    assert (entry.low_age, entry.high_age, entry.n_pupils, entry.capacity) == (4, 11, 206, 210)
    assert (entry.fsm_pct, entry.easting, entry.northing) == (3.9, 511567, 146066)


def test_an_unknown_opening_day_is_no_day(read):
    assert read(as_csv(ALDER)).entries[0].opened_on is None


@pytest.mark.parametrize("text", ["01-09-2018", "01/09/2018", "2018-09-01", "2018-09-01T00:00:00"])
def test_dates_are_read_however_the_year_wrote_them(read, text):
    assert read(as_csv(ALDER | {"OpenDate": text})).entries[0].opened_on == date(2018, 9, 1)


def test_a_place_of_zero_is_no_place(read):
    entry = read(as_csv(BEECH)).entries[0]
    assert (entry.easting, entry.northing) == (None, None)


def test_a_school_without_establishment_number_has_no_laestab(read):
    assert read(as_csv(ALDER | {"EstablishmentNumber": ""})).entries[0].laestab is None


def test_names_of_heads_and_proprietors_are_left_at_the_door(read):
    register = read(as_csv(ALDER))
    kept = register.table.path.read_text() + str(register.entries)
    assert "Quillfeather" not in kept
    assert "Brantwood" not in kept
    assert not PERSONAL & set(register.entries[0].raw)


def test_every_other_column_is_kept_as_written(read):
    entry = read(as_csv(ALDER)).entries[0]
    assert entry.raw == {name: text for name, text in ALDER.items() if name not in PERSONAL}


def test_links_that_spill_over_the_last_column_are_joined(read):
    register = read(as_csv(ALDER, BEECH, spill=["100004 Successor", "100005 Successor - merged"]))
    assert register.table.n_spilled == 1
    assert register.entries[1].raw["Linked establishments"] == (
        "100003 Predecessor, 100004 Successor, 100005 Successor - merged"
    )


def test_columns_named_as_loaders_name_them_are_read_too(read):
    entry = read(as_csv(ALDER, rename=gias_register._loader_name)).entries[0]
    assert (entry.laestab, entry.type_of_establishment) == (9012004, "Community school")


def test_the_full_extract_tells_trust_and_earlier_laestab(read):
    more = {
        "Trusts (code)": "7001",
        "Trusts (name)": "Mereshire Learning Trust",
        "PreviousLA (code)": "902",
        "PreviousEstablishmentNumber": "2010",
    }
    entry = read(as_csv(ALDER | more)).entries[0]
    assert (entry.trust_code, entry.trust_name) == ("7001", "Mereshire Learning Trust")
    assert (entry.previous_la_code, entry.previous_laestab) == (902, 9022010)


def test_what_a_layout_lacks_is_blank(read):
    entry = read(as_csv(ALDER)).entries[0]
    assert (entry.trust_code, entry.region, entry.previous_laestab) == ("", "", None)


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("URN", "", "not a URN"),
        ("URN", "1000x1", "not a URN"),
        ("LA (code)", "9O1", "not a whole number"),
        ("EstablishmentNumber", "20040", "not between 0 and 9,999"),
        ("EstablishmentName", "", "blank"),
        ("EstablishmentStatus (name)", " ", "blank"),
        ("OpenDate", "2018", "not a date"),
        ("OpenDate", "1-9-2018", "not a date"),
        ("CloseDate", "31-02-2018", "not a date"),
        ("CloseDate", "31-08-8018", "year cannot be right"),
        ("NumberOfPupils", "206.5", "not a whole number"),
        ("PercentageFSM", "3.9%", "not a percentage"),
        ("PercentageFSM", "nan", "not a percentage"),
        ("PercentageFSM", "101", "over 100"),
        ("Easting", "5115670", "not between"),
        ("Linked establishments", "8", "slipped"),
    ],
)
def test_a_value_that_does_not_read_refuses_the_file_by_line_and_column(read, column, text, reason):
    with pytest.raises(Refused) as refusal:
        read(as_csv(ALDER, BEECH | {column: text}))
    problem = refusal.value.problems[0]
    assert (problem.line, problem.column) == (3, column)
    assert reason in problem.reason


def test_a_urn_twice_is_refused(read):
    with pytest.raises(Refused, match="this URN is on line 2 already"):
        read(as_csv(ALDER, ALDER | {"EstablishmentName": "Another"}))


def test_a_cut_of_open_schools_only_is_refused_by_what_it_lacks(read):
    row = {name: text for name, text in ALDER.items() if name != "CloseDate"}
    with pytest.raises(Refused, match="no column CloseDate"):
        read(as_csv(row))


def test_the_links_file_is_refused_by_name(read):
    with pytest.raises(Refused, match="leadwell import-links FILE"):
        read(b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n1,2,a,b,\r\n")


def test_a_separator_lost_from_a_row_that_spills_is_seen(read):
    content = as_csv(ALDER, BEECH, spill=["100004 Successor"], quoting=csv.QUOTE_MINIMAL)
    with pytest.raises(Refused):
        read(content.replace(b"100002,901,", b"100002;901,"))
    with pytest.raises(Refused, match="FSM"):
        read(content.replace(b",100003 Pre", b";100003 Pre").replace(b"0,,,,", b"0,,,"))


SEARCH = as_csv(ALDER, BEECH, spill=["100004 Successor"])
PLAIN = as_csv(ALDER, BEECH, spill=["100004 Successor"], quoting=csv.QUOTE_MINIMAL)
UNSPILT = as_csv(ALDER, BEECH)


@given(whole=st.sampled_from([SEARCH, PLAIN, UNSPILT]), damage=damages)
@quick
def test_damage_is_refused_or_plain_to_see(whole, damage):
    content = damage.to(whole)
    rows = rows_or_refusal(content, read_back)
    assert rows is None or rows == slow_register(content)


def read_back(path, folder):
    register = gias_register.read(path, scratch=folder)
    return [list(register.table.header), *(list(entry.texts) for entry in register.entries)]


def slow_register(content):
    """The same by the slow reading: personal columns out, what spills joined to the last."""
    header, *rows = slow_rows(content)
    width = len(header)
    joined = [[*row[: width - 1], ", ".join(row[width - 1 :])] for row in rows]
    kept = [not gias_register._names_a_person(name.strip().lower()) for name in header]
    return [
        [cell for cell, keep in zip(row, kept, strict=True) if keep] for row in (header, *joined)
    ]


def test_the_real_search_download_is_read_whole(shared_data, tmp_path):
    path = shared_data / "gias" / "gias_search_surrey_20220420.csv"
    register = gias_register.read(path, scratch=tmp_path)
    entries = register.entries
    assert (len(entries), register.table.n_spilled) == (576, 45)
    assert sum(entry.opened_on is None for entry in entries) == 401 + 17
    assert {entry.la_code for entry in entries} == {936}
    assert sum(entry.easting is None for entry in entries) == 16 + 1  # blank, and a zero
    assert not any(name.startswith("Head") for name in entries[0].raw)


def test_the_header_of_the_real_full_extract_is_known(shared_data, read):
    names = (shared_data / "headers" / "gias_edubasealldata_2026-04.txt").read_text().split()
    row = dict.fromkeys(names, "") | {
        gias_register._loader_name(name): text
        for name, text in ALDER.items()
        if gias_register._loader_name(name) in names
    }
    entry = read(as_csv(row)).entries[0]
    assert len(names) == 135
    assert len(entry.raw) == 135 - 5
    assert entry.laestab == 9012004


@given(damage=damages)
@few
def test_damage_to_the_real_register_is_refused_or_plain_to_see(shared_data, damage):
    whole = (shared_data / "gias" / "gias_search_surrey_20220420.csv").read_bytes()
    content = damage.to(whole)
    rows = rows_or_refusal(content, read_back)
    assert rows is None or rows == slow_register(content)
