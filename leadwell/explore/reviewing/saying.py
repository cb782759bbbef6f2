"""Levels, kinds of evidence and needs in words, as the lists of codes had them on a day."""

from collections.abc import Iterable
from datetime import date

from leadwell.explore.models.review import CANNOT_SAY
from leadwell.lib import codes


def level(value: int | None, *, on: date) -> str:
    """ "2 emerging"; "cannot say"; "" for none."""
    if value is None:
        return ""
    word = level_word(value, on=on)
    return word if value == CANNOT_SAY else f"{value} {word}"


def level_word(value: int, *, on: date) -> str:
    """ "emerging"; "cannot say"."""
    code = "cannot-say" if value == CANNOT_SAY else str(value)
    return codes.said("rubric", code, on=on).lower()


def kinds(chosen: Iterable[str], *, on: date) -> str:
    """ "books, plans"."""
    return ", ".join(codes.said("review_evidence", each, on=on).lower() for each in chosen)


def need(code: str, *, on: date) -> str:
    return codes.said("review_need", code, on=on) if code else ""
