"""What the log leaves out."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_A_KEY = re.compile(r"(/account/set-password/|/calendar/|/sign/|/sign-in/school/back/\?)[^/\s]+")


def without_beginnings(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """One line a request, at its end. That a request began is said by the line of how it ended."""
    if event.get("event") == "request_started":
        raise structlog.DropEvent
    return event


def without_keys(
    logger: Any, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A link that sets a password, signs, or that a calendar reads, opens by itself: none is in a
    log, nor is what a provider sends somebody back with."""
    for field in ("request", "event", "path"):
        if isinstance(text := event.get(field), str):
            event[field] = _A_KEY.sub(r"\1...", text)
    return event


class RefusalsInALine(logging.Filter):
    """Somebody who is refused, or asks for what is not there, is answered as designed: the line
    says so, and how the code came to it is left out. It would be pages long, and quote them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True
