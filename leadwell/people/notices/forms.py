"""What is asked before privacy information is issued. It cleans; the action keeps."""

from typing import Any

from django import forms

from leadwell.people.models import Notice


class IssueForm(forms.Form):
    """before: the version that is in force."""

    contact = forms.CharField(
        label="Where can people ask?",
        max_length=200,
        help_text="A post and a work address, which stay right when somebody leaves. It stands in "
        "all four.",
    )
    because = forms.CharField(
        label="Why is there another version?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "data-guard": ""}),
        help_text="Whoever reads it sees what is different.",
    )
    is_read = forms.BooleanField(
        label="I have read all four as they stand below",
        error_messages={"required": "Read all four first, then tick this"},
    )

    def __init__(self, *args: Any, before: Notice | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is None:
            del self.fields["because"]
