"""A whole evaluation: what moves it, what does not, and what it refuses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.appraisal.appraising import appraise
from leadwell.evidence.matching.eligibility import Reason
from leadwell.evidence.panel import NONE, Treatment
from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.checks import Name, State
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.judging import Rule, Verdict
from tests.evidence import worlds
from tests.evidence.appraisal import asking
from tests.evidence.appraisal.asking import asked, figures, first, hidden, middling, question

SEEDS = st.integers(0, 40)


def eight(panel, *, start=2017, n=8, **changes):
    return Treatment.of(middling(panel, n), start, **changes)


def check(answer, name):
    return next(each.state for each in answer.findings.checks if each.name is name)


# What moves the estimate, and what does not


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_a_point_more_after_the_start_moves_the_estimate_by_a_point_and_no_draw(seed):
    panel = asking.country(seed)
    took_part = eight(panel)
    values = panel.values.copy()
    values[np.ix_(panel.rows(took_part.schools), panel.years >= 2017)] += 1.0

    before, after = (asked(one, took_part) for one in (panel, replace(panel, values=values)))

    for name in panel.outcomes:
        a, b = (each.estimated.estimates[name].estimate for each in (before, after))
        assert b - a == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_array_equal(before.estimated.null.draws, after.estimated.null.draws)


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.integers(0, 999))
def test_neither_the_order_of_schools_nor_their_numbers_change_an_answer(seed, how):
    panel = asking.country(seed)
    took_part = eight(panel)
    rng = np.random.default_rng(how)
    order, numbers = rng.permutation(panel.size), rng.permutation(panel.size)
    other = worlds.shuffled(replace(panel, schools=numbers), order)
    turned = Treatment.of(numbers[panel.rows(took_part.schools)][::-1].tolist(), 2017)

    one, two = asked(panel, took_part), asked(other, turned)

    for a, b in zip(one.answers, two.answers, strict=True):
        assert figures(a) == pytest.approx(figures(b), abs=1e-9)
        assert a.sentences == b.sentences


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.permutations([3, 7, 11, 20]))
def test_codes_of_trusts_regions_and_phases_are_only_labels(seed, codes):
    panel = replace(asking.country(seed), region=np.arange(150) % 2, phase=np.arange(150) % 2)
    panel = replace(panel, trust=np.arange(150) // 5)
    other = replace(panel, trust=panel.trust * 10 + codes[0], region=np.array(codes)[panel.region],
                    phase=np.array(codes)[panel.phase])  # fmt: skip
    one, two = (first(each, eight(panel)) for each in (panel, other))
    assert figures(one) == pytest.approx(figures(two), abs=1e-9)


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.sampled_from([2.0, 0.25, 8.0]))
def test_another_unit_makes_every_figure_so_many_times_larger_and_leaves_chance_and_g(seed, unit):
    panel = asking.country(seed)
    other = replace(panel, values=panel.values * unit)
    wide = tuple(replace(each, pupil_sd=8.0 * unit) for each in question(panel).asked)

    one, two = first(panel, eight(panel)), first(other, eight(panel), asked=wide)

    a, b = one.evidence.estimate, two.evidence.estimate
    assert b.estimate == pytest.approx(a.estimate * unit, abs=1e-9)
    assert b.interval == pytest.approx(np.array(a.interval) * unit, abs=1e-9)
    assert (a.p, a.p_adjusted) == (b.p, b.p_adjusted)
    assert two.evidence.g == pytest.approx(one.evidence.g, abs=1e-9)
    assert one.judgement.verdict is two.judgement.verdict


def test_the_same_seed_gives_the_same_to_the_last_digit_and_another_gives_other_draws():
    panel = asking.country()
    one, two, other = (asked(panel, eight(panel), seed=seed) for seed in (3, 3, 4))
    assert one.estimated.null.draws.tobytes() == two.estimated.null.draws.tobytes()
    assert [figures(each) for each in one.answers] == [figures(each) for each in two.answers]
    assert [each.sentences for each in one.answers] == [each.sentences for each in two.answers]
    assert one.estimated.null.draws.tobytes() != other.estimated.null.draws.tobytes()


def test_what_happens_to_every_school_in_a_year_is_no_effect():
    panel = asking.country()
    shifted = replace(panel, values=panel.values + np.arange(5.0)[:, None])
    a, b = (first(each, eight(panel)).evidence.estimate for each in (panel, shifted))
    assert a.estimate == pytest.approx(b.estimate, abs=1e-9)


def test_a_large_planted_effect_is_found_and_its_mirror():
    panel = asking.country()
    took_part = eight(panel, n=12)
    for size, verdicts in ((4.0, "better"), (-4.0, "worse fell behind")):
        values = panel.values.copy()
        values[np.ix_(panel.rows(took_part.schools), panel.years >= 2017)] += size
        found = first(replace(panel, values=values), took_part)
        assert found.judgement.verdict.value.split()[-1] in verdicts
        assert found.evidence.estimate.estimate == pytest.approx(size, abs=1.5)


# Schools and outcomes that are not all there


def test_schools_in_other_programmes_are_neither_compared_with_nor_drawn():
    panel = asking.country()
    took_part = eight(panel)
    elsewhere = np.zeros(panel.size, dtype=bool)
    elsewhere[asked(panel, took_part).comparison.by_start[0].neighbours.rows[0]] = True
    elsewhere[panel.rows(took_part.schools)] = False

    found = appraise(panel, took_part, question(panel), elsewhere=elsewhere)
    near = found.comparison.by_start[0].neighbours.rows[found.comparison.rows]
    assert not np.isin(near, np.flatnonzero(elsewhere)).any()
    assert found.estimated.null.n_pool == panel.size - 8 - elsewhere.sum()


def test_an_outcome_no_school_that_took_part_has_is_refused_beside_one_they_all_have():
    panel = asking.country()
    took_part = eight(panel)
    lacking = hidden(panel, panel.rows(took_part.schools), panel.years, 1)
    reading, maths = asked(lacking, took_part).answers
    assert reading.evidence.estimate.n_treated == 8
    assert maths.judgement.verdict is Verdict.REFUSED
    assert figures(reading)[0] == pytest.approx(figures(first(panel, took_part))[0], abs=1e-12)


def test_each_outcome_counts_its_own_schools_and_those_they_are_compared_with():
    panel = asking.country()
    took_part = eight(panel)
    rows = panel.rows(took_part.schools)
    reading, maths = asked(hidden(panel, rows[:3], [2017, 2018], 1), took_part).answers
    assert (reading.evidence.estimate.n_treated, reading.design.n_eligible) == (8, 8)
    assert (maths.evidence.estimate.n_treated, maths.design.n_eligible) == (5, 5)
    compared = asked(panel, took_part).comparison.by_start[0].neighbours.rows
    assert maths.evidence.estimate.n_comparison == np.unique(compared[rows[3:]]).size
    assert "Based on 5 of the 8 schools" in maths.sentences[-1]
    assert Caveat.LEFT_OUT in maths.judgement.caveats


def test_a_refused_outcome_cannot_spoil_the_others_by_having_no_noise():
    """Maths was published in years that never follow one another, and not since the start."""
    panel = hidden(asking.country(), range(150), [2015, 2017, 2018], 1)
    reading, maths = asked(panel, eight(panel)).answers
    assert reading.evidence is not None
    assert maths.judgement.verdict is Verdict.REFUSED


def test_a_refused_primary_outcome_leaves_the_others_matched_on_themselves():
    panel = hidden(asking.country(), range(150), [2017, 2018], 0)
    reading, maths = asked(panel, eight(panel)).answers
    assert reading.judgement.verdict is Verdict.REFUSED
    assert maths.evidence.estimate.n_treated == 8


def test_without_a_spread_of_pupils_there_are_points_and_no_months():
    panel = asking.country()
    bare = tuple(replace(each, pupil_sd=None) for each in question(panel).asked)
    found = first(panel, eight(panel), asked=bare)
    assert (found.evidence.g, found.evidence.months) == (None, None)
    assert check(found, Name.BALANCE) is State.PASSED
    assert not any("month" in sentence for sentence in found.sentences)


def test_a_school_without_results_after_is_left_out_with_its_reason():
    panel = asking.country()
    took_part = eight(panel)
    lacking = hidden(panel, panel.rows(took_part.schools)[:1], [2017, 2018], 0)
    found = asked(lacking, took_part)
    assert found.comparison.eligibility.reasons.tolist() == [Reason.NO_RESULT_AFTER, *[0] * 7]
    assert found.answers[0].evidence.estimate.n_treated == 7


# Start years


def test_each_school_is_read_under_its_own_start():
    panel = asking.country()
    schools = middling(panel, 8)
    took_part = Treatment(np.array(schools), np.repeat([2016, 2017], 4))
    found = asked(panel, took_part)
    assert [one.start for one in found.comparison.by_start] == [2016, 2017]
    assert found.answers[0].design.is_staggered
    values = panel.values.copy()
    for row, start in zip(panel.rows(took_part.schools), took_part.starts, strict=True):
        values[row, panel.years >= start] += 1.0
    moved = asked(replace(panel, values=values), took_part)
    a, b = (figures(each.answers[0])[0] for each in (found, moved))
    assert b - a == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("start", [2014, 2016])
def test_a_start_year_of_which_nobody_is_left_takes_no_part(start):
    """2014/15 has no year before it; the school of 2016/17 has no results since."""
    panel = asking.country()
    schools = middling(panel, 8)
    lacking = hidden(panel, panel.rows(np.array(schools[:1])), [2016, 2017, 2018], 0)
    took_part = Treatment(np.array(schools), np.array([start, *[2017] * 7]))
    found = first(lacking, took_part)
    assert found.evidence.estimate.n_treated == 7
    assert found.design.starts == (2017,)
    assert found.design.base_years == (2014, 2015, 2016)


def test_a_school_nobody_knows_decides_no_start():
    panel = asking.country()
    schools = middling(panel, 8)
    with_stranger = Treatment(np.array([*schools, 1]), np.array([*[2017] * 8, 2015]))
    found = first(panel, with_stranger)
    assert figures(found) == figures(first(panel, Treatment.of(schools, 2017)))
    assert found.design.starts == (2017,)


# Refusals


def reasons(answer):
    return answer.judgement.verdict, answer.judgement.reasons


@pytest.mark.parametrize(
    ("start", "recruited_on", "what"),
    [
        (2014, None, "No year before the start has results that can be used"),
        (2015, 2014, "No year before the start has results that can be used"),
        (2019, None, "No results after the start have been published yet."),
    ],
)
def test_without_a_year_before_or_after_there_is_no_answer(start, recruited_on, what):
    panel = asking.country()
    found = first(panel, eight(panel, start=start, recruited_on=recruited_on))
    assert found.judgement.verdict is Verdict.REFUSED
    assert any(text.startswith(what) for text in found.judgement.reasons)
    assert found.evidence is None


def test_schools_nobody_knows_have_no_answer():
    panel = asking.country()
    assert reasons(first(panel, Treatment.of([1, 2], 2017))) == (
        Verdict.REFUSED,
        ("None of the schools that took part has results both before and after.",),
    )


def test_suppressed_schools_have_no_answer():
    panel = asking.country()
    took_part = eight(panel)
    lacking = hidden(panel, panel.rows(took_part.schools), panel.years, 0)
    assert first(lacking, took_part).judgement.verdict is Verdict.REFUSED


def test_where_every_school_joined_there_is_a_change_and_no_more():
    panel = asking.country()
    found = first(panel, Treatment.of(panel.schools.tolist(), 2017))
    assert found.judgement.verdict is Verdict.NO_VERDICT
    assert Caveat.EVERYBODY_JOINED in found.judgement.caveats


def test_schools_nobody_is_like_should_not_be_compared_and_each_is_told_why():
    panel = asking.country()
    found = asked(panel, eight(panel), caliper=0.001)
    assert reasons(found.answers[0]) == (
        Verdict.NOT_COMPARED,
        ("We found no schools similar enough to any of the 8 that took part.",),
    )
    assert set(found.comparison.eligibility.reasons.tolist()) == {Reason.NO_SIMILAR_SCHOOL}


def test_schools_alone_in_their_region_have_nobody_to_be_compared_with():
    panel = asking.country()
    took_part = eight(panel)
    region = np.isin(panel.schools, took_part.schools).astype(np.int64)
    found = first(replace(panel, region=region), took_part)
    assert found.judgement.verdict is Verdict.NOT_COMPARED


COVID = [2016, 2017, 2018, 2022, 2023]


@pytest.mark.parametrize("start", [2019, 2020, 2021, 2022])
def test_across_covid_the_gap_is_said_and_never_filled(start):
    panel = asking.at_years(asking.country(), COVID)
    found = first(panel, eight(panel, start=start))
    assert (found.design.base_years, found.design.after_years) == ((2016, 2017, 2018), (2022, 2023))
    assert Caveat.FOUR_YEARS_BETWEEN in found.judgement.caveats
    assert (Caveat.YEARS_MISSING in found.judgement.caveats) == (start < 2022)


def test_a_result_of_a_year_without_tests_is_refused():
    panel = asking.at_years(asking.country(), [2016, 2017, 2018, 2020, 2022])
    with pytest.raises(ValueError, match="there is no attainment of 2020/21"):
        asked(panel, eight(panel, start=2018))


@pytest.mark.parametrize("start", [2023, 2024])
def test_progress_was_not_produced_for_2023_and_2024(start):
    panel = asking.at_years(asking.country(), [2016, 2017, 2018, 2023, 2024])
    panel = hidden(panel, range(150), [2023, 2024], 0)
    kinds = question(panel).asked
    progress = (replace(kinds[0], family=Outcome.PROGRESS), kinds[1])
    found, attainment = asked(panel, eight(panel, start=start), asked=progress).answers
    assert found.judgement.verdict is Verdict.REFUSED
    assert any("Progress was not produced for 2023/24 and 2024/25" in each
               for each in found.judgement.reasons)  # fmt: skip
    assert attainment.evidence is not None


def test_one_base_year_cannot_show_whether_schools_were_in_step():
    panel = asking.country()
    found = first(panel, eight(panel, start=2015))
    assert found.design.base_years == (2014,)
    assert check(found, Name.PRE_TREND) is State.CANNOT
    assert Caveat.FEW_BASE_YEARS in found.judgement.caveats


def test_a_school_twice_is_refused():
    with pytest.raises(ValueError, match="takes part once"):
        Treatment.of([900_001, 900_001], 2017)


def test_nobody_is_refused():
    panel = asking.country()
    with pytest.raises(ValueError, match="no school took part"):
        asked(panel, Treatment.of([], 2017))


def test_a_school_whose_pupils_are_not_known_after_the_start_is_named():
    panel = asking.country()
    took_part = eight(panel)
    pupils = panel.pupils.copy()
    pupils[panel.rows(took_part.schools)[0], panel.years >= 2017] = np.nan
    with pytest.raises(ValueError, match=f"pupils is not known .* {took_part.schools[0]}"):
        asked(replace(panel, pupils=pupils), took_part)


def test_without_any_pupils_known_nobody_can_be_matched():
    panel = asking.country()
    bare = replace(panel, pupils=np.full(panel.pupils.shape, np.nan))
    with pytest.raises(ValueError, match="log of pupils is known of 0"):
        asked(bare, eight(panel))


def test_too_few_changes_to_measure_noise_by_are_refused_with_their_number():
    panel = asking.country(n=10)
    with pytest.raises(ValueError, match="has 24 changes between two years in a row"):
        asked(panel, eight(panel, n=4), caliper=9.0)


def test_a_question_is_about_its_panel():
    panel = asking.country()
    with pytest.raises(ValueError, match="the panel has reading_average, maths_average; asked is"):
        asked(panel, eight(panel), asked=question(panel).asked[:1])
    with pytest.raises(ValueError, match="primary outcomes are some of those"):
        asked(panel, eight(panel), primary=("gps_average",))


# Few schools, one trust


def test_the_smallest_country_that_answers():
    """Twelve schools of which four took part: 32 changes, where 30 are enough."""
    panel = asking.country(n=12)
    found = first(panel, eight(panel, n=4), caliper=9.0)
    assert found.evidence.estimate.n_treated == 4
    assert found.evidence.estimate.n_comparison <= 8


def test_one_school_is_shown_beside_its_20_nearest_and_judged_by_nobody():
    panel = asking.country()
    found = asked(panel, eight(panel, n=1), caliper=9.0)
    one = found.answers[0]
    assert one.judgement.verdict is Verdict.NO_VERDICT
    assert one.evidence.estimate.n_comparison == 20
    assert "Its line for reading is shown beside those of its 20 nearest schools." in one.sentences
    near = found.comparison.by_start[0].neighbours.rows[found.comparison.rows[0]]
    assert np.unique(near).size == 20


def test_one_school_with_fewer_like_it_says_how_many_there_are():
    panel = asking.country(n=12)
    one = first(panel, eight(panel, n=1), caliper=9.0)
    assert "Its line for reading is shown beside those of its 11 nearest schools." in one.sentences


def in_trusts(panel, took_part, size=3):
    """Those that took part are one trust's; the others are of trusts of so many."""
    others = np.arange(panel.size) // size + 10
    return replace(panel, trust=np.where(np.isin(panel.schools, took_part.schools), 5, others))


def test_one_trust_is_held_against_trusts():
    plain = asking.country(n=300)
    took_part = eight(plain, n=6)
    found = asked(in_trusts(plain, took_part), took_part)
    one = found.answers[0]
    assert found.estimated.null.unit == "trust"
    assert any(each.startswith("We compared with ") and " other trusts: " in each
               for each in one.sentences)  # fmt: skip
    assert any("in the trust’s 6 schools" in each for each in one.sentences)
    assert Caveat.ONE_TRUST in one.judgement.caveats


def test_with_few_trusts_like_it_nothing_can_be_told():
    panel = asking.country()
    took_part = eight(panel)
    one = first(in_trusts(panel, took_part, size=5), took_part)
    assert (one.judgement.verdict, one.judgement.rule) == (Verdict.CANNOT_TELL, Rule.FEW_GROUPS)
    assert not any("would be noticed" in each for each in one.sentences)


def test_an_outcome_is_held_against_what_its_own_schools_are():
    """Four schools of three trusts; of maths one trust's two are left with another's one."""
    panel = asking.country()
    schools = middling(panel, 4)
    rows = panel.rows(np.array(schools))
    trust = panel.trust.copy()
    trust[rows] = [1, 1, 2, 3]
    lacking = hidden(replace(panel, trust=trust), rows[3], [2017, 2018], 1)
    reading, maths = asked(lacking, Treatment.of(schools, 2017)).answers
    assert "placebo schools" in reading.evidence.estimate.method
    assert reading.evidence.n_trusts is None
    assert "placebo trusts" in maths.evidence.estimate.method
    assert any("in the two trusts’ 3 schools" in each for each in maths.sentences)
    for each in (reading, maths):
        told = any("other trusts" in sentence for sentence in each.sentences)
        assert told == each.judgement.decision.is_by_trust


def test_schools_left_after_matching_decide_whose_luck_is_measured():
    """The school without results would have made three trusts of two."""
    panel = asking.country()
    schools = middling(panel, 4)
    rows = panel.rows(np.array(schools))
    trust = np.full(panel.size, NONE)
    trust[rows] = [1, 1, 2, 3]
    pupils = panel.pupils.copy()
    pupils[rows[3], panel.years < 2017] = np.nan  # cannot be matched by size
    found = first(replace(panel, trust=trust, pupils=pupils), Treatment.of(schools, 2017))
    assert (found.design.n_eligible, found.design.n_trusts) == (3, 2)
    assert found.evidence.n_trusts is not None
