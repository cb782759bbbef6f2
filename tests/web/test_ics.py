"""Calendars by the rules of RFC 5545: lines, values, days and hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.web.ics import OCTETS, Event, Status, calendar, folded, text

MADE = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London"))
ALL_DAY = Event(
    "one", date(2026, 11, 24), date(2026, 11, 25), "Tansy Hill: visit", "Larkwater",
    Status.TENTATIVE,
)  # fmt: skip


def unfolded(written: str) -> str:
    """As a reader puts lines together again (3.1)."""
    return written.replace("\r\n ", "")


def test_the_file_is_a_calendar_with_each_event_whole():
    lines = unfolded(calendar([ALL_DAY], name="Visits", made_at=MADE)).split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Leadwell//Visits//EN"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    first = lines.index("BEGIN:VEVENT")
    assert lines[first : lines.index("END:VEVENT")] == [
        "BEGIN:VEVENT",
        "UID:one",
        "DTSTAMP:20260701T083000Z",
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "SUMMARY:Tansy Hill: visit",
        "LOCATION:Larkwater",
        "STATUS:TENTATIVE",
        "SEQUENCE:0",
    ]


def test_hours_are_those_of_london_and_its_rules_are_given():
    nine = datetime(2026, 11, 24, 9)
    event = Event("two", nine, nine.replace(hour=12), "Visit", "", Status.CONFIRMED, sequence=2)
    written = calendar([event], name="Visits", made_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "DTSTART;TZID=Europe/London:20261124T090000\r\n" in written
    assert "DTEND;TZID=Europe/London:20261124T120000\r\n" in written
    assert "SEQUENCE:2\r\n" in written
    assert written.count("TZID:Europe/London") == 1


@pytest.mark.parametrize("year", range(1997, 2030))
def test_the_rules_given_are_those_of_the_clocks(year):
    """The last Sundays of March and of October, at one o'clock Greenwich time."""
    london = ZoneInfo("Europe/London")
    for month, before, after in ((3, 0, 3600), (10, 3600, 0)):
        last = max(day for day in range(25, 32) if date(year, month, day).weekday() == 6)
        around = [datetime(year, month, last, hour, tzinfo=UTC) for hour in (0, 1)]
        found = [at.astimezone(london).utcoffset().total_seconds() for at in around]
        assert found == [before, after]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("St Mary, Larkwater; upper site", r"St Mary\, Larkwater\; upper site"),
        (r"a\b", r"a\\b"),
        ("one\r\ntwo\nthree\rfour", r"one\ntwo\nthree\nfour"),
        ("a\x00b\x1bc\td", "abc\td"),
        ("colon: and “quotes” stay", "colon: and “quotes” stay"),
    ],
)
def test_what_has_a_meaning_is_said_otherwise(said, written):
    assert text(said) == written


def test_nothing_said_can_begin_a_line_of_its_own():
    bad = "Hill\r\nEND:VEVENT\r\nBEGIN:VEVENT"
    event = Event("x", date(2026, 1, 1), date(2026, 1, 2), bad, bad, Status.CONFIRMED)
    lines = unfolded(calendar([event], name=bad, made_at=MADE)).split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_lines_are_short_end_rightly_and_say_the_same(said):
    written = folded(said)
    assert written.endswith("\r\n")
    lines = written.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= OCTETS for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert unfolded(written) == said + "\r\n"


def test_a_line_of_just_75_is_not_folded():
    assert folded("a" * 75) == "a" * 75 + "\r\n"
    assert folded("a" * 76) == "a" * 75 + "\r\n a\r\n"
