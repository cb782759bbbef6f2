"""Which performance tables are refused, and what is said of them."""

import pytest

from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.makers import (
    ENGLAND,
    WIDE_HEADER,
    area,
    attainment,
    cut,
    ees_bytes,
    school,
    wide_bytes,
)


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


def test_a_file_of_another_kind_is_sent_to_the_right_door(read):
    with pytest.raises(Refused, match="Explore education statistics"):
        read(ees_bytes([attainment(100001)]))


def test_a_cell_as_long_as_a_book_is_quoted_in_part(refusal):
    caught = refusal([school(100001, PTRWM_EXP="9" * 5_000), *ENGLAND])
    (problem,) = caught.problems
    assert problem.text == "9" * 59 + "…"
    assert len(str(caught)) < 400
