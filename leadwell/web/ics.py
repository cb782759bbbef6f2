"""Calendars that phones and diaries subscribe to: as much of RFC 5545 as a list of events needs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

OCTETS = 75
"""A line's longest, its ending not counted (3.1)."""
ZONE = "Europe/London"
OF_THE_ZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "DTSTART:19960331T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""British clocks since 1996: whoever reads a time zone by name must be given its rules (3.6.5)."""
# What has a meaning in a text value (3.3.11); what cannot stand in one at all.
_MEANING = re.compile(r"[\\;,]")
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """One of them. uid: the same for ever. starts, ends: two days, the second the first on which it
    is over; or two moments without a zone, by the clocks of Europe/London. sequence: rises when it
    is moved."""

    uid: str
    starts: date
    ends: date
    title: str
    place: str
    status: Status
    sequence: int = 0


def calendar(events: Iterable[Event], *, name: str, made_at: datetime) -> str:
    """The whole file. made_at: a moment with its zone."""
    return "".join(folded(line) for line in _lines(events, name, made_at))


def folded(line: str) -> str:
    """With its ending; over several lines where it is long, each begun by a space and none broken
    within a letter."""
    parts: list[str] = []
    part = ""
    for letter in line:
        room = OCTETS - bool(parts)
        if len((part + letter).encode()) > room:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part]) + "\r\n"


def text(said: str) -> str:
    """As a value: what would end it, or begin another, said otherwise."""
    escaped = _MEANING.sub(lambda found: "\\" + found[0], said)
    return _CONTROL.sub("", _NEW_LINE.sub(r"\\n", escaped))


def _lines(events: Iterable[Event], name: str, made_at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Leadwell//Visits//EN")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield from (f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}")
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    yield from OF_THE_ZONE
    stamp = f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in events:
        yield from ("BEGIN:VEVENT", f"UID:{event.uid}", stamp)
        yield from (_when("DTSTART", event.starts), _when("DTEND", event.ends))
        yield from (f"SUMMARY:{text(event.title)}", f"LOCATION:{text(event.place)}")
        yield from (f"STATUS:{event.status}", f"SEQUENCE:{event.sequence}", "END:VEVENT")
    yield "END:VCALENDAR"


def _when(name: str, when: date) -> str:
    if isinstance(when, datetime):
        return f"{name};TZID={ZONE}:{when:%Y%m%dT%H%M%S}"
    return f"{name};VALUE=DATE:{when:%Y%m%d}"
