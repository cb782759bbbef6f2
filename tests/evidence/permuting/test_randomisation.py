"""Choices made again: every one by hand, some by draws, and regressions the slow way."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.permuting import randomisation
from leadwell.evidence.permuting.randomisation import randomisation_test

OUTCOME = np.array([3.0, 5.0, 1.0, 2.0])
TREATED = np.array([True, True, False, False])


def strata_of_clusters():
    """Three strata of 2, 3 and 4 clusters of uneven size, and two controls."""
    rng = np.random.default_rng(3)
    cluster = np.repeat(np.arange(9), [2, 3, 1, 4, 2, 2, 3, 2, 1])
    stratum = np.array([0, 0, 1, 1, 1, 2, 2, 2, 2])[cluster]
    treated = np.isin(cluster, [0, 3, 5, 8])
    outcome = rng.normal(size=len(cluster)) + stratum + 0.5 * treated
    return outcome, treated, stratum, cluster, rng.normal(size=(len(cluster), 2))


def regression(outcome, treated, stratum, controls):
    """Coefficient of treatment, by least squares with a level for each stratum."""
    levels = (stratum[:, None] == np.unique(stratum)).astype(float)
    design = np.column_stack([treated, levels, controls])
    return np.linalg.lstsq(design, outcome, rcond=None)[0][0]


def test_a_hand_worked_case():
    """3, 5 against 1, 2: 4 - 1.5 = 2.5. The six choices of two give 2.5, -1.5, -.5, .5, 1.5, -2.5:
    two of six as far from 0, one as high, all as low."""
    found = randomisation_test(OUTCOME, TREATED)
    assert found.coefficient == pytest.approx(2.5)
    assert sorted(found.null) == pytest.approx([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])
    assert (found.p, found.p_higher, found.p_lower) == (2 / 6, 1 / 6, 1)
    assert (found.possible, found.seed) == (6, None)


def test_every_choice_is_each_regression_by_itself():
    outcome, treated, stratum, cluster, controls = strata_of_clusters()
    found = randomisation_test(
        outcome, treated, strata=stratum, clusters=cluster, controls=controls
    )
    slow = []
    for chosen in product([0, 1], [2, 3, 4], combinations([5, 6, 7, 8], 2)):
        made = np.isin(cluster, [chosen[0], chosen[1], *chosen[2]])
        slow.append(regression(outcome, made, stratum, controls))
    seen = regression(outcome, treated, stratum, controls)
    assert found.possible == len(found.null) == 2 * 3 * 6
    assert found.coefficient == pytest.approx(seen, abs=1e-10)
    assert sorted(found.null) == pytest.approx(sorted(slow), abs=1e-10)
    assert found.p == np.mean(np.abs(slow) >= abs(seen) - 1e-12)


def test_the_standard_error_is_that_of_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    outcome, treated, stratum, cluster, controls = strata_of_clusters()
    levels = (stratum[:, None] == np.arange(3)).astype(float)
    design = np.column_stack([treated, levels, controls])
    peer = api.OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    found = randomisation_test(
        outcome, treated, strata=stratum, clusters=cluster, controls=controls, studentised=True
    )
    assert found.se == pytest.approx(peer.bse[0], rel=1e-9)
    assert found.statistic == pytest.approx(peer.params[0] / peer.bse[0], rel=1e-9)
    peer = api.OLS(outcome, design).fit(cov_type="HC1")
    found = randomisation_test(outcome, treated, strata=stratum, controls=controls, draws=1)
    assert found.se == pytest.approx(peer.bse[0], rel=1e-9)


def test_studentised_choices_are_each_fitted_by_itself():
    api = pytest.importorskip("statsmodels.api")
    outcome, treated, stratum, cluster, _ = strata_of_clusters()
    found = randomisation_test(outcome, treated, strata=stratum, clusters=cluster, studentised=True)
    levels = (stratum[:, None] == np.arange(3)).astype(float)
    slow = []
    for chosen in product([0, 1], [2, 3, 4], combinations([5, 6, 7, 8], 2)):
        made = np.isin(cluster, [chosen[0], chosen[1], *chosen[2]])
        fit = api.OLS(outcome, np.column_stack([made, levels]))
        slow.append(fit.fit(cov_type="cluster", cov_kwds={"groups": cluster}).tvalues[0])
    assert sorted(found.null) == pytest.approx(sorted(slow), rel=1e-8)


def test_draws_come_close_to_every_choice(monkeypatch):
    outcome, treated, stratum, cluster, controls = strata_of_clusters()
    given_all = {"strata": stratum, "clusters": cluster, "controls": controls}
    exact = randomisation_test(outcome, treated, **given_all)
    monkeypatch.setattr(randomisation, "MOST_ENUMERATED", 1)
    drawn = randomisation_test(outcome, treated, **given_all, draws=9_999, seed=5)
    error = np.sqrt(exact.p * (1 - exact.p) / 9_999)
    assert drawn.seed == 5
    assert len(drawn.null) == 9_999
    assert drawn.p == pytest.approx(exact.p, abs=3 * error + 1e-4)


def test_a_drawn_p_counts_the_choice_that_was_made():
    outcome = np.arange(40.0)
    found = randomisation_test(outcome, outcome >= 20, draws=99)
    assert found.p == 1 / 100
    assert found.null.shape == (99,)


def test_the_same_seed_gives_the_same_draws():
    outcome = np.random.default_rng(0).normal(size=40)
    first, again, other = (
        randomisation_test(outcome, np.arange(40) < 20, draws=200, seed=seed) for seed in (1, 1, 2)
    )
    assert first.null.tolist() == again.null.tolist() != other.null.tolist()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(-5, 5), min_size=4, max_size=8),
    st.data(),
    st.booleans(),
)
def test_order_unit_zero_and_sides_change_nothing_that_they_should_not(numbers, data, studentised):
    n = len(numbers)
    outcome = np.array(numbers, dtype=float)
    treated = np.arange(n) < data.draw(st.integers(1, n - 1))
    order = np.array(data.draw(st.permutations(range(n))))
    found = randomisation_test(outcome, treated, studentised=studentised)
    moved = randomisation_test(0.1 * outcome[order] + 7, treated[order], studentised=studentised)
    assert (moved.p, moved.p_higher) == (found.p, found.p_higher)
    mirrored = randomisation_test(-outcome, treated, studentised=studentised)
    assert (mirrored.p, mirrored.p_lower) == (found.p, found.p_higher)
    assert found.p >= 1 / found.possible


def test_a_point_more_for_the_treated_is_a_point_more():
    outcome, treated, stratum, cluster, controls = strata_of_clusters()
    given_all = {"strata": stratum, "clusters": cluster, "controls": controls}
    was = randomisation_test(outcome, treated, **given_all)
    now = randomisation_test(outcome + treated, treated, **given_all)
    assert now.coefficient == pytest.approx(was.coefficient + 1, abs=1e-10)
    assert now.se == pytest.approx(was.se, rel=1e-9)


@pytest.mark.parametrize("studentised", [False, True])
def test_an_outcome_that_is_the_same_for_all_is_no_surprise(studentised):
    found = randomisation_test(np.full(6, 0.1), np.arange(6) < 3, studentised=studentised)
    assert (found.coefficient, found.p, found.statistic) == (0, 1, 0)


def test_a_perfect_fit_is_infinitely_many_standard_errors_and_still_has_a_p():
    found = randomisation_test(np.array([1.0, 1, 0, 0]), TREATED, studentised=True)
    assert found.statistic == np.inf
    assert (found.se, found.p) == (0, 2 / 6)


def test_a_choice_the_controls_tell_counts_against_the_programme():
    """Controls pick out rows 0 and 2: that choice has no difference of its own."""
    told = np.array([[1.0], [0], [1], [0]])
    found = randomisation_test(OUTCOME, TREATED, controls=told)
    assert np.isinf(found.null).sum() == 2  # they, or the other two
    assert found.p >= 2 / 6


def test_with_no_row_left_over_there_is_no_standard_error():
    found = randomisation_test(np.array([1.0, 2.0]), np.array([True, False]))
    assert (found.se, found.p) == (None, 1)
    with pytest.raises(ValueError, match="left over"):
        randomisation_test(np.array([1.0, 2.0]), np.array([True, False]), studentised=True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"treated": np.ones(4, dtype=bool)}, "no choice"),
        ({"treated": np.zeros(4, dtype=bool)}, "no choice"),
        ({"strata": np.array([0, 0, 1, 1])}, "no choice"),
        ({"clusters": np.array([0, 1, 1, 2])}, "row 1 is partly treated"),
        (
            {"clusters": np.array([0, 0, 1, 1]), "strata": np.array([0, 1, 1, 1])},
            "row 0 is in two strata",
        ),
        ({"controls": TREATED[:, None] * 2.0}, "tell wholly"),
        ({"controls": np.array([[1.0], [2.0], [np.nan], [0.0]])}, "row 2 has no control"),
        ({"outcome": np.array([1.0, np.nan, 2.0, 3.0])}, "row 1 has no outcome"),
        ({"controls": np.ones((3, 1))}, "controls has shape"),
        ({"strata": np.zeros(3, dtype=int)}, "strata has shape"),
        ({"draws": 0}, "draws"),
        ({"outcome": np.empty(0), "treated": np.empty(0, dtype=bool)}, "no rows"),
    ],
)
def test_what_cannot_be_answered_is_refused(change, told):
    asked = {"outcome": OUTCOME, "treated": TREATED, **change}
    with pytest.raises(ValueError, match=told):
        randomisation_test(asked.pop("outcome"), asked.pop("treated"), **asked)
