"""What the officer says before anything goes, and how long a rule is to be. They clean."""

from typing import Any

from django import forms

from leadwell.people.privacy.disposing.rules import LONGEST
from leadwell.people.privacy.retention import Rule, in_words


class DisposeForm(forms.Form):
    """fingerprint: of the preview the officer was shown."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    is_sure = forms.BooleanField(
        label="I have read what goes, and nothing of it is needed still",
        error_messages={"required": "Tick that you have read what goes"},
    )


class RuleForm(forms.Form):
    months = forms.IntegerField(
        label="How many months are these kept?",
        max_value=LONGEST,
        error_messages={"required": "Give the number of months", "invalid": "Such as 24"},
    )
    because = forms.CharField(
        label="Why?",
        help_text="Such as a law, a funder’s condition, or advice. It is shown with the rule.",
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": ""}),
        max_length=1000,
        error_messages={"required": "Say why"},
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["months"]
        field.help_text = f"{in_words(rule.least)} at least. Six years are 72 months."
        field.widget.attrs["inputmode"] = "numeric"
