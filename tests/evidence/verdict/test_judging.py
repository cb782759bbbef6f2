"""The verdict: each rule at its edge, and always in the same order."""

import pytest

from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.verdict.checks import Check, Name, State
from leadwell.evidence.verdict.decision_row import Cap
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.judging import Rule, Verdict, judge
from tests.evidence.judging import PASSED, checks, design, evidence, schools

LIKELY = {"value": 1.0, "interval": (-0.1, 2.1), "interval_90": (0.1, 1.9), "p_adjusted": 0.07}
NOTHING = {"value": 0.6, "interval": (-1.0, 2.2), "interval_90": (-0.7, 1.9), "p_adjusted": 0.3}
NARROW = {"value": 0.1, "interval": (-0.5, 0.7), "interval_90": (-0.4, 0.6), "p_adjusted": 0.7}


def check(name: Name, state: State) -> Check:
    return Check(name, state, f"“{name}” is not passed.")


def ruled(question, made, given) -> tuple[Verdict, Rule]:
    judgement = judge(question, made, given)
    return judgement.verdict, judgement.rule


def mirrored(**figures):
    low, high = figures["interval"]
    low_90, high_90 = figures["interval_90"]
    return figures | {
        "value": -figures["value"],
        "interval": (-high, -low),
        "interval_90": (-high_90, -low_90),
    }


CLEAR = {"value": 1.3, "interval": (0.5, 2.1), "interval_90": (0.65, 1.95), "p_adjusted": 0.01}


def test_a_clear_answer_is_given_either_way():
    assert ruled(design(), PASSED, evidence(**CLEAR)) == (Verdict.BETTER, Rule.CLEAR)
    assert ruled(design(), PASSED, evidence(**mirrored(**CLEAR))) == (Verdict.WORSE, Rule.CLEAR)


def test_the_90_per_cent_range_makes_it_probable():
    assert ruled(design(), PASSED, evidence(**LIKELY)) == (Verdict.PROBABLY_BETTER, Rule.LIKELY)
    assert ruled(design(), PASSED, evidence(**mirrored(**LIKELY))) == (
        Verdict.PROBABLY_WORSE,
        Rule.LIKELY,
    )


def test_a_range_that_begins_at_0_leaves_nothing_out():
    touching = CLEAR | {"interval": (0.0, 2.6)}
    assert ruled(design(), PASSED, evidence(**touching)) == (Verdict.PROBABLY_BETTER, Rule.LIKELY)
    both = touching | {"interval_90": (0.0, 2.6)}
    assert ruled(design(), PASSED, evidence(**both)) == (Verdict.CANNOT_TELL, Rule.OTHERWISE)


def test_several_outcomes_count_against_the_furthest():
    figures = CLEAR | {"p_adjusted": 0.05}
    assert ruled(design(), PASSED, evidence(**figures)) == (Verdict.PROBABLY_BETTER, Rule.SEVERAL)


@pytest.mark.parametrize("name", [Name.PRE_TREND, Name.LEAVE_ONE_OUT, Name.METHODS])
def test_one_check_downgraded_makes_a_clear_answer_probable(name):
    made = checks(check(name, State.DOWNGRADED))
    judgement = judge(design(), made, evidence(**CLEAR))
    assert (judgement.verdict, judgement.rule) == (Verdict.PROBABLY_BETTER, Rule.CHECKED)
    assert judgement.reasons == (f"“{name}” is not passed.",)


def test_a_probable_answer_with_a_check_downgraded_is_none():
    made = checks(check(Name.LEAVE_ONE_OUT, State.DOWNGRADED))
    assert ruled(design(), made, evidence(**LIKELY)) == (Verdict.CANNOT_TELL, Rule.OTHERWISE)


def test_two_checks_downgraded_leave_no_answer():
    made = checks(
        check(Name.LEAVE_ONE_OUT, State.DOWNGRADED), check(Name.PRE_TREND, State.DOWNGRADED)
    )
    assert ruled(design(), made, evidence(**CLEAR))[0] is Verdict.CANNOT_TELL


@pytest.mark.parametrize("figures", [CLEAR, LIKELY, NARROW])
def test_a_failed_check_leaves_no_answer(figures):
    made = checks(check(Name.PRE_TREND, State.FAILED))
    assert ruled(design(), made, evidence(**figures))[0] is Verdict.CANNOT_TELL


@pytest.mark.parametrize("name", [Name.PRE_TREND, Name.LEAVE_ONE_OUT])
def test_a_check_that_was_not_made_has_not_been_passed(name):
    made = tuple(each for each in PASSED if each.name is not name)
    judgement = judge(design(), made, evidence(**CLEAR))
    assert (judgement.verdict, judgement.rule) == (Verdict.PROBABLY_BETTER, Rule.CHECKED)
    assert judgement.reasons == (f"The check “{name}” was not made.",)


@pytest.mark.parametrize("name", [Name.BALANCE, Name.SUPPORT])
def test_without_knowing_that_schools_are_alike_nothing_is_said(name):
    made = tuple(each for each in PASSED if each.name is not name)
    with pytest.raises(ValueError, match=f"“{name}” was not made"):
        judge(design(), made, evidence(**CLEAR))


def test_methods_need_to_agree_from_twelve_schools_on():
    made = tuple(each for each in PASSED if each.name is not Name.METHODS)
    assert ruled(schools(11), made, evidence(n_treated=11))[0] is Verdict.BETTER
    assert ruled(schools(12), made, evidence(n_treated=12))[0] is Verdict.PROBABLY_BETTER


def test_about_the_same_is_a_range_within_two_months():
    assert ruled(design(), PASSED, evidence(**NARROW)) == (Verdict.SAME, Rule.INSIDE)
    # 0.095 is 0.10 to two places, where two months begin; 0.0949 is 0.09.
    for ends, verdict in [
        ((-0.0949, 0.0949), Verdict.SAME),
        ((-0.0951, 0.05), Verdict.CANNOT_TELL),
        ((-0.05, 0.0951), Verdict.CANNOT_TELL),
    ]:
        found = evidence(**NARROW, g_interval=ends)
        assert judge(design(), PASSED, found).verdict is verdict


def test_a_clear_answer_is_never_about_the_same():
    small = {"value": 0.2, "interval": (0.1, 0.3), "interval_90": (0.12, 0.28), "p_adjusted": 0.01}
    assert judge(design(), PASSED, evidence(**small)).verdict is Verdict.BETTER


def test_without_the_spread_of_pupils_nothing_is_about_the_same():
    found = evidence(**NARROW, g=None, g_interval=None)
    assert judge(design(), PASSED, found).verdict is Verdict.CANNOT_TELL


def test_everything_else_is_cannot_tell():
    assert ruled(design(), PASSED, evidence(**NOTHING)) == (Verdict.CANNOT_TELL, Rule.OTHERWISE)


def test_a_gate_comes_before_everything():
    made = checks(check(Name.BALANCE, State.FAILED))
    for question in (design(), schools(1), schools(2), design(after_years=())):
        assert judge(question, made).verdict is Verdict.NOT_COMPARED


@pytest.mark.parametrize(
    "question",
    [
        design(outcome=Outcome.NONE),
        design(base_years=()),
        design(after_years=()),
        design(outcome=Outcome.PROGRESS, years_not_produced=(2023, 2024)),
        schools(1, base_years=()),
    ],
)
def test_a_refusal_needs_no_figures(question):
    judgement = judge(question)
    assert (judgement.verdict, judgement.rule) == (Verdict.REFUSED, Rule.REFUSAL)
    assert judgement.reasons
    assert judgement.caveats == ()


def test_one_school_has_no_verdict_whatever_its_figures():
    assert ruled(schools(1), PASSED, evidence(n_treated=1)) == (
        Verdict.NO_VERDICT,
        Rule.NO_VERDICT,
    )


def test_two_schools_cannot_tell_unless_they_are_outside_all_groups():
    among = evidence(**CLEAR, n_treated=2, n_as_large=1, n_drawn=9_999)
    assert ruled(schools(2), PASSED, among) == (Verdict.CANNOT_TELL, Rule.FIXED)
    few = evidence(**CLEAR, n_treated=2, n_as_large=0, n_drawn=99)
    assert ruled(schools(2), PASSED, few) == (Verdict.CANNOT_TELL, Rule.FIXED)
    outside = evidence(**CLEAR, n_treated=2, n_as_large=0, n_drawn=9_999)
    assert ruled(schools(2), PASSED, outside) == (Verdict.PROBABLY_BETTER, Rule.CAPPED)


def test_outside_all_groups_does_not_mend_a_gap_that_is_seldom_published():
    question = schools(2, outcome=Outcome.GAP, gap_share=0.5)
    outside = evidence(**CLEAR, n_treated=2, n_as_large=0, n_drawn=9_999)
    assert ruled(question, PASSED, outside) == (Verdict.CANNOT_TELL, Rule.FIXED)


@pytest.mark.parametrize("change", [{"base_years": (2016,)}, {"is_after_results": True}])
def test_a_cap_holds_a_clear_answer_at_probably(change):
    assert ruled(design(**change), PASSED, evidence(**CLEAR)) == (
        Verdict.PROBABLY_BETTER,
        Rule.CAPPED,
    )


def test_four_years_between_leave_some_confidence():
    question = design(starts=(2022,), base_years=(2016, 2017, 2018), after_years=(2022, 2023))
    judgement = judge(question, PASSED, evidence(**CLEAR))
    assert (judgement.verdict, judgement.cap) == (Verdict.BETTER, Cap.SOME)


def test_schools_left_unmatched_count_as_not_there():
    # Four could have been compared; schools like them were found for three.
    judgement = judge(schools(4), PASSED, evidence(**CLEAR, n_treated=3))
    assert (judgement.verdict, judgement.rule) == (Verdict.CANNOT_TELL, Rule.FIXED)
    assert judgement.design.n_eligible == 3


def test_more_schools_than_there_are_is_refused():
    with pytest.raises(ValueError, match="9 schools were compared, of 8"):
        judge(design(), PASSED, evidence(n_treated=9))


def test_a_verdict_without_figures_is_refused():
    with pytest.raises(ValueError, match="no estimate to judge"):
        judge(design(), PASSED)
    with pytest.raises(ValueError, match="p over all outcomes"):
        judge(design(), PASSED, evidence(p_adjusted=None))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"interval": (1.4, 2.1)}, "in points"),
        ({"interval_90": (0.4, 1.9)}, "in points"),
        ({"interval": (float("nan"), 2.1)}, "in points"),
        ({"value": float("nan")}, "missing or infinite"),
        ({"change": float("inf")}, "missing or infinite"),
        ({"g": None}, "with its interval"),
        ({"g": 0.5}, "in g"),
        ({"g": -0.01, "g_interval": (-0.2, 0.2)}, "different ways"),
        ({"months": (-3, -2, -1)}, "different ways"),
        ({"months": (3, 2, 1)}, "low, middle and high"),
        ({"n_drawn": None}, "give both"),
        ({"n_as_large": 10_000}, "10000 groups cannot be some of 9999"),
        ({"n_as_large": 0, "n_drawn": 0}, "cannot be some of"),
    ],
)
def test_figures_that_do_not_fit_one_another_are_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        evidence(**changes)


@pytest.mark.parametrize("points", [0.0, -1.0, float("nan"), float("inf")])
def test_a_difference_that_can_be_noticed_is_above_0(points):
    with pytest.raises(ValueError, match="above 0"):
        Detectable(points)


def test_where_nobody_is_compared_no_check_of_a_comparison_counts():
    """A change with nobody beside it is that, whatever was said of similar schools."""
    failed = Check(Name.SUPPORT, State.FAILED, "We found no schools similar enough.")
    found = judge(design(is_comparison_possible=False), [failed])
    assert found.verdict is Verdict.NO_VERDICT
    assert not any("similar" in each for each in found.reasons)
