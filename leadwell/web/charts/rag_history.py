"""Engagement, implementation and impact at each visit: word, shape and colour together."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from leadwell.web.charts import svg
from leadwell.web.charts.drawing import Drawing, Parts, drawn_twice
from leadwell.web.charts.lettering import fitted, width, write
from leadwell.web.charts.svg import Svg

COMPONENTS = ("Engagement", "Implementation", "Impact")
WIDE_FITS, NARROW_FITS = 10, 6  # visits side by side


class Level(StrEnum):
    """What was said at a visit about one component."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"
    GREY = "Grey"


CLASSES = {Level.GREEN: "g", Level.AMBER: "a", Level.RED: "r", Level.GREY: "y"}
SHAPES = {
    Level.GREEN: svg.tag("circle", r=9) + svg.tag("path", d="M-4 .5l3 3 5.5-6"),
    Level.AMBER: svg.tag("path", d="M0-9l10 17h-20z") + svg.tag("path", d="M0-2.5v5M0 4.8v1"),
    Level.RED: svg.tag("path", d="M0-10L10 0 0 10-10 0z") + svg.tag("path", d="M-3-3l6 6M3-3l-6 6"),
    Level.GREY: svg.tag("circle", r=9, stroke_dasharray="3.6 3.4"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """on: the day in a few letters ("12 Mar"). levels: one for each component, in their order."""

    on: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class RagHistory:
    """visits in order of time. The three components are never averaged or reordered."""

    ident: str
    title: str
    visits: tuple[Visit, ...]
    components: tuple[str, ...] = COMPONENTS
    desc: str = ""
    table_caption: str = ""


def rag_history(chart: RagHistory) -> Drawing:
    """The chart of the latest visits that fit, and a table of them all.

    Raises ValueError if a visit does not have a level for each component.
    """
    if any(len(visit.levels) != len(chart.components) for visit in chart.visits):
        raise ValueError("every visit needs a level for each component")
    return drawn_twice(
        chart,
        lambda is_wide: _draw(chart, is_wide),
        desc=chart.desc or _description(chart),
        columns=("Visit", *chart.components),
        rows=tuple((v.on, *(level.value for level in v.levels)) for v in chart.visits),
    )


def _draw(chart: RagHistory, is_wide: bool) -> Parts:
    total = svg.WIDE if is_wide else svg.NARROW
    shown = chart.visits[-(WIDE_FITS if is_wide else NARROW_FITS) :]
    is_cut = len(shown) < len(chart.visits)
    top = 18.0 if is_cut else 0.0
    parts: list[Svg] = []
    if is_cut:
        parts.append(write(0, 12, f"The latest {len(shown)} of {len(chart.visits)} visits"))
    names = max(width(name, is_bold=True) for name in chart.components)
    start = min(names, 160) + 16 if is_wide else 0
    step = (total - start) / max(len(shown), 1)
    places = [start + step * (i + 0.5) for i in range(len(shown))]
    for visit, x in zip(shown, places, strict=True):
        parts.append(write(x, top + 12, fitted(visit.on, step), anchor="middle"))
    row = 62.0 if is_wide else 84.0
    for i, name in enumerate(chart.components):
        y = top + 24 + row * i
        parts.append(svg.line(0, y, total, y, "grid"))
        room = 160 if is_wide else total
        parts.append(write(0, y + (27 if is_wide else 20), fitted(name, room, is_bold=True), "lab"))
        mark = y + (22 if is_wide else 44)
        parts += [_mark(v.levels[i], x, mark) for v, x in zip(shown, places, strict=True)]
    return top + 24 + row * len(chart.components) + 4, parts


def _mark(level: Level, x: float, y: float) -> Svg:
    place = f"translate({svg.coordinate(x)} {svg.coordinate(y)})"
    return svg.tag(
        "g",
        svg.tag("g", Svg(SHAPES[level]), class_="k", transform=place),
        write(x, y + 26, level.value, "kt", anchor="middle"),
        class_=CLASSES[level],
    )


def _description(chart: RagHistory) -> str:
    return " ".join(_told(name, [v.levels[i] for v in chart.visits]) for i, name in _named(chart))


def _named(chart: RagHistory) -> Iterator[tuple[int, str]]:
    return enumerate(chart.components)


def _told(name: str, levels: list[Level]) -> str:
    if levels and len(set(levels)) == 1:
        return f"{name}: {levels[0].value} at every visit."
    return f"{name}: {', '.join(level.value for level in levels) or 'no visit yet'}."
