"""The copy that somebody gets of all that is held about them: as PDF and as JSON, made anew."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from leadwell.people.models import SubjectRequest
from leadwell.people.privacy import compiling
from leadwell.people.privacy.compiling import Part, said
from leadwell.web import csv_out, exports
from leadwell.web.pdf import document, press

RIGHTS = (
    "You may ask for what is wrong to be put right, for data to be erased or not used for now, and "
    "object to their use. You may complain to us, and to the Information Commissioner’s Office "
    "(ico.org.uk). Nothing here decides about you by machine, and nothing leaves the United "
    "Kingdom. Where it says [about somebody else], other people’s data were taken out."
)
IN_MEMORY = 8 * 2**20
"""Bytes of a zip file from which it waits on the disk, where it goes with the request."""
Line = tuple[Part, list[document.Cell]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which of the files one is, and how many records all of them have."""

    n: int
    n_rows: int
    of: int


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
) -> HttpResponseBase:
    """One PDF file; of more records than one should have, as many as it takes, in one zip file.

    Each is made after the one before and then let go, so that it takes no more memory for a hundred
    than for one. The whole is there before any of it is sent: none is ever missing from the end.
    """
    n_rows = sum(len(part.rows) for part in parts)
    documents = [
        _document(asked, lines, made_on, _Place(n, n_rows, len(found)))
        for found in [_shared_out(parts, shown)]
        for n, lines in enumerate(found, start=1)
    ]
    if len(documents) == 1:
        return press.download(documents[0])
    held = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the response closes it
    try:
        with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:  # they are packed already
            for one in documents:
                archive.writestr(f"{one.name.replace(' ', '-')}.pdf", press.made(one))
        held.seek(0)
    except BaseException:
        held.close()
        raise
    response = FileResponse(held, content_type="application/zip")
    response["Content-Disposition"] = csv_out.disposition(_name(asked), "zip")
    return exports.counted(response, n_rows)


def _shared_out(parts: Sequence[Part], shown: frozenset[str]) -> list[list[Line]]:
    """Every record, and every note of a table that has one, in the order of the tables: so many
    for each file."""
    lines = [
        (part, row)
        for part in parts
        for row in (*(_row(row, shown) for row in part.rows), *_note(part))
    ]
    most = document.MOST_ROWS
    return [lines[at : at + most] for at in range(0, len(lines), most)] or [[]]


def _note(part: Part) -> list[list[document.Cell]]:
    return [[("", ""), (part.note, "")]] if part.note else []


def _document(
    asked: SubjectRequest, lines: Sequence[Line], made_on: date, place: _Place
) -> document.Document:
    by_part = [(part, [row for _, row in rows]) for part, rows in groupby(lines, itemgetter(0))]
    facts = [("Asked", f"{asked.received_on:%d %B %Y}"), ("Records", f"{place.n_rows:,}")]
    if place.of > 1:
        facts.append(
            ("This file", f"{place.n} of {place.of}: all of them together have every record")
        )
    return document.Document(
        name=_name(asked)
        if place.of == 1
        else f"{_name(asked)} part {place.n:03} of {place.of:03}",
        title=f"What is held about {asked.about}",
        made_on=made_on,
        facts=facts,
        columns=[document.Column("Record", 1), document.Column("What it says", 4)],
        sections=[document.Section(part.what, rows) for part, rows in by_part],
        opening=[RIGHTS],
        notes=[f"{part.what}. {part.why}" for part, _ in by_part],
        is_wide=False,
        is_published=False,
    )


def _row(row: Sequence[compiling.Cell], shown: frozenset[str]) -> list[document.Cell]:
    """The first fact says which record it is; the others what is in it."""
    words = "; ".join(f"{cell.label}: {said(cell, shown)}" for cell in row[1:])
    return [(f"{row[0].label} {said(row[0], shown)}", ""), (words, "")]


def _name(asked: SubjectRequest) -> str:
    return f"request {asked.pk}"
