"""A document as a PDF file: set by Typst, tagged as PDF/UA-1, refused rather than made badly."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.http import HttpResponse

from leadwell.web import csv_out, exports
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import typeface
from leadwell.web.pdf.document import Document
from leadwell.web.pdf.paper_setting import set_paper
from leadwell.web.pdf.record import Record
from leadwell.web.pdf.record_setting import set_record
from leadwell.web.pdf.setting import set_for

FOLDER = Path(__file__).resolve().parent
FONTS = FOLDER / "fonts"
SEMI_BOLD = FONTS / "inter-600.ttf"
COMPILING = FOLDER / "compiling.py"

PATIENTLY = "patiently"  # what compiling.py is told where it is in no hurry
LONGEST = 30  # seconds; the longest table takes one
AT_ONCE = BoundedSemaphore(2)  # in one web process; each takes up to 150 MB while it lasts


class NotMade(Exception):
    """The file could not be made as it should be; nothing half-good is sent."""


def download(document: Document | Record) -> HttpResponse:
    """The document as a file, named as the CSV is."""
    response = HttpResponse(made(document), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(document.name, "pdf")
    return exports.counted(response, _n_rows(document))


def made(document: Document | Record) -> bytes:
    """The PDF. Raises NotMade where the typeface is missing, and where Typst refuses or warns."""
    if isinstance(document, Record):
        return _compiled(set_record(document, _face()), "record.typ")
    return _compiled(set_for(document, _face()), "table.typ")


def printed(paper: Paper, *, in_no_hurry: bool = False) -> bytes:
    """The same of a paper. The same paper gives the same bytes. in_no_hurry: whether whatever else
    the machine does goes first."""
    return _compiled(set_paper(paper, _face()), "paper.typ", in_no_hurry=in_no_hurry)


def _n_rows(document: Document | Record) -> int:
    """Of a record one: itself."""
    if isinstance(document, Record):
        return 1
    return sum(len(section.rows) for section in document.sections)


def _face() -> typeface.Typeface:
    if not SEMI_BOLD.is_file():
        raise NotMade(f"The typeface of PDF files is not in {FONTS}. `make` puts it there.")
    return typeface.load(SEMI_BOLD)


def _compiled(said: dict[str, Any], template: str, *, in_no_hurry: bool = False) -> bytes:
    command = [sys.executable, "-P", str(COMPILING), template]
    with AT_ONCE:
        try:
            done = subprocess.run(
                [*command, PATIENTLY] if in_no_hurry else command,
                input=json.dumps(said).encode(),
                capture_output=True,
                timeout=LONGEST,
            )
        except subprocess.TimeoutExpired as late:
            raise NotMade(f"No PDF after {LONGEST} seconds.") from late
    if done.returncode:
        raise NotMade(f"Typst made no PDF: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
