import itertools

import pytest

from leadwell.web.charts.drawing import CANCELLED, NOT_PUBLISHED, TOO_FEW
from leadwell.web.charts.scale import PROGRESS
from leadwell.web.charts.trend import Line, Marker, Point, Trend, trend
from tests.web.drawn import assert_well_drawn, of_class, pictures, texts


def line(name: str, **figures: float | None) -> Line:
    """line("Tansy Hill", y2016=61) is 61 in 2016/17; None is hidden."""
    points = []
    for year, value in figures.items():
        absent = TOO_FEW if value is None else None
        points.append(Point(int(year[1:]), value, absent=absent))
    return Line(name, tuple(points))


def chart(ours: Line, **more) -> Trend:
    return Trend(
        ident="reading", title="Reading", first_year=2016, last_year=2025, ours=ours, **more
    )


def with_ranges(name: str, first: int, *values: float) -> Line:
    return Line(
        name,
        tuple(Point(first + i, value, value - 10, value + 10) for i, value in enumerate(values)),
    )


GAPS = (Point(2019, absent=CANCELLED), Point(2020, absent=CANCELLED))


def test_a_usual_chart_is_well_drawn():
    drawing = trend(
        chart(
            with_ranges("Tansy Hill", 2016, 61, 64, 60),
            similar=line("Similar", y2016=66, y2025=70),
            local_authority=line("Larkwater", y2016=66, y2025=70),
            england=line("England", y2016=72, y2025=75),
            markers=(Marker(2024, "Joined Sept 2024"),),
        )
    )
    assert_well_drawn(drawing)


def test_values_stand_where_arithmetic_by_hand_puts_them():
    """Two years, 0% and 100%: the marks are 0 to 100, so the dots are at the foot and the top,
    in the middles of the two halves of the width."""
    two = Trend("t", "T", 2024, 2025, line("Us", y2024=0, y2025=100))
    wide, _ = pictures(trend(two))
    first, last = of_class(wide, "dot")
    grid = of_class(wide, "grid")
    left, right = float(grid[0].get("x1")), float(grid[0].get("x2"))
    foot, top = float(grid[0].get("y1")), float(grid[-1].get("y1"))
    assert float(first.get("cx")) == pytest.approx(left + (right - left) / 4, abs=0.11)
    assert float(last.get("cx")) == pytest.approx(right - (right - left) / 4, abs=0.11)
    assert (float(first.get("cy")), float(last.get("cy"))) == (foot, top)
    assert foot - top == 278


def test_the_line_stops_at_a_year_without_a_figure_and_is_never_bridged():
    drawing = trend(chart(line("Us", y2016=61, y2017=64, y2018=None, y2022=60, y2023=62)))
    for picture in pictures(drawing):
        paths = [path for path in of_class(picture, "us") if path.tag == "path"]
        assert [path.get("d").count("L") for path in paths] == [1, 1]


def test_cancelled_years_keep_their_width_in_a_dotted_frame_with_the_reason():
    ours = Line("Us", (*line("Us", y2016=61, y2017=64, y2018=60, y2022=60).points, *GAPS))
    ours = Line("Us", (*ours.points, Point(2021, absent=NOT_PUBLISHED)))
    wide, narrow = pictures(trend(Trend("t", "T", 2016, 2022, ours)))
    two_years, one_year = of_class(wide, "void")
    step = (float(two_years.get("width")) + 4) / 2
    assert float(one_year.get("width")) + 4 == pytest.approx(step, abs=0.2)
    assert "Tests cancelled" in " ".join(texts(wide))
    assert "Tests cancelled" in " ".join(texts(narrow))
    assert "Schools not published" in " ".join(texts(wide))


def test_years_nobody_has_and_years_we_hide_read_differently():
    ours = Line("Us", (*line("Us", y2016=61, y2017=None, y2018=60).points, *GAPS))
    wide, _ = pictures(trend(Trend("t", "T", 2016, 2020, ours)))
    assert len(of_class(wide, "void")) == 1
    assert "Too few" in " ".join(texts(wide))


def test_a_hidden_year_is_words_in_the_table_and_never_a_number():
    drawing = trend(chart(line("Us", y2016=61, y2017=None)))
    rows = {row[0]: row[1] for row in drawing.rows}
    assert rows["2016/17"] == "61%"
    assert rows["2017/18"] == "too few pupils to show"
    assert rows["2018/19"] == "no figure"
    assert "2017/18: too few pupils to show." in drawing.desc


def test_labels_at_the_ends_of_lines_do_not_overlap():
    drawing = trend(
        chart(
            line("Us", y2025=72),
            similar=line("Similar", y2025=72),
            local_authority=line("Larkwater", y2025=72.2),
            england=line("England", y2025=71.9),
        )
    )
    wide, _ = pictures(drawing)
    ends = [t for t in wide.iter("text") if "".join(t.itertext()).endswith(" 72")]
    heights = sorted(float(t.get("y")) for t in ends)
    assert len(heights) == 4
    assert all(b - a >= 15.9 for a, b in itertools.pairwise(heights))


def test_a_line_that_ended_earlier_does_not_claim_a_figure_for_the_last_year():
    drawing = trend(chart(line("Us", y2016=61, y2023=60), england=line("England", y2025=75)))
    wide, _ = pictures(drawing)
    assert "Us" in texts(wide)
    assert "England 75" in texts(wide)


@pytest.mark.parametrize(
    "name",
    [
        '<b onload="x">St Bride\'s & Sons</b>',
        "Otterwick and Marsh Lane Church of England Primary School, Nursery and Centre",
        "W" * 80,
        "\x00\x07",
        "Ysgol Llŷn 小学",
    ],
)
def test_no_name_breaks_the_picture_or_leaves_its_frame(name):
    ours = with_ranges(name, 2016, 61, 64)
    drawing = trend(chart(ours, england=line(name, y2025=75), markers=(Marker(2016, name),)))
    assert "<b" not in drawing.wide + drawing.narrow
    assert drawing.columns[1] == name
    pictures(drawing)
    if name.isprintable() and "W" * 9 not in name:
        assert_well_drawn(drawing)


def test_ranges_are_shaded_and_a_year_alone_has_a_thin_bar():
    ours = Line("Us", (*with_ranges("", 2016, 61, 64).points, Point(2023, 60, 45, 75)))
    wide, _ = pictures(trend(chart(ours)))
    assert len(of_class(wide, "rib")) == 1
    bar = of_class(wide, "mv")[0]
    assert bar.get("x1") == bar.get("x2")


def test_the_table_has_the_range_beside_the_schools_own_figure():
    drawing = trend(chart(with_ranges("Us", 2016, 61), england=line("England", y2016=72)))
    assert drawing.columns == ("Year", "Us", "95% range", "England")
    assert drawing.rows[0] == (
        "2016/17",
        "61%",
        "51\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}71",
        "72%",
    )


def test_zero_is_the_darkest_rule_of_a_progress_chart():
    ours = line("Us", y2016=-1.8, y2017=1.2)
    wide, _ = pictures(trend(chart(ours, unit=PROGRESS)))
    assert len(of_class(wide, "zero")) == 1
    assert "+2" in texts(wide)
    assert "−2" in texts(wide)


def test_joining_is_one_upright_at_the_start_of_its_year():
    """2016/17 to 2025/26 is ten columns: 2024/25 begins where the ninth does."""
    drawing = trend(chart(line("Us", y2016=50), markers=(Marker(2024, "Joined Sept 2024"),)))
    wide, _ = pictures(drawing)
    grid = of_class(wide, "grid")[0]
    left, right = float(grid.get("x1")), float(grid.get("x2"))
    upright = of_class(wide, "zero")[0]
    assert float(upright.get("x1")) == pytest.approx(left + 0.8 * (right - left), abs=0.11)
    assert "Joined Sept 2024" in texts(wide)


def test_a_school_without_any_figure_is_still_drawn_and_says_so():
    drawing = trend(Trend("t", "T", 2019, 2020, Line("Us", GAPS)))
    assert_well_drawn(drawing)
    assert drawing.desc == "2019/20 and 2020/21: tests cancelled."


def test_a_description_can_be_read_aloud():
    drawing = trend(chart(line("Tansy Hill", y2016=61, y2025=69)))
    assert drawing.desc.startswith("Tansy Hill: 61% in 2016/17, 69% in 2025/26. 2017/18 to 2024/25")


def test_years_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="before the first"):
        trend(Trend("t", "T", 2025, 2016, line("Us", y2016=1)))


def test_two_charts_on_a_page_share_no_id():
    first = trend(chart(line("Us", y2016=61)))
    second = trend(Trend("maths", "Maths", 2016, 2025, line("Us", y2016=61)))
    assert 'id="reading-wid-title"' in first.wide
    assert 'id="maths-wid-title"' in second.wide
