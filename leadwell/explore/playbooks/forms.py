"""What is asked to set a programme up, and which file a playbook is in. They clean; actions keep."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from leadwell.people.running.forms import Day, NewProgrammeForm
from leadwell.programmes.playbooks import MOST_BYTES, Playbook, read_playbook, text_of
from leadwell.schools.sources.refusal import Refused


class SetUpForm(NewProgrammeForm):
    """All that no playbook can say: what it is called, who leads it, when it starts."""

    field_order = ["name", "code", "starts_on", "n_schools_planned", "lead_organisation"]

    class Meta(NewProgrammeForm.Meta):
        fields = ("name", "code", "starts_on", "n_schools_planned")  # type: ignore[assignment]
        help_texts: ClassVar[dict[str, str]] = {
            "code": NewProgrammeForm.Meta.help_texts["code"],
            "starts_on": "All other dates are counted from it. 1 September suits best.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"starts_on": Day()}

    def __init__(self, *args: Any, playbook: Playbook, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["n_schools_planned"].required = True
        self.fields[
            "n_schools_planned"
        ].help_text = (
            f"This playbook is meant for {playbook.schools_fewest} to {playbook.schools_most}."
        )
        year = today.year if today < date(today.year, 9, 1) else today.year + 1
        self.initial.setdefault("starts_on", date(year, 9, 1))
        self.initial.setdefault("n_schools_planned", playbook.schools_fewest)


class PlaybookFileForm(forms.Form):
    """A playbook of one's own: shown before it is added."""

    file = forms.FileField(
        label="The playbook’s file",
        help_text=f"A YAML file of up to {MOST_BYTES // 1000} kB. Nothing is added yet: you see it "
        "first.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={
            "required": "Choose the file",
            "empty": "This file is empty. Choose the playbook’s file.",
        },
    )

    def clean(self) -> dict[str, Any]:
        """With the playbook itself and its text; with every fault by line where it is none."""
        cleaned = self.cleaned_data
        if file := cleaned.get("file"):
            _read_into(cleaned, self, _start_of(file), file.name or "the file")
        return cleaned


class SeenPlaybookForm(forms.Form):
    """What was shown, sent back to be added: read anew, since it came over the wire."""

    # A browser sends two letters for each end of a line.
    text = forms.CharField(widget=forms.HiddenInput, max_length=2 * MOST_BYTES, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def clean_text(self) -> str:
        return text_of(self.cleaned_data["text"].encode())


def _start_of(file: UploadedFile) -> bytes:
    """One byte more than may be: enough to see that it is too large, whatever its size."""
    return bytes(file.read(MOST_BYTES + 1))


def _read_into(cleaned: dict[str, Any], form: forms.Form, data: bytes, name: str) -> None:
    try:
        cleaned["playbook"] = read_playbook(data, name=name)
    except Refused as refused:
        form.add_error("file", [str(refused), *map(str, refused.problems)])
    else:
        cleaned["text"] = text_of(data)
