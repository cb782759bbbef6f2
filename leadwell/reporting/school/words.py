"""The sentences of the school page. Pure: figures in, words out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadwell.evidence.figure import Figure
from leadwell.lib.academic_year import label
from leadwell.lib.words import count
from leadwell.reporting.school.figures import CHART_UNITS, half_width, written
from leadwell.schools.catalogue import Measure, Unit
from leadwell.web import numbers
from leadwell.web.charts.dumbbell import Pair

FEW = 10  # eligible pupils at which the page warns
MIDDLING = 30  # and up to which it still says how much one pupil weighs


@dataclass(frozen=True, slots=True)
class Told:
    """A group the school is set beside: its name and its values by academic year."""

    name: str
    values: Mapping[int, float]


def opening(measure: Measure, figures: Mapping[int, Figure], beside: Sequence[Told]) -> str:
    """What happened in the latest year, since when, and what happened to others meanwhile.

    figures: by academic year, every year of the chart.
    """
    known = sorted(year for year, figure in figures.items() if figure.value is not None)
    if not known:
        return f"No figure for {in_a_sentence(measure)} is published for this school."
    last, before = known[-1], known[-2] if len(known) > 1 else None
    text = _missing_since(figures, last) + _result(measure, figures[last], last)
    if before is not None:
        text += _change(measure, figures[last], figures[before], before)
    others = [words for group in beside if (words := _meanwhile(measure, group, before, last))]
    return f"{text}. {'; '.join(others)}.".replace("..", ".") if others else f"{text}."


def _missing_since(figures: Mapping[int, Figure], last: int) -> str:
    latest = max(figures)
    if latest == last:
        return ""
    return f"There is no figure for {label(latest)}: {_lower(figures[latest].reason)}. "


def _result(measure: Measure, figure: Figure, year: int) -> str:
    value = written(measure, figure.value or 0)
    return f"In {label(year)}, {_finding(measure, value)}"


def _finding(measure: Measure, value: str) -> str:
    name = in_a_sentence(measure)
    if measure.unit == Unit.PERCENT:
        return f"{value} of pupils {_did(measure)}"
    return f"the {name} was {value}" if measure.unit == Unit.SCALED_SCORE else f"{name} was {value}"


def _did(measure: Measure) -> str:
    """What the pupils of a per cent did, from its label."""
    for noun, verb in _VERBS.items():
        if measure.label.startswith(noun):
            return verb + measure.label.removeprefix(noun)
    return f"are counted in {in_a_sentence(measure)}"


_VERBS = {
    "Reaching the expected": "met the expected",
    "Reaching": "reached",
    "Working": "worked",
}


def _change(measure: Measure, later: Figure, earlier: Figure, year: int) -> str:
    was, now = written(measure, earlier.value or 0), written(measure, later.value or 0)
    if was == now:
        return f", the same as in {label(year)}"
    way = "up" if (later.value or 0) > (earlier.value or 0) else "down"
    return f", {way} from {was} in {label(year)}"


def _meanwhile(measure: Measure, group: Told, before: int | None, last: int) -> str:
    now = group.values.get(last)
    if now is None:
        return ""
    then = group.values.get(before) if before is not None else None
    if then is None:
        return f"{group.name}: {written(measure, now)}"
    if written(measure, then) == written(measure, now):
        return f"{group.name} stayed at {written(measure, now)}"
    return f"{group.name} moved from {written(measure, then)} to {written(measure, now)}"


def chance(measure: Measure, figure: Figure) -> str:
    """How far one year can move by chance alone; "" where that is not known."""
    n = figure.denominator
    half = half_width(figure)
    if half is None or n is None:
        return ""
    unit = CHART_UNITS[measure.unit]
    points = numbers.plain(half, max(unit.decimals, 1 if half < 3 else 0))
    return f"With {pupils(n)}, one year can move about {points} points either way by chance."


def few_pupils(measure: Measure, figure: Figure) -> str:
    """A warning where the year group was very small; "" elsewhere."""
    n = figure.denominator
    if figure.value is None or n is None or n > FEW:
        return ""
    return (
        f"Only {pupils(n)} were in this year group. {_weight(measure, n)}A figure of so few says "
        "more about those children than about the school: do not read one year on its own."
    ).replace("  ", " ")


def not_many_pupils(measure: Measure, figure: Figure) -> str:
    """For year groups of 11 to 30: what one pupil weighs."""
    n = figure.denominator
    if figure.value is None or n is None or not FEW < n <= MIDDLING:
        return ""
    return _weight(measure, n).strip() or "The year group is small: look at several years together."


def _weight(measure: Measure, n: int) -> str:
    if measure.unit != Unit.PERCENT:
        return ""
    return f"One pupil is {numbers.plain(100 / n)} points. "


def gap(disadvantaged: Mapping[int, float], other: Mapping[int, float]) -> str:
    """The gap within the school, disadvantaged minus other, in the latest year with both."""
    both = sorted(disadvantaged.keys() & other.keys())
    if not both:
        return (
            "No year has both figures published, so there is no gap to show. The Department hides "
            "them where a group has five pupils or fewer."
        )
    last = both[-1]
    text = f"In {label(last)}, {_beside(disadvantaged[last] - other[last])}"
    if len(both) > 1:
        text += (
            f"; in {label(both[-2])}, {_short_beside(disadvantaged[both[-2]] - other[both[-2]])}"
        )
    return f"{text}."


def gap_chance(pair: Pair) -> str:
    """How many pupils a gap is about, and what it could be by chance alone; "" if not known."""
    if pair.n_first is None or pair.n_second is None:
        return ""
    few = min(pair.n_first, pair.n_second) <= FEW
    text = f"{'Only ' if few else ''}{pair.n_first:,} disadvantaged and {count(pair.n_second, 'other pupil')}"
    if pair.low is None or pair.high is None:
        return f"{text}."
    low, high = (numbers.signed(end) for end in (pair.low, pair.high))
    text += f": by chance alone the gap could lie anywhere from {low} to {high} points"
    if pair.low <= 0 <= pair.high:
        text += ", so these figures cannot tell which of the two did better"
    return f"{text}."


def _beside(difference: float) -> str:
    if _size(difference) == "0":
        return "disadvantaged pupils were level with the others"
    return f"disadvantaged pupils were {_short_beside(difference)} the others"


def _short_beside(difference: float) -> str:
    if _size(difference) == "0":
        return "level"
    points = "point" if _size(difference) == "1" else "points"
    return f"{_size(difference)} {points} {'below' if difference < 0 else 'above'}"


def _size(difference: float) -> str:
    decimals = 0 if difference == round(difference) else 1
    return numbers.plain(abs(difference), decimals)


def pupils(n: int) -> str:
    return f"{n:,} pupil" if n == 1 else f"{n:,} pupils"


def in_a_sentence(measure: Measure) -> str:
    """A label as it stands within a sentence."""
    return _lower(measure.label)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
