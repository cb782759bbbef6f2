import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.web.charts import svg
from leadwell.web.charts.lettering import fitted, spread, width, wrapped, write_within
from leadwell.web.charts.scale import PERCENT, PROGRESS, Scale, Unit, tick_labels, ticks

figures = st.floats(-1000, 1000, allow_nan=False)


@given(st.text())
def test_any_text_at_all_comes_back_as_it_was_but_for_what_xml_cannot_hold(words):
    element = ET.fromstring(svg.tag("text", words, class_=words))
    kept = svg.UNWRITABLE.sub("", words).replace("\r\n", "\n").replace("\r", "\n")
    assert (element.text or "") == kept


def test_markup_in_a_name_is_words_and_not_markup():
    written = svg.tag("text", "<script>alert('x')</script> & \"Sons\"")
    assert "<script>" not in written
    assert ET.fromstring(written).text == "<script>alert('x')</script> & \"Sons\""


def test_a_chart_is_named_in_small_letters_or_not_at_all():
    with pytest.raises(ValueError, match="cannot name a chart"):
        svg.picture(ident='x" onload="', class_="wid", size=(1, 1), title="", desc="", parts=[])


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (0.05, "0.1"), (720, "720")]
)
def test_coordinates_have_one_decimal_at_most(value, written):
    assert svg.coordinate(value) == written


def test_a_scale_puts_the_middle_in_the_middle_and_stops_at_its_ends():
    up = Scale(low=40, high=90, start=308, end=30)
    assert up.at(40) == 308
    assert up.at(65) == pytest.approx((308 + 30) / 2)
    assert up.at(120) == 30


@given(st.lists(figures, min_size=1))
def test_marks_hold_every_value_and_are_evenly_apart(values):
    marks = ticks(values, Unit())
    assert marks[0] <= min(values) + 1e-6
    assert marks[-1] >= max(values) - 1e-6
    steps = [b - a for a, b in itertools.pairwise(marks)]
    assert max(steps) - min(steps) < 1e-5
    assert 2 <= len(marks) <= 9


def test_percentages_are_never_marked_below_0_or_above_100():
    assert ticks([1, 99.5], PERCENT) == [0, 20, 40, 60, 80, 100]
    assert ticks([100, 100], PERCENT)[-1] == 100


def test_differences_always_show_level():
    assert 0 in ticks([3.1, 4.2], PROGRESS)
    assert tick_labels([-2.5, 0, 2.5], PROGRESS) == ["−2.5", "0", "+2.5"]


def test_without_any_figure_there_are_still_marks():
    assert ticks([], PERCENT) == [0, 20, 40, 60, 80, 100]


@given(st.lists(st.floats(0, 300), max_size=12))
def test_labels_keep_their_distance_their_order_and_the_frame(wanted):
    placed = spread(wanted, gap=16, low=0, high=300)
    ordered = sorted(range(len(wanted)), key=lambda i: wanted[i])
    assert len(placed) == len(wanted)
    for first, second in itertools.pairwise(ordered):
        assert placed[second] - placed[first] >= 16 - 1e-6
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in placed)


def test_two_labels_for_one_place_move_apart_by_the_same():
    assert spread([100, 100], gap=16, low=0, high=300) == [92, 108]


def test_labels_far_apart_stay_where_they_wish():
    assert spread([20, 200, 90], gap=16, low=0, high=300) == [20, 200, 90]


@given(st.text(), st.floats(20, 400))
def test_a_fitted_text_fits(text, room):
    assert width(fitted(text, room)) <= room


def test_a_long_name_says_that_it_goes_on():
    name = "Otterwick and Marsh Lane Church of England Primary School"
    assert fitted(name, 150).endswith("…")
    assert fitted("Tansy Hill", 150) == "Tansy Hill"


def test_text_is_wrapped_between_words():
    assert wrapped("Tests cancelled", 60) == ["Tests", "cancelled"]


def test_a_label_at_the_edge_is_moved_into_the_frame():
    moved = ET.fromstring(write_within(0, 10, "Joined Sept 2024", "lab", room=(0, 328)))
    assert float(moved.get("x", "")) == pytest.approx(
        width("Joined Sept 2024", is_bold=True) / 2, abs=0.1
    )
