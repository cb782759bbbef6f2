"""What a letter of the worker says: titles of things and where they are; never what they hold.

Plain text, as all letters of the project.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from leadwell.web.templatetags.leadwell import day


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that wants somebody. url: its path on this site, "" where it has no page."""

    title: str
    url: str
    due_on: date | None = None
    late: bool = False

    def __str__(self) -> str:
        due = f" ({'was due' if self.late else 'by'} {day(self.due_on)})" if self.due_on else ""
        where = f"\n  {settings.SITE}{self.url}" if self.url else ""
        return f"- {self.title}{due}{where}"


@dataclass(frozen=True, slots=True)
class Letter:
    """subject: without content, for it is seen on locked telephones."""

    subject: str
    lines: tuple[Line, ...]
    opening: str

    @property
    def text(self) -> str:
        said = "\n\n".join([self.opening, *map(str, self.lines), _choose()]) + "\n"
        return said.replace("\N{NO-BREAK SPACE}", " ")  # or every line is sent encoded


def letter(subject: str, opening: str, lines: Iterable[Line]) -> Letter:
    return Letter(f"Leadwell: {subject}", tuple(lines), opening)


def _choose() -> str:
    return f"Which mail you get, you choose here:\n{settings.SITE}{reverse('people:mail')}"
