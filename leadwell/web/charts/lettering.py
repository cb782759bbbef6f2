"""How much room words take, and making them fit: Inter's widths, measured, a little generous."""

from itertools import accumulate

from leadwell.web.charts import svg
from leadwell.web.charts.svg import Svg

SIZE = 13.0  # of chart text, in units; .sm is 12
USUAL = 0.62


class _Widths(dict[str, float]):
    def __missing__(self, letter: str) -> float:
        return USUAL


# Width of a letter as a share of the size, by group; what is not listed is as wide as "b".
WIDTHS = _Widths(
    (letter, width)
    for letters, width in (
        (" ,.:;Iijl'’!|`\N{NO-BREAK SPACE}", 0.29),
        ("ft/r()[]{}\\", 0.39),
        ('Jacksvxyz?"_^L', 0.57),
        ("0123456789#$&*+-<=>BKPRSTZ~−", 0.66),
        ("ADVXYCGHNOQU", 0.76),
        ("w←→…", 0.86),
        ("MWm@%", 1.0),
    )
    for letter in letters
)
BOLD = 1.05
ELLIPSIS = "…"


def width(text: str, *, is_bold: bool = False, size: float = SIZE) -> float:
    """About how many units a line of text takes: never less than it does."""
    return sum(map(WIDTHS.__getitem__, text)) * size * (BOLD if is_bold else 1)


def fitted(text: str, room: float, *, is_bold: bool = False) -> str:
    """The text, cut short with an ellipsis where there is no room for all of it."""
    if width(text, is_bold=is_bold) <= room:
        return text
    bold, ellipsis = BOLD if is_bold else 1, WIDTHS[ELLIPSIS]
    ends = accumulate(map(WIDTHS.__getitem__, text))
    kept = sum((end + ellipsis) * SIZE * bold <= room for end in ends)
    return text[:kept].rstrip(" ,") + ELLIPSIS


def wrapped(text: str, room: float) -> list[str]:
    """The text in lines no wider than `room`, unless one word alone is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def spread(wanted: list[float], *, gap: float, low: float, high: float) -> list[float]:
    """Where labels stand so that none is closer than `gap` to the next, each as near its wish
    as the others let it, all between low and high. Same order as given.

    The least squares answer: wishes less their place in the queue, made monotone by pooling.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    pools: list[tuple[float, int]] = []
    for place, i in enumerate(order):
        mean, n = wanted[i] - place * gap, 1
        while pools and pools[-1][0] > mean:
            before, n_before = pools.pop()
            mean = (mean * n + before * n_before) / (n + n_before)
            n += n_before
        pools.append((mean, n))
    last = max(low, high - gap * (len(wanted) - 1))
    queue = [min(max(mean, low), last) for mean, n in pools for _ in range(n)]
    placed = [0.0] * len(wanted)
    for place, i in enumerate(order):
        placed[i] = queue[place] + place * gap
    return placed


def write(
    x: float, y: float, text: str, class_: str | None = None, *, anchor: str | None = None
) -> Svg:
    """One line of text; anchor is "middle" or "end", else it starts at x."""
    return svg.text(x, y, text, class_, anchor)


def write_within(
    x: float, y: float, text: str, class_: str | None = None, *, room: tuple[float, float]
) -> Svg:
    """A line of text in the middle at x, moved no further than it must be to stay in the room."""
    is_bold = class_ is not None and {"lab", "lus", "alt"} & set(class_.split()) != set()
    half = width(text, is_bold=is_bold) / 2
    middle = min(max(x, room[0] + half), max(room[1] - half, room[0] + half))
    return write(middle, y, text, class_, anchor="middle")
