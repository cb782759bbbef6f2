"""A PDF file read back: its words, its tags, and how small its letters are."""

from collections.abc import Iterator
from io import BytesIO
from math import sqrt
from typing import Any

from pypdf import PdfReader


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def words(made: bytes) -> str:
    """Every side's words, with single spaces."""
    return " ".join(" ".join(sides(made)).split())


def sides(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in read(made).pages]


def tags(made: bytes) -> list[str]:
    """The names of the structure's elements, in reading order."""
    root: Any = read(made).trailer["/Root"]
    return list(_tags(root["/StructTreeRoot"]["/K"]))


def _tags(element: Any) -> Iterator[str]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from _tags(each)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element["/S"].removeprefix("/")
        if "/K" in element:
            yield from _tags(element["/K"])


def letter_sizes(made: bytes) -> set[float]:
    """In points, as they stand on paper."""
    found: set[float] = set()

    def keep(text: str, outer: list[float], inner: list[float], _: Any, size: float) -> None:
        if text.strip():
            found.add(round(size * _scale(outer) * _scale(inner), 1))

    for page in read(made).pages:
        page.extract_text(visitor_text=keep)
    return found


def _scale(matrix: list[float]) -> float:
    """How many times larger a transformation draws, whichever way it turns."""
    a, b, c, d, *_ = matrix
    return sqrt(abs(a * d - b * c))
