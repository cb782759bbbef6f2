"""Text in cells: what a spreadsheet would run as a formula is made harmless, and read back as meant."""

import re
import unicodedata

# What a spreadsheet takes for a formula, also after spaces it drops; the full-width signs are
# what Excel in Japanese and Chinese takes for the same.
FORMULA = re.compile(r"[\t\r]|\s*[=+@\-\N{MINUS SIGN}＝＋＠－]")

APOSTROPHES = re.compile(r"'*")


def harmless(text: str) -> str:
    """With an apostrophe before what looks like a formula. One that has some already gets one
    more, so that `meant` knows which was ours."""
    return f"'{text}" if _looks_like_one(text) else text


def meant(text: str) -> str:
    """The text that `harmless` was given; of a person, what they meant by the apostrophe."""
    return text[1:] if text.startswith("'") and _looks_like_one(text) else text


def canonical(text: str) -> str:
    """As both sides of a comparison write it: one kind of line end, no spaces around, and nothing
    that is no letter (a cell may not hold it, so it would come back otherwise)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or _is_letter(one)).strip()


def _looks_like_one(text: str) -> bool:
    return bool(FORMULA.match(text[APOSTROPHES.match(text).end() :]))  # type: ignore[union-attr]


def _is_letter(one: str) -> bool:
    return unicodedata.category(one) not in {"Cc", "Cs", "Cn"}
