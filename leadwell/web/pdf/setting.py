"""A document as the template takes it: every text printable, every width worked out."""

from collections.abc import Iterable
from typing import Any

from leadwell.web import csv_out
from leadwell.web.pdf import tokens
from leadwell.web.pdf.document import Cell, Document, Picture, Section
from leadwell.web.pdf.typeface import NO_SHAPE, Typeface
from leadwell.web.templatetags.leadwell import day_and_year

TEXT_MM = {True: 265, False: 178}  # between the margins of A4, lying and standing
POINTS_A_MM = 72 / 25.4
GUTTER = 10  # points, at the right of each column
SMALL = 9.5  # points: how large a table's letters are
LEDE, TITLE = 12, 20  # points: of the opening sentence, the largest that is read; of the title
READ_MM, BESIDE_MM, LABEL_MM = 178, 110, 20  # as in table.typ: text; picture and gap; fact's name
TALL = 400  # letters in a cell, from which its row might not fit on one side
UNWRITTEN = (
    f"{NO_SHAPE} stands for a character that the typeface of this file does not have. "
    "The site and the CSV file have it."
)


def set_for(document: Document, face: Typeface) -> dict[str, Any]:
    """face: the widest that is used: what fits in it fits."""
    widths = _widths(document)
    ends = csv_out.last_lines(is_published=document.is_published)

    room = TEXT_MM[document.is_wide] - BESIDE_MM if document.pictures else READ_MM

    def texts(given: Iterable[str]) -> list[str]:
        ems = (room - LABEL_MM) * POINTS_A_MM / LEDE
        return [face.broken(face.written(text), ems) for text in given if text]

    said: dict[str, Any] = {
        "title": face.broken(face.written(document.title), READ_MM * POINTS_A_MM / TITLE),
        "made-on": document.made_on.timetuple()[:3],
        "made-on-words": f"Made on {day_and_year(document.made_on)}",
        "is-wide": document.is_wide,
        "width": TEXT_MM[document.is_wide],
        "gutter": GUTTER,
        "tokens": tokens.light(),
        "facts": [texts(fact) for fact in document.facts if all(fact)],
        "opening": texts(document.opening),
        "caution": texts(document.caution),
        "left-out": document.left_out,
        "pictures": [_picture(each, face) for each in document.pictures],
        "columns": [
            {"text": _fitted(column.text, width, face), "width": width}
            for column, width in zip(document.columns, widths, strict=True)
        ],
        "sections": [_section(each, widths, face) for each in document.sections if each.rows],
        "notes": texts([*document.notes, *ends]),
        "foot": [document.left_out, *ends] if document.left_out else ends,
    }
    if NO_SHAPE in str(said):
        said["notes"].insert(0, UNWRITTEN)
    return said


def _widths(document: Document) -> list[float]:
    """Of the columns, in points."""
    whole = TEXT_MM[document.is_wide] * POINTS_A_MM
    shares = sum(column.share for column in document.columns)
    return [whole * column.share / shares for column in document.columns]


def _section(section: Section, widths: list[float], face: Typeface) -> dict[str, Any]:
    return {
        "heading": face.written(section.heading),
        "rows": [
            {
                "cells": [
                    _cell(cell, width, face) for cell, width in zip(row, widths, strict=True)
                ],
                "is-tall": any(len(text) > TALL for cell in row for text in cell),
            }
            for row in section.rows
        ],
    }


def _cell(cell: Cell, width: float, face: Typeface) -> list[str]:
    return [_fitted(text, width, face) for text in cell]


def _fitted(text: str, width: float, face: Typeface) -> str:
    """A text for a column of so many points."""
    return face.broken(face.written(text), (width - GUTTER) / SMALL) if text else ""


def _picture(picture: Picture, face: Typeface) -> dict[str, str]:
    return {
        "heading": face.written(picture.heading),
        "wide": alone(picture.wide, face),
        "narrow": alone(picture.narrow, face),
        "alt": face.written(picture.alt),
        "caption": face.written(picture.caption),
    }


def alone(svg: str, face: Typeface) -> str:
    """A chart of a page as a file of its own: it brings its style along."""
    start, rest = svg.split(">", 1)
    named = start.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return face.written(f"{named}><style>{tokens.chart_style()}</style>{rest}")
