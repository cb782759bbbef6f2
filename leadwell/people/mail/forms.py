from typing import Any

from django import forms

from leadwell.people.models import MailChoice

NOTES = {
    True: "At once, between 07:00 and 18:00 on school days",
    False: "With the rest, in the digest",
}


class MailForm(forms.ModelForm):
    """Which mail somebody gets."""

    notes_at_once = forms.TypedChoiceField(
        label="A note of visit that you are to read or sign",
        choices=list(NOTES.items()),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text="When it is shared with your school, and when it still waits for a signature.",
        error_messages={"required": "Choose one"},
    )

    class Meta:
        model = MailChoice
        fields = ["digest", "notes_at_once"]
        labels = {"digest": "What wants you"}
        help_texts = {
            "digest": "One letter at 07:30 with the titles of what your first page lists. "
            "Once a week is on Monday, or the first school day of the week. Where nothing "
            "wants you there is no letter."
        }
        widgets = {"digest": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].error_messages["required"] = "Choose how often"

    def clean_notes_at_once(self) -> bool:
        at_once: bool = self.cleaned_data["notes_at_once"]
        if not at_once and self.cleaned_data.get("digest") == MailChoice.Digest.NONE:
            raise forms.ValidationError(
                "There is no digest to put it in. Choose a digest, or at once."
            )
        return at_once
