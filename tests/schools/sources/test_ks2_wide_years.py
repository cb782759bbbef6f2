"""Which year a performance table is for."""

import pytest

from leadwell.schools.reasons import Reason
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.makers import ENGLAND, WIDE_HEADER, school, wide_bytes
from tests.schools.sources.wide import first_of


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
