"""The board's lines, and a trust's, as files: the same lines, as CSV and as PDF."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http.response import HttpResponseBase

from leadwell.deliver.models.version import ASPECTS
from leadwell.lib import words
from leadwell.reporting.board.lines import Line
from leadwell.reporting.board.page import EXCEPTIONS
from leadwell.reporting.board.panel import Panel
from leadwell.reporting.board.trust import TrustPage
from leadwell.web import csv_out
from leadwell.web.pdf import press
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out
from leadwell.web.templatetags.leadwell import day

ORDER = "schools to look at first, then the others, A to Z"
COLUMNS = (
    "School", "Programme", "Hub", "Released note of",
    *(name for aspect in ASPECTS for name in (aspect.capitalize(), f"{aspect.capitalize()}, change")),
    "In a line", "Strengths", "Actions agreed", "Actions open", "Actions late",
)  # fmt: skip
PRINTED = (
    Column("School", 2.4), *(Column(aspect.capitalize(), 1.3) for aspect in ASPECTS),
    Column("In a line", 2.8),
)  # fmt: skip
FIRST, OTHERS = "Schools to look at first", "The others"


def board_file(ending: str, lines: Sequence[Line], *, where: str, on: date) -> HttpResponseBase:
    name, title = f"board-{on:%Y-%m-%d}", f"The board’s page: {where}"
    if ending == "csv":
        return _csv(name, title, lines)
    return press.download(_document(name, title, lines, on=on, opening=[]))


def trust_file(ending: str, page: TrustPage) -> HttpResponseBase:
    """The trust's own schools; on paper also what is counted of the others."""
    name, title = f"trust-{page.on:%Y-%m-%d}", page.title
    if ending == "csv":
        return _csv(name, title, page.lines)
    said = [f"{page.heading}.", *(f"{what}: {number}." for what, number in page.facts)]
    rest = [f"{each.programme}, the other schools: {_rest(each.panel)}" for each in page.rest]
    opening = [" ".join(said), *rest]
    return press.download(
        _document(name, title, page.lines, on=page.on, opening=opening, is_trust=True)
    )


def _rest(panel: Panel) -> str:
    if panel.is_hidden:
        return panel.hidden
    parts = (
        f"{tally.label.lower()} "
        + ", ".join(f"{n} {rag.label}" for rag, n in tally.counts if n)
        + (f" ({tally.change})" if tally.change else "")
        for tally in panel.tallies
    )
    return f"{panel.sentence} {'; '.join(parts).capitalize()}."


def _csv(name: str, title: str, lines: Iterable[Line]) -> HttpResponseBase:
    rows = [line.cells for line in lines]
    return csv_out.download(COLUMNS, rows, name=name, notes=[title], is_published=False)


def _document(
    name: str, title: str, lines: Sequence[Line], *, on: date, opening: list[str],
    is_trust: bool = False,
) -> Document:  # fmt: skip
    n = len(lines)
    kept = lines[:MOST_ROWS]
    parts = (
        (FIRST, [line for line in kept if line.row.is_first]),
        (OTHERS, [line for line in kept if not line.row.is_first]),
    )
    return Document(
        name=name,
        title=title,
        made_on=on,
        facts=[("How many", words.count(n, "school") if n else "None"), ("Order", ORDER)],
        columns=PRINTED,
        sections=[
            Section(heading, [_printed(line, is_trust=is_trust) for line in found])
            for heading, found in parts
            if found
        ],
        opening=opening,
        notes=[f"To look at first: {EXCEPTIONS}"],
        left_out=left_out(n, ORDER),
        is_published=False,
    )


def _printed(line: Line, *, is_trust: bool) -> list[Cell]:
    colours: list[Cell] = [(one.rag.label, one.change) for one in line.standings]
    coming = f"Next visit {day(line.next_on)}" if is_trust and line.next_on else ""
    under = ", ".join(part for part in (line.programme, line.hub) if part)
    return [
        (line.name, under),
        *(colours or [("No note yet", "")] + [("", "")] * (len(ASPECTS) - 1)),
        (line.in_a_line, coming or line.counts),
    ]
