from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from leadwell.people import access
from leadwell.people.models import Breach, Complaint
from leadwell.people.roles.forms import Day, SchoolField

WORDS = {"rows": 4, "data-guard": ""}


class ReportForm(forms.Form):
    """What anybody can say who sees that something is wrong with data."""

    BREACH, NEAR_MISS, COMPLAINT = "breach", "near_miss", "complaint"
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (BREACH, "Data were lost, or seen or changed by somebody who should not"),
            (NEAR_MISS, "That nearly happened"),
            (COMPLAINT, "I complain about how data about me are used"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    what = forms.CharField(
        label="What happened?",
        help_text="Roles and not names, and no pupil’s name.",
        widget=forms.Textarea(attrs={"rows": 6, "data-guard": ""}),
        max_length=4000,
        error_messages={"required": "Say what happened"},
    )
    found_on = Day(label="When was it found?")
    found_at = forms.TimeField(
        label="At what time?",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Give the time, such as 14:30", "invalid": "Such as 14:30"},
    )

    def __init__(self, data: Any, *, user: Any, now: datetime) -> None:
        local = timezone.localtime(now)
        initial = {"found_on": local.date(), "found_at": local.time().replace(second=0)}
        super().__init__(data, initial=initial)
        self.now = now
        schools = access.records_for(user)
        if schools.exists():
            self.fields["school"] = SchoolField(schools, label="Which school’s data?")

    @property
    def is_complaint(self) -> bool:
        return bool(self.cleaned_data["kind"] == self.COMPLAINT)

    @property
    def breach(self) -> Breach:
        """Not saved yet."""
        said = self.cleaned_data
        return Breach(
            what=said["what"],
            found_at=said["found"],
            is_near_miss=said["kind"] == self.NEAR_MISS,
            school=said.get("school"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, time = cleaned.get("found_on"), cleaned.get("found_at")
        if day and time:
            found = timezone.make_aware(datetime.combine(day, time))
            cleaned["found"] = found
            if found > self.now:
                self.add_error("found_at", "It cannot be found later than now")
        return cleaned


class AssessForm(forms.ModelForm):
    class Meta:
        model = Breach
        fields = ["whose", "n_people", "has_children", "is_near_miss", "likely_harm", "contained"]
        widgets = {"likely_harm": forms.Textarea(WORDS), "contained": forms.Textarea(WORDS)}


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label="Is the Information Commissioner told?",
        choices=Breach.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was told"},
    )
    people_told = forms.ChoiceField(
        label="Are the people told whose data they are?",
        choices=Breach.Told.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they were told"},
    )
    because = forms.CharField(
        label="Why?",
        widget=forms.Textarea(WORDS),
        max_length=2000,
        error_messages={"required": "Say why"},
    )


class CloseForm(forms.Form):
    lessons = forms.CharField(
        label="What is done differently now?",
        widget=forms.Textarea(WORDS),
        max_length=2000,
        error_messages={"required": "Say what is done differently, or why nothing is"},
    )


class ComplaintForm(forms.Form):
    """One that came by letter or telephone."""

    complainant = forms.CharField(
        label="Who complains?", max_length=200, error_messages={"required": "Say who complains"}
    )
    what = forms.CharField(
        label="What about?",
        widget=forms.Textarea(WORDS),
        max_length=4000,
        error_messages={"required": "Say what about"},
    )
    received_on = Day(label="When did it come?")


class AcknowledgeForm(forms.Form):
    on = Day(label="When did we say that it has arrived?")


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=Complaint.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = forms.CharField(
        label="What was done, or why not",
        widget=forms.Textarea(WORDS),
        max_length=2000,
        error_messages={"required": "Say what was done, or why not"},
    )
