"""A paper as its template takes it: every text printable, no word wider than its place."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from leadwell.web import csv_out
from leadwell.web.paper.paper import Block, Chart, Colour, Grid, Paper, Points
from leadwell.web.pdf import tokens
from leadwell.web.pdf.setting import UNWRITTEN, alone
from leadwell.web.pdf.typeface import NO_SHAPE, Typeface
from leadwell.web.templatetags.leadwell import rag_class

ICONS = Path(__file__).resolve().parents[1] / "templates" / "_icons.html"
SYMBOL = re.compile(r'<symbol id="i-(\w+)"[^>]*>(.*?)</symbol>', re.DOTALL)
READ_EMS = 178 * 72 / 25.4 / 12
"""Between the margins, in ems of the largest letters that are read."""


def set_paper(paper: Paper, face: Typeface) -> dict[str, Any]:
    """face: the widest that is used: what fits in it fits."""

    def text(words: str, share: float = 1) -> str:
        return face.broken(face.written(words), READ_EMS * share)

    ends = csv_out.last_lines(is_published=paper.is_published)
    said: dict[str, Any] = {
        "title": face.broken(face.written(paper.title), READ_EMS * 0.6),
        "made-on": paper.as_at.timetuple()[:3],
        "tokens": tokens.light(),
        "kicker": text(paper.kicker),
        "lede": text(paper.lede),
        "colours": [_colour(one, face) for one in paper.colours],
        "colours-note": text(paper.colours_note),
        "parts": [
            {
                "heading": text(part.heading),
                "blocks": [_block(block, face) for block in part.blocks],
            }
            for part in paper.parts
        ],
        "ends": [text(line) for line in paper.ends],
        "foot": ends,
    }
    if NO_SHAPE in str(said):
        said["ends"].append(UNWRITTEN)
    return said


def _block(block: Block, face: Typeface) -> dict[str, Any]:
    def text(words: str, share: float = 0.95) -> str:
        return face.broken(face.written(words), READ_EMS * share)

    match block:
        case Points(items, is_numbered):
            return {
                "kind": "points",
                "items": [text(item) for item in items],
                "is-numbered": is_numbered,
            }
        case Grid(_, columns, rows):
            share = 0.8 / len(columns)
            return {
                "kind": "grid",
                "columns": [text(column, share) for column in columns],
                "rows": [[text(cell, share) for cell in row] for row in rows],
            }
        case Chart():
            return {
                "kind": "chart",
                "heading": text(block.heading),
                "svg": alone(block.wide, face),
                "alt": face.written(block.alt),
                "caption": text(block.caption),
            }
    return {"kind": "words", "text": text(block.text, 1)}


def _colour(colour: Colour, face: Typeface) -> dict[str, str]:
    known = tokens.light()
    level = colour.level.lower()
    tone, ground = ("ink-2", "sunk") if level == "grey" else (level, f"{level}-bg")
    return {
        "name": face.written(colour.name),
        "level": colour.level.capitalize(),
        "meaning": face.written(f"{colour.name}: {colour.meaning}"),
        "change": face.written(colour.change),
        "tone": tone,
        "ground": ground,
        "icon": _icon(rag_class(level), known[tone]),
    }


@cache
def _icon(name: str, stroke: str) -> str:
    """The pages' own shape, as a picture of one colour."""
    shapes = dict(SYMBOL.findall(ICONS.read_text(encoding="utf-8")))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" '
        f'stroke="{stroke}" stroke-width="2">{shapes[name]}</svg>'
    )
