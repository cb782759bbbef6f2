import pytest

from leadwell.web.charts.bars import Bar, Bars, bars
from leadwell.web.charts.drawing import CANCELLED, TOO_FEW
from leadwell.web.charts.dumbbell import Dumbbell, Pair, dumbbell
from leadwell.web.charts.heat import Box, Heat, heat
from leadwell.web.charts.intervals import Intervals, Row, intervals
from leadwell.web.charts.rag_history import Level, RagHistory, Visit, rag_history
from leadwell.web.charts.sparkline import Sparkline, sparkline
from leadwell.web.charts.strip import Strip, strip
from leadwell.web.charts.years import Point
from tests.web.drawn import (
    assert_classes_only,
    assert_named,
    assert_well_drawn,
    of_class,
    pictures,
    texts,
)

HOSTILE = "<i onclick='x'>Marsh & Fen</i>"


def beside(*rows: Row) -> Intervals:
    return Intervals(ident="beside", title="Beside similar schools", rows=rows)


def test_schools_keep_the_order_given_and_none_is_ranked():
    drawing = intervals(beside(Row("Wrenfold", 9, 1, 17), Row("Brambleside", -9, -17, -1)))
    assert_well_drawn(drawing)
    wide, narrow = pictures(drawing)
    for picture in (wide, narrow):
        names = [text for text in texts(picture) if text in {"Wrenfold", "Brambleside"}]
        assert names == ["Wrenfold", "Brambleside"]


def test_a_school_at_level_stands_on_the_upright_and_its_range_is_even_about_it():
    wide, _ = pictures(intervals(beside(Row("Wrenfold", 0, -4, 4, before=-8))))
    level = float(of_class(wide, "zero")[0].get("x1"))
    bar = of_class(wide, "rng")[0]
    assert float(of_class(wide, "dot")[0].get("cx")) == level
    assert level - float(bar.get("x1")) == pytest.approx(float(bar.get("x2")) - level, abs=0.2)
    before = float(of_class(wide, "hol")[0].get("cx"))
    assert level - before == pytest.approx(2 * (level - float(bar.get("x1"))), abs=0.3)


def test_a_school_that_is_hidden_keeps_its_row_and_says_why():
    drawing = intervals(beside(Row("Quillbank", absent=TOO_FEW), Row("Wrenfold", 1, -4, 6)))
    wide, narrow = pictures(drawing)
    assert "Too few pupils to show" in texts(wide)
    assert "Too few pupils to show" in texts(narrow)
    assert drawing.rows[0] == ("Quillbank", "too few pupils to show", "")
    assert len(of_class(wide, "dot")) == 1


def test_figures_beside_others_have_a_sign():
    drawing = intervals(beside(Row("Wrenfold", -3.94, -10, 2, before=1)))
    assert drawing.rows[0] == (
        "Wrenfold",
        "+1.0",
        "−3.9",
        "−10.0\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}+2.0",
    )
    assert "−3.9" in texts(pictures(drawing)[0])


def test_no_school_at_all_is_still_a_picture():
    assert_well_drawn(intervals(beside()))


def test_the_gap_is_the_disadvantaged_less_the_others():
    drawing = dumbbell(Dumbbell("gap", "The gap", (Pair(2024, 53, 71), Pair(2025, 74, 58))))
    assert_well_drawn(drawing)
    assert drawing.rows == (
        ("2024/25", "53%", "71%", "−18"),
        ("2025/26", "74%", "58%", "+16"),
    )
    assert "gap −18 points" in texts(pictures(drawing)[0])


@pytest.mark.parametrize("pair", [Pair(2023, first=None, second=71), Pair(2023, first=53)])
def test_when_one_half_of_a_pair_is_hidden_so_is_the_other(pair):
    drawing = dumbbell(Dumbbell("gap", "The gap", (pair, Pair(2024, 60, 80))))
    written = [text for picture in pictures(drawing) for text in texts(picture)]
    said = " ".join([*written, drawing.desc, str(drawing.rows)])
    assert "71" not in said
    assert "53" not in said
    assert drawing.rows[0] == ("2023/24", *["too few pupils to show"] * 3)
    for picture in pictures(drawing):
        assert len(of_class(picture, "dot")) == 1
        assert "Too few pupils to show" in texts(picture)


def test_years_cancelled_for_everybody_share_one_framed_row():
    pairs = (
        Pair(2018, 46, 69),
        Pair(2019, absent=CANCELLED),
        Pair(2020, absent=CANCELLED),
        Pair(2022, absent=TOO_FEW),
        Pair(2023, absent=TOO_FEW),
    )
    drawing = dumbbell(Dumbbell("gap", "The gap", pairs))
    assert_well_drawn(drawing)
    wide, _ = pictures(drawing)
    assert len(of_class(wide, "void")) == 1
    assert "2019/20 and 2020/21: tests cancelled" in texts(wide)
    assert texts(wide).count("Too few pupils to show") == 2
    assert len(drawing.rows) == 5


def test_the_second_group_is_always_a_diamond():
    wide, _ = pictures(dumbbell(Dumbbell("gap", "The gap", (Pair(2024, 53, 71),))))
    assert [e.tag for e in of_class(wide, "alt")] == ["path", "text"]


def test_groups_that_moved_as_far_as_ours_are_filled_whichever_way():
    chart = Strip("strip", "Similar groups", (-0.7, -0.5, 0.1, 0.6, 0.9), ours=0.6)
    drawing = strip(chart)
    assert_well_drawn(drawing)
    assert chart.n_as_far == 3
    for picture in pictures(drawing):
        assert len(of_class(picture, "far")) == 3
        assert len(of_class(picture, "near")) == 2
    assert "the 3 of 5" in drawing.desc


def test_every_group_is_counted_once_in_the_table():
    drawing = strip(Strip("strip", "Similar groups", tuple(i / 10 for i in range(-20, 21))))
    assert sum(int(row[1]) for row in drawing.rows) == 41


def test_many_groups_get_smaller_dots_and_stay_in_the_frame():
    drawing = strip(Strip("strip", "Groups", tuple((i % 40) / 20 - 1 for i in range(2000))))
    for picture in pictures(drawing):
        dots = of_class(picture, "near")
        assert len(dots) == 2000
        assert all(float(dot.get("cy")) > 0 for dot in dots)


def test_bars_begin_at_0_and_are_as_long_as_their_amounts():
    drawing = bars(Bars("bars", "Bars", (Bar("Us", 40, is_ours=True), Bar("Them", 80))))
    assert_well_drawn(drawing)
    for picture in pictures(drawing):
        ours, theirs = of_class(picture, "own")[0], of_class(picture, "bars")[0]
        assert float(theirs.get("width")) == pytest.approx(2 * float(ours.get("width")), abs=0.2)
        assert ours.get("x") == theirs.get("x")


def test_a_bar_cannot_show_less_than_nothing():
    with pytest.raises(ValueError, match="begins at 0"):
        bars(Bars("bars", "Bars", (Bar("Us", -1),)))


def test_an_amount_is_given_with_its_denominator():
    drawing = bars(Bars("bars", "Bars", (Bar("Us", 40, of="of 34"), Bar("X", absent=TOO_FEW))))
    assert drawing.rows == (("Us", "40% of 34"), ("X", "too few pupils to show"))


def test_a_sparkline_is_named_and_cut_where_figures_are_missing():
    points = (Point(2016, 60), Point(2017, 70), Point(2018), Point(2019, 65), Point(2020, 66))
    drawing = sparkline(Sparkline("spark", "Reading", points))
    picture = pictures(drawing)[0]
    assert_named(drawing, picture)
    assert_classes_only(picture)
    assert len(of_class(picture, "us")) == 2
    assert drawing.wide == drawing.narrow


@pytest.mark.parametrize(
    ("points", "desc", "n_dots", "rows"),
    [
        ((), "No figure.", 0, ()),
        ((Point(2016),), "No figure.", 0, (("2016/17", "no figure"),)),
        ((Point(2016, 5),), "2016/17: 5%.", 1, (("2016/17", "5%"),)),
        ((Point(2016, 5), Point(2017)), "2016/17: 5%.", 1,
         (("2016/17", "5%"), ("2017/18", "no figure"))),
    ],
)  # fmt: skip
def test_a_sparkline_of_little_or_nothing_is_still_a_picture(points, desc, n_dots, rows):
    """A lone year is a dot; no line is drawn to or from what is not there."""
    drawing = sparkline(Sparkline("spark", "Reading", points))
    picture = pictures(drawing)[0]
    assert_named(drawing, picture)
    assert picture.find("desc").text == drawing.desc == desc
    assert len(of_class(picture, "dot")) == n_dots
    assert not of_class(picture, "us")
    assert drawing.rows == rows


def visits(n: int) -> tuple[Visit, ...]:
    levels = (Level.GREEN, Level.RED, Level.GREY)
    return tuple(Visit(f"{i} Mar", levels) for i in range(1, n + 1))


def test_each_visit_shows_word_shape_and_colour_for_each_component():
    drawing = rag_history(RagHistory("visits", "Visits", visits(6)))
    assert_well_drawn(drawing)
    for picture in pictures(drawing):
        assert texts(picture).count("Green") == 6
        assert len([e for e in of_class(picture, "g") if e.tag == "g"]) == 6
        assert len([e for e in of_class(picture, "y") if e.tag == "g"]) == 6
    assert drawing.rows[0] == ("1 Mar", "Green", "Red", "Grey")


def test_more_visits_than_fit_are_said_to_be_the_latest_and_all_are_in_the_table():
    drawing = rag_history(RagHistory("visits", "Visits", visits(12)))
    wide, narrow = pictures(drawing)
    assert "The latest 10 of 12 visits" in texts(wide)
    assert "The latest 6 of 12 visits" in texts(narrow)
    assert "12 Mar" in texts(narrow)
    assert len(drawing.rows) == 12


def test_a_visit_without_a_level_for_each_component_is_refused():
    with pytest.raises(ValueError, match="a level for each component"):
        rag_history(RagHistory("visits", "Visits", (Visit("1 Mar", (Level.RED,)),)))


def test_a_box_says_its_colour_by_figure_mark_and_ground():
    boxes = (
        Box("Autumn 1", "Aut 1", "14.2", "red", is_over=True),
        Box("Autumn 2", "Aut 2", "9.0", "amber"),
        Box("Spring 1", "Spr 1", "3.0", "green"),
    )
    drawing = heat(Heat("heat", "Asked", boxes))
    picture = pictures(drawing)[0]
    assert_named(drawing, picture)
    assert_classes_only(picture)
    assert drawing.desc == "Autumn 1: 14.2, Red, over. Autumn 2: 9.0, Amber. Spring 1: 3.0, Green."
    assert texts(picture) == ["14.2", "Aut 1", "9.0", "Aut 2", "3.0", "Spr 1"]
    marked = [len(of_class(picture, "k")), len(of_class(picture, "over"))]
    assert marked == [2, 1]
    assert drawing.rows[0] == ("Autumn 1", "14.2", "Red, over")


def test_a_box_of_no_known_colour_is_refused():
    with pytest.raises(ValueError, match="green, amber or red"):
        heat(Heat("heat", "Asked", (Box("Autumn 1", "Aut 1", "1", "grey"),)))


@pytest.mark.parametrize(
    "drawing",
    [
        heat(Heat("heat", HOSTILE, (Box(HOSTILE, HOSTILE, HOSTILE, "red"),))),
        intervals(beside(Row(HOSTILE, 1, -4, 6), Row(HOSTILE * 5, absent=TOO_FEW))),
        dumbbell(Dumbbell("gap", HOSTILE, (Pair(2024, 5, 7),), first_name=HOSTILE)),
        strip(Strip("strip", HOSTILE, (0.1, 0.2), ours=0.1, our_name=HOSTILE)),
        bars(Bars("bars", HOSTILE, (Bar(HOSTILE * 5, 5, of="of 9"),))),
        sparkline(Sparkline("spark", HOSTILE, (Point(2016, 5),))),
        rag_history(RagHistory("visits", HOSTILE, visits(1), components=(HOSTILE,) * 3)),
    ],
)
def test_a_hostile_name_is_only_ever_words(drawing):
    pictures(drawing)
    assert "<i" not in drawing.wide + drawing.narrow
    assert "&lt;i onclick" in drawing.wide
