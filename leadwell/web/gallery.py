"""Invented schools and figures for the page that shows every piece of the look."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django import forms
from django.core.paginator import Page, Paginator

from leadwell.lib import guard
from leadwell.web.charts.bars import Bar, Bars, bars
from leadwell.web.charts.drawing import CANCELLED, NOT_PUBLISHED, TOO_FEW, Absence, Drawing
from leadwell.web.charts.dumbbell import Dumbbell, Pair, dumbbell
from leadwell.web.charts.heat import Box, Heat, heat
from leadwell.web.charts.intervals import Intervals, Row, intervals
from leadwell.web.charts.rag_history import Level, RagHistory, Visit, rag_history
from leadwell.web.charts.scale import PROGRESS
from leadwell.web.charts.sparkline import Sparkline, sparkline
from leadwell.web.charts.strip import Strip, strip
from leadwell.web.charts.trend import Line, Marker, Point, Trend, trend
from leadwell.web.released import invented

MISSING = {2019: CANCELLED, 2020: CANCELLED, 2021: NOT_PUBLISHED}
NO_PROGRESS = Absence("Not worked out: no earlier tests", short="Not worked out")
YEARS = (2016, 2017, 2018, 2022, 2023, 2024, 2025)


class GalleryForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Name of the school",
        help_text="As it is on the register.",
        error_messages={"required": "Write the name of the school"},
    )
    seen = forms.CharField(
        label="What did you see?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you saw, not who.",
        error_messages={"required": "Say what you saw"},
    )
    visited_on = forms.DateField(
        label="Date of the visit",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose the date of the visit"},
    )
    subject = forms.ChoiceField(
        label="Subject",
        choices=[("", "Choose one"), ("reading", "Reading"), ("maths", "Mathematics")],
        error_messages={"required": "Choose a subject"},
    )
    stuck = forms.ChoiceField(
        label="How is the action going?",
        choices=[("done", "Done"), ("moving", "Moving"), ("stuck", "Stuck")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the action is going"},
    )
    years = forms.MultipleChoiceField(
        label="Year groups seen",
        choices=[("3", "Year 3"), ("4", "Year 4")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(label="Results file", required=False, help_text="A CSV file.")
    is_agreed = forms.BooleanField(
        label="The head has seen this note",
        error_messages={"required": "The head must see the note first"},
    )
    sent_id = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One of at most four figures, with its denominator."""

    label: str
    value: str
    of: str = ""


def context(*, page: int) -> dict[str, object]:
    """Everything web/gallery.html shows but the form."""
    return {
        "facts": (
            Fact("Visits this term", "17", "of 20 planned"),
            Fact("Notes signed within 5 days", "14", "of 16"),
            Fact("Days used", "22", "of 48"),
            Fact("Actions past their date", "6", "of 29 open"),
        ),
        "on": TODAY,
        "at": datetime(2026, 11, 24, 15, 10, tzinfo=UTC),
        "columns": ("School", "Pupils in Year 6", "Expected standard"),
        "rows": (("Brambleside", "41", "72%"), ("Tansy Hill", "34", "69%")),
        "stand": STAND,
        "page": _page(page),
        "trend": _trend(),
        "busy": _busy_trend(),
        "progress": _progress(),
        "intervals": _intervals(),
        "gap": _gap(),
        "strip": _strip(),
        "bars": _bars(),
        "history": _history(),
        "heat": _heat(),
        "sparks": _sparks(),
        "tiers": invented.tiers(),
        "kept_states": KEPT_STATES,
        "found": guard.find("Mrs Patel's lesson was outstanding", names=["Anna Patel"], on=TODAY),
    }


TODAY = date(2026, 11, 24)
KEPT_STATES = (
    ("device", "On this device only. Not sent: no signal. We keep trying."),
    ("sent", "Sent 15:10."),
    ("seen", "Seen by the head, Tue 24 Nov."),
)
STAND = (
    ("Brambleside", ("green", "green", "amber"), ("", "up from Amber", ""), "up", "2", "3"),
    ("Otterwick", ("red", "red", "amber"), ("down from Amber",) * 2 + ("",), "down", "6", "4"),
    ("Wrenfold", ("amber", "green", "grey"), ("", "", ""), "", "3", "2"),
)


def _page(number: int) -> Page:
    return Paginator(list(range(95)), 20).get_page(number)


def _line(name: str, *values: float | None, spread: float = 0, short: str = "") -> Line:
    """Values for YEARS; the years between have none, for the usual reasons. None: too few."""
    points = [Point(year, absent=absent) for year, absent in MISSING.items()]
    for year, value in zip(YEARS, values, strict=False):
        if value is None:
            points.append(Point(year, absent=TOO_FEW))
        elif spread:
            points.append(Point(year, value, value - spread, value + spread))
        else:
            points.append(Point(year, value))
    return Line(name, tuple(points), short)


def _trend() -> Drawing:
    england = _line("England", 72, 75, 73, 73, 74, 75, 75)
    england = Line("England", (*england.points, Point(2021, 75)))
    return trend(
        Trend(
            ident="trend",
            title="Reading at Tansy Hill, 2016/17 to 2025/26",
            table_caption="Pupils meeting the expected standard in reading",
            first_year=2016,
            last_year=2025,
            ours=_line("Tansy Hill", 61, 64, 60, 58, 60, 65, 69, spread=14),
            similar=_line("Similar schools", 66, 69, 68, 67, 68, 69, 70, short="Similar"),
            england=Line("England", england.points[:2] + england.points[3:]),
            markers=(Marker(2024, "Joined Sept 2024"),),
        )
    )


def _busy_trend() -> Drawing:
    """Long names, lines that end together, a hidden year, two uprights."""
    name = "Otterwick and Marsh Lane Church of England Primary School"
    return trend(
        Trend(
            ident="busy",
            title=f"Mathematics at {name}",
            table_caption="Pupils meeting the expected standard in mathematics",
            first_year=2016,
            last_year=2025,
            ours=_line(name, 68, 71, None, 66, None, 73, 72.4, spread=16),
            similar=_line("Similar schools", 70, 72, 71, 70, 71, 71, 72, short="Similar"),
            local_authority=_line("Larkwater", 69, 73, 72, 69, 72, 70, 73),
            england=_line("England", 72, 75, 76, 71, 73, 72, 73),
            markers=(
                Marker(2022, "Became an academy Sept 2022"),
                Marker(2024, "Joined Sept 2024"),
            ),
        )
    )


def _progress() -> Drawing:
    points = [Point(y, absent=NO_PROGRESS) for y in (2023, 2024)]
    points += [Point(year, absent=absent) for year, absent in MISSING.items()]
    for year, value in ((2016, -1.8), (2017, -0.4), (2018, 0.6), (2022, 1.1)):
        points.append(Point(year, value, value - 2.1, value + 2.1))
    return trend(
        Trend(
            ident="progress",
            title="Progress in reading at Tansy Hill",
            table_caption="Progress score in reading",
            first_year=2016,
            last_year=2024,
            ours=Line("Tansy Hill", tuple(points)),
            unit=PROGRESS,
        )
    )


def _intervals() -> Drawing:
    figures = (
        ("Brambleside", 4.1, 1.0, 6.1),
        ("Marlpit Lane", -1.2, 2.0, 4.8),
        ("Otterwick", -6.8, -3.9, 7.0),
        ("Puddlecote", 2.0, 5.2, 5.9),
        ("Saltmarrow", -4.0, -0.5, 4.4),
        ("Tansy Hill", -8.1, -1.1, 6.6),
        ("Wrenfold", 1.1, 3.4, 5.6),
    )
    rows = [Row(name, now, now - r, now + r, before) for name, before, now, r in figures]
    rows.insert(4, Row("Quillbank", absent=TOO_FEW))
    return intervals(
        Intervals(
            ident="beside",
            title="Reading: each school beside similar schools, before and after joining",
            rows=tuple(rows),
            now_name="2025/26",
            table_caption="Percentage points beside similar schools",
        )
    )


def _gap() -> Drawing:
    pairs = [Pair(year, absent=absent) for year, absent in MISSING.items()]
    figures = {2016: (48, 69), 2017: (52, 71), 2018: (46, 69), 2022: (44, 66), 2024: (53, 71)}
    pairs += [Pair(year, *both) for year, both in figures.items()]
    pairs += [Pair(2023, first=None, second=70), Pair(2025, 58, 74)]
    return dumbbell(
        Dumbbell(
            ident="gap",
            title="Gap in reading between disadvantaged pupils and others at Tansy Hill",
            table_caption="Expected standard in reading",
            pairs=tuple(sorted(pairs, key=lambda pair: pair.academic_year)),
        )
    )


def _strip() -> Drawing:
    values = tuple(((i * 37) % 100 - 49.5) / 50 * (0.3 + ((i * 13) % 10) / 9) for i in range(100))
    return strip(
        Strip(
            ident="placebo",
            title="One hundred similar groups of eight schools with no programme",
            values=values,
            ours=0.6,
        )
    )


def _bars() -> Drawing:
    return bars(
        Bars(
            ident="bars",
            title="Pupils meeting the expected standard in 2025/26",
            bars=(
                Bar("Tansy Hill", 69, "of 34", is_ours=True),
                Bar("Similar schools", 70),
                Bar("Larkwater", 73),
                Bar("Disadvantaged pupils", absent=TOO_FEW),
            ),
        )
    )


def _history() -> Drawing:
    g, a, r, y = Level.GREEN, Level.AMBER, Level.RED, Level.GREY
    days = ("14 Jan", "12 Mar", "21 May", "17 Sept", "13 Oct", "10 Nov")
    levels = ((y, y, y), (g, a, y), (g, a, y), (g, g, y), (a, r, y), (g, a, y))
    visits = tuple(Visit(on, level) for on, level in zip(days, levels, strict=True))
    return rag_history(RagHistory(ident="visits", title="Six visits in 2026", visits=visits))


def _heat() -> Drawing:
    """All three colours, and what is over."""
    names = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
    loads = (("14.2", "red"), ("13.3", "amber"), ("15.0", "red"), ("8.1", "amber"), ("6.9", "green"),
             ("2.0", "green"))  # fmt: skip
    boxes = tuple(
        Box(name, f"{name[:3]} {name[-1]}", figure, level, is_over=name == "Autumn 1")
        for name, (figure, level) in zip(names, loads, strict=True)
    )
    return heat(Heat("heat", "Asked of Brambleside in 2026/27", boxes))


def _sparks() -> list[tuple[str, Drawing, str]]:
    schools = (
        ("Brambleside", (70, 71, 74, 69, 71, 70, 72), "72%"),
        ("Tansy Hill", (61, 64, 60, 58, 60, 65, 69), "69%"),
        ("Wrenfold", (66, None, 64, 70, None, 71, 75), "75%"),
    )
    drawn = []
    for name, values, latest in schools:
        line = _line(name, *values)
        points = sorted(line.points, key=lambda point: point.academic_year)
        ident = "spark-" + name.lower().replace(" ", "-")
        chart = Sparkline(ident, f"{name}, reading", tuple(points), low=50, high=80)
        drawn.append((name, sparkline(chart), latest))
    return drawn
