"""A decision, what came of it, why it is withdrawn. They clean; actions keep."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from leadwell.deliver.models import Note
from leadwell.govern.boards.actions import Said
from leadwell.govern.models import Decision, Result
from leadwell.people.models import Person
from leadwell.people.running.forms import Day, InsideForm, lines, only_answers
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment


class DecideForm(InsideForm):
    """A new decision about a school. members: of the board, but for whoever is of the school."""

    inside: ClassVar[set[str]] = {"state", "ended_on", "action"}
    is_published = forms.TypedChoiceField(
        label="Is it published to the school?",
        choices=[("yes", "Yes: its head, senior and subject leaders and specialist read it"),
                 ("no", "No: the board and those who run the programme alone")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is published to the school"},
    )  # fmt: skip
    interested = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="Who declared an interest?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They had no part in it. Whoever of the board is of the school is written down "
        "without this.",
    )
    field_order = [
        "text", "options", "result", "note", "about", "owner", "due_on", "decided_on", "asks_for",
        "is_published", "interested",
    ]  # fmt: skip

    class Meta:
        model = Decision
        fields = (
            "text", "options", "result", "note", "about", "owner", "due_on", "decided_on",
            "asks_for", "is_published",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "text": "What was decided?", "options": "Which options were considered?",
            "result": "How was it decided?", "note": "Which note of visit does it stand on?",
            "about": "Which agreed action is it about?", "owner": "Who sees to it?",
            "due_on": "By when?", "decided_on": "When was it decided?",
            "asks_for": "What is the school asked to agree?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "text": "One or two sentences. No pupil’s name, and nobody below senior leaders.",
            "options": "Each in a few words, also the one not taken.",
            "note": "Only where there is one.",
            "about": "Only where there is one.",
            "asks_for": "Leave it empty where it asks for nothing. Its specialist, or who leads "
            "the subject, agrees the action; so the decision has to be published to the school.",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "text": {"required": "Say what was decided"},
            "options": {"required": "Say which options were considered"},
            "result": {"required": "Say how it was decided"},
            "owner": {"required": "Say who sees to it"},
            "due_on": {"required": "Say by when"},
            "decided_on": {"required": "Say when it was decided"},
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "text": lines(3), "options": lines(3), "result": forms.RadioSelect(),
            "asks_for": lines(2), "due_on": Day(), "decided_on": Day(),
        }  # fmt: skip

    def __init__(
        self, data: Any, *, enrolment: Enrolment, today: date, owners: QuerySet[Person],
        members: QuerySet[Person], notes: Iterable[Note], actions: Iterable[AgreedAction],
    ) -> None:  # fmt: skip
        super().__init__(
            data, instance=Decision(enrolment=enrolment), initial={"decided_on": today}
        )
        self.today = today
        only_answers(self)
        self._offer("owner", owners, empty="Choose")
        if members:
            self._offer("interested", members)
        else:
            del self.fields["interested"]
        known = Note.objects.filter(pk__in=[one.pk for one in notes])
        named = known.select_related("visit__enrolment__school__continued_by")
        self._offer("note", named, empty="None")
        these = AgreedAction.objects.filter(pk__in=[one.pk for one in actions])
        self._offer("about", these, empty="None")

    def _offer(self, name: str, rows: QuerySet[Any], *, empty: str | None = None) -> None:
        field = self.fields[name]
        field.queryset = rows  # type: ignore[attr-defined]
        if empty:
            field.empty_label = empty  # type: ignore[attr-defined]

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come: say when it was decided")
        return day

    @property
    def said(self) -> Said:
        cleaned = dict(self.cleaned_data)
        return Said(**cleaned | {"result": Result(cleaned["result"])})


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label="What came of it?",
        max_length=400,
        widget=lines(3),
        help_text="What was done, and what can be seen of it. No pupil’s name.",
        error_messages={"required": "Say what came of it"},
    )


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Why is it withdrawn?",
        max_length=200,
        widget=lines(2),
        error_messages={"required": "Say why it is withdrawn"},
    )
