"""Who somebody turned out to be. It cleans; the action keeps."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from leadwell.people.models import Person
from leadwell.people.roles.finding import PersonField


class MergeForm(forms.Form):
    """sure: sent from under what would move, with the number of whom it was shown for."""

    known = PersonField(label="Who are they?")
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["known"].people = people  # type: ignore[attr-defined]

    def clean_known(self) -> Person:
        known: Person | None = self.cleaned_data["known"]
        if known is None:
            raise forms.ValidationError("Say who they turned out to be")
        return known

    @property
    def is_sure(self) -> bool:
        sure: str = self.cleaned_data["sure"]
        return sure == str(self.cleaned_data["known"].pk)
