"""What else is asked of a school. They clean; actions keep."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from leadwell.explore.models import Candidate, Initiative
from leadwell.people.running.forms import Day, InsideForm, line, lines
from leadwell.schools.models import School
from leadwell.web.forms import not_to_come

ASKED = ("name", "subject", "funder", "n_staff", "staff_days", "starts_on", "ends_on")
TOLD = ("told_by", "told_on")


class InitiativeForm(InsideForm):
    """One initiative, in seven answers."""

    inside: ClassVar[set[str]] = {"school", "state", "ended_on"}

    class Meta:
        model = Initiative
        fields: ClassVar[tuple[str, ...]] = ASKED
        labels: ClassVar[dict[str, str]] = {
            "name": "What is it called?",
            "subject": "Which subject is it about?",
            "funder": "Who pays for it?",
            "n_staff": "How many staff take part?",
            "staff_days": "How many days does it ask of them altogether?",
            "starts_on": "From which day?",
            "ends_on": "To which day?",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "subject": "Such as mathematics, reading, behaviour or leadership.",
            "staff_days": "Each person’s days counted: three teachers for four days are 12. "
            "Your best guess will do.",
            "ends_on": "As it is planned now. You can say later that it ended early.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "name": line(), "subject": line(), "funder": forms.RadioSelect(), "starts_on": Day(),
            "ends_on": Day(),
        }  # fmt: skip
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"required": "Write what it is called"},
            "subject": {"required": "Write which subject it is about"},
            "funder": {"required": "Say who pays for it"},
            "n_staff": {"required": "Write how many staff take part"},
            "staff_days": {"required": "Write how many days it asks"},
            "starts_on": {"required": "Choose its first day"},
            "ends_on": {"required": "Choose its last day"},
        }

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean(self) -> dict[str, Any]:
        """Nobody gives more days than there are."""
        asked = self.cleaned_data
        first, last = asked.get("starts_on"), asked.get("ends_on")
        n_staff, days = asked.get("n_staff"), asked.get("staff_days")
        if first and last and n_staff and days and first <= last:
            most = n_staff * ((last - first).days + 1)
            if days > most:
                self.add_error(
                    "staff_days",
                    f"{n_staff} people cannot give more than {most:,} days in that time",
                )
        return asked


class HeardForm(InitiativeForm):
    """The same, and from whom a programme heard of it that is choosing the school."""

    inside: ClassVar[set[str]] = {*InitiativeForm.inside, "declared_on", "heard_for"}

    class Meta(InitiativeForm.Meta):
        fields: ClassVar[tuple[str, ...]] = (*ASKED, *TOLD)
        labels: ClassVar[dict[str, str]] = InitiativeForm.Meta.labels | {
            "told_by": "Who said so, or where is it written?", "told_on": "When?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = InitiativeForm.Meta.help_texts | {
            "told_by": "An organisation, a post or a paper, such as “the council’s list of projects”. "
            "The school’s head reads this.",
            "told_on": "The day on which you heard or read it.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = InitiativeForm.Meta.widgets | {
            "told_by": line(), "told_on": Day(),
        }  # fmt: skip
        error_messages: ClassVar[dict[str, dict[str, str]]] = InitiativeForm.Meta.error_messages | {
            "told_by": {"required": "Say who said so, or where it is written"},
            "told_on": {"required": "Choose the day on which you heard or read it"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TOLD:
            self.fields[name].required = True

    def clean_told_by(self) -> str:
        return " ".join(str(self.cleaned_data["told_by"]).split())

    def clean_told_on(self) -> date:
        told_on: date = self.cleaned_data["told_on"]
        return not_to_come(told_on, today=self.instance.declared_on)


class EndForm(forms.Form):
    """Its last day, where that came before the one that was planned."""

    ended_on = forms.DateField(
        label="On which day did it end?",
        widget=Day(),
        error_messages={"required": "Choose the day on which it ended"},
    )

    def __init__(self, data: Any, *, initiative: Initiative) -> None:
        super().__init__(data)
        self.initiative = initiative

    def clean_ended_on(self) -> date:
        ended_on: date = self.cleaned_data["ended_on"]
        if not self.initiative.starts_on <= ended_on < self.initiative.ends_on:
            raise forms.ValidationError(
                f"Choose a day from {self.initiative.starts_on:%-d %B %Y} on, before "
                f"{self.initiative.ends_on:%-d %B %Y}"
            )
        return ended_on


class WholeForm(forms.Form):
    """These are all, or there are none; about the list as the person saw it."""

    n_listed = forms.IntegerField(min_value=0, max_value=9999, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why a school is asked all the same."""

    text = forms.CharField(
        label="Why is the school asked all the same?",
        max_length=500,
        widget=lines(4),
        help_text="What will stop, start later or be shared, so that it can be borne. "
        "The board reads this, and so do the school’s leaders. Name nobody.",
        error_messages={"required": "Say why the school is asked all the same"},
    )


def blank(school: School, on: date, *, heard_for: Candidate | None = None) -> Initiative:
    """What a form of a new initiative is about."""
    return Initiative(school=school, declared_on=on, heard_for=heard_for)
