"""What is read from a good file of the performance tables."""

import duckdb

from leadwell.schools.reasons import Reason
from tests.schools.sources.makers import ENGLAND, WIDE_HEADER, area, cut, school, wide_bytes
from tests.schools.sources.wide import first_of, rows_of


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
