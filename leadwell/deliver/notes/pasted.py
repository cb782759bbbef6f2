"""Text of a document into a note: what the page shows of it, and putting it into the parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict

from leadwell.accounts.models import User
from leadwell.deliver.notes import pasting
from leadwell.deliver.notes.page import READ
from leadwell.deliver.notes.parts import BY_SLUG, Part
from leadwell.deliver.notes.pasting import TITLES, Piece
from leadwell.deliver.notes.writing import Writing
from leadwell.lib import guard
from leadwell.people.drafts.actions import Device, keep_draft
from leadwell.people.drafts.one_page_views import words_of
from leadwell.people.drafts.words import Words, plain

MOST = 100_000
"""Letters of a document: some forty sides, and many times what a note holds."""
LEAVE_OUT = ""
OF = "of"
"""The hidden field that says which text was read."""
TOO_LONG = (
    "This is too long for a note: {n:,} letters, and {most:,} can be read at once. Paste what is "
    "about this visit, or attach the file."
)


class PasteForm(forms.Form):
    text = forms.CharField(
        label="What you wrote", strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "data-guard": ""}),
        help_text="Only words are taken: no pictures, tables or colours.",
        error_messages={"required": "Paste what you wrote"},
    )  # fmt: skip

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError("Paste what you wrote")
        if len(text) > MOST:  # not by the field: a browser would cut it off and say nothing
            raise forms.ValidationError(TOO_LONG.format(n=len(text), most=MOST))
        return text


class PlacesForm(forms.Form):
    """Where each piece goes: where its heading leads, unless the author chooses otherwise."""

    def __init__(self, data: QueryDict | None, *, pieces: Sequence[Piece]) -> None:
        super().__init__(data)
        self.pieces = pieces
        for n, piece in enumerate(pieces, start=1):
            self.fields[f"to-{n}"] = forms.ChoiceField(
                label=piece.heading or "Without a heading", required=False, initial=piece.to,
                choices=[*TITLES.items(), (LEAVE_OUT, "Leave it out")],
            )  # fmt: skip

    def shown(self) -> list[tuple[Piece, forms.BoundField]]:
        return [(one, self[f"to-{n}"]) for n, one in enumerate(self.pieces, start=1)]

    @property
    def placed(self) -> list[Piece]:
        """Those with words that are not left out, once it is valid."""
        chosen = [self.cleaned_data[f"to-{n}"] for n in range(1, len(self.pieces) + 1)]
        both = zip(self.pieces, chosen, strict=True)
        return [replace(one, to=to) for one, to in both if to != LEAVE_OUT and one.text.strip()]


@dataclass
class PastePage:
    """form: the box. places: of what was pasted, once it can be read. is_sent: whether the button
    was pressed that puts it into the note. guarded: what guard.js needs."""

    note: Writing
    data: QueryDict | None
    is_sent: bool

    @cached_property
    def form(self) -> PasteForm:
        if self.data is None:
            return PasteForm()
        data = self.data.copy()
        data["text"] = plain(data.get("text", ""))
        return PasteForm(data)

    @cached_property
    def places(self) -> PlacesForm | None:
        if self.data is None or not self.form.is_valid():
            return None
        pieces = pasting.split(self.form.cleaned_data["text"])
        return PlacesForm(self.data if self.is_placed else None, pieces=pieces)

    @property
    def stamp(self) -> str:
        """Another one for another text: what goes where was said of the text that was read."""
        return sha256(self.form.cleaned_data["text"].encode()).hexdigest()[:16]

    @property
    def is_placed(self) -> bool:
        """Whether the author has said of these words where each piece goes."""
        return self.is_sent and self.data is not None and self.data.get(OF) == self.stamp

    @cached_property
    def found(self) -> list[guard.Found]:
        """What the guard has to say of it, each once."""
        names = [person.name for person in self.note.subject.people_there]
        text = self.form.cleaned_data["text"] if self.places else ""
        found = guard.find(text, names=names, on=self.note.subject.today)
        return list({each.says: each for each in found}.values())

    @property
    def is_confirmed(self) -> bool:
        return self.data is not None and bool(self.data.get(READ))

    @property
    def must_confirm(self) -> bool:
        return bool(self.places and self.is_placed and self.found) and not self.is_confirmed

    @property
    def may_go(self) -> bool:
        return (
            self.places is not None and self.is_placed and self.places.is_valid()
            and not self.must_confirm
        )  # fmt: skip

    @cached_property
    def guarded(self) -> dict[str, Any]:
        names = [person.name for person in self.note.subject.people_there]
        return guard.for_page(names=names, on=self.note.subject.today)


@transaction.atomic
def put_in(*, note: Writing, pieces: Sequence[Piece], by: User, at: datetime) -> list[Part]:
    """Each piece below what its field holds already; nothing is written over. Parts of which
    another device wrote on meanwhile: there the two lie side by side. All or nothing: raises Unfit
    where it would be more than can be kept."""
    beside = []
    for slug in dict.fromkeys(pasting.slug_of(piece) for piece in pieces):
        part = BY_SLUG[slug]
        words = _with(note, part, [one for one in pieces if pasting.slug_of(one) == slug])
        draft = note.drafts.get(slug)
        kept = keep_draft(
            form=part.draft, about=note.subject.visit.pk, words=words,
            base=draft.version if draft else 0, device=Device(""),
            active_seconds=draft.active_seconds if draft else 0, by=by, at=at,
        )  # fmt: skip
        if kept.is_beside:
            beside.append(part)
    return beside


def _with(note: Writing, part: Part, pieces: Sequence[Piece]) -> Words:
    """What the part says so far, as its page would send it, and these pieces."""
    words = note.words(part)
    if words is None:
        words = words_of(note.form(part))
    given = note.subject.visit.purpose if part.slug == "done" else ""
    for piece in pieces:
        words = pasting.with_piece(words, piece, given=given)
    return words
