"""What the log leaves out."""

import re
from collections.abc import MutableMapping
from typing import Any

_A_KEY = re.compile(r"(/account/set-password/)[^/\s]+")


def without_keys(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A link that sets a password works until it is used: it must not stand in a log."""
    for field in ("request", "event", "path"):
        if isinstance(text := event.get(field), str):
            event[field] = _A_KEY.sub(r"\1...", text)
    return event
