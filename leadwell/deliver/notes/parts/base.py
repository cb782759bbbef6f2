"""What the parts of the form have in common."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from leadwell.deliver.notes.subject import Subject

NO_NAMES = "No pupil’s name, and no teacher’s."


class PartForm(forms.Form):
    """One part of a note, about this visit. Words that are kept are shown as they were written,
    and found fault with only when they are sent: is_asked."""

    def __init__(self, data: Any, *, subject: Subject, is_asked: bool = True) -> None:
        super().__init__(data)
        self.subject = subject
        self.is_asked = is_asked
        self.build()

    def build(self) -> None:
        """Fields that depend on what the note is about."""

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.is_asked else ErrorDict()

    @property
    def content(self) -> dict[str, Any]:
        """What the part says, by the names of Content. Once it is valid."""
        raise NotImplementedError


def text(
    label: str, most: int, *, rows: int = 2, hint: str = "", missing: str = ""
) -> forms.CharField:
    """Words of at most so many letters. missing: what is said where they must not be."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "data-guard": ""}),
        error_messages={
            "required": missing,
            "max_length": f"{label.rstrip('?')}: write it shorter, {most} letters at most",
        },
    )
