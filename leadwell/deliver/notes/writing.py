"""The whole of a note as its author has written it so far: six parts, each a draft of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from leadwell.deliver.models.version import MOST_ACTIONS
from leadwell.deliver.notes.content import Content
from leadwell.deliver.notes.parts import PARTS, Part, PartForm
from leadwell.deliver.notes.rewriting import words_of
from leadwell.deliver.notes.subject import Subject
from leadwell.lib import guard
from leadwell.people import access
from leadwell.people.drafts.words import Words, as_post
from leadwell.people.models import Draft

SHORT = 60
"""Letters of an action in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is missing in a part, and the name of its field."""

    part: Part
    field: str
    says: str


@dataclass
class Writing:
    """drafts: by the slug of the part; what another device laid beside is not among them."""

    subject: Subject
    drafts: Mapping[str, Draft] = field(default_factory=dict)

    def words(self, part: Part) -> Words | None:
        """What is kept of a part, else what the school has; None where nothing is written."""
        if draft := self.drafts.get(part.slug):
            return dict(draft.words)
        return self._shared.get(part.slug)

    @cached_property
    def _shared(self) -> dict[str, Words]:
        shown = self.subject.shown
        return words_of(shown) if shown else {}

    def form(
        self, part: Part, data: QueryDict | None = None, *, is_asked: bool = False
    ) -> PartForm:
        """Of one part: with what is sent, or what is kept. is_asked: found fault with."""
        words = self.words(part)
        given = data if data is not None else (as_post(words) if words is not None else None)
        options: dict[str, Any] = {"subject": self.subject, "is_asked": is_asked}
        if part.slug == "standing":
            options["known"] = self.known_actions
        form: PartForm = part.form(given, **options)
        return form

    @cached_property
    def known_actions(self) -> dict[str, str]:
        """What can be done about an Amber or a Red: what was agreed now, and what goes on."""
        agreed = self.words(PARTS[3]) or {}
        whats = (str(agreed.get(f"a{n}-what", "")).strip() for n in range(1, MOST_ACTIONS + 1))
        new = {f"new-{n}": what for n, what in enumerate(filter(None, whats), start=1)}
        old = {str(action.pk): action.what for action in self.subject.open_actions}
        return {key: what[:SHORT] for key, what in (new | old).items()}

    @cached_property
    def forms(self) -> dict[str, PartForm]:
        """Of every part, all of them asked: by slug."""
        return {part.slug: self.form(part, data=self._data(part), is_asked=True) for part in PARTS}

    def _data(self, part: Part) -> QueryDict:
        return as_post(self.words(part) or {})

    @cached_property
    def problems(self) -> list[Problem]:
        """What is missing before it can be shared, in the order of the parts."""
        found = []
        for part in PARTS:
            for name, errors in self.forms[part.slug].errors.items():
                found += [Problem(part, name, str(error)) for error in errors]
        return found

    @cached_property
    def active_seconds(self) -> int:
        """How long it has been worked on, on whichever device."""
        earlier = self.subject.shown.active_seconds if self.subject.shown else 0
        return earlier + sum(draft.active_seconds for draft in self.drafts.values())

    @property
    def content(self) -> Content:
        """Once there is no problem."""
        said: dict[str, Any] = {}
        for form in self.forms.values():
            said |= form.content
        return Content(**said, active_seconds=self.active_seconds)

    def found(self, names: list[str]) -> list[guard.Found]:
        """What the guard has to say of all that is written in free words."""
        on = self.subject.today
        texts = (value for part in PARTS for value in (self.words(part) or {}).values())
        return [
            each
            for text in texts
            if isinstance(text, str) and " " in text
            for each in guard.find(text, names=names, on=on)
        ]


def writing(subject: Subject) -> Writing:
    """One query for all the drafts of a note."""
    names = {part.draft: part.slug for part in PARTS}
    about = str(subject.visit.pk)
    rows = access.drafts_for(subject.user).standing().filter(form__in=names, about=about)
    return Writing(subject, {names[row.form]: row for row in rows})
