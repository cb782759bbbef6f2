"""What the guard says of free words in a form that is sent at once. It warns and never forbids."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest

from leadwell.lib import guard

READ = "guard_read"
"""The name of the box that says: I have read this and send it as it is."""


def found_in(texts: Iterable[object], *, names: Iterable[str], on: date) -> list[guard.Found]:
    """What there is to say of these words, each warning once."""
    names = list(names)
    spoken = (text for text in texts if isinstance(text, str) and " " in text.strip())
    every = [each for text in spoken for each in guard.find(text, names=names, on=on)]
    return list({each.says: each for each in every}.values())


def is_read(request: HttpRequest) -> bool:
    return bool(request.POST.get(READ))


def for_page(*, names: Iterable[str], on: date) -> dict[str, Any]:
    """What guard.js needs."""
    return guard.for_page(names=names, on=on)
