"""What a cell's text says, or a ValueError whose words are for people.

Blank, spaces included, is None. Nothing else is forgiven: a text that is nearly a number is
a sign of a damaged file.
"""

import re
from datetime import date

_URN = re.compile(r"[1-9]\d{5}", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00:00(?:\.0+)?Z?)?", re.ASCII)
_UNKNOWN = date(1900, 1, 1)
_FIRST_YEAR, _LAST_YEAR = 500, 2100  # the oldest schools on the register say the sixth century


def read_urn(text: str) -> int:
    """A school's number, six digits. Raises ValueError, also when blank."""
    if not _URN.fullmatch(text):
        raise ValueError("this is not a URN (six digits)")
    return int(text)


def read_words(text: str, *, most: int) -> str:
    """Words without the spaces around them. Raises ValueError when they are too many to be right."""
    if len(text := text.strip()) > most:
        raise ValueError(f"this is longer than {most} letters")
    return text


def read_code(text: str) -> str:
    """A number that is only a name for something, or "". Raises ValueError."""
    if (text := text.strip()) and not _WHOLE.fullmatch(text):
        raise ValueError("this is not a number of up to nine digits")
    return text


def read_whole(text: str, *, least: int, most: int) -> int | None:
    """A whole number from least to most. Raises ValueError."""
    text = text.strip(" ")
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise ValueError("this is not a whole number")
    if not least <= (value := int(text)) <= most:
        raise ValueError(f"this is not between {least:,} and {most:,}")
    return value


def read_percent(text: str) -> float | None:
    """A percentage, 0 to 100, written without its sign. Raises ValueError."""
    text = text.strip(" ")
    if not text:
        return None
    if not _PERCENT.fullmatch(text):
        raise ValueError("this is not a percentage without its sign")
    if (value := float(text)) > 100:
        raise ValueError("this is a percentage over 100")
    return value


def read_date(text: str) -> date | None:
    """A day, written 01-09-2018, 01/09/2018 or 2018-09-01; 1 January 1900 means not known.

    Raises ValueError.
    """
    text = text.strip(" ")
    if not text:
        return None
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise ValueError("this is not a date like 01-09-2018")
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("this is not a date that exists") from None
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError("the year cannot be right")
    return None if value == _UNKNOWN else value
