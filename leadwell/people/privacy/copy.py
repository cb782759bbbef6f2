"""The copy that somebody gets of all that is held about them: as PDF and as JSON, made anew."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from leadwell.people.models import SubjectRequest
from leadwell.people.privacy import compiling
from leadwell.people.privacy.compiling import Part, said
from leadwell.web import csv_out
from leadwell.web.pdf import document, press

RIGHTS = (
    "You may ask for what is wrong to be put right, for data to be erased or not used for now, and "
    "object to their use. You may complain to us, and to the Information Commissioner’s Office "
    "(ico.org.uk). Nothing here decides about you by machine, and nothing leaves the United "
    "Kingdom. Where it says [about somebody else], other people’s data were taken out."
)


def as_json(asked: SubjectRequest, parts: Sequence[Part], shown: frozenset[str]) -> HttpResponse:
    """Every row of every table; keys are the names of columns as people read them."""
    told: dict[str, Any] = {
        "about": asked.about,
        "received_on": asked.received_on.isoformat(),
        "your_rights": RIGHTS,
        "tables": [
            {
                "what": part.what,
                "why_and_how_long": part.why,
                "note": part.note,
                "rows": [{cell.label: said(cell, shown) for cell in row} for row in part.rows],
            }
            for part in parts
        ],
    }
    content = json.dumps(told, ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = csv_out.disposition(_name(asked), "json")
    return response


def as_pdf(
    asked: SubjectRequest, parts: Sequence[Part], shown: frozenset[str], *, made_on: date
) -> HttpResponse:
    return press.download(_document(asked, parts, shown, made_on))


def _document(
    asked: SubjectRequest, parts: Sequence[Part], shown: frozenset[str], made_on: date
) -> document.Document:
    n_rows = sum(len(part.rows) for part in parts)
    left = document.MOST_ROWS
    sections = []
    for part in parts:
        rows = [_row(row, shown) for row in part.rows[:left]]
        if part.note:
            rows.append([("", ""), (part.note, "")])
        left -= len(rows)
        if rows:
            sections.append(document.Section(part.what, rows))
    return document.Document(
        name=_name(asked),
        title=f"What is held about {asked.about}",
        made_on=made_on,
        facts=[("Asked", f"{asked.received_on:%d %B %Y}"), ("Records", f"{n_rows:,}")],
        columns=[document.Column("Record", 1), document.Column("What it says", 4)],
        sections=sections,
        opening=[RIGHTS],
        notes=[f"{part.what}. {part.why}" for part in parts],
        left_out=(
            ""
            if n_rows <= document.MOST_ROWS
            else f"Only the first {document.MOST_ROWS} records are here; the JSON file has all."
        ),
        is_wide=False,
        is_published=False,
    )


def _row(row: Sequence[compiling.Cell], shown: frozenset[str]) -> list[document.Cell]:
    """The first fact says which record it is; the others what is in it."""
    words = "; ".join(f"{cell.label}: {said(cell, shown)}" for cell in row[1:])
    return [(f"{row[0].label} {said(row[0], shown)}", ""), (words, "")]


def _name(asked: SubjectRequest) -> str:
    return f"request {asked.pk}"
