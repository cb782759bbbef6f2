"""The six parts of the form in which a note of visit is written, each a page of its own."""

from dataclasses import dataclass
from typing import Any

from leadwell.deliver.notes.parts.agreed import AgreedForm
from leadwell.deliver.notes.parts.base import PartForm
from leadwell.deliver.notes.parts.before import BeforeForm
from leadwell.deliver.notes.parts.done import DoneForm
from leadwell.deliver.notes.parts.following import FollowingForm
from leadwell.deliver.notes.parts.seen import SeenForm
from leadwell.deliver.notes.parts.standing import StandingForm


@dataclass(frozen=True, slots=True)
class Part:
    """slug: in addresses, in names of drafts and of templates."""

    slug: str
    title: str
    form: Any

    @property
    def draft(self) -> str:
        """The name under which its words are kept."""
        return f"note-{self.slug}"


PARTS = (
    Part("before", "Since last time", BeforeForm),
    Part("done", "What you did", DoneForm),
    Part("seen", "What you saw", SeenForm),
    Part("agreed", "What you agreed", AgreedForm),
    Part("standing", "Where things stand", StandingForm),
    Part("following", "What comes next", FollowingForm),
)
BY_SLUG = {part.slug: part for part in PARTS}

__all__ = ["BY_SLUG", "PARTS", "Part", "PartForm"]
