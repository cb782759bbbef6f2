"""Which school, and why. They clean; actions keep."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from leadwell.schools.models import School
from leadwell.schools.models.decision import LONGEST_REASON
from leadwell.web.forms import offer


class OtherForm(forms.Form):
    """The school to join with, by any URN it ever had."""

    other = forms.IntegerField(
        label="URN of the other school",
        help_text="Any URN it ever had: six digits, as in the register.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Give the URN of the other school",
            "invalid": "A URN has six digits and nothing else",
        },
    )

    def __init__(self, *args: Any, school: School, schools: QuerySet[School]) -> None:
        super().__init__(*args)
        self.school, self.schools = school, schools

    def clean_other(self) -> School:
        urn: int = self.cleaned_data["other"]
        found = self.schools.filter(entries__urn=urn).first()
        if found is None:
            raise forms.ValidationError(f"No school here has had the URN {urn}. Check the number.")
        if found == self.school:
            raise forms.ValidationError(f"{urn} is one of the URNs of this school already.")
        return found


class ReasonForm(forms.Form):
    """Why somebody decides so."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        help_text="Say how you know. Everybody who signs in can read it: leave out people's names.",
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": ""}),
        error_messages={"required": "Say why"},
    )


class JoinForm(ReasonForm):
    """Why two schools are one, and which of them was there first."""

    first = forms.TypedChoiceField(
        label="Which was there first?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Say which was there first"},
    )
    field_order = ("first", "reason")

    def __init__(self, *args: Any, schools: tuple[School, School]) -> None:
        """schools: as the register has them, the earlier first."""
        super().__init__(*args)
        self.initial = {"first": schools[0].urn}
        choices = [(school.urn, f"{school.name} ({school.urn})") for school in schools]
        offer(self, first=choices)

    def in_order(self, schools: tuple[School, School]) -> tuple[School, School]:
        """The two as the person says they followed one another."""
        one, other = schools
        return (one, other) if self.cleaned_data["first"] == one.urn else (other, one)
