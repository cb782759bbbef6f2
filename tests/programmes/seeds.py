"""Names of the programmes that the playbooks and lessons were learned from: none of them may be in
what we ship. Taken from the list of them, where it is beside this checkout: a name is a word that
neither the list nor what we ship ever writes small."""

import re
from pathlib import Path

import pytest

from leadwell.programmes import playbooks
from leadwell.programmes.lessons.reading import FILE

LIST = Path(__file__).resolve().parents[3] / "shared" / "SEEDS.md"
ORDINARY = {"English", "GCSE", "CEO", "LA", "SLE", "SLT", "Mathematics", "Protected", "Scale"}
"""Written large wherever they stand, and nobody's name."""
WORD = r"[A-Z][A-Za-z]+"


def names() -> set[str]:
    """Words that the list never writes small, and every two words it writes large side by side."""
    if not LIST.is_file():
        pytest.skip("shared/SEEDS.md is not beside this checkout")
    text = LIST.read_text(encoding="utf-8")
    ours = (file.read_text(encoding="utf-8") for file in (*playbooks.files(), FILE))
    small = set(re.findall(r"\b[a-z]+\b", " ".join([text, *ours])))
    words = {one for one in re.findall(rf"\b{WORD}\b", text) if one.lower() not in small}
    pairs = {f"{a} {b}" for a, b in re.findall(rf"\b({WORD})(?= ({WORD})\b)", text)}
    return (words | pairs) - ORDINARY


def named_in(text: str) -> set[str]:
    return {one for one in names() if re.search(rf"\b{re.escape(one)}\b", text)}
