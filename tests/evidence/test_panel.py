"""The engine's two inputs: a panel that cannot disagree with itself, and who took part."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Panel, Treatment, Why, complete

VALUES = np.array([[[100.0], [102.0]], [[99.0], [np.nan]], [[101.0], [103.0]]])


def panel() -> Panel:
    return complete(
        schools=np.array([900_003, 900_001, 900_002]),
        years=np.array([2017, 2018]),
        outcomes=["maths_average"],
        values=VALUES,
    )


def test_an_outcome_is_schools_down_and_years_across():
    assert panel().outcome("maths_average")[0].tolist() == [100.0, 102.0]


def test_an_outcome_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match="no outcome 'reading': there are maths_average"):
        panel().outcome("reading")


def test_a_year_that_is_not_there_is_an_error_and_never_its_neighbour():
    assert panel().year_at(2018) == 1
    for year in (2016, 2019):
        with pytest.raises(ValueError, match=f"no year {year}"):
            panel().year_at(year)


def test_rows_are_found_whatever_the_order_and_strangers_are_told():
    found = panel().rows(np.array([900_001, 900_003, 900_009, 1]))
    assert found.tolist() == [1, 0, NONE, NONE]


def test_an_empty_panel_finds_nobody():
    empty = complete(
        schools=np.array([], dtype=np.int64),
        years=np.array([2017]),
        outcomes=["maths_average"],
        values=np.empty((0, 1, 1)),
    )
    assert empty.rows(np.array([900_001])).tolist() == [NONE]


def test_a_missing_cell_says_why():
    assert panel().why[1, 1, 0] == Why.NOT_GIVEN


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"schools": np.array([1, 1, 2])}, "schools has a number twice"),
        ({"years": np.array([2018, 2017])}, "ascending"),
        ({"outcomes": ("a", "b")}, "values has shape"),
        ({"why": np.zeros((3, 2, 1), np.uint8)}, "they disagree"),
        ({"pupils": np.ones((3, 1))}, "pupils has shape"),
        ({"predecessor": np.array([3, NONE, NONE])}, "predecessor"),
    ],
)
def test_a_panel_that_disagrees_with_itself_cannot_be_made(change, told):
    with pytest.raises(ValueError, match=told):
        replace(panel(), **change)


def test_no_array_of_a_panel_can_be_written_to_and_the_callers_own_still_can():
    values = VALUES.copy()
    made = complete(
        schools=np.array([1, 2, 3]), years=np.array([2017, 2018]), outcomes=["a"], values=values
    )
    with pytest.raises(ValueError, match="read-only"):
        made.pupils[0, 0] = 5
    values[0, 0, 0] = 1.0


@given(st.permutations(range(20)), st.lists(st.integers(-5, 25), max_size=10))
def test_rows_agree_with_looking_through_the_list(order, asked):
    made = complete(
        schools=np.array(order),
        years=np.array([2017]),
        outcomes=["a"],
        values=np.zeros((20, 1, 1)),
    )
    slow = [order.index(school) if school in order else NONE for school in asked]
    assert made.rows(np.array(asked, dtype=np.int64)).tolist() == slow


def test_a_school_takes_part_once():
    with pytest.raises(ValueError, match="once"):
        Treatment.of([1, 2, 1], 2018)
    assert Treatment.of([1, 2], 2018).starts.tolist() == [2018, 2018]


def test_a_dose_has_a_row_a_school():
    with pytest.raises(ValueError, match="a row for each school"):
        Treatment(np.array([1, 2]), np.array([2018, 2018]), dose=np.ones((3, 1)))


def test_a_neighbour_has_a_weight_and_nothing_else_has():
    rows = np.array([[1, NONE], [NONE, NONE]])
    weights = np.array([[1.0, 0.0], [0.0, 0.0]])
    assert Neighbours(rows, weights, np.where(rows < 0, np.nan, 0.5)).found.tolist() == [1, 0]
    with pytest.raises(ValueError, match="a weight"):
        Neighbours(rows, np.full((2, 2), 0.5), np.zeros((2, 2)))
