"""What is asked about a request. They clean; actions keep."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from leadwell.people.models import ClockPause, Person, SubjectRequest
from leadwell.people.roles.forms import Day, SchoolField
from leadwell.schools.models import School
from leadwell.web.forms import offer

FEW = 12
Kind, Outcome = SubjectRequest.Kind, SubjectRequest.Outcome


class RequestForm(forms.ModelForm):
    """Who asks for what, and when it came. Several of one name are told apart by choosing."""

    who = forms.CharField(
        label="Name or e-mail address of the person it is about",
        help_text="Leave empty for a pupil.",
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    which = forms.CharField(label="Which of them?", required=False, widget=forms.HiddenInput)
    received_on = Day(label="When did it come?", help_text="By whatever way: a talk counts too.")

    class Meta:
        model = SubjectRequest
        fields = ["kind", "asker", "received_on"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "What is asked?", "asker": "Who asks, if it is somebody else"}
        help_texts = {"asker": "Such as a parent or a solicitor. Check that they may."}
        error_messages = {"kind": {"required": "Choose what is asked"}}

    def __init__(
        self,
        *args: Any,
        people: QuerySet[Person],
        schools: QuerySet[School],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.today = people, today
        offer(self, kind=Kind.choices)
        self.fields["school"] = SchoolField(
            schools, label="School of the pupil, if it is about a pupil"
        )
        self.initial.setdefault("received_on", self.today)
        self.order_fields(["kind", "who", "which", "school", "asker", "received_on"])

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("Give a day that has been: it cannot come later than today")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        who, school = cleaned.get("who", "").strip(), cleaned.get("school")
        if bool(who) == bool(school):
            if not self.errors:
                self.add_error("who", "Name the person, or choose the school of the pupil")
            return cleaned
        self.instance.person = self._found(who) if who else None
        self.instance.school = school
        return cleaned

    def _found(self, who: str) -> Person | None:
        fits = Q(name__icontains=who) | Q(email__iexact=who)
        found = list(self.people.filter(fits).select_related("home_school")[: FEW + 1])
        if chosen := self.cleaned_data.get("which"):
            found = [one for one in found if str(one.pk) == chosen] or found
        if not found:
            self.add_error("who", f"Nobody here is called “{who}”. Check how it is written.")
        elif len(found) > FEW:
            self.add_error("who", f"More than {FEW} people fit “{who}”. Write the whole name.")
        elif len(found) > 1:
            self._ask_which(found)
        return found[0] if len(found) == 1 else None

    def _ask_which(self, found: list[Person]) -> None:
        choices = [(str(one.pk), _told_apart(one)) for one in found]
        self.fields["which"].widget = forms.RadioSelect(choices=choices)
        self.add_error("which", "Choose which of them it is")

    def _post_clean(self) -> None:  # ModelForm's own hook
        """The constraint that it is about somebody speaks only once the form knows who is meant."""
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]


WAITING_FOR = (
    (ClockPause.Why.IDENTITY, "To know that it is they who ask"),
    (ClockPause.Why.CLARIFICATION, "To know what they mean"),
)


class PauseForm(forms.Form):
    why = forms.ChoiceField(
        label="What do we wait for?",
        choices=WAITING_FOR,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what we wait for"},
    )
    asked_on = Day(label="When did we ask?")

    def offer(self, reasons: Collection[str]) -> None:
        """Only these: nobody is asked twice who they are."""
        why = self.fields["why"]
        assert isinstance(why, forms.ChoiceField)
        why.choices = [each for each in WAITING_FOR if each[0] in reasons]


class ResumeForm(forms.Form):
    heard_on = Day(label="When did they answer?")


class ExtendForm(forms.Form):
    because = forms.CharField(
        label="Why does it take longer?",
        help_text="Because it is complex, or one of many by the same person. Tell them too.",
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": ""}),
        max_length=1000,
        error_messages={"required": "Say why it takes longer"},
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = forms.CharField(
        label="What was done, or why not",
        widget=forms.Textarea(attrs={"rows": 3, "data-guard": ""}),
        max_length=2000,
        error_messages={"required": "Say what was done, or why not"},
    )


class EraseForm(forms.Form):
    """The name written out, so that nobody is forgotten by a slip."""

    name = forms.CharField(
        label="Write the person’s name to confirm",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write the name"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if " ".join(name.split()).lower() != " ".join(self.person.name.split()).lower():
            raise forms.ValidationError(f"Write {self.person} exactly, to confirm")
        return name


def _told_apart(person: Person) -> str:
    about = ", ".join(str(each) for each in (person.post, person.home_school, person.email) if each)
    return f"{person}: {about}" if about else f"{person}, number {person.pk}"
