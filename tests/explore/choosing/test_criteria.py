"""Criteria are data, in versions, and published figures decide those they can."""

import pytest

from leadwell.explore.choosing import deciding, rule_sets
from leadwell.explore.choosing.figures import ENGLAND, Figures
from leadwell.explore.choosing.rule_sets import Criterion, Test, build, current, every, of
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue
from leadwell.schools.reasons import Reason

Test.__test__ = False
SCHOOL = 7


def figures(rows):
    """Of the school (or ENGLAND) in a year: values by measure, or the Reason there is none."""
    measures = catalogue.load().measures
    made = {}
    for about, given in rows.items():
        values = [v if isinstance(v := given.get(m.key), int | float) and not isinstance(v, Reason)
                  else None for m in measures]  # fmt: skip
        reasons = [given.get(m.key) if isinstance(given.get(m.key), Reason) else Reason.BLANK
                   for m in measures]  # fmt: skip
        made[about] = (values, reasons)
    return Figures(made)


def floor():
    return current("SSIF-2017").criterion("below-floor")


def decide(criterion, rows, years=(2016, 2017, 2018)):
    return deciding.decide(criterion, figures(rows), SCHOOL, own="maths_expected", years=years)


def test_below_the_floor_takes_the_share_and_one_progress_of_the_same_year():
    low = {"rwm_expected": 50, "reading_progress": -1, "writing_progress": 0, "maths_progress": -6}
    found = decide(floor(), {(SCHOOL, 2018): low})
    assert found.is_met
    assert "50% (line 65%)" in found.why
    assert "maths progress \N{MINUS SIGN}6 (line \N{MINUS SIGN}5)" in found.why
    assert decide(floor(), {(SCHOOL, 2018): low | {"maths_progress": -4.9}}).is_met is False
    assert decide(floor(), {(SCHOOL, 2018): low | {"rwm_expected": 65}}).is_met is False


def test_a_figure_that_is_hidden_decides_nothing_unless_the_others_are_enough():
    hidden = {"rwm_expected": Reason.SUPP, "maths_progress": -6}
    found = decide(floor(), {(SCHOOL, 2018): hidden})
    assert found.is_met is None
    assert "too few pupils to show" in found.why
    enough = hidden | {"maths_progress": 1, "reading_progress": 1, "writing_progress": 1}
    assert decide(floor(), {(SCHOOL, 2018): enough}).is_met is False


def test_three_years_are_three_and_two_with_one_hidden_are_not_known():
    coasting = current("SSIF-2017").criterion("coasting")
    low = {"rwm_expected": 60, "maths_progress": -3}
    years = {(SCHOOL, year): low for year in (2016, 2017, 2018)}
    assert decide(coasting, years).is_met
    assert decide(coasting, years | {(SCHOOL, 2017): {"rwm_expected": 90}}).is_met is False
    assert decide(coasting, years | {(SCHOOL, 2017): {}}).is_met is None
    assert decide(coasting, years, years=(2017, 2018)).is_met is None


def test_below_england_falling_and_a_gap_by_hand():
    chosen = current("trust-internal")
    rows = {
        (SCHOOL, 2016): {"maths_expected": 70, "maths_expected_disadvantaged": 60,
                         "maths_expected_other": 80},
        (SCHOOL, 2017): {"maths_expected": 66, "maths_expected_disadvantaged": 60,
                         "maths_expected_other": 74},
        (SCHOOL, 2018): {"maths_expected": 60, "maths_expected_disadvantaged": 50,
                         "maths_expected_other": 65},
        (ENGLAND, 2016): {"maths_expected": 70}, (ENGLAND, 2017): {"maths_expected": 75},
        (ENGLAND, 2018): {"maths_expected": 76},
    }  # fmt: skip
    assert decide(chosen.criterion("below-england"), rows).is_met  # in 2017 and 2018
    assert decide(chosen.criterion("falling"), rows).is_met  # 70 to 60
    assert decide(chosen.criterion("wide-gap"), rows).is_met  # 20, 14 and 15
    up = rows | {(SCHOOL, 2018): rows[SCHOOL, 2018] | {"maths_expected": 61}}
    assert decide(chosen.criterion("falling"), up).is_met is False


def test_every_programmes_rules_are_there_and_a_fund_without_any_has_ours():
    for key in Programme.RuleSet.values:
        assert current(key).criteria
    assert current("charity").key == "custom"
    assert of("SSIF-2017", 1).least_share_pct == 70
    with pytest.raises(KeyError):
        of("SSIF-2017", 99)


def test_a_later_version_is_the_current_one_and_the_first_stays(monkeypatch):
    later = {
        "key": "SSIF-2017", "version": 2, "title": "Later", "about": "", "source": "",
        "least_schools": 5, "least_share_pct": 60, "most_minutes": 30, "board_approves": True,
        "criteria": [{"code": "new", "by": "person", "says": "New"}],
    }  # fmt: skip
    both = (*every(), *build([later]))
    monkeypatch.setattr(rule_sets, "every", lambda: both)
    assert current("SSIF-2017").version == 2
    assert of("SSIF-2017", 1).least_schools == 4


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        ({"by": "person", "of": 1, "in": 1, "all": [{"measure": "own", "below": 3}]}, "for a person"),
        ({"by": "published"}, "by which figures"),
        ({"by": "published", "of": 1, "in": 1, "all": [{"measure": "luck", "below": 3}]}, "catalogue"),
        ({"by": "published", "of": 1, "in": 1, "all": [{"measure": "own"}]}, "where the line is"),
        ({"by": "published", "of": 1, "in": 2, "all": [{"measure": "own", "gap": 3}]}, "more years"),
        ({"by": "a machine"}, "nobody"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_decided_are_refused_as_they_are_read(criterion, said):
    row = {
        "key": "x", "version": 1, "title": "X", "about": "", "source": "", "least_schools": 1,
        "least_share_pct": 50, "most_minutes": 45, "board_approves": False,
        "criteria": [{"code": "c", "says": "C"} | criterion],
    }  # fmt: skip
    with pytest.raises(ValueError, match=said):
        build([row])


def test_a_version_written_twice_is_refused():
    row = {
        "key": "x", "version": 1, "title": "X", "about": "", "source": "", "least_schools": 1,
        "least_share_pct": 50, "most_minutes": 45, "board_approves": False, "criteria": [],
    }  # fmt: skip
    with pytest.raises(ValueError, match="twice"):
        build([row, row])


def test_a_criterion_of_any_of_knows_yes_no_and_not_known():
    one = Criterion("c", "C", True, 1, 1, any_of=(Test("maths_expected", "below", 50),))
    assert decide(one, {(SCHOOL, 2018): {"maths_expected": 49}}).is_met
    assert decide(one, {(SCHOOL, 2018): {"maths_expected": 50}}).is_met is False
    assert decide(one, {}).is_met is None
