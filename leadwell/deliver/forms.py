"""When a visit is, how long and what for. They clean; actions keep."""

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from leadwell.deliver import meanwhile
from leadwell.deliver.models import Side, Visit
from leadwell.deliver.models.visit import ELSEWHERE, LENGTHS
from leadwell.lib import codes
from leadwell.people.models import Person, Role
from leadwell.people.running.forms import Day, InsideForm, line
from leadwell.programmes.models import Enrolment
from leadwell.web.forms import offer

LENGTH = "Half a day counts as 0.50 of the days agreed."
PURPOSE = "One sentence. The school reads it at least three school days before."
HOW_LONG = {str(days): says for days, says in LENGTHS.items()}
NO_MORE = "Write it shorter: 200 letters at most"


class Hour(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class PlanForm(InsideForm):
    """A new visit; the enrolment is set beforehand."""

    inside: ClassVar[set[str]] = {"enrolment", "state", "starts_at"}
    sent_id = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Visit
        fields = ("specialist", "on", "starts_at", "days", "purpose")
        labels: ClassVar[dict[str, str]] = {
            "specialist": "Who goes?", "on": "Which day?", "starts_at": "From when?",
            "days": "How long?", "purpose": "What for?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "starts_at": "Leave it empty while the hour is open.",
            "days": LENGTH,
            "purpose": f"{PURPOSE} It can be written later.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "specialist": {"required": "Say who goes"},
            "on": {"required": "Say on which day"},
            "purpose": {"max_length": NO_MORE},
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "on": Day(), "starts_at": Hour(), "purpose": line(),
        }  # fmt: skip

    def __init__(self, data: Any, *, enrolment: Enrolment, today: date) -> None:
        super().__init__(data, instance=Visit(enrolment=enrolment), initial={"sent_id": uuid4()})
        deployed = enrolment.deployed.to_come_or_live(today).filter(role=Role.SPECIALIST)
        those = Person.objects.filter(pk__in=deployed.order_by().values("person"))
        field = self.fields["specialist"]
        field.queryset = those  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]
        only = list(those[:2])
        if len(only) == 1:
            self.initial["specialist"] = only[0].pk

    def sent_before(self) -> Visit | None:
        """The visit that this form has made already, where it is sent again."""
        try:
            sent_id = self.fields["sent_id"].clean(self.data.get("sent_id"))
        except forms.ValidationError:
            return None
        return Visit.objects.filter(sent_id=sent_id, enrolment=self.instance.enrolment).first()

    def clean_sent_id(self) -> Any:
        sent_id = self.cleaned_data["sent_id"]
        if Visit.objects.filter(sent_id=sent_id).exists():
            raise forms.ValidationError("Open this form again, and send it from there.")
        return sent_id


class ChangeForm(InsideForm):
    """The hour, the length and the purpose of a visit to come. Where somebody else changed one of
    them since the page was opened, nothing of theirs is lost: see meanwhile."""

    inside: ClassVar[set[str]] = {"specialist", "on", "state", "starts_at"}
    starts_at_was, starts_at_seen = meanwhile.hidden(), meanwhile.hidden()
    starts_at_choice = meanwhile.question(
        "The hour was changed meanwhile: which is right?", "Choose which hour is right"
    )
    days_was, days_seen = meanwhile.hidden(), meanwhile.hidden()
    days_choice = meanwhile.question(
        "The length was changed meanwhile: which is right?", "Choose which length is right"
    )
    purpose_was, purpose_seen = meanwhile.hidden(), meanwhile.hidden()
    purpose_choice = meanwhile.question(
        "The purpose was changed meanwhile: which one is right?", "Choose which purpose is right"
    )
    field_order = [
        "starts_at", "starts_at_choice", "days", "days_choice", "purpose", "purpose_choice",
    ]  # fmt: skip

    class Meta(PlanForm.Meta):
        fields = ("starts_at", "days", "purpose")  # type: ignore[assignment]
        help_texts: ClassVar[dict[str, str]] = {"days": LENGTH, "purpose": PURPOSE}

    def __init__(self, data: Any, *, visit: Visit) -> None:
        super().__init__(data, instance=copy(visit))
        self.visit = visit
        by = visit.purpose_by
        said: dict[str, tuple[str, Callable[[str], str]]] = {
            "starts_at": (f"{visit.starts_at:%H:%M}" if visit.starts_at else "", _read),
            "days": (str(visit.days), _length),
            "purpose": (visit.purpose, _read),
        }
        for name, (now, reads) in said.items():
            self.initial[f"{name}_was"] = now
            meanwhile.settle(self, name, now, reads)
        if by and "purpose_choice" in self.fields:
            self.fields["purpose_choice"].help_text = f"As it is now, it is by {by}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.Meta.fields:
            if cleaned.get(f"{name}_choice") == meanwhile.THEIRS:
                cleaned[name] = getattr(self.visit, name)
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """What the action takes. Once it is valid."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _read(text: str) -> str:
    return text or "nothing"


def _length(days: str) -> str:
    return HOW_LONG.get(days, days)


class PostponeForm(forms.Form):
    """To which day, who asked for it and why."""

    to_day = forms.DateField(
        label="To which day?", widget=Day(), error_messages={"required": "Say to which day"}
    )
    starts_at = forms.TimeField(
        label="From when?", widget=Hour(), required=False,
        help_text="Leave it empty while the hour is open.",
    )  # fmt: skip
    side = forms.ChoiceField(
        label="Who puts it off?",
        choices=Side.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say who puts it off"},
    )
    reason = forms.ChoiceField(
        label="Why?", widget=forms.RadioSelect, error_messages={"required": "Say why"}
    )

    def __init__(self, data: Any, *, visit: Visit, today: date) -> None:
        super().__init__(data)
        self.visit = visit
        offer(self, reason=codes.choices("postponed_reason", on=today))

    def clean_to_day(self) -> date:
        to_day: date = self.cleaned_data["to_day"]
        if to_day == self.visit.on:
            raise forms.ValidationError("Choose another day than the one it is on")
        return to_day

    def clean_side(self) -> Side:
        return Side(self.cleaned_data["side"])

    def clean(self) -> dict[str, Any]:
        """The specialist is not elsewhere then."""
        cleaned = self.cleaned_data
        if to_day := cleaned.get("to_day"):
            others = Visit.objects.filter(specialist=self.visit.specialist_id, on=to_day)
            others = others.exclude(state=Visit.State.CANCELLED).exclude(pk=self.visit.pk)
            if others.filter(starts_at=cleaned.get("starts_at")).exists():
                self.add_error("to_day", ELSEWHERE)
        return cleaned


class CancelForm(forms.Form):
    """Why a visit will not be."""

    because = forms.CharField(
        label="Why is it cancelled?", max_length=200, widget=line(),
        help_text="The school and the hub read it.",
        error_messages={"required": "Say why the visit is cancelled", "max_length": NO_MORE},
    )  # fmt: skip


class HappenedForm(forms.ModelForm):
    """How long it was."""

    class Meta:
        model = Visit
        fields = ("days",)
        labels: ClassVar[dict[str, str]] = {"days": "How long was it?"}
        help_texts: ClassVar[dict[str, str]] = {"days": LENGTH}
