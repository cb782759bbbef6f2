"""A spreadsheet that comes back. The form cleans; actions keep."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from leadwell.lib.spreadsheet import MOST_BYTES

MEGABYTES = MOST_BYTES // 1_000_000


class BringForm(forms.Form):
    file = forms.FileField(
        label="The file, with what you changed",
        help_text=f"As .xlsx, up to {MEGABYTES} MB. Nothing changes yet.",
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
        error_messages={"required": "Choose the file", "empty": "This file is empty."},
    )

    def clean_file(self) -> Any:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MEGABYTES} MB.")
        return file
