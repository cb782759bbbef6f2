"""The pictures of an answer, drawn from its JSON alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadwell.evidence.matching.balance import Alike
from leadwell.lib import academic_year
from leadwell.web import numbers
from leadwell.web.charts.beside import Beside, Line, Marker, Point, beside
from leadwell.web.charts.drawing import Absence, Drawing
from leadwell.web.charts.intervals import Intervals, Row, intervals
from leadwell.web.charts.scale import Unit

Data = dict[str, Any]
CLASSES = tuple(each.value for each in Alike)  # from alike to too different
DIFFERENCE = Unit(decimals=1, is_signed=True)
SPREADS = Unit(decimals=2, is_signed=True)
OURS, SIMILAR = "Schools that took part", "Similar schools"
OURS_SHORT, OURS_ONE, SIMILAR_SHORT = "Took part", "This school", "Similar"
BAND = "95 of 100 such groups"
FIGURES = {
    "scaled_score": "Average scaled score",
    "percent": "Per cent of pupils",
    "progress_points": "Progress points",
    "scaled_score_gap": "Gap in points",
    "percent_gap": "Gap in percentage points",
    "progress_points_gap": "Gap in progress points",
}


@dataclass(frozen=True, slots=True)
class Picture:
    heading: str
    drawing: Drawing
    caption: str


def of_answer(data: Data, answer: Data, at: int) -> tuple[Picture, ...]:
    """At most two: both groups over the years, and the difference between them."""
    if not answer["yearly"]:
        return ()
    if answer["nearest"]:
        return (_one_school(data, answer, at),)
    return (_both(data, answer, at), _difference(data, answer, at))


def _both(data: Data, answer: Data, at: int) -> Picture:
    years = _years(answer)
    has_band = any(row["band_low"] is not None for row in answer["yearly"])
    chart = Beside(
        ident=f"both-{at}",
        title=f"{_capital(answer['name'])}: schools that took part beside similar schools",
        years=years,
        ours=Line(OURS, _points(answer, "took_part"), OURS_SHORT),
        similar=Line(SIMILAR, _points(answer, "similar"), SIMILAR_SHORT),
        band=Line(BAND, _band(answer)) if has_band else None,
        unit=_unit(answer, of_one=False),
        hollow=_hollow(answer),
        markers=_markers(data),
    )
    shaded = f" Shaded: {_who_moves(answer)}, from where these schools began." if has_band else ""
    return Picture(
        heading=f"{FIGURES[answer['measured_in']]}: those that took part, and schools like them",
        drawing=beside(chart),
        caption=(
            "Solid: schools that took part. Dashed: their similar schools. Means by pupils."
            f"{_hollow_said(answer)}{shaded} {_source(data)}"
        ),
    )


def _difference(data: Data, answer: Data, at: int) -> Picture:
    """By academic year, or by published years since each school's own start."""
    is_staggered = any(len(each["years"]) > 1 for each in answer["event_study"])
    points = _by_time(answer) if is_staggered else _by_year(answer)
    years = range(points[0].academic_year, points[-1].academic_year + 1)
    hollow = frozenset(p.academic_year for p in points if p.value is not None and p.lower is None)
    chart = Beside(
        ident=f"difference-{at}",
        title=f"{_capital(answer['name'])}: how much more schools that took part had changed",
        years=years,
        ours=Line("Difference from similar schools", points, "Difference"),
        unit=DIFFERENCE,
        hollow=hollow,
        written=_since if is_staggered else academic_year.label,
        markers=(Marker(0, "Began"),) if is_staggered else _markers(data),
    )
    when = " Published years before (−) and after (+) each school’s own start." * is_staggered
    matched = " Hollow: years they were matched on, which are level by that." * bool(hollow)
    return Picture(
        heading=f"How much more they had changed than similar schools, in {answer['unit']}",
        drawing=beside(chart),
        caption=f"Upright bars: 95% range of each year. A bar across the level line is no more than "
        f"chance could do; one year alone, of several, is no finding.{matched}{when}",
    )


def _one_school(data: Data, answer: Data, at: int) -> Picture:
    years = _years(answer)
    crowd = tuple(
        Line(each["name"], tuple(map(Point, years, each["values"]))) for each in answer["nearest"]
    )
    n = len(crowd)
    chart = Beside(
        ident=f"line-{at}",
        title=f"{_capital(answer['name'])}: one school beside its {n} nearest",
        years=years,
        ours=Line("This school", _points(answer, "took_part"), OURS_ONE),
        crowd=crowd,
        crowd_name=f"Lowest to highest of the {n} nearest",
        unit=_unit(answer, of_one=True),
        hollow=_hollow(answer),
        markers=_markers(data),
    )
    return Picture(
        heading=f"{FIGURES[answer['measured_in']]}: the school and the {n} schools nearest to it",
        drawing=beside(chart),
        caption=f"Thick: this school, as published. Thin: each of the {n} nearest, as published."
        f"{_hollow_said(answer)} {_source(data)}",
    )


def balance(data: Data) -> Picture | None:
    """None where nobody was matched. With several start years, a row for each."""
    if not data["balance"]:
        return None
    has_starts = len({row["start"] for row in data["balance"]}) > 1
    rows = [
        (f"{row['covariate']} (began {row['start']})" if has_starts else row["covariate"], row)
        for row in data["balance"]
    ]
    drawn = intervals(
        Intervals(
            ident="balance",
            title="How alike the schools were before, in standard deviations of schools",
            rows=tuple(
                Row(
                    name=name,
                    now=row["after"]["sd_of_schools"],
                    before=row["before"]["sd_of_schools"],
                    absent=Absence("Schools do not vary in it"),
                )
                for name, row in rows
            ),
            unit=SPREADS,
            level_text="The same in both groups",
            below="took part: lower",
            above="higher",
            now_name="After matching",
            before_name="Before matching",
            desc=_balance_desc(data["balance"]),
        )
    )
    return Picture(
        heading="Difference before the start, in standard deviations of schools",
        drawing=replace(
            drawn,
            columns=("Of what", "Before matching", "After", "After, in SD of pupils", "Class"),
            rows=tuple((name, *_balance_cells(row)) for name, row in rows),
        ),
        caption="Hollow dot: beside all schools that could be compared. Filled dot: beside their "
        "similar schools.",
    )


def _balance_desc(rows: Sequence[Data]) -> str:
    known = [abs(v) for row in rows if (v := row["after"]["sd_of_schools"]) is not None]
    if not known:
        return "No difference can be measured."
    return (
        f"{len(rows)} things schools were matched on. After matching all lie within "
        f"{numbers.plain(max(known), 2)} of level."
    )


def _balance_cells(row: Data) -> tuple[str, str, str, str]:
    before, after = row["before"]["sd_of_schools"], row["after"]["sd_of_schools"]
    g = row["after"]["g"]
    return (
        "" if before is None else numbers.signed(before, 2),
        "" if after is None else numbers.signed(after, 2),
        "not a result" if g is None else numbers.signed(g, 2),
        row["after"]["class"] or "",
    )


def _years(answer: Data) -> range:
    known = [academic_year.parse(row["year"]) for row in answer["yearly"]]
    return range(known[0], known[-1] + 1)


def _points(answer: Data, whose: str) -> tuple[Point, ...]:
    return tuple(
        Point(
            academic_year.parse(row["year"]),
            row[whose],
            absent=None if row["absent"] is None else Absence(row["absent"]),
        )
        for row in answer["yearly"]
    )


def _band(answer: Data) -> tuple[Point, ...]:
    """It begins as a point, in the years that are counted from. A year without a range breaks it."""
    return tuple(map(_in_band, answer["yearly"]))


def _in_band(row: Data) -> Point:
    year, low, high = academic_year.parse(row["year"]), row["band_low"], row["band_high"]
    if low is None and row["role"] == "base":
        low = high = row["took_part"]
    return Point(year, None if low is None else row["took_part"], low, high)


def _by_year(answer: Data) -> tuple[Point, ...]:
    effects = {year: each for each in answer["event_study"] for year in each["years"]}
    return tuple(
        Point(academic_year.parse(row["year"]), found["effect"], found["low"], found["high"])
        if (found := effects.get(row["year"]))
        else Point(academic_year.parse(row["year"]), absent=Absence(row["absent"] or "No figure"))
        for row in answer["yearly"]
    )


def _by_time(answer: Data) -> tuple[Point, ...]:
    known = {each["time"]: each for each in answer["event_study"]}
    return tuple(
        Point(time, found["effect"], found["low"], found["high"])
        if (found := known.get(time))
        else Point(time, absent=Absence("No figure"))
        for time in range(min(known), max(known) + 1)
    )


def _since(time: int) -> str:
    """The first published year after the start is +1, the last before it −1."""
    return numbers.signed(time + 1 if time >= 0 else time)


def _hollow(answer: Data) -> frozenset[int]:
    base = [row["year"] for row in answer["yearly"] if row["role"] == "base"]
    return frozenset(map(academic_year.parse, base))


def _hollow_said(answer: Data) -> str:
    return " Hollow: the years counted from." if _hollow(answer) else ""


def _markers(data: Data) -> tuple[Marker, ...]:
    starts = {pair["start"] for pair in data["compared"]} or {data["start"]}
    if len(starts) > 1:
        return ()
    start = academic_year.parse(starts.pop())
    return (Marker(start, f"Began Sept {start}"),)


def _who_moves(answer: Data) -> str:
    is_by_trust = (answer["estimate"] or {}).get("method", "").endswith("trusts")
    whose = "other trusts’ schools" if is_by_trust else "groups of as many schools"
    return f"where 95 of 100 {whose} would be by chance alone"


def _unit(answer: Data, *, of_one: bool) -> Unit:
    """Means with a decimal; a single school's as published."""
    match answer["measured_in"]:
        case "scaled_score_gap" | "percent_gap" if of_one:
            return Unit(is_signed=True)
        case gap if gap.endswith("_gap"):
            return DIFFERENCE
        case "percent":
            return Unit("%", decimals=0 if of_one else 1, least=0, most=100)
        case "progress_points":
            return Unit(decimals=1, is_signed=True)
    return Unit(decimals=0 if of_one else 1)


def _source(data: Data) -> str:
    return f"Key stage 2 performance tables, {data['vintage']}."


def _capital(text: str) -> str:
    words = text.removeprefix("the ")
    return words[:1].upper() + words[1:]
