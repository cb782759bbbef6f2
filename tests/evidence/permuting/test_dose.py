"""Doses among schools that took part, against scipy and every order by hand."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.permuting.dose import CAVEAT, doses
from leadwell.evidence.permuting.ranks import midranks


def one(dose, change, **more):
    return doses(np.array(dose, float)[:, None], np.array(change, float), names=["days"], **more)[0]


def test_a_hand_worked_case():
    """Ranks 1 2 3 4 and 1 2 4 3: 1 - 6 * (0 + 0 + 1 + 1) / (4 * 15) = .8. Of 24 orders one gives 1,
    three .8 (each swap of neighbours), and as many -1 and -.8: 8 of 24."""
    found = one([2, 4, 6, 8], [0.1, 0.5, 3.0, 1.0])
    assert found.correlation == pytest.approx(0.8)
    assert found.p == pytest.approx(8 / 24)
    assert (found.n_schools, found.n_left_out, found.seed) == (4, 0, None)
    assert found.caveat == CAVEAT == "Schools that did more may differ in other ways."


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_ranks_are_counted_one_by_one(numbers):
    slow = [
        sum(other < each for other in numbers) + (sum(o == each for o in numbers) + 1) / 2
        for each in numbers
    ]
    assert midranks(np.array(numbers, float)).tolist() == slow


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=4, max_size=6))
def test_p_is_the_share_of_every_order(pairs):
    stats = pytest.importorskip("scipy.stats")
    dose, change = np.array(pairs, float).T
    found = one(dose, change)
    if found.reason:
        assert len(set(dose)) == 1 or len(set(change)) == 1
        return
    seen = stats.spearmanr(dose, change)[0]
    ranks = midranks(change)
    slow = [
        np.corrcoef(midranks(dose), ranks[list(o)])[0, 1] for o in permutations(range(len(dose)))
    ]
    assert found.correlation == pytest.approx(seen, abs=1e-12)
    assert found.p == pytest.approx(np.mean(np.abs(slow) >= abs(seen) - 1e-9))


def test_draws_come_close_to_every_order(monkeypatch):
    from leadwell.evidence.permuting import dose

    rng = np.random.default_rng(2)
    given_, change = rng.integers(0, 5, 8), rng.normal(size=8)
    exact = one(given_, change)
    monkeypatch.setattr(dose, "MOST_EXACT", 4)
    drawn = one(given_, change, seed=9)
    error = np.sqrt(exact.p * (1 - exact.p) / 9_999)
    assert (exact.seed, drawn.seed) == (None, 9)
    assert drawn.p == pytest.approx(exact.p, abs=3 * error + 1e-4)


def test_a_drawn_p_counts_the_order_that_was_seen():
    numbers = np.arange(30)
    found = one(numbers, numbers, draws=99)
    assert (found.correlation, found.p) == (1.0, 1 / 100)
    assert one(numbers, -numbers, draws=99).correlation == -1.0


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(7)), st.floats(0.1, 9), st.floats(-50, 50))
def test_order_and_unit_do_not_matter(order, factor, zero):
    dose, change = np.array([1, 5, 2, 2, 7, 0, 3.0]), np.array([2, 2, 9, 1, 8, 0, 5.0])
    was = one(dose, change)
    now = one(factor * dose[order] + zero, change[order])
    assert (now.correlation, now.p) == (pytest.approx(was.correlation), was.p)


def test_each_dose_is_answered_as_if_alone():
    rng = np.random.default_rng(0)
    given_, change = rng.normal(size=(12, 3)), rng.normal(size=12)
    given_[4, 1] = np.nan
    change[7] = np.nan
    names = ["visits", "courses", "days"]
    together = doses(given_, change, names=names, seed=3, draws=500)
    alone = [
        doses(given_[:, [j]], change, names=[name], seed=3, draws=500)[0]
        for j, name in enumerate(names)
    ]
    assert list(together) == alone
    assert [each.n_schools for each in together] == [11, 10, 11]
    assert [each.n_left_out for each in together] == [1, 2, 1]


@pytest.mark.parametrize(
    ("dose", "change", "told"),
    [
        ([1, 2, 3], [1, 2, 3], "3 schools with a dose and a change: at least 4"),
        ([1, 2, 3, np.nan], [1, 2, 3, 4], "3 schools"),
        ([], [], "0 schools"),
        ([2, 2, 2, 2], [1, 2, 3, 4], "did as much"),
        ([1, 2, 3, 4], [2, 2, 2, 2], "changed as much"),
    ],
)
def test_what_cannot_be_said_has_its_reason(dose, change, told):
    found = one(dose, change)
    assert told in found.reason
    assert (found.correlation, found.p) == (None, None)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: one([1, 2, 3, np.inf], [1, 2, 3, 4]), "infinite"),
        (lambda: one([1, 2, 3, 4], [1, 2, 3]), "a row for each"),
        (lambda: one([1, 2, 3, 4], [1, 2, 3, 4], draws=0), "draws"),
    ],
)
def test_what_makes_no_sense_is_an_error(call, told):
    with pytest.raises(ValueError, match=told):
        call()
