"""The three colours of a note, and how each has changed since the visit before."""

from dataclasses import dataclass

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteVersion, Rag
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import access

RANK = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2}
"""Grey is on no ladder: from or to it nothing has gone up or down."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One aspect. before: its colour at the visit before, if there was one."""

    aspect: str
    rag: Rag
    reason: str
    before: Rag | None

    @property
    def label(self) -> str:
        return self.aspect.capitalize()

    @property
    def direction(self) -> str:
        """ "up", "down" or "same"; of Grey always "same"."""
        if self.before is None or Rag.GREY in (self.rag, self.before):
            return "same"
        step = RANK[self.rag] - RANK[self.before]
        return "up" if step > 0 else "down" if step < 0 else "same"

    @property
    def change(self) -> str:
        """ "up from Amber"; "" where nothing changed or nothing was before."""
        if self.before is None or self.before == self.rag:
            return ""
        way = {"up": "up from", "down": "down from", "same": "was"}[self.direction]
        return f"{way} {self.before.label}"


def standings(user: User, note: Note, version: NoteVersion) -> tuple[Standing, ...]:
    """Beside the visit before, as far as the reader may read it."""
    return of(version, access.shown_before(user, note.visit))


def of(version: NoteVersion, before: NoteVersion | None) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            aspect,
            Rag(getattr(version, aspect)),
            getattr(version, f"{aspect}_reason"),
            Rag(getattr(before, aspect)) if before else None,
        )
        for aspect in ASPECTS
    )
