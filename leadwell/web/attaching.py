"""A file that somebody sends with a form, and the same file as it is taken away again."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from leadwell.lib.attached import MOST_BYTES, TOO_LARGE, Attached, Kind, Refused, attached
from leadwell.web import csv_out, exports

ENDINGS = {Kind.PDF: ".pdf", Kind.JPEG: ".jpg,.jpeg", Kind.PNG: ".png", Kind.DOCX: ".docx"}
"""By which a browser offers what may be chosen. What it is, its bytes say."""


class AttachedField(forms.FileField):
    """A file as it is kept: read no further than what is kept, told by its bytes, and pictures
    written anew. Cleaned, it is an Attached.

    kinds: what it may be; otherwise: what is said of a file of another kind.
    """

    def __init__(
        self, *, kinds: Collection[Kind] = tuple(Kind), otherwise: str = "", **kwargs: Any
    ) -> None:
        self.kinds, self.otherwise = kinds, otherwise
        accept = ",".join(endings for kind, endings in ENDINGS.items() if kind in kinds)
        super().__init__(
            widget=forms.ClearableFileInput(attrs={"accept": accept}),
            error_messages={"required": "Choose the file", "empty": "This file is empty"},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Attached:
        sent: UploadedFile = super().clean(data, initial)
        if (sent.size or 0) > MOST_BYTES:  # before it is read
            raise forms.ValidationError(TOO_LARGE)
        try:
            found = attached(sent.read())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if found.kind not in self.kinds:
            raise forms.ValidationError(self.otherwise)
        return found


def taken_away(data: bytes | memoryview, *, name: str, ending: str) -> HttpResponse:
    """As a file `name`.ending, and never shown as a page: it comes from outside."""
    response = HttpResponse(bytes(data), content_type=Kind.of(ending).media_type)
    response["Content-Disposition"] = csv_out.disposition(name, ending)
    response["X-Content-Type-Options"] = "nosniff"
    return exports.counted(response, 1)
