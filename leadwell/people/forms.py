"""Forms for bringing files in. They clean; actions keep."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from leadwell.lib import academic_year
from leadwell.people import uploads
from leadwell.schools.models import SourceFile
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.sniffing import MAX_BYTES

KINDS = [
    (SourceFile.Kind.REGISTER, "The register of schools"),
    (SourceFile.Kind.LINKS, "Links between schools"),
    (SourceFile.Kind.RESULTS, "Key stage 2 results"),
]
STATUSES = [
    ("", "It does not say"),
    (SourceFile.Status.PROVISIONAL, "Provisional"),
    (SourceFile.Status.REVISED, "Revised"),
    (SourceFile.Status.FINAL, "Final"),
]


class UploadForm(forms.Form):
    """Which file, and what is in it."""

    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is in the file"},
    )
    file = forms.FileField(
        label="The file",
        help_text=f"The CSV as you downloaded it, up to {MAX_BYTES // 1_000_000} MB. "
        "Do not open and save it first.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": "Choose the file",
            "empty": "This file is empty. Download it again.",
        },
    )
    academic_year = forms.CharField(
        label="Academic year of the results",
        required=False,
        help_text="Like 2018/19. Leave it empty if the file names its years, "
        "or to take in every year of a long file.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    status = forms.ChoiceField(
        label="How settled are the results?",
        choices=STATUSES,
        required=False,
        help_text="The page you downloaded it from says so.",
    )

    def clean_academic_year(self) -> int | None:
        text: str = self.cleaned_data["academic_year"]
        if not text:
            return None
        try:
            return academic_year.parse(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Refuse at once what is plainly no such file; the rest is the worker's to find."""
        cleaned = self.cleaned_data
        file: UploadedFile | None = cleaned.get("file")
        if file is not None and "kind" in cleaned:
            with uploads.on_disk(file) as path:
                try:
                    uploads.check(path, cleaned["kind"])
                except Refused as refused:
                    self.add_error("file", str(refused))
        return cleaned


class FewerForm(forms.Form):
    """Why a file with fewer schools than we hold is right."""

    fewer_because = forms.CharField(
        label="Why are fewer schools right?",
        max_length=200,
        help_text="Such as: only the schools of one county. It is kept with the file.",
        widget=forms.TextInput(attrs={"data-guard": ""}),
        error_messages={"required": "Say why fewer schools are right, or upload the right file"},
    )
