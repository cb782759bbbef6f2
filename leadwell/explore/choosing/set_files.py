"""The set as a paper for the board that approves it: what its page says, and of each school no
more than there: name, criterion and colour, no reasons."""

from collections.abc import Iterator
from datetime import date

from django.http.response import HttpResponseBase

from leadwell.explore.choosing.files import TRAVEL
from leadwell.explore.choosing.listing import Line
from leadwell.explore.choosing.page import COLOURS, ORDER
from leadwell.explore.choosing.set_page import SetPage
from leadwell.explore.models import OverloadReason
from leadwell.lib import words
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf import press
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out
from leadwell.web.templatetags.leadwell import day_and_year

COLUMNS = (
    "School", "URN", "Would take part as", "Hub", "How far", "Criterion", "Ready",
    "Another colour than the rules say", "Minutes from the hub", "Too far", "For the board to waive", "In an approved set",
    "Asked with this programme", "Asked all the same because",
)  # fmt: skip
PRINTED = (
    Column("School", 3.2), Column("Criterion", 1.4), Column("Ready", 1.8), Column("How far", 2.0),
    Column("Hub", 2.0),
)  # fmt: skip
TO_WAIVE = "For the board to waive"


def set_file(page: SetPage, ending: str, *, on: date) -> HttpResponseBase:
    return _csv(page, on) if ending == "csv" else press.download(_document(page, on))


def _csv(page: SetPage, on: date) -> HttpResponseBase:
    notes = [
        _title(page), page.counter.sentence, *_stands(page), f"Approved: {_approved(page)}.",
        f"Rules: {page.fund.name}.", *_notes(page),
    ]  # fmt: skip
    rows = (_cells(page, line) for line in page.lines)
    return csv_out.download(COLUMNS, rows, name=_name(page, on), notes=notes, is_published=False)


def _document(page: SetPage, on: date) -> Document:
    n = len(page.lines)
    return Document(
        name=_name(page, on),
        title=_title(page),
        made_on=on,
        facts=[
            ("Rules", page.fund.name),
            ("Ready", ", ".join(_coloured(page)) or "Nobody asked yet"),
            ("Approved", _approved(page)),
            ("Order", ORDER),
        ],
        columns=PRINTED,
        sections=[Section("", [_printed(page, line) for line in page.lines[:MOST_ROWS]])],
        opening=[page.counter.sentence, *_stands(page)],
        notes=[*_notes(page)],
        left_out=left_out(n, ORDER),
        is_published=False,
    )


def _stands(page: SetPage) -> Iterator[str]:
    """Whether it keeps its rule, and what that is."""
    keeps = page.counter.keeps_rule
    yield "The set keeps its rule as it stands." if keeps else keeps.reason
    yield f"The rule: {page.counter.rule.sentence}"
    if page.counter.n_partners:
        yield f"{words.count(page.counter.n_partners, 'school')} of them as partner."
    if page.newer:
        yield page.newer


def _notes(page: SetPage) -> Iterator[str]:
    for line, given in page.asked_much:
        said = _said(given)
        yield f"{line.school} is asked all the same ({said} with this programme): {given.text}"
    yield from (f"{says}: {words.count(n, 'school')}." for says, n in page.criteria if n)
    if page.not_asked:
        yield page.not_asked
    yield COLOURS
    if any(line.minutes is not None for line in page.lines):
        yield TRAVEL


def _coloured(page: SetPage) -> Iterator[str]:
    """ "1 Green, 2 Amber, of these 1 Red by the rules, said otherwise"."""
    yield from (f"{n} {colour.capitalize() or 'not asked yet'}" for colour, n in page.colours)
    yield from (f"of these {n} {otherwise}" for otherwise, n in page.otherwise)


def _approved(page: SetPage) -> str:
    if not page.approved:
        return "Not yet"
    last = page.approved[0]
    return f"{words.count(last.n_schools, 'school')} on {day_and_year(last.at)}, by {last.by}"


def _title(page: SetPage) -> str:
    return f"The set of {page.programme}"


def _name(page: SetPage, on: date) -> str:
    return f"set of {page.programme.code} {on:%Y-%m-%d}"


def _cells(page: SetPage, line: Line) -> list[Value]:
    one = line.candidate
    return [
        str(line.school), line.school.urn, one.get_part_display(), str(one.hub or ""),
        one.get_state_display(), line.criterion, line.colour.capitalize() or "Not asked yet",
        line.otherwise, line.minutes, "Yes" if line.is_far else "", "Yes" if one.pk in page.red else "",
        "" if one.pk in page.unapproved else "Yes", *_asked(page, line),
    ]  # fmt: skip


def _asked(page: SetPage, line: Line) -> tuple[str, str]:
    """ "15.5, Red", and why all the same; empty where nobody had to say why."""
    given = page.all_the_same.get(line.candidate.pk)
    return (_said(given), given.text) if given else ("", "")


def _said(given: OverloadReason) -> str:
    """The colour, and what besides the load it is for."""
    clash = f": {given.get_clash_display()}" if given.clash else ""
    return f"{given.load}, {given.get_level_display()}{clash}"


def _marked(page: SetPage, line: Line) -> str:
    to_waive = TO_WAIVE if line.candidate.pk in page.red else ""
    return ". ".join(filter(None, (line.otherwise, to_waive)))


def _printed(page: SetPage, line: Line) -> list[Cell]:
    one = line.candidate
    return [
        (str(line.school), one.get_part_display()),
        (line.criterion, ""),
        (line.colour.capitalize() or "Not asked yet", _marked(page, line)),
        (one.get_state_display(), ""),
        (str(one.hub or "Not known yet"), line.travel),
    ]
