"""All specialists and all schools at once: by hand, by a slow twin, by invariants."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.prepare.round.arrays import NOBODY, Round
from leadwell.prepare.round.assigning import Stopped, assign, usable
from leadwell.prepare.round.by_hand import greedily, improved

NAN = np.nan


def a_round(points, days, left) -> Round:
    return Round(np.array(points, float), np.array(days, float), np.array(left, float))


def solved(asked: Round, **also):
    return assign(asked, **also)


def slowly(asked: Round, *, pair: tuple[int, int] | None = None) -> float:
    """The best sum of all assignments, each looked at. pair: who has to go where."""
    n_specialists, n_schools = asked.points.shape
    best = -np.inf
    for chosen in product(range(NOBODY, n_specialists), repeat=n_schools):
        went = np.array(chosen)
        if any(one != NOBODY and not asked.can[one, school] for school, one in enumerate(chosen)):
            continue
        if (asked.spare(went) < -1e-9).any() or (pair and went[pair[1]] != pair[0]):
            continue
        best = max(best, asked.value(went))
    return best


# Ada can go to both schools, Bo to the first alone. By hand the best pair is Ada's 90 at the first;
# then nobody is left for the second. Both are served where Bo goes to the first: 60 + 50 and twice 100.
TRAP = a_round([[90, 50], [60, NAN]], [4, 4], [4, 4])


def test_a_case_worked_by_hand():
    found = solved(TRAP)
    assert found.chosen.tolist() == [1, 0]
    assert found.value == pytest.approx(60 + 50 + 200)
    assert found.gap == pytest.approx(0, abs=1e-9)
    assert greedily(TRAP).tolist() == [0, NOBODY], "what one would do by hand leaves a school out"


def test_what_it_costs_to_choose_by_hand_is_never_said_too_high():
    """Ada at the first school leaves the second to nobody: 190 instead of 310, so 120 less."""
    found = solved(TRAP)
    assert 0 < found.at_least[0, 0] <= 310 - 190
    assert np.isnan(found.at_least[1, 1])
    assert found.at_least[1, 0] == found.at_least[0, 1] == 0


def test_who_cannot_go_has_too_few_days_or_is_not_needed_goes_nowhere():
    found = solved(a_round([[80, NAN], [70, 70]], [8, 2], [4, 2]))
    assert found.chosen.tolist() == [NOBODY, 1]
    nobody = solved(a_round([[NAN, NAN]], [1, 1], [9]))
    assert nobody.chosen.tolist() == [NOBODY, NOBODY]
    assert (nobody.value, nobody.bound, nobody.gap) == (0, 0, 0)


def test_a_school_that_wants_no_days_takes_none():
    assert solved(a_round([[10, 20]], [0, 1], [1])).chosen.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("left", "wanted", "most"),
    [(7.5, [3, 5], 5), (8.0, [3, 5], 8), (2, [3], 0), (1.0, [0.25, 0.5], 0.75), (4, [], 0)],
)
def test_days_that_fit_no_school_do_not_count(left, wanted, most):
    assert usable(left, np.array(wanted, float)) == most


rounds = st.integers(1, 3).flatmap(
    lambda n: st.integers(1, 5).flatmap(
        lambda m: st.builds(
            a_round,
            st.lists(st.lists(st.sampled_from([NAN, 0, 7.5, 30, 55, 80, 100]), min_size=m, max_size=m),
                     min_size=n, max_size=n),
            st.lists(st.sampled_from([0.25, 1, 2, 2.5, 3]), min_size=m, max_size=m),
            st.lists(st.sampled_from([0, 1, 2.5, 4, 6.75]), min_size=n, max_size=n),
        )
    )
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(rounds)
def test_agrees_with_looking_at_every_assignment(asked):
    found, best = solved(asked), slowly(asked)
    assert found.value == pytest.approx(asked.value(found.chosen))
    assert found.value >= best * (1 - 0.005) - 1e-6
    assert found.bound >= best - 1e-6
    assert (asked.spare(found.chosen) >= -1e-6).all(), "nobody gives more days than they have"
    for school, specialist in enumerate(found.chosen):
        assert specialist == NOBODY or asked.can[specialist, school]
    assert (
        asked.value(greedily(asked)) <= asked.value(improved(asked, greedily(asked))) <= best + 1e-6
    )


@settings(max_examples=8, deadline=None)
@given(rounds)
def test_no_price_is_above_what_solving_again_says(asked):
    found = solved(asked)
    for specialist, school in np.argwhere(asked.can):
        loss = found.value - slowly(asked, pair=(specialist, school))
        assert found.at_least[specialist, school] <= loss + 1e-6


@settings(max_examples=10, deadline=None)
@given(rounds, st.randoms(use_true_random=False))
def test_the_order_of_specialists_and_schools_does_not_count(asked, chance):
    n, m = asked.points.shape
    rows, columns = chance.sample(range(n), n), chance.sample(range(m), m)
    turned = Round(asked.points[np.ix_(rows, columns)], asked.days[columns], asked.left[rows])
    assert solved(turned).value == pytest.approx(solved(asked).value, rel=0.005, abs=1e-6)


def test_it_says_how_far_it_is_and_stops_when_asked():
    told = []
    solved(TRAP, goes=lambda what: not told.append(what))
    assert told[0] == "Working out how good it could be at most"
    with pytest.raises(Stopped):
        solved(TRAP, goes=lambda what: False)


@pytest.mark.parametrize(
    ("points", "days", "left", "why"),
    [
        ([[1.0]], [1, 2], [1], "different schools"),
        ([[1.0]], [-1], [1], "fewer days than none"),
        ([[101.0]], [1], [1], "from 0 to 100"),
    ],
)
def test_what_does_not_fit_together_is_refused(points, days, left, why):
    with pytest.raises(ValueError, match=why):
        a_round(points, days, left)


def test_a_middling_round_is_solved_to_within_a_hundredth():
    """6 specialists and 40 schools with no days to spare, by lot."""
    lot = np.random.default_rng(7)
    points = np.where(lot.random((6, 40)) < 0.1, NAN, lot.uniform(20, 100, (6, 40)))
    days = lot.choice([3.0, 4, 5, 8], 40)
    asked = Round(points, days, np.full(6, np.floor(days.sum() / 6)))
    found = solved(asked)
    assert found.gap < 0.01
    assert found.value > asked.value(greedily(asked))
