"""Answers as they were kept, in every shape they ever had, read as one of today.

What was kept is never written anew: whoever shows it reads it through here. A change of the shape
is a new number, a function from the number before, and an example beside the tests.
"""

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]
FORMAT = 2
"""Of what `telling.as_json` gives."""


class NotOfThisVersion(ValueError):
    """Kept by a later Leadwell than this."""


def today(data: Data) -> Data:
    """The same in today's shape. data: of any format; without a number, the first.

    Raises NotOfThisVersion, in words.
    """
    number = data.get("format", 1)
    if not 1 <= number <= FORMAT:
        raise NotOfThisVersion(
            f"This answer was kept by a later Leadwell (format {number}; this one reads up to "
            f"{FORMAT})."
        )
    for each in range(number, FORMAT):
        data = NEXT[each](data)
    return data


def _from_first(data: Data) -> Data:
    """It was not told how many schools a sponsor took over: their results before were counted."""
    return {"format": 2, **data, "sponsors": None}


NEXT: dict[int, Callable[[Data], Data]] = {1: _from_first}
"""By format, to the next."""
