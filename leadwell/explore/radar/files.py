"""How much is asked of schools, as CSV and PDF files: what the pages show, and no name more."""

from django.http.response import HttpResponseBase

from leadwell.explore.models import OverloadReason
from leadwell.explore.radar.asked_page import AskedLine, SchoolPage
from leadwell.explore.radar.clash import SAID
from leadwell.explore.radar.half_terms import NAMES, SHORT
from leadwell.explore.radar.page import Found, Line, WhichForm, figures
from leadwell.explore.radar.radar import SchoolLoad
from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf import press
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out

OF_SCHOOLS = (
    "School", "URN", "Pupils", "School year", *NAMES, "Fullest to come", "Colour",
    "Programmes and initiatives", "Days not said", "For the board", "Others last asked on",
    "Reasons to ask all the same",
)  # fmt: skip
OF_ONE = (
    "Asked by", "Subject", "When", "Paid for from outside", "Strands", "Days",
    *(f"Days in {name}" for name in NAMES), "Declared",
)  # fmt: skip
PRINTED_SCHOOLS = (
    Column("School", 2.6), *(Column(name, 1) for name in SHORT), Column("Fullest to come", 2.8),
    Column("Asked all the same", 1.4),
)  # fmt: skip
PRINTED_ONE = (
    Column("Asked by", 3), Column("When", 2.6), *(Column(name, 0.9) for name in SHORT),
)  # fmt: skip
OVER = "over"
DAYS = "Days are days of staff in the half-term, of everybody together."


def radar_file(form: WhichForm, ending: str) -> HttpResponseBase:
    found = Found(form, tuple(form.found()))
    if ending == "csv":
        rows = map(_cells, found.lines(found.loads))
        return csv_out.download(OF_SCHOOLS, rows, name=_name(form), is_published=False)
    return press.download(_of_schools(found))


def school_file(page: SchoolPage, ending: str) -> HttpResponseBase:
    if ending == "csv":
        rows = map(_cells_of_one, page.lines)
        return csv_out.download(OF_ONE, rows, name=_name_of_one(page), is_published=False)
    return press.download(_of_one(page))


def _of_schools(found: Found) -> Document:
    form, kept = found.form, found.loads[:MOST_ROWS]
    order = form.order_said
    counted = words.count(found.n, "school") if found.n else "None"
    limits = kept[0].limits if kept else None
    return Document(
        name=_name(form),
        title="What is asked of schools",
        made_on=form.on,
        facts=[("How many", counted), *form.asked_said, ("Order", order)],
        columns=PRINTED_SCHOOLS,
        sections=[Section("", [_printed(line) for line in found.lines(kept)])],
        opening=[found.sentence or "There is no school of which you see what is asked."],
        notes=[limits.colours, *limits.explained] if limits else [],
        left_out=left_out(found.n, order),
        is_published=False,
    )


def _of_one(page: SchoolPage) -> Document:
    load = page.load
    named: list[Cell] = [("Load", "of the school"), ("", "")]
    return Document(
        name=_name_of_one(page),
        title=f"What is asked of {page.school}",
        made_on=load.on,
        facts=[
            ("School year", page.year),
            ("Fullest", f"{page.fullest}, of the half-terms to come"),
        ],
        columns=PRINTED_ONE,
        sections=[Section("", [*map(_printed_of_one, page.lines), [*named, *_half_terms(load)]])],
        opening=[page.sentence, *page.remarks, page.answer_said],
        notes=[*map(_reason, page.reasons), DAYS, load.limits.colours, *load.limits.explained],
        is_published=False,
    )


def _reason(one: OverloadReason) -> str:
    said = f"{one.said_by}, {one.said_on:%-d %B %Y}"
    return f"Asked all the same for {one.programme}: {one.text} ({said})"


def _half_terms(load: SchoolLoad) -> list[Cell]:
    """ "9.5", and under it "Amber", or that it is over."""
    said = (each.split(", ") for each in figures(load))
    return [
        (number, f"{colour}, {OVER}" if is_over else colour)
        for (number, colour), is_over in zip(said, load.is_over, strict=True)
    ]


def _printed(line: Line) -> list[Cell]:
    return [
        (str(line.school), line.what), *_half_terms(line.load),
        (line.fullest, " ".join(line.remarks)), (line.reasons_said, ""),
    ]  # fmt: skip


def _printed_of_one(line: AskedLine) -> list[Cell]:
    paid = "Paid for from outside." if line.is_said_to_be_paid_from_outside else ""
    under = " ".join(filter(None, (f"{line.asked.subject}.", paid, line.declared)))
    return [
        (line.asked.name, under),
        (line.when, line.altogether),
        *((d, "") for d in line.days_said),
    ]


def _cells(line: Line) -> list[Value]:
    load, school = line.load, line.school
    return [
        str(school), school.urn, school.n_pupils, years.label(load.academic_year),
        *(each.total for each in load.loads), load.highest.total, load.level.capitalize(),
        len(load.asked), sum(each.asking.days is None for each in load.asked), SAID[load.clash],
        load.answer.said_on if load.answer else None, line.n_reasons,
    ]  # fmt: skip


def _cells_of_one(line: AskedLine) -> list[Value]:
    days = [round(each, 2) for each in line.days] if line.days else [None] * len(NAMES)
    return [
        line.asked.name, line.asked.subject, line.when, *_particulars(line), line.altogether, *days,
        line.declared,
    ]  # fmt: skip


def _particulars(line: AskedLine) -> list[Value]:
    """What is told only of what is within reach."""
    if line.asked.is_out_of_reach:
        return [None, None]
    is_paid = "Yes" if line.asked.is_paid_from_outside else "No"
    return [is_paid, max(line.asked.asking.n_strands, 1)]


def _name(form: WhichForm) -> str:
    return f"asked of schools {form.on:%Y-%m-%d}"


def _name_of_one(page: SchoolPage) -> str:
    return f"asked of {page.school} {page.year.replace('/', '-')}"
