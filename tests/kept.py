"""A form that keeps itself, as a browser has it: what its page holds hidden, what it sends by itself."""

import re

from django.http import HttpResponse
from django.test import Client

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.people.models import Draft

HIDDEN = re.compile(r'<input type="hidden" name="(kept-[a-z]+)" value="([^"]*)">')


def press(client: Client, url: str, words: dict[str, object], page: str = "") -> HttpResponse:
    """The button of the form, on the page as it is now, or as it was: page, its text."""
    return client.post(url, words | hidden(page or client.get(url).text))


def hidden(page: str) -> dict[str, str]:
    return dict(HIDDEN.findall(page))


def keep(
    client: Client, url: str, words: dict[str, object], device: str = "phone", page: str = ""
) -> HttpResponse:
    """What the page at url sends by itself. page: its text, where that is no longer what it was."""
    page = page or client.get(url).text
    keep_url = re.search(r'data-keep="([^"]+)"', page)[1]
    key = re.search(r'data-key="([^"]+)"', page)[1]
    known = hidden(page)
    sent = {
        "key": key, "words": words | {"kept-over": known["kept-over"]},
        "base": int(known["kept-version"]), "device": device, "turn": 1,
    }  # fmt: skip
    return client.post(keep_url, sent, content_type="application/json")


def choose(client: Client, url: str, version: str) -> HttpResponse:
    """One version for every field that differs: "one" or "other"."""
    page = client.get(url).text
    stamp = re.search(r'name="choice-which-versions" value="(\w+)"', page)[1]
    radios = re.findall(r'<input[^>]*type="radio"[^>]*>', page)
    fields = {re.search(r'name="([^"]+)"', radio)[1] for radio in radios}
    return client.post(url, dict.fromkeys(fields, version) | {"choice-which-versions": stamp})


def drafts(user: User) -> list[Draft]:
    with acting_as(user.pk):
        return list(Draft.objects.order_by("is_beside", "pk"))
