"""What else changes when somebody is put somewhere by hand."""

from itertools import product

import numpy as np
import pytest

from leadwell.prepare.round.arrays import NOBODY, Round
from leadwell.prepare.round.assigning import assign
from leadwell.prepare.round.changing import changed

NONE = np.nan


def test_two_who_change_places_are_found_by_hand():
    asked = Round(np.array([[90.0, 60], [80, 70]]), np.array([8.0, 8]), np.array([8.0, 8]))
    then = changed(asked, np.array([0, 1]), school=0, specialist=1)
    assert then.tolist() == [1, 0]
    assert asked.value(np.array([0, 1])) - asked.value(then) == 160 - 140


def test_who_has_not_the_days_leaves_the_school_that_has_least_of_them():
    points = np.array([[90.0, 50, 40], [NONE, NONE, 95]])
    asked = Round(points, np.array([4.0, 4, 4]), np.array([8.0, 4]))
    then = changed(asked, np.array([0, 0, 1]), school=2, specialist=0)
    assert then.tolist() == [0, NOBODY, 0]


def test_whoever_cannot_go_there_is_refused():
    asked = Round(np.array([[NONE, 50.0]]), np.array([4.0, 9]), np.array([8.0]))
    for school in (0, 1):
        with pytest.raises(ValueError, match="cannot go"):
            changed(asked, np.array([NOBODY, NOBODY]), school=school, specialist=0)


@pytest.mark.parametrize("seed", range(20))
def test_it_keeps_to_the_days_and_costs_no_less_than_the_best_there_is(seed):
    """The slow twin tries every assignment."""
    lot = np.random.default_rng(seed)
    points = lot.integers(0, 100, (3, 5)).astype(float)
    points[lot.random((3, 5)) < 0.2] = NONE
    asked = Round(points, lot.choice([2.0, 4, 6], 5), lot.choice([4.0, 8, 12], 3))
    found = assign(asked)
    for specialist, school in np.argwhere(asked.can):
        then = changed(asked, found.chosen, school=int(school), specialist=int(specialist))
        assert then[school] == specialist
        assert (asked.spare(then) > -1e-9).all()
        assert all(who == NOBODY or asked.can[who, n] for n, who in enumerate(then))
        fall = asked.value(found.chosen) - asked.value(then)
        assert fall >= found.at_least[specialist, school] - 1e-6
        assert asked.value(then) <= best_with(asked, school, specialist) + 1e-6


def best_with(asked: Round, school: int, specialist: int) -> float:
    n_specialists, n_schools = asked.points.shape
    best = -np.inf
    for each in product(range(NOBODY, n_specialists), repeat=n_schools):
        chosen = np.array(each)
        can = all(who == NOBODY or asked.can[who, n] for n, who in enumerate(each))
        if each[school] == specialist and can and (asked.spare(chosen) > -1e-9).all():
            best = max(best, asked.value(chosen))
    return float(best)
