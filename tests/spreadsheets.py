"""A list taken out, worked in as a person would, and brought in again over HTTP."""

import html
import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from leadwell.lib.spreadsheet import Layout, read, write
from leadwell.people.spreadsheets.listing import Listing
from leadwell.programmes.models import Programme
from tests.factories import NOON

TAGS = re.compile(r"<[^>]+>")
Rows = list[dict[str, Any]]
CARRIED = re.compile(r'name="carried"\s+value="([^"]*)"')


def take_out(client: Client, listing: Listing, programme: Programme) -> bytes:
    response = client.get(reverse(f"{listing.address}-file", args=[programme.code]))
    assert response.status_code == 200, response.text
    return response.getvalue()


def worked_in(content: bytes, layout: Layout, work: Callable[[Rows], object]) -> bytes:
    """The same file with its rows changed; a row that `work` adds needs only what it says."""
    sheet = read(content, layout)
    rows: Rows = [dict(row.values) for row in sheet.rows]
    work(rows)
    written = [[row.get(column.key, "") for column in layout.columns] for row in rows]
    return write(layout, written, about=sheet.about, at=NOON)


def look(client: Client, listing: Listing, programme: Programme, content: bytes) -> HttpResponse:
    """The page that says what a file would change, or why not."""
    file = SimpleUploadedFile("list.xlsx", content)
    return client.post(reverse(listing.address, args=[programme.code]), {"file": file})


def bring_in(
    client: Client, listing: Listing, programme: Programme, page: HttpResponse
) -> HttpResponse:
    """Press the button of that page."""
    found = CARRIED.search(page.text)
    assert found, page.text
    there = reverse(f"{listing.address}-bring-in", args=[programme.code])
    return client.post(there, {"carried": found[1]}, follow=True)


def words(response: HttpResponse) -> str:
    """What somebody reads on a page, in one line."""
    page = html.unescape(TAGS.sub(" ", response.text[response.text.index("<main") :]))
    return " ".join(page.split())
