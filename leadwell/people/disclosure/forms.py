from django import forms

from leadwell.evidence.disclosure.policy import FEWEST
from leadwell.people.models.disclosure import (
    MOST,
    SHORTEST_REASON,
    TOO_HIGH,
    TOO_LOW,
    TOO_SHORT,
)


class ThresholdForm(forms.Form):
    """How few pupils is too few, and why."""

    fewest = forms.IntegerField(
        label="Figures are about at least how many pupils?",
        help_text=f"{FEWEST} or more. It can be raised, and lowered to {FEWEST} again.",
        min_value=FEWEST,
        max_value=MOST,
        error_messages={
            "required": "Say how many pupils",
            "invalid": "Write a whole number, such as 10",
            "min_value": TOO_LOW,
            "max_value": TOO_HIGH,
        },
    )
    reason = forms.CharField(
        label="Why?",
        help_text=f"At least {SHORTEST_REASON} letters. Everybody can read it, and it stays.",
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": ""}),
        min_length=SHORTEST_REASON,
        max_length=1000,
        error_messages={"required": "Say why", "min_length": TOO_SHORT},
    )
