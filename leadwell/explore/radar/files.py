"""How much is asked of schools, as CSV files: what the page shows, and no name more."""

from django.http import HttpResponse

from leadwell.explore.radar.clash import SAID
from leadwell.explore.radar.half_terms import NAMES
from leadwell.explore.radar.page import AskedLine, SchoolPage, WhichForm
from leadwell.explore.radar.radar import SchoolLoad
from leadwell.lib import academic_year as years
from leadwell.web import csv_out
from leadwell.web.csv_out import Value

OF_SCHOOLS = (
    "School", "URN", "Pupils", "School year", *NAMES, "Fullest to come", "Colour",
    "Programmes and initiatives", "Days not said", "For the board", "Others last asked on",
)  # fmt: skip
OF_ONE = (
    "Asked by", "Subject", "When", "Paid for from outside", "Strands", "Days",
    *(f"Days in {name}" for name in NAMES),
)  # fmt: skip


def radar_csv(form: WhichForm) -> HttpResponse:
    rows = map(_cells, form.found())
    name = f"asked of schools {form.on:%Y-%m-%d}"
    return csv_out.download(OF_SCHOOLS, rows, name=name, is_published=False)


def school_csv(page: SchoolPage) -> HttpResponse:
    rows = (
        [
            line.asked.name, line.asked.subject, line.when, *_particulars(line), line.altogether,
            *([round(each, 2) for each in line.days] if line.days else [None] * len(NAMES)),
        ]
        for line in page.lines
    )  # fmt: skip
    name = f"asked of {page.school} {page.year.replace('/', '-')}"
    return csv_out.download(OF_ONE, rows, name=name, is_published=False)


def _particulars(line: AskedLine) -> list[Value]:
    """What is told only of what is within reach."""
    if line.asked.is_out_of_reach:
        return [None, None]
    is_paid = "Yes" if line.asked.is_paid_from_outside else "No"
    return [is_paid, max(line.asked.asking.n_strands, 1)]


def _cells(load: SchoolLoad) -> list[Value]:
    school = load.school
    return [
        str(school), school.urn, school.n_pupils, years.label(load.academic_year),
        *(each.total for each in load.loads), load.highest.total, load.level.capitalize(),
        len(load.asked), sum(each.asking.days is None for each in load.asked), SAID[load.clash],
        load.answer.said_on if load.answer else None,
    ]  # fmt: skip
