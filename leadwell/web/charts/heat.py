"""A row of boxes, one a span of time, each with its figure: how much there is when.

A box says its colour in three ways: by its figure, by its mark (a triangle, a diamond) and by its
ground. For a table's cell, and a little larger for a page of its own.
"""

from dataclasses import dataclass

from leadwell.web.charts import svg
from leadwell.web.charts.drawing import Drawing
from leadwell.web.charts.lettering import write
from leadwell.web.charts.svg import Svg

BOX, GAP, HIGH, FOOT = 48.0, 4.0, 34.0, 16.0
MARKS = {
    "green": "",
    "amber": svg.tag("path", d="M0-4.5l5 8.5h-10z"),
    "red": svg.tag("path", d="M0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z"),
}
CLASSES = {"green": "g", "amber": "a", "red": "r"}


@dataclass(frozen=True, slots=True)
class Box:
    """name: in full ("Autumn 1"), short: under the box. level: green, amber or red. is_over: it
    is behind us."""

    name: str
    short: str
    figure: str
    level: str
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    ident: str
    title: str
    boxes: tuple[Box, ...]
    table_caption: str = ""


def heat(chart: Heat) -> Drawing:
    """One picture for every size of screen. Raises ValueError for a level that is none."""
    if any(box.level not in MARKS for box in chart.boxes):
        raise ValueError("a box is green, amber or red")
    rows = tuple((box.name, box.figure, _level(box)) for box in chart.boxes)
    desc = ". ".join(f"{name}: {figure}, {level}" for name, figure, level in rows)
    drawn = svg.picture(
        ident=chart.ident,
        class_="heat",
        size=(max(len(chart.boxes), 1) * (BOX + GAP) - GAP, HIGH + FOOT),
        title=chart.title,
        desc=f"{desc}.",
        parts=[part for n, box in enumerate(chart.boxes) for part in _box(n * (BOX + GAP), box)],
    )
    caption = chart.table_caption or chart.title
    columns = ("When", "Load", "Colour")
    return Drawing(chart.ident, chart.title, f"{desc}.", drawn, drawn, caption, columns, rows)


def _level(box: Box) -> str:
    return f"{box.level.capitalize()}, over" if box.is_over else box.level.capitalize()


def _box(left: float, box: Box) -> list[Svg]:
    """Its ground, mark and figure, and which it is."""
    middle = left + BOX / 2
    inside = [svg.tag("rect", x=left + 1, y=1.0, width=BOX - 2, height=HIGH - 2, rx=3.0)]
    mark = MARKS[box.level]
    if mark:
        place = f"translate({svg.coordinate(left + 9)} {svg.coordinate(HIGH / 2)})"
        inside.append(svg.tag("g", Svg(mark), class_="k", transform=place))
    shift = 6 if mark else 0  # beside the mark
    inside.append(write(middle + shift, HIGH / 2 + 4.5, box.figure, "kt", anchor="middle"))
    kind = f"{CLASSES[box.level]} over" if box.is_over else CLASSES[box.level]
    return [
        svg.tag("g", *inside, class_=kind),
        write(middle, HIGH + 13, box.short, anchor="middle"),
    ]
