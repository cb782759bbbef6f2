"""The key of a row: which row it is, and what stood in it, signed.

The first part is made from the list, the programme and the row's number, the second from what could
be changed as it stood; both with the site's secret. So a key says nothing of itself, a key that was
changed or that comes from another list fits no row, and what stood in a row when it was taken out is
known without keeping it.
"""

import json
from base64 import b32encode
from collections.abc import Mapping
from datetime import date

from django.utils.crypto import salted_hmac

from leadwell.lib.spreadsheet import Column, Part, Value
from leadwell.people.spreadsheets.listing import Line, Listing
from leadwell.programmes.models import Programme

SALT = "leadwell.people.spreadsheets"
ROW_LETTERS, SEEN_LETTERS = 16, 12
"""80 bits of which row, 60 of what stood in it."""


def key_of(listing: Listing, programme: Programme, line: Line) -> str:
    """ "" for a row that is offered to be filled in."""
    if not line.number:
        return ""
    columns = listing.columns(programme)
    return whole(row_key(listing, programme, line.number), seen(columns, line.values))


def row_key(listing: Listing, programme: Programme, number: int) -> str:
    return _signed(f"row|{listing.key}|{programme.pk}|{number}", ROW_LETTERS)


def seen(columns: tuple[Column, ...], values: Mapping[str, Value]) -> str:
    """Of what may be changed in a row, as it stood."""
    asked = [said(values[one.key]) for one in columns if one.part == Part.ASKED]
    return _signed(f"seen|{json.dumps(asked)}", SEEN_LETTERS)


def whole(row: str, stood: str) -> str:
    return f"{row}-{stood}"


def parted(key: str) -> tuple[str, str]:
    row, _, stood = key.strip().lower().partition("-")
    return row, stood


def said(value: Value) -> str | float:
    """As it can be signed or carried."""
    return value.isoformat() if isinstance(value, date) else value


def _signed(text: str, letters: int) -> str:
    made = salted_hmac(SALT, text, algorithm="sha256").digest()
    return b32encode(made).decode().lower()[:letters]
