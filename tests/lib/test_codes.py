"""Lists of codes that change with the academic year, and history that does not."""

from datetime import date

import pytest

from leadwell.demo.kinds import KINDS
from leadwell.evidence.disclosure.policy import Tier
from leadwell.lib import academic_year as years
from leadwell.lib import codes
from leadwell.lib.codes.reading import FILE
from leadwell.reporting.forms import KINDS as SHOWN_KINDS
from leadwell.reporting.life.kind import SchoolKind
from leadwell.schools import catalogue
from leadwell.web.charts.rag_history import Level
from leadwell.web.templatetags.leadwell import RAG_CLASSES

TODAY = date(2026, 11, 22)
TEXT = FILE.read_text(encoding="utf-8")


def codes_of(key: str, on: date = TODAY) -> list[str]:
    return [value.code for value in codes.valid(key, on=on)]


# Inspection grades: three scales


@pytest.mark.parametrize(
    ("on", "scale"),
    [
        (date(2024, 8, 31), "OFSTED-EIF"),
        (date(2024, 9, 1), "OFSTED-INTERIM"),
        (date(2025, 11, 9), "OFSTED-INTERIM"),
        (date(2025, 11, 10), "OFSTED-RC"),
    ],
)
def test_inspection_grades_change_to_the_day(on, scale):
    assert codes.one_scale("ofsted", [on]).key == scale


def test_the_report_card_has_five_grades_and_the_old_scale_four():
    assert len(codes_of("ofsted")) == 5
    assert codes.said("ofsted", "2", on=date(2023, 5, 1)) == "Good"


def test_an_old_grade_cannot_be_written_under_the_new_scale():
    with pytest.raises(codes.NotACode, match=r"no '2' on 10 Nov 2025\. Codes of that day: excep"):
        codes.said("ofsted", "2", on=date(2025, 11, 10))


def test_no_trend_runs_across_two_scales():
    with pytest.raises(codes.AcrossScales, match="cannot be compared, so no change and no trend"):
        codes.one_scale("ofsted", [date(2025, 12, 1), date(2023, 5, 1)])
    assert codes.one_scale("ofsted", [date(2022, 5, 1), date(2023, 5, 1)]).key == "OFSTED-EIF"


def test_the_same_words_on_two_scales_are_not_the_same_grade():
    with pytest.raises(codes.AcrossScales, match="from 2024/25"):
        codes.one_scale("ofsted", [date(2024, 5, 1), date(2025, 5, 1)])


# Definitions by year


def test_progress_is_told_by_the_year_of_its_results():
    told = {
        year: codes.valid("progress", on=years.exam_date(year))[0].code
        for year in range(2015, 2029)
    }
    assert [told[year] for year in (2018, 2019, 2020, 2021, 2022)] == [
        "produced", "cancelled", "cancelled", "produced", "produced",
    ]  # fmt: skip
    assert {told[2023], told[2024]} == {"not-produced"}
    assert {told[2025], told[2026], told[2027]} == {"due"}


def test_progress_from_another_baseline_is_another_scale():
    with pytest.raises(codes.AcrossScales, match="reception baseline"):
        codes.one_scale("progress", [years.exam_date(2026), years.exam_date(2027)])


def test_nobody_is_called_disadvantaged_by_a_definition_that_has_ended():
    assert codes_of("disadvantaged") == ["Y", "N", "U"]
    assert codes_of("disadvantaged", date(2027, 9, 1)) == []


def test_what_is_announced_is_kept_and_cannot_be_written():
    assert [value.code for value in codes.of("sen_status").reserved] == ["ISP"]
    with pytest.raises(codes.NotACode):
        codes.said("sen_status", "ISP", on=TODAY)


# Changing a list


def test_a_list_is_changed_for_a_later_year_without_touching_history():
    was = codes.read(TEXT)
    now = codes.read(
        TEXT.replace(
            '"N": No special educational needs\n    K: SEN support\n',
            '"N": No special educational needs\n'
            "    K: {says: SEN support, to: 2026/27}\n"
            "    ISP: {says: Individual support plan, from: 2027/28}\n",
        ).replace("    ISP: {says: Individual support plan, note:", "    LATER: {says: L, note:")
    )
    last, first = date(2027, 8, 31), date(2027, 9, 1)
    assert now["sen_status"].valid(on=last)[:2] == now["sen_status"].valid(on=TODAY)[:2]
    assert [v.code for v in now["sen_status"].valid(on=last)] == ["N", "K", "E", "U"]
    assert [v.code for v in now["sen_status"].valid(on=first)] == ["N", "ISP", "E", "U"]
    assert now["sen_status"].value("K", on=TODAY).says == "SEN support"
    assert {key: each for key, each in now.items() if key != "sen_status"} == {
        key: each for key, each in was.items() if key != "sen_status"
    }


def test_a_code_keeps_the_words_of_its_day_when_it_is_given_others():
    text = """
rag:
  title: RAG
  values:
    green: [{says: Green, to: 2026/27}, {says: On track, from: 2027/28}]
"""
    rag = codes.read(text)["rag"]
    assert rag.value("green", on=date(2027, 8, 31)).says == "Green"
    assert rag.value("green", on=date(2027, 9, 1)).says == "On track"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: {title: A, values: {1: One}}", "without quotes"),
        ("a: {title: A, values: {x: {says: X, form: 2027/28}}}", "not understood"),
        ("a: {title: A, valuse: {x: X}}", "not understood"),
        ("a: {title: A}", "has values, or scales"),
        ("a: {title: A, values: {x: {says: X, from: 2027/28, to: 2026/27}}}", "does not fit"),
        ("a: {title: A, to: 2025/26, values: {x: {says: X, to: 2026/27}}}", "does not fit"),
        ("a: {title: A, values: {x: [{says: X}, {says: Y}]}}", "holds twice"),
        (
            "a: {title: A, scales: {o: {title: O, to: 2025/26, values: {x: X}}, "
            "n: {title: N, from: 2025/26, values: {x: X}}}}",
            "holds twice",
        ),
        ("a: {title: A, values: {x: X}, reserved: {x: X}}", "reserved and in use"),
        ("a: {title: A, values: {x: {says: X, from: 2027/29}}}", "is not an academic year"),
    ],
)
def test_a_file_of_lists_that_cannot_be_right_is_refused(text, why):
    with pytest.raises(ValueError, match=why):
        codes.read(text)


# One source


def test_every_list_of_the_annex_is_there():
    assert set(codes.every()) >= {
        "phase", "school_type", "ofsted", "rag", "rubric", "usefulness", "sen_status",
        "disadvantaged", "eal", "prior_band", "ks2_outcome", "threshold", "instrument", "progress",
        "point", "activity", "postponed_reason", "absence", "withdrawal_reason", "readiness",
        "risk_category", "tier", "region", "budget_line",
    }  # fmt: skip


def test_what_the_code_calls_a_colour_or_an_audience_is_what_the_list_says():
    assert codes_of("rag") == list(RAG_CLASSES)
    assert [value.says for value in codes.valid("rag", on=TODAY)] == [str(one) for one in Level]
    assert codes_of("tier") == [str(tier) for tier in Tier]


def test_the_catalogue_of_measures_has_progress_in_the_years_the_list_says():
    known = catalogue.load()
    for year in range(2015, 2027):
        said = codes.valid("progress", on=years.exam_date(year))[0].code
        is_expected = said in {"produced", "due"} and year not in known.not_published_years
        assert known.by_key["reading_progress"].covers(year) == is_expected, years.label(year)


def test_what_kind_of_school_one_is_follows_the_list_of_phases():
    ours = {str(kind) for kind in SchoolKind} - {"unknown", "middle"}
    assert ours <= set(codes_of("phase"))
    assert {code for code in codes_of("phase") if code.startswith("middle")} == {
        "middle-deemed-primary", "middle-deemed-secondary",
    }  # fmt: skip


def test_every_phase_the_register_writes_is_in_the_list():
    written = {value.register for value in codes.valid("phase", on=TODAY)}
    assert {kind.phase[1] for kind in KINDS} <= written
    assert set(SHOWN_KINDS) <= written
