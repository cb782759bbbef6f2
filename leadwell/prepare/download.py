"""A school's list of agreed actions as files."""

from datetime import date

from django.http import HttpResponse

from leadwell.prepare import needs
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.page import ActionsPage, Line
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out

COLUMNS = (
    "Action", "Who", "Post", "By when", "How far", "School days late", "Done or dropped on",
    "Evidence", "Dropped because", "Effect", "What was seen", "Support", "Came from", "Agreed on",
    "Agreed by", "Days of support", "Days of cover", "Pounds",
)  # fmt: skip
PRINTED = (
    Column("Action", 3.4), Column("Who", 1.8), Column("When", 1.8), Column("How far", 2.2),
)  # fmt: skip
ORDER = "open ones first, by their day"


def actions_csv(page: ActionsPage) -> HttpResponse:
    rows = (cells(line) for line in page.lines.every)
    return csv_out.download(COLUMNS, rows, name=_name(page), is_published=False)


def actions_document(page: ActionsPage, *, made_on: date) -> Document:
    kept = page.lines.every[:MOST_ROWS]
    named = (
        ("Under way", page.lines.open), ("Done", page.lines.finished),
        ("Dropped", page.lines.dropped),
    )  # fmt: skip
    return Document(
        name=_name(page),
        title=f"Agreed actions of {page.school}",
        made_on=made_on,
        facts=[("Programme", str(page.enrolment.programme)), ("Order", ORDER)],
        columns=PRINTED,
        sections=[
            Section(heading, [printed(line) for line in lines if line in kept])
            for heading, lines in named
            if lines
        ],
        opening=[page.lines.sentence or "Nothing is agreed yet."],
        left_out=left_out(len(page.lines.every), ORDER),
        is_wide=False,
        is_published=False,
    )


def _name(page: ActionsPage) -> str:
    return f"agreed actions {page.school} {page.enrolment.programme.code}"


def cells(line: Line) -> list[Value]:
    """As the columns of the CSV file."""
    action = line.action
    return [
        action.what, action.owner.name, action.owner.post, action.due_on, line.state,
        line.n_late or None, action.ended_on, action.evidence, action.dropped_because,
        action.get_effect_display(), action.effect_note, ", ".join(action.support_said),
        action.get_origin_display(), action.agreed_on, action.agreed_by.name, action.support_days,
        action.cover_days, action.cost_gbp,
    ]  # fmt: skip


def _needs(action: AgreedAction) -> str:
    said = needs.of(action).sentence
    return f"needs {said}" if said else ""


def printed(line: Line) -> list[Cell]:
    """As the columns of the PDF file."""
    action = line.action
    why = action.evidence or action.dropped_because
    return [
        (action.what, "; ".join(filter(None, (", ".join(action.support_said), _needs(action))))),
        (action.owner.name, action.owner.post),
        (line.when[0].upper() + line.when[1:], line.late),
        (line.state, why),
    ]
