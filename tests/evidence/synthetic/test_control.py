"""Mixtures of schools, against regressions, an exact minimum, and the same search in plain loops."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from leadwell.evidence.synthetic import simplex
from leadwell.evidence.synthetic.checks import placebos, without_each_donor
from leadwell.evidence.synthetic.control import Case, Method, estimate

SC, SDID, DID = Method.SYNTHETIC_CONTROL, Method.SYNTHETIC_DID, Method.DID


def make_case(
    seed: int = 1, *, n: int = 14, t: int = 8, treated: int = 3, start: int = 2021
) -> Case:
    """Schools with levels of their own and two shared movements that each follows more or less."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(n, 2)) @ rng.normal(size=(2, t))
    values = 101 + rng.normal(0, 2, (n, 1)) + shared + rng.normal(0, 0.5, (n, t))
    years = np.arange(2016, 2016 + t)
    return Case(900_000 + np.arange(n), years, values, np.arange(n) < treated, start)


def two_donors() -> Case:
    """A, then B, did not take part; C is three parts A to one of B in both years before."""
    values = np.array([[100.0, 102.0, 101.0], [104.0, 105.0, 109.0], [101.0, 102.75, 106.0]])
    treated = np.array([False, False, True])
    return Case(np.array([1, 2, 3]), np.array([2016, 2017, 2018]), values, treated, 2018)


def test_a_hand_worked_synthetic_control():
    """Before, C = .75 A + .25 B. After, the mixture is .75 * 101 + .25 * 109 = 103, and C 106."""
    answer = estimate(two_donors(), SC)
    assert answer.effect == pytest.approx(3.0, abs=1e-8)
    assert answer.school_weights == pytest.approx([0.75, 0.25, 0], abs=1e-8)
    assert answer.rmspe_before == pytest.approx(0, abs=1e-8)
    assert answer.rmspe_after == pytest.approx(3, abs=1e-8)


def test_a_hand_worked_difference_in_differences():
    """C went from 101.875 to 106, 4.125 up. A and B went from 102.75 to 105, 2.25 up."""
    answer = estimate(two_donors(), DID)
    assert answer.effect == pytest.approx(4.125 - 2.25)
    assert answer.year_weights.tolist() == [0.5, 0.5, 0]


def test_a_school_like_one_donor_is_compared_with_that_one():
    case = make_case(treated=1)
    values = case.values.copy()
    values[0, : case.before] = values[5, : case.before]
    values[0, case.before :] = values[5, case.before :] + 2
    assert estimate(replace(case, values=values), SC).effect == pytest.approx(2, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_the_effect_is_that_of_the_weighted_regression(seed):
    """Arkhangelsky and others (2021), equation 1: a level for each school and year, weighted."""
    case = make_case(seed)
    answer = estimate(case, SDID)
    n, t = case.values.shape
    school = np.where(case.treated, 1 / case.treated.sum(), answer.school_weights)
    after = np.arange(t) >= case.before
    year = np.where(after, 1 / after.sum(), answer.year_weights)
    took_part = np.outer(case.treated, after).ravel()
    design = np.column_stack(
        [np.repeat(np.eye(n), t, axis=0), np.tile(np.eye(t), (n, 1)), took_part]
    )
    weight = np.sqrt(np.outer(school, year).ravel())
    solved = np.linalg.lstsq(design * weight[:, None], case.values.ravel() * weight, rcond=None)
    assert answer.effect == pytest.approx(solved[0][-1], abs=1e-8)


def slow_weights(a, b, *, allowed, ridge, too_little):
    """The same search for one problem, as one would write it down."""

    def walk(w, most):
        for step in range(most):
            error = a @ w - b
            half = a.T @ error + ridge * w
            best = min(np.flatnonzero(allowed), key=lambda j: half[j])
            direction = -w.copy()
            direction[best] += 1
            moved = a @ direction
            curve = moved @ moved + ridge * direction @ direction
            size = 0.0 if curve <= 0 else min(1.0, max(0.0, -(half @ direction) / curve))
            was = error @ error + ridge * w @ w
            w = w + size * direction
            error = a @ w - b
            if step >= 1 and was - (error @ error + ridge * w @ w) <= too_little:
                break
        return w

    w = walk(allowed / allowed.sum(), 100)
    w[w <= w.max() / 4] = 0
    return walk(w / w.sum(), 10_000)


@pytest.mark.parametrize("ridge", [0.0, 0.01, 30.0])
@pytest.mark.parametrize("is_shared", [True, False])
def test_side_by_side_is_as_one_by_one(is_shared, ridge):
    rng = np.random.default_rng(5)
    a = rng.normal(size=(6, 9)) if is_shared else rng.normal(size=(4, 6, 9))
    b = rng.normal(size=(4, 6))
    allowed = rng.random((4, 9)) < 0.7
    together = simplex.weights(a, b, allowed=allowed, ridge=ridge, too_little=1e-7)
    for i, found in enumerate(together):
        alone = slow_weights(
            a if is_shared else a[i], b[i], allowed=allowed[i], ridge=ridge, too_little=1e-7
        )
        assert found == pytest.approx(alone, abs=1e-6)


def exact_weights(a, b, ridge):
    """The minimum itself: scaled, non-negative least squares with |(A - b) v|^2 + (sum v - 1)^2."""
    apart = a - b[:, None]
    size = np.sqrt((apart**2).mean())
    rows = np.vstack([apart, np.sqrt(ridge) * np.eye(a.shape[1]), np.full(a.shape[1], size)])
    v, _ = nnls(rows, np.append(np.zeros(len(rows) - 1), size))
    return v / v.sum()


@pytest.mark.parametrize("seed", range(5))
def test_the_search_ends_near_the_minimum_and_never_below_it(seed):
    rng = np.random.default_rng(seed)
    a, b, ridge = rng.normal(size=(7, 12)), rng.normal(size=7), 0.5

    def objective(w):
        return np.sum((a @ w - b) ** 2) + ridge * w @ w

    found = simplex.weights(
        a,
        b[None],
        allowed=np.ones((1, 12), dtype=bool),
        ridge=ridge,
        too_little=1e-12,
    )[0]
    least = objective(exact_weights(a, b, ridge))
    assert least - 1e-9 <= objective(found) <= least * 1.01
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize("method", Method)
def test_each_donor_left_out_has_no_weight_and_the_rest_are_fitted_anew(method):
    """Plain loops: the same search with one column shut."""
    case = make_case()
    donors, b = case.values[~case.treated], case.before
    target = case.values[case.treated].mean(axis=0)
    noise = np.std(np.diff(donors[:, :b], axis=1), ddof=1)
    slow = []
    for out in range(len(donors)):
        allowed = np.arange(len(donors)) != out
        mean = donors[:, :b].mean(axis=0)
        past, own = donors[:, :b] - mean, target[:b] - mean
        schools, years = allowed / allowed.sum(), np.full(b, 1 / b)
        if method is SDID:
            past, own = past - past.mean(axis=1, keepdims=True), own - own.mean()
            foretold = donors[allowed][:, b:].mean(axis=1)
            known = donors[allowed][:, :b]
            rows = len(known)
            years = slow_weights(
                known - known.mean(axis=0),
                foretold - foretold.mean(),
                allowed=np.ones(b, dtype=bool),
                ridge=rows * (1e-6 * noise) ** 2,
                too_little=rows * (1e-5 * noise) ** 2,
            )
        if method is not DID:
            zeta = noise * ((3 * 3) ** 0.25 if method is SDID else 1e-6)
            schools = slow_weights(
                past.T,
                own,
                allowed=allowed,
                ridge=b * zeta**2,
                too_little=b * (1e-5 * noise) ** 2,
            )
        if method is SC:
            years = np.zeros(b)
        gap = target - schools @ donors
        slow.append(gap[b:].mean() - gap[:b] @ years)
    assert without_each_donor(case, method) == pytest.approx(slow, abs=1e-5)


@pytest.mark.parametrize("method", Method)
def test_a_point_more_after_the_start_is_a_point_more(method):
    case = make_case()
    values = case.values.copy()
    values[np.ix_(case.treated, case.years >= case.start)] += 1.0
    more = replace(case, values=values)
    was, now = estimate(case, method), estimate(more, method)
    assert now.effect == pytest.approx(was.effect + 1, abs=1e-10)
    assert now.school_weights.tolist() == was.school_weights.tolist()
    assert placebos(more, now).effects.tolist() == placebos(case, was).effects.tolist()


@settings(max_examples=15, deadline=None)
@given(
    st.permutations(range(14)), st.floats(0.1, 50), st.floats(-300, 300), st.sampled_from(Method)
)
def test_order_unit_and_zero_of_the_scale_do_not_matter(order, factor, zero, method):
    case = make_case(4)
    other = Case(
        case.schools[order],
        case.years,
        factor * case.values[order] + zero,
        case.treated[order],
        case.start,
    )
    was, now = estimate(case, method), estimate(other, method)
    assert now.effect == pytest.approx(factor * was.effect, abs=1e-5 * factor)
    assert now.school_weights == pytest.approx(was.school_weights[order], abs=1e-5)


def test_numbers_of_schools_and_years_are_names_only():
    case = make_case()
    other = replace(case, schools=case.schools[::-1], years=case.years - 7, start=case.start - 7)
    assert estimate(other, SDID).effect == estimate(case, SDID).effect


def test_the_start_year_is_after():
    case = make_case(start=2020)
    answer = estimate(case, SDID)
    assert case.before == 4
    assert answer.year_weights[4:].tolist() == [0, 0, 0, 0]
    assert answer.effect == pytest.approx(answer.gap[4:].mean())


def test_few_years_before_are_no_headline_and_say_so():
    short, long = make_case(start=2020), make_case(start=2021)
    assert not estimate(short, SC).usable_as_headline
    assert estimate(short, SC).why_not_headline == (
        "only 4 years before the start: at least 5 are needed"
    )
    assert estimate(long, SC).usable_as_headline


def test_one_school_is_placed_among_every_donor():
    """p by hand: the ratio after to before of each donor's gap, compared with the school's own."""
    case = make_case(treated=1)
    answer = estimate(case, SC)
    found = placebos(case, answer)
    ratios, effects, befores = [], [], []
    for donor in range(1, 14):
        rest = np.arange(1, 14)
        alone = estimate(
            Case(
                case.schools[rest],
                case.years,
                case.values[rest],
                rest == donor,
                case.start,
            ),
            SC,
        )
        ratios.append(alone.rmspe_after / alone.rmspe_before)
        effects.append(alone.effect)
        befores.append(alone.rmspe_before)
    own = answer.rmspe_after / answer.rmspe_before
    assert found.draws == 13
    assert found.seed is None
    assert found.p == pytest.approx((1 + sum(ratio >= own for ratio in ratios)) / 14)
    assert found.effects == pytest.approx(effects, abs=1e-3)
    assert found.se == pytest.approx(np.std(found.effects))
    assert found.poorer_fit_share == np.mean([each >= answer.rmspe_before for each in befores])


def test_a_seed_is_kept_and_gives_the_same_again():
    case = make_case(n=30)
    answer = estimate(case, SDID)
    first, again, other = (placebos(case, answer, draws=300, seed=seed) for seed in (7, 7, 8))
    assert first.effects.tolist() == again.effects.tolist()
    assert first.seed == 7
    assert first.effects.tolist() != other.effects.tolist()
    assert first.draws == 300


def test_a_large_effect_is_rarer_than_none():
    case = make_case(n=30)
    values = case.values.copy()
    values[np.ix_(case.treated, case.years >= case.start)] += 30.0
    large = replace(case, values=values)
    assert placebos(large, estimate(large, SDID)).p == 1 / 201


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("value", [0.0, 100.1])
def test_an_outcome_that_never_changes_has_no_effect_and_is_no_surprise(method, value):
    case = make_case(treated=1)
    flat = replace(case, values=np.full_like(case.values, value))
    answer = estimate(flat, method)
    assert (answer.effect, placebos(flat, answer).p, placebos(flat, answer).se) == (0, 1, 0)


@pytest.mark.parametrize("method", Method)
def test_schools_that_move_in_step_have_no_effect(method):
    case = make_case()
    step = replace(case, values=100 + np.arange(14.0)[:, None] + np.arange(8.0))
    if method is SC:  # levels of those that took part are below every donor's
        assert estimate(step, method).effect == pytest.approx(-2, abs=0.01)
    else:
        assert estimate(step, method).effect == pytest.approx(0, abs=1e-9)


def test_a_missing_cell_is_named_by_school_and_year():
    case = make_case()
    values = case.values.copy()
    values[4, 2] = np.nan
    with pytest.raises(ValueError, match="school 900004 has no value in 2018"):
        replace(case, values=values)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"start": 2017}, "at least two years before 2017"),
        ({"start": 2024}, "no year from 2024 on"),
        ({"treated": np.zeros(14, dtype=bool)}, "no school took part"),
        ({"treated": np.arange(14) > 0}, "at least two schools that did not"),
        ({"years": np.arange(2023, 2015, -1)}, "ascending"),
        ({"schools": np.arange(3)}, "shape"),
    ],
)
def test_a_case_that_cannot_be_answered_is_refused(change, told):
    with pytest.raises(ValueError, match=told):
        replace(make_case(), **change)


def test_placebos_need_more_schools_than_took_part():
    case = make_case(treated=7)
    with pytest.raises(ValueError, match="placebos of 7 schools need more than 7"):
        placebos(case, estimate(case, DID))
    with pytest.raises(ValueError, match="draws"):
        placebos(make_case(), estimate(make_case(), DID), draws=0)
