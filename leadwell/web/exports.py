"""Files that people take away. Each says how many rows it has, so that taking it can be logged."""

from typing import TypeVar

from django.http.response import HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)


def counted(response: R, n_rows: int) -> R:
    """Say how many rows are in this file."""
    response.n_rows = n_rows  # type: ignore[attr-defined]
    return response


def n_rows_of(response: HttpResponseBase) -> int | None:
    """None where nobody counted them."""
    return getattr(response, "n_rows", None)


def is_file(response: HttpResponseBase) -> bool:
    """Whether the browser keeps it as a file, rather than showing it as a page."""
    return response.headers.get("Content-Disposition", "").startswith("attachment")
