"""A question about published results, from URNs to sentences and JSON."""

import json
from typing import Any

import numpy as np
import pytest

from leadwell.evaluation import answering, outcomes, telling
from leadwell.evaluation.frames import NotComparable
from leadwell.evidence.verdict.judging import Verdict
from leadwell.schools import catalogue
from tests.config.test_json_schemas import check
from tests.evaluation.schools import URNS, YEARS, load_county, rows
from tests.schools.register_files import row
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db

TWELVE = URNS[30:42]


def asked(urns: Any = TWELVE, start: int = 2018, **changes: Any) -> answering.Answered:
    given: dict[str, Any] = {
        "measures": ["reading_average"],
        "is_recruitment_known": True,
        "draws": 199,
    }
    return answering.answer(answering.Asking(urns=urns, start=start, **(given | changes)))


def printed(answered: answering.Answered) -> dict[str, Any]:
    """Through JSON and back: it fits its schema, and has no NaN."""
    said: dict[str, Any] = json.loads(json.dumps(telling.as_json(answered), allow_nan=False))
    check(said, "evaluate")
    return said


@pytest.fixture
def county(load_results):
    load_county(load_results)
    return load_results


def test_people_and_machines_read_the_same_sentences(county):
    answered = asked(measures=["reading_average", "rwm_expected"])
    said, lines = printed(answered), telling.lines(answered)

    assert [each["outcome"] for each in said["answers"]] == ["reading_average", "rwm_expected"]
    for each in said["answers"]:
        assert each["headline"] in lines
        assert all(f"  {sentence}" in lines for sentence in each["sentences"])
        assert each["estimate"]["n_treated"] == 12
    assert said["years"] == ["2016/17", "2017/18", "2018/19"]
    reading, rwm = said["answers"]
    assert (reading["g"], reading["months"]) == (None, None)  # England's shares are not in the file
    assert rwm["g"] == pytest.approx(rwm["estimate"]["estimate"] / np.sqrt(65 * 35))
    assert json.dumps(printed(asked())) == json.dumps(printed(asked()))


def test_points_planted_in_a_file_come_out_of_it(load_results):
    load_county(load_results, raised=tuple(TWELVE), by=4)
    (answer,) = asked().appraisal.answers
    assert answer.judgement.verdict in (Verdict.BETTER, Verdict.PROBABLY_BETTER)
    assert answer.evidence is not None
    assert answer.evidence.estimate.estimate == pytest.approx(4, abs=1.5)


def test_a_school_of_the_list_is_answered_for_or_named_with_a_reason(county, load_register):
    """Suppressed since; on the register and in no table; nowhere at all."""
    county(*[one | {"READ_AVERAGE": "SUPP"} if one["URN"] == str(TWELVE[0]) else one
             for one in rows(2018)], year=2018, status="final")  # fmt: skip
    load_register(row(900_900))

    answered = asked([*TWELVE, 900_900, 999_999])
    said = printed(answered)

    assert said["answers"][0]["estimate"]["n_treated"] == 11
    assert said["unknown_urns"] == [999_999]
    assert [{"urn": each["urn"], "reason": each["reason"]} for each in said["left_out"]] == [
        {"urn": 900_900, "reason": "It is not in the published tables."},
        {"urn": TWELVE[0], "reason": "It has no published result after the programme began."},
    ]
    assert all(each["name"] for each in said["left_out"])
    assert "Not in any file: 999999." in telling.lines(answered)
    assert "Left out: 900900. It is not in the published tables." in telling.lines(answered)


def test_results_after_a_year_can_be_left_aside(county):
    (answer,) = asked(as_of=2017).appraisal.answers
    assert answer.judgement.verdict is Verdict.REFUSED
    assert "No results after the start have been published yet." in answer.sentences
    assert printed(asked(as_of=2017))["answers"][0]["estimate"] is None


def test_the_year_they_were_chosen_by_is_no_base(county):
    said = printed(asked(recruited_on=2017))
    assert said["chosen_on"] == "2017/18"
    assert "Years: 2016/17 before the start, 2018/19 after." in said["answers"][0]["sentences"][-1]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"urns": []}, "Name at least one school by its URN."),
        ({"urns": [999_999]}, "None of these URNs is in the register or in any results file."),
        ({"measures": ["shoe_size"]}, "There is no outcome “shoe_size”"),
        ({"measures": ["eligible_pupils"]}, "is not a result that can get better"),
        ({"measures": []}, "Name an outcome"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(load_results, changes, what):
    load_results(school(TWELVE[0]))
    with pytest.raises(NotComparable, match=what):
        asked(**({"urns": TWELVE[:1]} | changes))


def test_without_results_it_says_how_to_load_them():
    with pytest.raises(NotComparable, match="leadwell import-results"):
        asked()


def test_too_few_schools_loaded_are_refused_in_words(load_results):
    for year in YEARS:
        load_results(*rows(year)[28:40], year=year)
    with pytest.raises(NotComparable, match=r"^This cannot be worked out: .* 30 or more\.$"):
        asked(TWELVE[:4], draws=99)


# Words and spreads of measures


@pytest.mark.parametrize(
    "key",
    [
        m.key
        for m in catalogue.load().measures
        if m.unit in outcomes._WORDS and m.higher_is != "neither"
    ],
)
def test_every_measure_that_can_be_asked_about_has_words(key):
    found = outcomes.asked_of(key, year=2018)
    assert found.words.name[0].islower() or found.words.name[:2].isupper()


def test_a_per_cent_has_the_spread_of_yes_and_no_in_england(load_results):
    load_results(school(900_101))
    assert outcomes.asked_of("rwm_expected", year=2018).pupil_sd == pytest.approx(47.697, abs=1e-3)


def test_without_englands_figures_no_spread_is_known():
    for key in ("rwm_expected", "reading_average"):
        assert outcomes.asked_of(key, year=2018).pupil_sd is None


def test_the_nearest_year_before_is_taken_and_else_the_nearest_after():
    by_year = {2016: 1.0, 2018: 2.0}
    assert [outcomes._nearest(by_year, year) for year in (2015, 2016, 2017, 2019)] == [1, 1, 1, 2]
    assert outcomes._nearest({}, 2018) is None


def test_results_are_due_in_december_after_the_tests_of_years_that_have_any():
    due = outcomes.results_due(2018)
    assert [year for year in due if year in (2019, 2020, 2021)] == []
    assert all((day.year, day.month) == (year + 1, 12) for year, day in due.items())
    assert len(due) == 2


def test_the_edition_is_said(load_results):
    load_results(school(900_101), year=2017, status="final")
    load_results(school(900_101), year=2018, status="provisional")
    assert outcomes.vintage([2017, 2018]) == "2017/18 to 2018/19, final and provisional"
    assert outcomes.vintage([2018]) == "2018/19, provisional"
