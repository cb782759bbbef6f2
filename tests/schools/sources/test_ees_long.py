import duckdb
import pytest

from leadwell.schools.reasons import Reason
from leadwell.schools.sources import ees_long
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.results import Layout
from tests.schools.sources.makers import (
    AREA_HEADER,
    ATTAINMENT_HEADER,
    ENGLAND,
    INFORMATION_HEADER,
    area_attainment,
    attainment,
    disadvantaged,
    ees_bytes,
    information,
    saved,
    wide_bytes,
)


@pytest.fixture
def read(tmp_path):
    def read(rows, academic_year=None, header=ATTAINMENT_HEADER):
        path = saved(ees_bytes(rows, header=header), tmp_path)
        return ees_long.read(path, scratch=tmp_path, academic_year=academic_year)

    return read


@pytest.fixture
def refusal(read):
    def refusal(*args, **options):
        with pytest.raises(Refused) as caught:
            read(*args, **options)
        return caught.value

    return refusal


def rows_of(results):
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(results.typed_parquet)])
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_rows_of_a_school_become_one(read):
    (row,) = rows_of(
        read(
            [
                attainment(100001, expected_standard_pupil_percent="61"),
                attainment(100001, "Reading", average_scaled_score="107"),
                disadvantaged(100001, expected_standard_pupil_percent="44"),
            ]
        )
    )
    assert (row["urn"], row["laestab"], row["la_code"]) == (100001, 9992001, 999)
    assert (row["rwm_expected"], row["rwm_expected_disadvantaged"]) == (61, 44)
    assert (row["reading_average"], row["line_number"]) == (107, 2)


def test_each_year_of_a_file_is_its_own_row(read):
    results = read([attainment(100001), attainment(100001, time_period="202223")])
    assert results.academic_years == (2022, 2024)
    assert results.rows_by_record_type == {(2022, 1): 1, (2024, 1): 1}
    assert results.year_check == "the file says 2022/23, 2024/25"


def test_one_year_may_be_kept_of_several(read):
    rows = [attainment(100001), attainment(100001, time_period="202223")]
    assert read(rows, 2022).rows_by_record_type == {(2022, 1): 1}


def test_a_year_that_is_not_in_the_file_is_refused(refusal):
    assert "nothing for 2023/24" in str(refusal([attainment(100001)], 2023))


def test_a_three_year_average_is_kept_apart_and_doubles_no_school(read):
    pooled = {"breakdown_topic": "Average (2023 to 2025)", "breakdown": "3 year average"}
    results = read(
        [attainment(100001), attainment(100001, expected_standard_pupil_percent="55", **pooled)]
    )
    (row,) = rows_of(results)
    assert (row["rwm_expected"], row["rwm_expected_three_year"]) == (67, 55)


def test_boys_and_girls_are_left_as_text(read):
    boys = attainment(100001, breakdown_topic="Sex", breakdown="Boys")
    (row,) = rows_of(read([attainment(100001), boys | {"expected_standard_pupil_percent": "1"}]))
    assert row["rwm_expected"] == 67


@pytest.mark.parametrize("other", ["Not known to be disadvantaged", "Disadvantaged all other"])
def test_other_pupils_are_known_by_either_name(read, other):
    (row,) = rows_of(read([disadvantaged(100001, breakdown=other)]))
    assert (row["rwm_expected_other"], row["rwm_expected"]) == (67, None)


def test_each_code_is_kept_as_its_own_reason_there_is_no_value(read):
    codes = ["z", "c", "x", "low", "u", "k", "ne", "supp", "na"]
    rows = rows_of(
        read(
            [
                attainment(100001 + n, expected_standard_pupil_percent=code)
                for n, code in enumerate(codes)
            ]
        )
    )
    assert [Reason(row["rwm_expected__reason"]).text.casefold() for row in rows] == codes
    assert {row["rwm_expected"] for row in rows} == {None}


def test_a_school_without_a_row_for_a_group_says_so(read):
    rows = rows_of(read([attainment(100001), disadvantaged(100001), attainment(100002)]))
    assert rows[1]["rwm_expected_disadvantaged__reason"] == Reason.ROW_ABSENT
    assert rows[1]["rwm_expected_other__reason"] == Reason.COLUMN_ABSENT


def test_progress_is_read_where_it_was_produced(read):
    progress = {"progress_measure_score": "-1.2", "progress_measure_lower_conf_interval": "-3"}
    (row,) = rows_of(read([attainment(100001, "Maths", time_period="202223", **progress)]))
    assert (row["maths_progress"], row["maths_progress_lower"]) == (-1.2, -3)
    assert row["maths_progress_upper__reason"] == Reason.Z


def test_progress_in_a_year_without_it_means_another_year(refusal):
    caught = refusal([attainment(100001, "Maths", progress_measure_score="-1.2")])
    assert "2024/25, when no school was given one" in str(caught)


def test_a_special_school_is_known_by_its_number_when_the_file_does_not_say(read):
    results = read([attainment(100001), attainment(100002, school_laestab="999/7002")])
    assert results.rows_by_record_type == {(2024, 1): 1, (2024, 2): 1}
    assert rows_of(results)[1]["laestab"] == 9997002


def test_numbers_of_pupils_come_from_the_information_file(read):
    results = read([information(100001)], header=INFORMATION_HEADER)
    (row,) = rows_of(results)
    assert results.layout is Layout.EES_INFORMATION
    assert (row["eligible_pupils"], row["eligible_pupils_three_year"]) == (30, 88)
    assert (row["disadvantaged_pct"], row["prior_attainment__reason"]) == (27, Reason.Z)
    assert row["rwm_expected__reason"] == Reason.COLUMN_ABSENT
    assert results.unknown_columns == ()


def test_the_information_file_of_2023_24_writes_per_cents_with_a_sign(read):
    row = information(100001, time_period="202324", ptfsm6cla1a="27%")
    assert rows_of(read([row], header=INFORMATION_HEADER))[0]["disadvantaged_pct"] == 27


def test_regions_authorities_and_england_are_kept_apart_from_schools(read):
    authority = {"old_la_code": "999", "la_name": "Larkshire"}
    results = read(
        [
            area_attainment("National"),
            area_attainment("National", establishment_type_group="All schools"),
            area_attainment("National", establishment_type_group="Free schools"),
            area_attainment("Regional", region_name="Larkland"),
            area_attainment("Regional", region_name="Fenland"),
            area_attainment("Local authority", **authority),
            area_attainment("Local authority", establishment_type_group="Academies", **authority),
        ],
        header=AREA_HEADER,
    )
    assert results.rows_by_record_type == {(2024, 3): 1, (2024, 4): 1, (2024, 5): 1, (2024, 6): 2}
    rows = rows_of(results)
    assert {row["name"] for row in rows} == {"", "Larkland", "Fenland", "Larkshire"}
    assert {row["urn"] for row in rows} == {None}


def test_a_file_with_a_record_type_needs_no_kind_of_school(read):
    header = ["rectype" if name == "establishment_type_group" else name for name in AREA_HEADER]
    rows = [area_attainment("National", rectype="4"), area_attainment("National", rectype="5")]
    assert read(rows, header=header).rows_by_record_type == {(2024, 4): 1, (2024, 5): 1}


def test_a_file_with_a_filter_in_place_of_breakdowns_is_read_the_same(read):
    swap = {"breakdown_topic": "sex", "breakdown": "disadvantage_status"}
    header = [swap.get(name, name) for name in AREA_HEADER]
    total = {"sex": "Total", "disadvantage_status": "Total"}
    rows = [
        area_attainment("National", **total),
        area_attainment("National", **(total | {"sex": "Boys"})),
        area_attainment("National", **(total | {"disadvantage_status": "Disadvantaged"})),
    ]
    (row,) = rows_of(read(rows, header=header))
    assert (row["rwm_expected"], row["rwm_expected_disadvantaged"]) == (67, 67)


def test_england_has_results_for_the_year_no_school_has(read, refusal):
    england = read([area_attainment("National", time_period="202122")], header=AREA_HEADER)
    assert rows_of(england)[0]["rwm_expected"] == 67
    caught = refusal([attainment(100001, time_period="202122")])
    assert "no school was given results for 2021/22" in str(caught)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"geographic_level": "Planet"}, "geographic_level"),
        ({"school_urn": "1"}, "school_urn"),
        ({"school_urn": ""}, "school_urn"),
        ({"school_laestab": "z"}, "school_laestab"),
        ({"time_period": "2024"}, "time_period"),
        ({"time_period": "202426"}, "time_period"),
        ({"time_period": "٢٠٢٤٢٥"}, "time_period"),
    ],
)
def test_a_row_that_does_not_say_whose_it_is_refuses_the_file(refusal, cells, column):
    caught = refusal([attainment(100002), attainment(100001, **cells)])
    (problem,) = caught.problems
    assert (problem.line, problem.column) == (3, column)


@pytest.mark.parametrize("text", ["104", "-1", "Z", "many", "0,5", " 12"])
def test_a_cell_that_cannot_be_right_refuses_the_file_with_its_place(refusal, text):
    rows = [attainment(100001), attainment(100002, expected_standard_pupil_percent=text)]
    (problem,) = refusal(rows).problems
    assert (problem.line, problem.column, problem.text) == (
        3,
        "expected_standard_pupil_percent",
        text,
    )


def test_the_same_row_twice_is_refused_with_both_lines(refusal):
    caught = refusal([attainment(100001), attainment(100002), attainment(100001)])
    assert [problem.line for problem in caught.problems] == [2, 4]


def test_a_refused_file_leaves_nothing_behind(tmp_path):
    (tmp_path / "scratch").mkdir()
    path = saved(ees_bytes([attainment(100001, school_urn="?")]), tmp_path)
    with pytest.raises(Refused):
        ees_long.read(path, scratch=tmp_path / "scratch", academic_year=None)
    assert not list((tmp_path / "scratch").iterdir())


def test_a_short_row_is_refused(tmp_path):
    content = ees_bytes([attainment(100001), attainment(100002)]).removesuffix(b",z\n") + b"\n"
    with pytest.raises(Refused, match="too short"):
        ees_long.read(saved(content, tmp_path), scratch=tmp_path, academic_year=None)


def test_a_file_of_subjects_we_do_not_know_is_refused(refusal):
    assert "no rows for the pupils and subjects" in str(refusal([attainment(100001, "Latin")]))


def test_a_file_of_another_subject_altogether_is_refused(refusal):
    caught = refusal([attainment(100001)], header=[*ATTAINMENT_HEADER[:9], "breakdown"])
    assert "neither attainment by subject nor numbers of pupils" in str(caught)


def test_the_performance_tables_are_sent_to_their_own_door(tmp_path):
    path = saved(wide_bytes(ENGLAND), tmp_path)
    with pytest.raises(Refused, match="performance tables"):
        ees_long.read(path, scratch=tmp_path, academic_year=None)


def test_a_column_nobody_has_seen_is_named(read):
    rows = [attainment(100001, singing="1")]
    assert read(rows, header=[*ATTAINMENT_HEADER, "singing"]).unknown_columns == ("singing",)
