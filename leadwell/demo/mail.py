"""Mail that went nowhere: letters kept in a folder by Django's file backend, read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

BETWEEN = b"-" * 79
"""What the backend writes after each letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """to: as it was addressed; text: as it was written, for a page to escape."""

    at: datetime
    to: str
    subject: str
    text: str


def letters(folder: Path, *, at_most: int = 200) -> list[Letter]:
    """The newest first. A folder that does not exist holds none; what is no letter is left out."""
    files = sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else []
    found: list[Letter] = []
    for file in files:
        found += _letters_of(file)
        if len(found) >= at_most:
            break
    return sorted(found, key=lambda letter: letter.at, reverse=True)[:at_most]


def _letters_of(file: Path) -> Iterator[Letter]:
    for part in file.read_bytes().split(BETWEEN):
        message = message_from_bytes(part.strip(), policy=policy.default)
        if not isinstance(message, EmailMessage) or not message["Date"]:
            continue
        body = message.get_body(("plain",))
        yield Letter(
            at=parsedate_to_datetime(str(message["Date"])),
            to=str(message["To"]),
            subject=str(message["Subject"]),
            text=body.get_content() if body else "",
        )
