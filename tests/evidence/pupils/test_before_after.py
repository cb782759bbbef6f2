import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.pupils.before_after import Kind, before_after

APART = np.array([-1.0, 0.0, 0.0, 1.0])


def pupils(*, seed=0, schools=12, effect=2.0, spread=2.0, noise=5.0):
    rng = np.random.default_rng(seed)
    school = np.repeat(np.arange(schools) + 500, rng.integers(5, 21, schools))
    took_part = school % 2 == 0
    before = rng.normal(100, 8, school.size)
    levels = rng.normal(0, spread, schools)[school - 500]
    after = 22 + 0.8 * before + effect * took_part + levels + rng.normal(0, noise, school.size)
    return {"before": before, "after": after, "school": school, "took_part": took_part}


def change_of(means):
    """Schools of four pupils who all had 100, and came to have these means more."""
    after = np.concatenate([100 + mean + APART for mean in means])
    return before_after(
        before=np.full(after.size, 100.0), after=after, school=np.repeat(np.arange(len(means)), 4)
    ).everyone


def test_a_change_worked_by_hand():
    """Means 1, 3, 8: change 4, se sqrt(13/3) = 2.0817, t(2) 4.3027: -4.9567 to 12.9567. Scores after
    vary by 13 - 1/6 between schools and 2/3 within: sd sqrt(13.5), g 4/3.6742 = 1.0887."""
    found = change_of([1, 3, 8])
    assert (found.points, found.se, found.df) == pytest.approx((4, 2.081666, 2), rel=1e-6)
    assert found.interval == pytest.approx((-4.9567, 12.9567), abs=1e-4)
    assert found.p == pytest.approx(0.1948, abs=1e-3)
    assert found.effect_size.g == pytest.approx(1.08866, abs=1e-5)
    assert found.effect_size.interval[0] == pytest.approx(-4.9567 / 13.5**0.5, abs=1e-4)


def test_without_others_it_is_a_change_and_with_others_an_effect():
    data = pupils()
    assert before_after(**data).everyone.kind == Kind.EFFECT
    alone = {name: values[data["took_part"]] for name, values in data.items()}
    told = before_after(**alone).everyone
    assert (told.kind, told.comparison) == (Kind.CHANGE, None)
    del alone["took_part"]
    assert before_after(**alone).everyone == told
    assert "impact" not in {kind.value for kind in Kind}


def test_an_effect_is_what_was_added():
    found = before_after(**pupils(noise=0.5, spread=0.1)).everyone
    assert found.points == pytest.approx(2, abs=0.2)
    assert found.interval[0] < 2 < found.interval[1]
    assert found.effect_size.g == pytest.approx(2 / 6.4, abs=0.08)
    assert (found.took_part.schools, found.comparison.schools) == (6, 6)


def test_it_says_how_far_apart_the_groups_began():
    """Two schools with 1, 3 and 3, 5 before, two with 0, 2 and 0, 2: means 3 and 1, variances 8/3
    and 4/3, pooled sd sqrt(2): apart by 1.414 of them."""
    found = before_after(
        before=np.array([1.0, 3, 3, 5, 0, 2, 0, 2]),
        after=np.array([2.0, 3, 5, 5, 1, 4, 0, 2]),
        school=np.repeat(np.arange(4), 2),
        took_part=np.repeat([True, False], 4),
    ).everyone
    assert found.began_ahead == pytest.approx(2**0.5)
    assert change_of([1, 3, 8]).began_ahead is None


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(0.1, 50))
def test_order_numbers_and_units_change_nothing(seed, unit):
    data = pupils(seed=seed)
    found = before_after(**data).everyone
    order = np.random.default_rng(seed).permutation(data["school"].size)
    moved = {name: values[order] for name, values in data.items()}
    moved["school"] = 7 * moved["school"]
    moved["after"] = moved["after"] * unit
    again = before_after(**moved).everyone
    assert (again.points, again.se) == pytest.approx(
        (found.points * unit, found.se * unit), rel=1e-5
    )
    assert again.df == pytest.approx(found.df, rel=1e-4)
    assert again.effect_size.g == pytest.approx(found.effect_size.g, rel=1e-5)


def test_one_point_more_for_all_that_took_part_is_one_point_more():
    data = pupils()
    found = before_after(**data).everyone
    more = before_after(**data | {"after": data["after"] + data["took_part"]}).everyone
    assert more.points - found.points == pytest.approx(1, abs=1e-9)
    assert more.se == pytest.approx(found.se)


def test_schools_that_agree_by_luck_do_not_make_it_sure():
    """Three schools with one mean: robust alone would say se 0; the model says sqrt(6/11/12)."""
    found = change_of([2, 2, 2])
    assert found.se == pytest.approx(np.sqrt(6 / 11 / 12))
    assert found.p > 0


def test_pupils_without_a_score_are_left_out_and_counted():
    data = pupils()
    before, after = data["before"].copy(), data["after"].copy()
    before[[0, 1]] = np.nan
    after[[1, 2, 3]] = np.nan
    lost = data["school"] == 501
    after[lost] = np.nan
    found = before_after(**data | {"before": before, "after": after}).everyone
    first = found.took_part
    assert (first.no_before, first.neither, first.no_after) == (1, 1, 2)
    assert first.pupils == data["took_part"].sum() - 4
    assert (found.comparison.schools, found.comparison.schools_lost) == (5, 1)
    assert found.comparison.no_after == lost.sum()
    kept = ~(np.isnan(before) | np.isnan(after))
    again = before_after(**{name: values[kept] for name, values in data.items()}).everyone
    assert (again.points, again.se) == (found.points, found.se)


def test_disadvantaged_pupils_are_reported_by_themselves():
    data = pupils()
    some = np.arange(data["school"].size) % 3 == 0
    found = before_after(**data, disadvantaged=some)
    alone = before_after(**{name: values[some] for name, values in data.items()})
    assert found.disadvantaged == alone.everyone
    assert found.everyone == before_after(**data).everyone


def test_too_few_disadvantaged_pupils_are_no_answer_and_no_error():
    data = pupils()
    some = data["school"] == 500
    found = before_after(**data, disadvantaged=some)
    assert found.disadvantaged is None
    assert found.why_not.startswith("1 school that took part has pupils with both scores.")
    nobody = before_after(**data, disadvantaged=np.zeros(some.size, dtype=bool))
    assert nobody.why_not.startswith("No school that took part")
    assert before_after(**data).why_not.startswith("Nobody said")


def test_disadvantaged_pupils_of_one_group_are_not_made_a_change():
    data = pupils()
    found = before_after(**data, disadvantaged=data["took_part"])
    assert found.disadvantaged is None
    assert "No school that did not take part" in found.why_not


@pytest.mark.parametrize("schools", [4, 8])
def test_intervals_hold_the_truth_and_false_alarms_are_rare(schools):
    """400 programmes that did nothing: 95 in 100 intervals hold 0, within three Monte Carlo errors;
    more for few schools, since the larger standard error is taken."""
    held = 0
    for seed in range(400):
        low, high = before_after(**pupils(seed=seed, schools=schools, effect=0.0)).everyone.interval
        held += low <= 0 <= high
    assert 0.917 <= held / 400 <= 1.0


DATA = pupils()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"school": DATA["school"] // 4}, "among those that took part and those that did not"),
        ({"after": DATA["after"][1:]}, "one value for each pupil"),
        ({"before": DATA["before"] + np.inf}, "infinite"),
        ({"before": DATA["before"] * np.nan}, "No school that took part"),
        ({"took_part": DATA["school"] < 0}, "No school that took part"),
        ({"took_part": DATA["school"] == 500}, "1 school that took part"),
        ({"took_part": DATA["school"] != 500}, "1 school that did not take part"),
        ({"before": DATA["before"] * 0 + 100}, "score before is the same for every pupil"),
        ({"after": DATA["after"] * 0 + 100}, "score is the same for every pupil"),
        ({"disadvantaged": np.array([True])}, "said of every pupil"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(changed, told):
    with pytest.raises(ValueError, match=told):
        before_after(**DATA | changed)


def test_pupils_who_all_changed_alike_are_refused_in_words():
    with pytest.raises(ValueError, match="changed by the same"):
        before_after(before=DATA["before"], after=DATA["before"].copy(), school=DATA["school"])


def test_nobody_at_all_is_refused_in_words():
    nobody = np.array([])
    with pytest.raises(ValueError, match="No school that took part"):
        before_after(before=nobody, after=nobody, school=np.array([], dtype=np.int64))
