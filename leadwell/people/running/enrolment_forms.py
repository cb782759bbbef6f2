"""A school's part in a programme: taking it in, its stage, its hub, its leaving."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from leadwell.people.running.forms import Day, InsideForm
from leadwell.programmes.models import Enrolment, ImplementationStage
from leadwell.web.forms import offer


class EnrolForm(InsideForm):
    """In which hub, as what and from when; the school and the programme are set beforehand."""

    inside: ClassVar[set[str]] = {"programme", "school", "left_on"}

    class Meta:
        model = Enrolment
        fields: ClassVar[list[str]] = ["part", "hub", "joined_on"]
        labels: ClassVar[dict[str, str]] = {"hub": "Hub", "joined_on": "Joined on"}
        help_texts: ClassVar[dict[str, str]] = {
            "part": "A partner school is strong already and helps others; figures count it apart.",
            "joined_on": "The day the school said yes. Later days may be written in advance.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "part": forms.RadioSelect(), "joined_on": Day(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hub = self.fields["hub"]
        hub.queryset = self.instance.programme.hubs  # type: ignore[attr-defined]
        hub.empty_label = "No hub yet"  # type: ignore[attr-defined]

    def clean_joined_on(self) -> date:
        joined_on: date = self.cleaned_data["joined_on"]
        if joined_on > self.instance.programme.ends_on:
            raise forms.ValidationError(f"{self.instance.programme} has ended by then.")
        return joined_on


class PlaceForm(EnrolForm):
    """Its hub, its part and its days of support, changed."""

    class Meta(EnrolForm.Meta):
        fields: ClassVar[list[str]] = ["part", "hub", "days_agreed"]
        help_texts: ClassVar[dict[str, str]] = EnrolForm.Meta.help_texts | {
            "days_agreed": "Days of specialists’ visits over the whole programme. Leave it empty "
            "while nothing is agreed.",
        }


class StageForm(forms.Form):
    """Which stage begins, and when."""

    stage = forms.ChoiceField(
        label="Which stage begins?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say which stage begins"},
    )
    on = forms.DateField(label="From", widget=Day())

    def __init__(self, data: Any, *, enrolment: Enrolment, today: date) -> None:
        self.enrolment = enrolment
        self.last = enrolment.stages.filter(ends_on=None).first()
        now = self.last.stage if self.last else ""
        choices = [each for each in ImplementationStage.choices if each[0] != now]
        after = ImplementationStage.values.index(now) + 1 if now else 0
        following = ImplementationStage.values[after : after + 1]
        start = {"on": today, "stage": following[0] if following else ""}
        super().__init__(data, initial=start)
        offer(self, stage=choices)

    def clean_stage(self) -> ImplementationStage:
        return ImplementationStage(self.cleaned_data["stage"])

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        earliest = self.last.starts_on if self.last else self.enrolment.joined_on
        if on < earliest:
            raise forms.ValidationError(
                f"The stage before began on {earliest:%-d %B %Y}. Choose that day or a later one."
            )
        return on


class LeaveForm(InsideForm):
    """The last day of a school in a programme, and why."""

    inside: ClassVar[set[str]] = {"joined_on"}

    class Meta:
        model = Enrolment
        fields = ("left_on", "why_left")
        labels: ClassVar[dict[str, str]] = {"why_left": "Why does it leave?"}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "left_on": Day(), "why_left": forms.RadioSelect(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_on"].required = self.fields["why_left"].required = True
        self.fields["why_left"].error_messages["required"] = "Say why the school leaves"
