"""From published rows to the engine's arrays."""

import numpy as np
import pytest

from leadwell.evaluation import frames
from leadwell.evidence.panel import NONE, Why
from leadwell.schools.reasons import Reason
from tests.schools.register_files import academy, closed, row
from tests.schools.sources.makers import information, school

pytestmark = pytest.mark.django_db


def test_every_reason_has_one_of_the_engines():
    assert frames._WHY.keys() == set(Reason)
    assert [reason for reason in Reason if frames._WHY_OF[reason] == Why.VALUE] == [Reason.VALUE]


def test_schools_stand_down_years_across_outcomes_behind(load_register, load_results):
    load_register(row(900101), row(900102, region="South East"))
    for year, score in ((2016, "101"), (2017, "102")):
        load_results(
            school(900101, READ_AVERAGE=score), school(900102, READ_AVERAGE="SUPP"), year=year
        )

    frame = frames.school_frame(["reading_average", "rwm_expected"], before=2017)

    panel = frame.panel
    assert panel.years.tolist() == [2016, 2017]
    assert frame.urns.tolist() == [900101, 900102]
    np.testing.assert_array_equal(panel.outcome("reading_average"), [[101, 102], [np.nan, np.nan]])
    assert panel.why[1, 0].tolist() == [Why.SUPPRESSED, Why.VALUE]
    assert panel.pupils.tolist() == [[30, 30], [30, 30]]
    assert panel.region[0] != panel.region[1]
    assert panel.trust.tolist() == [NONE, NONE]


@pytest.fixture
def three_years(load_long):
    """Of one school: a fifth disadvantaged, then a third, then nearly all. Of another: unknown."""
    for start, share in ((2016, "20"), (2017, "30"), (2018, "90")):
        year = {"time_period": f"{start}{start % 100 + 1}", "telig_3yr": "z"}
        load_long(
            information(900101, ptfsm6cla1a=share, **year),
            information(900102, ptfsm6cla1a="c", **year),
        )


def test_what_schools_are_matched_on_is_from_before_the_programme(three_years, monkeypatch):
    monkeypatch.setattr(frames, "MOST_LACKING", 0.5)
    panel = frames.school_frame(["rwm_expected"], before=2018).panel
    known, hidden = panel.context[:, panel.context_names.index("disadvantaged_pct")]
    assert known == 25.0
    assert np.isnan(hidden)


def test_what_many_schools_lack_is_not_matched_on(three_years, monkeypatch):
    monkeypatch.setattr(frames, "MOST_LACKING", 0.4)
    panel = frames.school_frame(["rwm_expected"], before=2018).panel
    assert "disadvantaged_pct" not in panel.context_names


def test_a_school_is_one_row_through_every_change_of_number(
    load_register, load_links, load_results
):
    load_register(closed(900101, "31-10-2017"), academy(900201, number="2101"))
    load_links((900101, 900201, "Successor"))
    load_results(school(900101, PTRWM_EXP="55%"), year=2016)
    load_results(school(900201, PTRWM_EXP="58%"), year=2018)

    frame = frames.school_frame(["rwm_expected"], before=2018)

    assert frame.panel.outcome("rwm_expected").tolist() == [[55, 58]]
    ids = frames.schools_of([900101, 900201, 900999])
    assert ids[900101] == ids[900201] == frame.panel.schools[0]
    assert 900999 not in ids


def test_special_schools_are_left_out(load_results):
    load_results(school(900101), school(900102, RECTYPE="2"))
    assert frames.school_frame(["rwm_expected"], before=2018).urns.tolist() == [900101]


def test_a_school_that_is_on_no_register_is_compared_all_the_same(load_results):
    load_results(school(900101), school(900102))
    frame = frames.school_frame(["rwm_expected"], before=2018)
    assert frame.is_open == (True, True)
    assert len(set(frame.panel.region)) == 1


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        (["maths_ability"], "There is no outcome “maths_ability”"),
        (["eligible_pupils"], "is not a result that can get better"),
        ([], "Name an outcome"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(load_results, outcomes, told):
    load_results(school(900101))
    with pytest.raises(frames.NotComparable, match=told):
        frames.school_frame(outcomes, before=2018)


def test_without_results_the_reader_is_told_what_to_load():
    with pytest.raises(frames.NotComparable, match="leadwell import-results"):
        frames.school_frame(["rwm_expected"], before=2018)


def test_england_is_the_published_line_of_state_funded_schools(load_results):
    load_results(school(900101), year=2018)
    known = frames.england("rwm_expected")
    assert known.keys() == {2018}


def test_the_number_of_questions_does_not_grow_with_schools(
    load_results, django_assert_num_queries
):
    load_results(*(school(900100 + n) for n in range(1, 3)), year=2017)
    frames.school_frame(["rwm_expected"], before=2018)  # files are fetched once
    with django_assert_num_queries(6):
        frames.school_frame(["rwm_expected"], before=2018)
    load_results(*(school(900100 + n) for n in range(1, 30)), year=2018)
    frames.school_frame(["rwm_expected"], before=2018)
    with django_assert_num_queries(6):
        frames.school_frame(["rwm_expected"], before=2018)
