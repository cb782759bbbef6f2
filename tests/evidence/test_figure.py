import pytest

from leadwell.evidence.figure import Figure, difference


def test_a_figure_has_a_value_or_a_reason():
    with pytest.raises(ValueError, match="a value, or a reason"):
        Figure(value=None, unit="percent")
    with pytest.raises(ValueError, match="a value, or a reason"):
        Figure(value=60, unit="percent", reason="Too few pupils to show")


def test_a_range_has_both_ends():
    with pytest.raises(ValueError, match="both ends"):
        Figure(value=60, unit="percent", low=50)


def test_percentages_differ_in_percentage_points():
    gap = difference(Figure(70, "percent"), Figure(60, "percent"), low=-5, high=25)
    assert (gap.value, gap.unit, gap.low, gap.is_published) == (10, "percentage_points", -5, False)


def test_a_difference_from_something_hidden_is_hidden_too():
    hidden = Figure(None, "percent", reason="Too few pupils to show")
    gap = difference(Figure(70, "percent"), hidden, low=None, high=None)
    assert (gap.value, gap.reason) == (None, "Too few pupils to show")


def test_two_units_are_not_compared():
    with pytest.raises(ValueError, match="cannot compare"):
        difference(Figure(70, "percent"), Figure(104, "scaled_score"), low=None, high=None)
