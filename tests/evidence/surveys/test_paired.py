"""One question before and after: counts, and what they say, against statsmodels and every way."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.panel import NONE
from leadwell.evidence.surveys import paired_tests
from leadwell.evidence.surveys.paired import paired_survey, shift, superiority_interval
from leadwell.evidence.surveys.paired_tests import (
    marginal_homogeneity,
    share_interval,
    sign_test,
    signed_rank,
    symmetry,
)

tables = st.integers(2, 4).flatmap(
    lambda k: st.lists(
        st.lists(st.integers(0, 6), min_size=k, max_size=k), min_size=k, max_size=k
    ).map(np.array)
)


def test_a_hand_worked_survey():
    """Twelve answered twice: 6 up, 2 down, 4 the same. One before only, two after only, one never.
    Sign test: 2 (1 + 8 + 28) / 256."""
    before = np.array([0, 0, 0, 1, 1, 1, 2, 1, 0, 1, 2, 2, 0, NONE, NONE, NONE])
    after = np.array([1, 1, 2, 2, 2, 2, 1, 0, 0, 1, 2, 2, NONE, 2, 1, NONE])
    found = paired_survey(before, after, levels=3)
    assert found.table.tolist() == [[1, 2, 1], [1, 1, 3], [0, 1, 2]]
    assert (found.n_pairs, found.up, found.same, found.down) == (12, 6, 4, 2)
    assert (found.n_before_only, found.n_after_only, found.n_neither) == (1, 2, 1)
    assert (found.shift.up_share, found.shift.down_share) == (0.5, 2 / 12)
    assert found.shift.superiority == pytest.approx(4 / 12)
    assert found.shift.up_of_changed == 0.75
    assert found.shift.sign_p == pytest.approx(2 * 37 / 256)


def test_fewer_than_ten_pairs_are_counts_only():
    nine = paired_survey(np.zeros(9, int), np.ones(9, int), levels=2)
    ten = paired_survey(np.zeros(10, int), np.ones(10, int), levels=2)
    assert nine.is_counts_only
    assert nine.up == 9
    assert not ten.is_counts_only


def test_nobody_at_all_is_counted_too():
    found = paired_survey(np.empty(0, int), np.empty(0, int), levels=4)
    assert (found.n_pairs, found.is_counts_only) == (0, True)


def test_where_nobody_moved_nothing_is_claimed():
    found = shift(np.diag([10, 0, 10]))
    assert (found.superiority, found.up_of_changed, found.up_of_changed_interval) == (0, None, None)
    assert (found.sign_p, found.signed_rank.p, found.marginal.p, found.symmetry.p) == (1, 1, 1, 1)
    low, high = found.superiority_interval
    assert low == -high
    assert 0.1 < high < 0.25  # 20 people without a mover do not show that nobody moves


def test_two_levels_are_mcnemars_exact_test():
    peer = pytest.importorskip("statsmodels.stats.contingency_tables")
    for table in ([[10, 9], [2, 4]], [[1, 0], [5, 7]], [[3, 8], [8, 3]]):
        exact = peer.mcnemar(np.array(table), exact=True).pvalue
        assert shift(np.array(table)).sign_p == pytest.approx(exact, abs=1e-12)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_is_added_up(up, down):
    n = up + down
    tail = sum(comb(n, k) for k in range(min(up, down) + 1)) / 2**n
    assert sign_test(up, down) == pytest.approx(min(1, 2 * tail), rel=1e-9)


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_range_of_movers_leaves_out_a_half_just_when_the_sign_test_says_so(up, down):
    low, high = share_interval(up, up + down)
    assert (low <= 0.5 <= high) == (sign_test(up, down) > 0.05)


@given(st.integers(0, 30), st.integers(0, 30))
def test_the_range_of_a_share_is_that_of_statsmodels(part, others):
    peer = pytest.importorskip("statsmodels.stats.proportion")
    if part + others == 0:
        assert share_interval(0, 0) == (0, 1)
        return
    expected = peer.proportion_confint(part, part + others, method="beta")
    assert share_interval(part, part + others) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize(
    ("up", "down"), [(0.25, 0), (0.4, 0.1), (0.3, 0.3), (0.05, 0.05), (0, 0), (1, 0), (0, 0.5)]
)
def test_the_range_of_superiority_holds_it_95_times_in_100(up, down):
    """Counted over every possible result of 15 people, not drawn."""
    n, held = 15, 0.0
    for u, d in product(range(n + 1), repeat=2):
        if u + d <= n:
            low, high = superiority_interval(u, d, n)
            chance = comb(n, u) * comb(n - u, d) * up**u * down**d * (1 - up - down) ** (n - u - d)
            held += chance * (low - 1e-12 <= up - down <= high + 1e-12)
    assert held >= 0.95


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20))
def test_the_range_of_superiority_holds_what_was_seen_and_mirrors(up, down, same):
    n = up + down + same
    low, high = superiority_interval(up, down, n)
    assert -1 <= low <= (up - down) / n <= high <= 1
    assert superiority_interval(down, up, n) == pytest.approx((-high, -low))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=9))
def test_the_signed_rank_is_every_way_of_signing(numbers):
    differences = np.array(numbers, float)
    ranks = [
        sum(abs(o) < abs(d) for o in numbers) + (sum(abs(o) == abs(d) for o in numbers) + 1) / 2
        for d in numbers
    ]
    own = [rank for rank, d in zip(ranks, numbers, strict=True) if d]
    seen = min(
        sum(rank for rank, d in zip(ranks, numbers, strict=True) if d > 0),
        sum(rank for rank, d in zip(ranks, numbers, strict=True) if d < 0),
    )
    sums = [
        sum(rank for rank, up in zip(own, signs, strict=True) if up)
        for signs in product([False, True], repeat=len(own))
    ]
    tail = sum(each <= seen for each in sums) / len(sums)
    found = signed_rank(differences)
    assert found.statistic == seen
    assert found.p == pytest.approx(min(1, 2 * tail))


def test_many_differences_are_as_scipy_has_them():
    stats = pytest.importorskip("scipy.stats")
    differences = np.random.default_rng(1).integers(-3, 5, 400).astype(float)
    peer = stats.wilcoxon(differences, zero_method="pratt", correction=False, method="approx")
    found = signed_rank(differences)
    assert not found.is_exact
    assert (found.statistic, found.p) == (peer.statistic, pytest.approx(peer.pvalue, rel=1e-9))


def test_exact_and_normal_meet_at_fifty(monkeypatch):
    rng = np.random.default_rng(4)
    fifty = np.where(rng.random(50) < 0.65, 1, -1) * rng.integers(1, 5, 50)
    exact = signed_rank(fifty.astype(float))
    monkeypatch.setattr(paired_tests, "MOST_EXACT", 49)
    normal = signed_rank(fifty.astype(float))
    assert (exact.is_exact, normal.is_exact) == (True, False)
    assert exact.p == pytest.approx(normal.p, abs=0.005)


@given(tables)
def test_margins_and_symmetry_are_those_of_statsmodels(table):
    peer = pytest.importorskip("statsmodels.stats.contingency_tables")
    table = table + 1  # statsmodels adds a half where a cell is empty
    square = peer.SquareTable(table, shift_zeros=False)
    margins, bowker = square.homogeneity(method="stuart_maxwell"), square.symmetry()
    found, balance = marginal_homogeneity(table), symmetry(table)
    assert found.df == margins.df
    assert found.statistic == pytest.approx(margins.statistic, abs=1e-8)
    assert found.p == pytest.approx(margins.pvalue, abs=1e-8)
    assert (balance.df, balance.statistic) == (bowker.df, pytest.approx(bowker.statistic, abs=1e-8))
    assert balance.p == pytest.approx(bowker.pvalue, abs=1e-8)


def test_a_level_nobody_uses_changes_nothing():
    table = np.array([[5, 4, 1], [1, 6, 3], [0, 2, 7]])
    wider = np.insert(np.insert(table, 1, 0, axis=0), 1, 0, axis=1)
    for test in (marginal_homogeneity, symmetry):
        narrow, wide = test(table), test(wider)
        assert (wide.df, wide.statistic) == (narrow.df, pytest.approx(narrow.statistic))


def test_levels_in_two_groups_are_two_tests_added():
    """Nobody moved between the first two levels and the last two: (4 - 1)^2 / 5 + (6 - 2)^2 / 8."""
    table = np.array([[3, 4, 0, 0], [1, 2, 0, 0], [0, 0, 5, 6], [0, 0, 2, 1]])
    found = marginal_homogeneity(table)
    assert (found.df, found.statistic) == (2, pytest.approx(9 / 5 + 16 / 8))


@given(tables)
def test_turning_before_and_after_round_turns_signs_only(table):
    if table.sum() == 0:
        with pytest.raises(ValueError, match="nobody"):
            shift(table)
        return
    there, back = shift(table), shift(table.T)
    assert back.superiority == -there.superiority
    assert back.sign_p == there.sign_p
    assert back.signed_rank == there.signed_rank
    assert back.marginal.statistic == pytest.approx(there.marginal.statistic)
    assert back.symmetry == there.symmetry


@given(st.permutations(range(14)))
def test_the_order_of_people_does_not_matter(order):
    before = np.array([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, NONE, 3, 0])
    after = np.array([1, 1, 3, 3, 2, 0, 2, 2, 1, 3, 3, 1, NONE, 0])
    was = paired_survey(before, after, levels=4)
    now = paired_survey(before[order], after[order], levels=4)
    assert (now.table.tolist(), now.shift) == (was.table.tolist(), was.shift)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: paired_survey(np.array([0]), np.array([0, 1]), levels=2), "one length"),
        (lambda: paired_survey(np.array([0]), np.array([2]), levels=2), "row 0 of after is 2"),
        (lambda: paired_survey(np.array([-2]), np.array([1]), levels=2), "row 0 of before is -2"),
        (lambda: paired_survey(np.array([0]), np.array([0]), levels=1), "two levels"),
        (lambda: symmetry(np.ones((2, 3))), "square"),
        (lambda: marginal_homogeneity(np.array([[1, -1], [0, 0]])), "not negative"),
        (lambda: share_interval(3, 2), "no part"),
        (lambda: sign_test(-1, 2), "not negative"),
        (lambda: signed_rank(np.array([1, np.nan])), "not a number"),
    ],
)
def test_what_makes_no_sense_is_refused(call, told):
    with pytest.raises(ValueError, match=told):
        call()
