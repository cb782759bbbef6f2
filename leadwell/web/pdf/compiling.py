"""Run by press.py, as a script in a process of its own: JSON in, a PDF out, or a sentence and 1.

Typst keeps what it has set for the next time: ten tables of 500 rows would stay in a web process as
600 MB. Here they go with the process, and so would a crash. Imports nothing of ours: 0.05 s.
"""

import os
import sys
from pathlib import Path

import typst

FOLDER = Path(__file__).resolve().parent
FONTS = FOLDER / "fonts"
TYPEFACE = {("Inter", 400), ("Inter", 600)}


class Doubtful(Exception):
    """Typst would have made a file all the same."""


def made(said: str, template: str) -> bytes:
    """template: the name of its file. Raises TypstError where Typst refuses, Doubtful where it only
    warns."""
    # What a machine has besides must not change what is printed.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    if {(font.family, font.weight) for font in fonts.fonts()} != TYPEFACE:
        raise Doubtful(f"The typeface of PDF files is not in {FONTS}. `make` puts it there")
    compiler = typst.Compiler(
        FOLDER / template, root=FOLDER, font_paths=fonts, sys_inputs={"document": said}
    )
    found, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards="ua-1")
    if warnings:
        raise Doubtful("; ".join(str(warning) for warning in warnings))
    assert isinstance(found, bytes)
    return found


if __name__ == "__main__":
    if sys.argv[2:] == ["patiently"]:
        os.nice(10)
    try:
        sys.stdout.buffer.write(made(sys.stdin.read(), sys.argv[1]))
    except (typst.TypstError, Doubtful) as refusal:
        sys.exit(str(refusal))
