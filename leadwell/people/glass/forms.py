from typing import Any

from django import forms

from leadwell.people.models.glass import SHORTEST_REASON


class ReasonForm(forms.Form):
    """Why an administrator has to read what is not theirs."""

    reason = forms.CharField(
        label="Why do you have to?",
        help_text="At least 20 letters. Whoever is told reads it, and it stays.",
        widget=forms.Textarea(attrs={"rows": 4, "data-guard": ""}),
        max_length=1000,
        error_messages={"required": "Say why you have to"},
    )

    def clean_reason(self) -> Any:
        reason = self.cleaned_data["reason"].strip()
        if len(reason) < SHORTEST_REASON:
            raise forms.ValidationError("Say why in at least 20 letters, so that it can be judged")
        return reason
