"""What is said of a note once it is shared. They clean; actions keep."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from leadwell.deliver.models import NotePurge, NoteVersion, QualityCheck
from leadwell.people.models import RoleHeld
from leadwell.people.running.forms import lines
from leadwell.web.attaching import AttachedField
from leadwell.web.forms import conditional, offer

MOST = 500
TOO_LONG = f"Write it shorter: {MOST} letters at most"


def _words(label: str, *, missing: str = "", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST, required=bool(missing), widget=lines(4), help_text=hint,
        error_messages={"required": missing, "max_length": TOO_LONG},
    )  # fmt: skip


class CommentForm(forms.Form):
    text = _words(
        "What is not right?", missing="Say what is not right",
        hint="Facts, such as a date, a class or who was there. The author mends the note and "
        "shares it anew.",
    )  # fmt: skip


class SignForm(forms.Form):
    """Of one version: the one that was on the page. kept: what was typed before."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = _words("A comment", hint="Printed below the note.")
    sees_differently = _words(
        "Do you see something differently?",
        hint="Printed beside the note, in your own words. It holds nothing up.",
    )

    def __init__(self, data: Any, *, version: NoteVersion, kept: Mapping[str, Any]) -> None:
        super().__init__(data, initial={**kept, "version": version.number})


class CheckForm(forms.Form):
    """The hub's four ticks, and what is missing where the note is given back."""

    ticks = conditional(
        forms.MultipleChoiceField(
            label="What you have checked",
            choices=QualityCheck.Tick.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    )
    text = conditional(
        _words("What is missing, if you give it back", hint="Its author reads this.")
    )

    def __init__(self, data: Any, *, is_returned: bool = False) -> None:
        super().__init__(data)
        self.is_returned = is_returned

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.is_returned and not text:
            raise forms.ValidationError("Say what is missing, so that its author can mend it")
        return text


class AddForm(forms.Form):
    text = _words(
        "What is to be added or put right?", missing="Write what is to be added",
        hint="It stands below the note with your name and the day. The note itself stays.",
    )  # fmt: skip


class PurgeForm(forms.Form):
    sections = forms.MultipleChoiceField(
        label="Where is it?",
        choices=NotePurge.Section.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="All words of a section go. Choose each that has some of it, and no other.",
        error_messages={"required": "Choose at least one section"},
    )


class AttachForm(forms.Form):
    """One file to go with a note."""

    file = AttachedField(
        label="The file",
        help_text="A PDF, a JPEG or PNG picture, or a Word file (.docx), up to 10 MB. A HEIC "
        "picture of a phone: share it as JPEG. Where and when a picture was taken is removed; "
        "what a PDF or a Word file says of its author stays in it.",
    )
    title = forms.CharField(
        label="What is it?", max_length=80,
        help_text="Such as: plan of unit 3. The name of the file is not kept.",
        error_messages={
            "required": "Say what it is",
            "max_length": "What it is: write it shorter, 80 letters at most",
        },
    )  # fmt: skip
    shows_nobody = forms.BooleanField(
        label="There is no pupil’s face or name in it, and no handwriting by which a teacher could "
        "be told.",
        error_messages={"required": "Look at it again, and say that nobody can be told from it"},
    )


class DelegateForm(forms.Form):
    to = forms.ChoiceField(
        label="Which senior leader?", widget=forms.RadioSelect,
        error_messages={"required": "Choose a senior leader"},
    )  # fmt: skip
    words = forms.CharField(
        label="In your own words", max_length=300, widget=lines(3),
        help_text="Such as: may sign notes of visit while I am at the other site.",
        error_messages={"required": "Write that they may sign, and for how long or why"},
    )  # fmt: skip

    def __init__(self, data: Any, *, leaders: Iterable[RoleHeld]) -> None:
        super().__init__(data)
        self.leaders = {str(role.pk): role for role in leaders}
        choices = [(pk, role.person.name) for pk, role in self.leaders.items()]
        offer(self, to=choices)

    @property
    def chosen(self) -> RoleHeld:
        return self.leaders[self.cleaned_data["to"]]
