"""Schools put forward for a programme as files to take to a meeting: the lines of the page, all of
them, with what somebody there would ask."""

from collections.abc import Iterator
from datetime import date

from django.http.response import HttpResponseBase

from leadwell.explore.choosing import access, listing
from leadwell.explore.choosing.listing import Line, Whole
from leadwell.explore.choosing.page import ALL, COLOURS, ORDER, Which
from leadwell.explore.models import CandidateState
from leadwell.lib import travel, words
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf import press
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out
from leadwell.web.templatetags.leadwell import day_and_year

BEFORE_NEED = (
    "School", "URN", "Would take part as", "Hub", "How far", "Why there", "Put forward by",
    "Put forward on", "Why this school", "Known locally", "Head told on", "Criterion",
    "Criteria met",
)  # fmt: skip
AFTER_NEED = ("No published results", "Ready", "Amber or Red because", "Minutes from the hub",
              "Too far")  # fmt: skip
PRINTED = (
    Column("School", 2.0), Column("Why this school", 2.8), Column("Need", 3.0),
    Column("Criterion", 2.4), Column("Ready", 2.6), Column("How far", 2.2), Column("Hub", 1.4),
)  # fmt: skip
SMALL = "One year of a small year group moves much by chance."
TRAVEL = f"Minutes from where the hub meets: {travel.FORMULA}"
NOT_FOR_SCHOOLS = "What is known locally is not shown to the school."


def choosing_file(which: Which, ending: str, *, on: date) -> HttpResponseBase:
    whole = listing.whole_lines(list(which.found), which.programme)
    return (
        _csv(which, whole, on) if ending == "csv" else press.download(_document(which, whole, on))
    )


def _csv(which: Which, whole: Whole, on: date) -> HttpResponseBase:
    columns = (*BEFORE_NEED, *_need_columns(whole), *AFTER_NEED)
    rows = (_cells(line, _known_locally(which, line)) for line in whole.lines)
    notes = [_title(which), which.heading, which.sentence, *_notes(whole)]
    return csv_out.download(
        columns, rows, name=_name(which, on), notes=list(filter(None, notes)),
        is_published=bool(whole.sources),
    )  # fmt: skip


def _document(which: Which, whole: Whole, on: date) -> Document:
    kept = whole.lines[:MOST_ROWS]
    printed = [_printed(line, _known_locally(which, line)) for line in kept]
    n = len(whole.lines)
    return Document(
        name=_name(which, on),
        title=_title(which),
        made_on=on,
        facts=[
            ("How many", words.count(n, "school") if n else "None"),
            ("How far", CandidateState(which.state).label if which.state else ALL),
            ("Order", ORDER),
        ],
        columns=PRINTED,
        sections=[Section("", printed)],
        opening=[f"{which.heading}. {which.sentence}".strip()],
        caution=[NOT_FOR_SCHOOLS] if any(_known_locally(which, line) for line in kept) else [],
        notes=[COLOURS, *_notes(whole)],
        left_out=left_out(n, ORDER),
        is_published=bool(whole.sources),
    )


def _notes(whole: Whole) -> list[str]:
    said = [TRAVEL] if any(line.minutes is not None for line in whole.lines) else []
    if whole.sources:
        said += [SMALL, whole.sources]
    return said


def _title(which: Which) -> str:
    return f"Schools for {which.programme}"


def _name(which: Which, on: date) -> str:
    return f"schools for {which.programme.code} {on:%Y-%m-%d}"


def _known_locally(which: Which, line: Line) -> str:
    """Only for who chooses or looks after the schools, as on the school's page."""
    said = line.candidate.intelligence
    return said if said and access.is_inside(which.user, line.candidate) else ""


def _need_columns(whole: Whole) -> Iterator[str]:
    """Of each measure that has a year: the result, England beside it, and how it moved."""
    for each in whole.with_years:
        label = each.measure.short_label
        yield from (f"{label}, {each.year}", f"{label}, England", f"{label}, change")


def _cells(line: Line, known_locally: str) -> list[Value]:
    one = line.candidate
    need = (
        cell for each in line.need if each.rows for cell in (each.ours, each.england, each.trend)
    )
    return [
        str(line.school), line.school.urn, one.get_part_display(), str(one.hub or ""),
        one.get_state_display(), one.because, str(one.organisation), one.nominated_on, one.reason,
        known_locally, one.head_told_on, line.criterion, "; ".join(line.met), *need, line.no_data,
        line.colour.capitalize() or "Not asked yet", "; ".join(line.whys), line.minutes,
        "Yes" if line.is_far else "",
    ]  # fmt: skip


def _printed(line: Line, known_locally: str) -> list[Cell]:
    one = line.candidate
    told = (
        f"head told {day_and_year(one.head_told_on)}" if one.head_told_on else "head not told yet"
    )
    forward = f"{one.organisation}, {day_and_year(one.nominated_on)}; {told}"
    known = f"Known locally: {known_locally}" if known_locally else ""
    return [
        (str(line.school), one.get_part_display()),
        (one.reason, ". ".join(filter(None, (forward, known)))),
        ("; ".join(line.need_said), line.trend),
        (line.criterion, "; ".join(line.met)),
        (line.colour.capitalize() or "Not asked yet", "; ".join(line.whys)),
        (one.get_state_display(), one.because),
        (str(one.hub or "Not known yet"), line.travel),
    ]
