import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.schools import catalogue as catalogues
from leadwell.schools.reasons import Reason
from leadwell.schools.sources import ks2_wide
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.makers import (
    ENGLAND,
    WIDE_HEADER,
    area,
    attainment,
    cut,
    ees_bytes,
    saved,
    school,
    wide_bytes,
)

CATALOGUE = catalogues.load()
REAL = {2016: "2016-936-ks2.csv", 2017: "2017-936-ks2.csv", 2018: "2018-936-ks2.csv"}
SMALL = wide_bytes(
    [
        school(100001, SCHNAME="Larkfield, the old school"),
        school(100002, PTRWM_EXP="SUPP", CONFEXAM="R"),
        cut(school(100003, TOTPUPS="NEW"), after="TOTPUPS"),
        area(3),
        *ENGLAND,
    ]
)


@pytest.fixture
def read(tmp_path):
    def read(content, academic_year=2018, **options):
        path = saved(content, tmp_path)
        return ks2_wide.read(path, scratch=tmp_path, academic_year=academic_year, **options)

    return read


@pytest.fixture
def refusal(read):
    def refusal(rows, academic_year=2018, **options):
        with pytest.raises(Refused) as caught:
            read(wide_bytes(rows, **options), academic_year)
        return caught.value

    return refusal


def rows_of(results, columns="*"):
    """The typed rows as dictionaries, in the order of the file."""
    found = duckdb.execute(f"SELECT {columns} FROM read_parquet(?)", [str(results.typed_parquet)])
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def first_of(results):
    return rows_of(results)[0]


def test_a_school_is_read_with_its_numbers(read):
    row = first_of(read(wide_bytes([school(123456), *ENGLAND])))
    assert (row["urn"], row["laestab"], row["la_code"]) == (123456, 9992456, 999)
    assert (row["name"], row["town"], row["nftype"]) == (
        "Larkfield 123456 Primary School",
        "Larkfield",
        "CY",
    )
    assert (row["eligible_pupils"], row["rwm_expected"]) == (30, 67)
    assert (row["reading_progress"], row["reading_progress__reason"]) == (-0.4, 0)
    assert row["age_range"] == "4-11"


def test_england_and_authorities_are_kept_and_are_not_schools(read):
    results = read(wide_bytes([school(100001), area(3), *ENGLAND]))
    assert results.rows_by_record_type == {(2018, 1): 1, (2018, 3): 1, (2018, 4): 1, (2018, 5): 1}
    areas = rows_of(results)[1:]
    assert [(row["urn"], row["laestab"], row["is_confirmed"]) for row in areas] == [(None,) * 3] * 3
    assert [row["name"] for row in areas] == ["Larkshire", "", ""]


def test_each_code_is_kept_as_its_own_reason_there_is_no_value(read):
    codes = [reason for reason in Reason if reason.text]
    schools = [school(100001 + n, PTRWM_EXP=code.text) for n, code in enumerate(codes)]
    results = read(wide_bytes([*schools, *ENGLAND]))
    rows = rows_of(results)[: len(codes)]
    assert [row["rwm_expected__reason"] for row in rows] == codes
    assert {row["rwm_expected"] for row in rows} == {None}
    assert results.cells_by_reason["rwm_expected"] == {Reason.VALUE: 2} | dict.fromkeys(codes, 1)


def test_an_empty_cell_and_a_space_are_blank_and_neither_is_zero(read):
    row = first_of(read(wide_bytes([school(100001, PTRWM_EXP="", READ_AVERAGE=" "), *ENGLAND])))
    assert (row["rwm_expected"], row["rwm_expected__reason"]) == (None, Reason.BLANK)
    assert (row["reading_average"], row["reading_average__reason"]) == (None, Reason.BLANK)


def test_a_row_that_ends_early_says_so_in_each_cell_it_does_not_reach(read):
    results = read(wide_bytes([cut(school(100001), after="TOTPUPS"), *ENGLAND]))
    row = first_of(results)
    assert (row["n_on_roll"], row["eligible_pupils"]) == (210, None)
    assert row["eligible_pupils__reason"] == Reason.ROW_CUT
    assert results.short_rows == (2,)


def test_a_measure_the_file_has_no_column_for_says_so(read):
    results = read(wide_bytes([school(100001), *ENGLAND]))
    row = first_of(results)
    assert "maths_average" in results.absent_measures
    assert (row["maths_average"], row["maths_average__reason"]) == (None, Reason.COLUMN_ABSENT)
    assert row["statement_or_ehcp_pct__reason"] == Reason.NOT_PRODUCED


def test_progress_left_blank_in_a_year_without_it_was_not_produced(read):
    header = [name.replace("_18", "_24").replace("READPROG_DESCR", "X9") for name in WIDE_HEADER]
    without = {"READPROG": "", "READPROG_LOWER": "", "READPROG_UPPER": "SUPP"}
    content = wide_bytes(
        [school(100001, **without, PTRWM_EXP_24="63%", X9=""), *NEWER], header=header
    )
    row = first_of(read(content, 2024))
    assert row["reading_progress__reason"] == Reason.NOT_PRODUCED
    assert row["reading_progress_upper__reason"] == Reason.SUPP
    assert row["rwm_expected"] == 67


NEWER = [row | {"PTRWM_EXP_24": "", "X9": "", "READPROG": ""} for row in ENGLAND]


def test_progress_given_in_a_year_without_it_means_another_year(read):
    header = [name.replace("_18", "_24") for name in WIDE_HEADER]
    content = wide_bytes([school(100001, PTRWM_EXP_24="63%"), *NEWER], header=header)
    with pytest.raises(Refused, match="when no school was given one"):
        read(content, 2024)


def test_a_school_that_did_not_confirm_its_results_is_marked_and_not_missing(read):
    rows = rows_of(read(wide_bytes([school(100001), school(100002, CONFEXAM="R"), *ENGLAND])))
    assert [row["is_confirmed"] for row in rows[:2]] == [True, False]
    assert rows[1]["rwm_expected"] == 67


def test_an_academy_still_to_open_is_kept_with_its_date(read):
    academy = {"URN_AC": "654321", "SCHNAME_AC": "Larkfield Academy", "OPEN_AC": "20190601"}
    row = first_of(read(wide_bytes([school(100001, **academy), *ENGLAND])))
    assert (row["urn_ac"], row["name_ac"]) == (654321, "Larkfield Academy")
    assert str(row["open_ac"]) == "2019-06-01"


def test_no_academy_is_no_number(read):
    row = first_of(read(wide_bytes([school(100001), *ENGLAND])))
    assert (row["urn_ac"], row["name_ac"], row["open_ac"]) == (None, None, None)


def test_columns_are_found_wherever_they_stand_and_in_any_case(read):
    header = [name.lower() for name in reversed(WIDE_HEADER)]
    rows = [
        {name.lower(): text for name, text in row.items()} for row in [school(100001), *ENGLAND]
    ]
    assert first_of(read(wide_bytes(rows, header=header)))["rwm_expected_other"] == 73


def test_a_column_nobody_has_seen_is_named(read):
    header = [*WIDE_HEADER, "PTSINGING_EXP"]
    content = wide_bytes([row | {"PTSINGING_EXP": "9%"} for row in ENGLAND], header=header)
    assert read(content).unknown_columns == ("PTSINGING_EXP",)


def test_every_text_is_kept_as_written_with_its_line(read):
    content = wide_bytes([school(100001, ADDRESS="x", SCHNAME='The "old"\nschool'), *ENGLAND])
    results = read(content)
    raw = duckdb.execute(
        "SELECT line_number, SCHNAME, DIFFN_RWM_EXP FROM read_parquet(?)",
        [str(results.raw_parquet)],
    ).fetchall()
    assert raw == [(2, 'The "old"\nschool', "-21"), (4, " ", " "), (5, " ", " ")]


def test_typed_rows_are_in_order_of_urn(read):
    rows = rows_of(read(wide_bytes([*ENGLAND, school(100009), school(100002)])))
    assert [row["urn"] for row in rows] == [100002, 100009, None, None]
    assert [row["line_number"] for row in rows[:2]] == [5, 4]


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        ("PTRWM_EXP", "67", "without the %"),
        ("PTRWM_EXP", "0.67", "without the %"),
        ("PTRWM_EXP", "104%", "not between 0 and 100"),
        ("PTRWM_EXP", "-3%", "neither a percentage nor a known code"),
        ("PTRWM_EXP", "SUPP ", "nor a known code"),
        ("PTRWM_EXP", "Z", "nor a known code"),
        ("READ_AVERAGE", "104%", "neither a scaled score"),
        ("READ_AVERAGE", "30", "not between 59 and 120"),
        ("READ_AVERAGE", "1e2", "neither a scaled score"),
        ("READPROG", "31.0", "not between -30 and 30"),
        ("READPROG", "−0.4", "neither a progress score"),
        ("TELIG", "30.5", "neither a number of pupils"),
        ("TELIG", "٣٠", "neither a number of pupils"),
        ("TELIG", "nan", "neither a number of pupils"),
    ],
)
def test_a_cell_that_cannot_be_right_refuses_the_file_with_its_place(refusal, column, text, why):
    caught = refusal([school(100001), school(100002, **{column: text}), *ENGLAND])
    (problem,) = caught.problems
    assert (problem.line, problem.column, problem.text) == (3, column, text)
    assert why in problem.reason


def test_many_bad_cells_are_counted_and_the_first_twenty_named(refusal):
    caught = refusal([*(school(100001 + n, PTRWM_EXP="?", TELIG="?") for n in range(30)), *ENGLAND])
    assert caught.n_problems == 60
    assert [problem.line for problem in caught.problems] == [n // 2 + 2 for n in range(20)]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"RECTYPE": "6"}, "RECTYPE"),
        ({"RECTYPE": ""}, "RECTYPE"),
        ({"RECTYPE": "3"}, "URN"),
        ({"URN": "12345"}, "URN"),
        ({"URN": "ABCDEF"}, "URN"),
        ({"URN": " "}, "URN"),
        ({"LEA": "1"}, "LEA"),
        ({"ESTAB": "20011"}, "ESTAB"),
        ({"SCHNAME": " "}, "SCHNAME"),
        ({"URN_AC": "1"}, "URN_AC"),
        ({"OPEN_AC": "20190230"}, "OPEN_AC"),
        ({"OPEN_AC": "01-09-2018"}, "OPEN_AC"),
        ({"OPEN_AC": "20200901"}, "OPEN_AC"),
        ({"OPEN_AC": "20171231"}, "OPEN_AC"),
        ({"CONFEXAM": "Q"}, "CONFEXAM"),
    ],
)
def test_a_row_that_does_not_say_whose_it_is_refuses_the_file(refusal, cells, column):
    caught = refusal([school(100001, **cells), *ENGLAND])
    assert column in [problem.column for problem in caught.problems]
    assert caught.problems[0].line == 2


def test_a_row_too_short_to_hold_a_urn_is_refused(refusal):
    caught = refusal([cut(school(100001), after="LEA"), *ENGLAND])
    assert {problem.column for problem in caught.problems} == {"ESTAB", "URN", "SCHNAME"}


def test_a_urn_on_two_rows_is_refused_with_both_lines(refusal):
    caught = refusal([school(100001), school(100002), school(100001), *ENGLAND])
    assert [problem.line for problem in caught.problems] == [2, 4]


def test_an_authority_on_two_rows_is_refused(refusal):
    assert refusal([area(3), area(3), *ENGLAND]).n_problems == 2


def test_a_file_without_england_is_cut_short(refusal):
    assert "RECTYPE 4 and 5" in str(refusal([school(100001)]))
    assert "RECTYPE 5" in str(refusal([school(100001), area(4)]))


def test_a_file_whose_row_for_england_ends_early_is_cut_short(refusal):
    caught = refusal([cut(area(4), after="TOTPUPS"), school(100001), area(5)], ends_with_break=True)
    assert "RECTYPE 4" in str(caught)


def test_a_part_of_a_file_is_taken_when_that_is_what_is_meant(read):
    results = read(wide_bytes([school(100001)], ends_with_break=True), accept_incomplete=True)
    assert results.rows_by_record_type == {(2018, 1): 1}


def test_a_file_without_a_column_that_must_be_there_is_refused_by_name(refusal):
    header = [name for name in WIDE_HEADER if name != "SCHNAME"]
    assert "SCHNAME" in str(refusal([school(100001), *ENGLAND], header=header))


def test_a_column_named_like_our_own_is_refused(refusal):
    caught = refusal(
        [row | {"Line_Number": "1"} for row in ENGLAND], header=[*WIDE_HEADER, "Line_Number"]
    )
    assert "line_number" in str(caught)


def test_the_year_is_read_from_the_endings_of_the_column_names(read):
    results = read(wide_bytes([school(100001), *ENGLAND]), academic_year=None)
    assert (results.academic_years, results.year_check) == ((2018,), "header says 2018/19")


def test_a_year_other_than_the_header_s_is_refused(refusal):
    assert "This file is for 2018/19" in str(refusal([*ENGLAND], academic_year=2017))


@pytest.mark.parametrize(("ending", "academic_year"), [("_16", 2016), ("_19", 2022), ("_22", 2022)])
def test_the_first_tables_after_the_gap_look_back_over_it(read, ending, academic_year):
    header = [name.replace("_18", ending) for name in WIDE_HEADER]
    rows = [row | {f"PTRWM_EXP{ending}": ""} for row in ENGLAND]
    assert read(wide_bytes(rows, header=header), None).academic_years == (academic_year,)


def test_a_header_without_a_year_is_taken_on_trust_or_not_at_all(read):
    header = [name for name in WIDE_HEADER if not name.endswith("_18")]
    content = wide_bytes([school(100001), *ENGLAND], header=header)
    assert read(content, 2017).year_check == "the header names no year, taken on trust"
    with pytest.raises(Refused, match="do not say which year"):
        read(content, None)


def test_a_whole_file_without_endings_is_of_the_first_year(read):
    plain = [name for name in WIDE_HEADER if not name.endswith("_18")]
    header = [*plain, "PTREADTA_EXP", *(f"FILLER{n}" for n in range(200))]
    rows = [dict.fromkeys(header, "") | row for row in [school(100001), *ENGLAND]]
    assert read(wide_bytes(rows, header=header), None).academic_years == (2015,)
    with pytest.raises(Refused, match="2015/16"):
        read(wide_bytes(rows, header=header), 2016)


@pytest.mark.parametrize(
    ("academic_year", "says"), [(2019, "no tests"), (2021, "not published"), (2014, "in levels")]
)
def test_a_year_without_such_results_is_refused(refusal, academic_year, says):
    assert says in str(refusal([*ENGLAND], academic_year=academic_year))


def test_a_file_of_another_kind_is_sent_to_the_right_door(read):
    with pytest.raises(Refused, match="Explore education statistics"):
        read(ees_bytes([attainment(100001)]))


def test_a_refused_file_leaves_nothing_behind(tmp_path):
    (tmp_path / "scratch").mkdir()
    path = saved(wide_bytes([school(100001, TELIG="?"), *ENGLAND]), tmp_path)
    with pytest.raises(Refused):
        ks2_wide.read(path, scratch=tmp_path / "scratch", academic_year=2018)
    assert not list((tmp_path / "scratch").iterdir())


def test_a_file_that_is_taken_in_leaves_its_two_parquet_files(tmp_path):
    (tmp_path / "scratch").mkdir()
    path = saved(SMALL, tmp_path)
    results = ks2_wide.read(path, scratch=tmp_path / "scratch", academic_year=2018)
    left = {results.raw_parquet, results.typed_parquet}
    assert set((tmp_path / "scratch").iterdir()) == left


def test_two_readings_give_the_same_bytes(tmp_path):
    path = saved(SMALL, tmp_path)
    copies = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        copies.append(ks2_wide.read(path, scratch=tmp_path / name, academic_year=2018))
    one, two = copies
    assert one.typed_parquet.read_bytes() == two.typed_parquet.read_bytes()
    assert one.raw_parquet.read_bytes() == two.raw_parquet.read_bytes()


# Damage: a file cut anywhere, or with one byte changed, is refused or is seen to be different.

few = settings(
    max_examples=40,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TELLING = b',"\r\n \x00\x01%5\xe9'


@st.composite
def places_and_bytes(draw):
    """A place in a file, and the byte it becomes: None when the file stops there."""
    byte = st.none() | st.sampled_from(TELLING) | st.integers(0, 255)
    return draw(st.integers(0, 2**40)), draw(byte)


def damaged(content, place_and_byte):
    place, byte = place_and_byte
    place %= len(content)
    if byte is None:
        return content[:place]
    return content[:place] + bytes([byte]) + content[place + 1 :]


def shown_by(content):
    """Everything a reading shows of a file's cells, names and encoding; None if it was refused."""
    with TemporaryDirectory() as folder:
        path = saved(content, Path(folder))
        try:
            results = ks2_wide.read(path, scratch=Path(folder), academic_year=None)
        except Refused:
            return None
        raw = duckdb.execute(
            "SELECT * FROM read_parquet(?) ORDER BY line_number", [str(results.raw_parquet)]
        ).fetchall()
        return results.encoding, results.header, results.short_rows, raw


@pytest.fixture(scope="module")
def real_file(shared_data):
    content = (shared_data / "ks2" / REAL[2018]).read_bytes()
    return content, shown_by(content)


@few
@given(damage=places_and_bytes())
def test_a_damaged_file_is_refused_or_seen_to_differ(damage):
    changed = damaged(SMALL, damage)
    if changed != SMALL:
        assert shown_by(changed) != shown_by(SMALL)


@settings(few, max_examples=20)
@given(damage=places_and_bytes())
def test_a_damaged_real_file_is_refused_or_seen_to_differ(real_file, damage):
    content, shown = real_file
    changed = damaged(content, damage)
    if changed != content:
        assert shown_by(changed) != shown


# The real files, against a slow reading of them by the csv module alone.

NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
SLOW_CODES = {"SUPP": Reason.SUPP, "NA": Reason.NA, "NEW": Reason.NEW, "LOWCOV": Reason.LOWCOV}


def slow_cell(row: list[str], place: int) -> tuple[float | None, Reason]:
    if place >= len(row):
        return None, Reason.ROW_CUT
    if not row[place].strip():
        return None, Reason.BLANK
    if NUMBER.fullmatch(row[place]):
        return float(row[place].rstrip("%")), Reason.VALUE
    return None, SLOW_CODES[row[place]]


@pytest.mark.parametrize("academic_year", REAL)
def test_every_cell_of_a_real_file_is_as_the_csv_module_has_it(
    shared_data, tmp_path, academic_year
):
    path = shared_data / "ks2" / REAL[academic_year]
    results = ks2_wide.read(path, scratch=tmp_path, academic_year=academic_year)
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    places = {name.casefold(): place for place, name in enumerate(header)}
    typed = {row["line_number"]: row for row in rows_of(results)}
    assert len(typed) == len(rows)
    for measure in CATALOGUE.measures:
        place = places.get(measure.wide[0].casefold())
        if place is None:
            assert measure.key in results.absent_measures
            continue
        for line, row in enumerate(rows, start=2):
            found = typed[line][measure.key], typed[line][f"{measure.key}__reason"]
            assert found == slow_cell(row, place), (measure.key, line)


@pytest.mark.parametrize(
    ("academic_year", "rows", "rwm", "n_short"),
    [
        (2016, (219, 13, 1, 1, 1), {"VALUE": 220, "SUPP": 4, "ROW_CUT": 11}, 22),
        (2017, (222, 13, 1, 1, 1), {"VALUE": 226, "SUPP": 2, "ROW_CUT": 10}, 10),
        (2018, (223, 16, 1, 1, 1), {"VALUE": 227, "SUPP": 3, "BLANK": 1, "ROW_CUT": 11}, 12),
    ],
)
def test_real_files_hold_what_was_counted_in_them_by_hand(
    shared_data, tmp_path, academic_year, rows, rwm, n_short
):
    path = shared_data / "ks2" / REAL[academic_year]
    results = ks2_wide.read(path, scratch=tmp_path, academic_year=None)
    assert results.rows_by_record_type == {(academic_year, n): k for n, k in enumerate(rows, 1)}
    assert {r.name: n for r, n in results.cells_by_reason["rwm_expected"].items()} == rwm
    assert len(results.short_rows) == n_short
    assert results.unknown_columns == ()
    assert results.encoding == "utf-8-sig"
