"""A record as its template takes it: every text printable, no word wider than its place."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from leadwell.web import csv_out
from leadwell.web.pdf import tokens
from leadwell.web.pdf.record import (
    Levels,
    Lifted,
    Light,
    Lights,
    Mark,
    Part,
    Piece,
    Points,
    Record,
    Rows,
    Words,
)
from leadwell.web.pdf.typeface import NO_SHAPE, Typeface
from leadwell.web.templatetags.leadwell import day_and_year, rag_class

UNWRITTEN = (
    f"{NO_SHAPE} stands for a character that the typeface of this file does not have. "
    "The site has it."
)
READ_MM, POINTS_A_MM, LETTERS = 178, 72 / 25.4, 9.5
COLUMN_MM, NAME_MM = 84, 44  # of the two columns of bars; a name beside its bar
LARGE = 20  # points: of the title
BESIDE_DATE_MM = 125  # of the title at the top of the second side and on
HUES = {"g": "green", "a": "amber", "r": "red", "y": "ink-2"}
"""The colour's token, by the class of a level."""


def set_record(record: Record, face: Typeface) -> dict[str, Any]:
    """face: the widest that is used: what fits in it fits."""
    setting = _Setting(face)
    ends = csv_out.last_lines(is_published=False)
    said: dict[str, Any] = {
        "title": setting.fitted(record.title, READ_MM, LARGE),
        "made-on": record.made_on.timetuple()[:3],
        "made-on-words": f"Made on {day_and_year(record.made_on)}",
        "tokens": tokens.light(),
        "title-lines": setting.lines(record.title, BESIDE_DATE_MM),
        "lede": setting.fitted(record.lede, READ_MM),
        "marks": [setting.fitted(mark, READ_MM) for mark in record.marks],
        "banner": record.banner,
        "foot": [record.foot, *ends],
        "parts": [setting.part(part) for part in record.parts],
        "unwritten": "",
    }
    if NO_SHAPE in str(said):
        said["unwritten"] = UNWRITTEN
    return said


class _Setting:
    def __init__(self, face: Typeface) -> None:
        self.face = face

    def fitted(self, text: str, width: float, size: float = LETTERS) -> str:
        """A text for a place so many millimetres wide."""
        return self.face.broken(self.face.written(text), width * POINTS_A_MM / size)

    def lines(self, text: str, width: float) -> int:
        """How many lines it takes there, rather one more than one less."""
        return ceil(self.face.width(self.face.written(text)) * LETTERS / (width * POINTS_A_MM))

    def paragraphs(self, text: str) -> list[str]:
        lines = (self.fitted(line, READ_MM) for line in text.splitlines())
        return [line for line in lines if line]

    def part(self, part: Part) -> dict[str, Any]:
        return {
            "heading": self.fitted(part.heading, READ_MM),
            "begins-side": part.begins_side,
            "pieces": [self.piece(piece) for piece in part.pieces],
        }

    def piece(self, piece: Piece) -> dict[str, Any]:
        match piece:
            case Words(text, label):
                return {"kind": "words", "label": label, "lines": self.paragraphs(text)}
            case Points(points, label, is_numbered):
                told = [[self.fitted(text, READ_MM - 10) for text in point] for point in points]
                numbered = {"is-numbered": is_numbered}
                return {"kind": "points", "label": label, "points": told, **numbered}
            case Lifted(label, text):
                return {"kind": "lifted", "label": label, "lines": self.paragraphs(text)}
            case Lights(lights):
                return {"kind": "lights", "lights": [self.light(light) for light in lights]}
            case Rows():
                return self.rows(piece)
            case Levels():
                return self.levels(piece)

    def light(self, light: Light) -> dict[str, str]:
        hue = HUES[rag_class(light.level)]
        return {
            "name": light.name,
            "level": light.level,
            "change": light.change,
            "hue": hue,
            "sign": tokens.sign(rag_class(light.level), tokens.light()[hue]),
        }

    def levels(self, piece: Levels) -> dict[str, Any]:
        """In two columns of about the same length, in their order."""
        half = sum(len(marks) + 1 for _, marks in piece.groups) / 2
        columns: list[list[dict[str, Any]]] = [[], []]
        n = 0
        for title, marks in piece.groups:
            columns[n + len(marks) / 2 > half].append(self.group(title, marks))
            n += len(marks) + 1
        return {"kind": "levels", "of": piece.of, "columns": columns}

    def group(self, title: str, marks: Sequence[Mark]) -> dict[str, Any]:
        told = [[self.fitted(mark.name, NAME_MM), mark.level, mark.word] for mark in marks]
        return {"title": self.fitted(title, COLUMN_MM), "marks": told}

    def rows(self, piece: Rows) -> dict[str, Any]:
        shares = [column.share for column in piece.columns]
        widths = [READ_MM * share / sum(shares) - 4 for share in shares]
        return {
            "kind": "rows",
            "caption": self.fitted(piece.caption, READ_MM),
            "columns": [column.text for column in piece.columns],
            "shares": shares,
            "rows": [
                [self.fitted(text, width) for text, width in zip(row, widths, strict=True)]
                for row in piece.rows
            ],
        }
