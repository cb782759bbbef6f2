import numpy as np
import pytest

from leadwell.evidence.profile_search import lowest

GRID = np.concatenate([[0.0], np.logspace(-6, 6, 25)])


def test_the_floor_of_one_valley():
    found = lowest(height=lambda x: (x - 2) ** 2, slope=lambda x: 2 * (x - 2), grid=GRID)
    assert found == pytest.approx(2, rel=1e-12)


def test_the_deeper_of_two_valleys():
    """x^4/4 - 11x^3/3 + 14x^2 - 16x falls to 1, rises to 2, falls to 8: slope (x-1)(x-2)(x-8)."""

    def height(x: float) -> float:
        return x**4 / 4 - 11 * x**3 / 3 + 13 * x**2 - 16 * x

    def slope(x: float) -> float:
        return (x - 1) * (x - 2) * (x - 8)

    assert lowest(height=height, slope=slope, grid=GRID) == pytest.approx(8, rel=1e-12)


def test_zero_is_lowest_where_the_curve_only_rises():
    assert lowest(height=lambda x: x, slope=lambda x: 1.0, grid=GRID) == 0


def test_zero_can_be_lower_than_a_valley_further_on():
    """Rises to 1, falls to 2 by little, rises: slope (x - 1)(x - 2), height 0 at 0 and 2/3 at 2."""

    def height(x: float) -> float:
        return x**3 / 3 - 3 * x**2 / 2 + 2 * x

    assert lowest(height=height, slope=lambda x: (x - 1) * (x - 2), grid=GRID) == 0


def test_a_floor_next_to_zero_is_found_and_ends():
    found = lowest(height=lambda x: (x - 1e-30) ** 2, slope=lambda x: 2 * (x - 1e-30), grid=GRID)
    assert found == pytest.approx(0, abs=1e-14)


def test_a_curve_without_a_floor_has_none():
    assert lowest(height=lambda x: -x, slope=lambda x: -1.0, grid=GRID) is None
