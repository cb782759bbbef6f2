"""What was agreed: one to five actions, each with one owner and a day."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict

from leadwell.deliver.models.version import MOST_ACTIONS
from leadwell.deliver.notes.content import Agreed
from leadwell.deliver.notes.parts.base import PartForm, text
from leadwell.lib import codes
from leadwell.people.running.forms import Day
from leadwell.prepare.forms import NeedsFields, OwnerFields
from leadwell.prepare.rules import is_in_term
from leadwell.web.forms import conditional, offer


class OneAction(OwnerFields, NeedsFields):
    """An action agreed on the visit; left empty it is none. known: its number, where an earlier
    version of the note agreed it."""

    known = forms.IntegerField(required=False, widget=forms.HiddenInput)
    what = conditional(
        text("What is to be done?", 200, hint="Begin with a verb, such as plan, teach or ask.")
    )
    due_on = conditional(forms.DateField(label="By when?", widget=Day(), required=False))
    support = forms.MultipleChoiceField(
        label="Support that goes with it", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["known", "what", "owner", "owner_name", "owner_post", "due_on", "support"]

    def __init__(self, data: Any, *, is_asked: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.is_asked = is_asked

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.is_asked else ErrorDict()

    @property
    def is_written(self) -> bool:
        return bool(self.data.get(self.add_prefix("what"), "").strip()) if self.is_bound else False

    def clean(self) -> dict[str, Any]:
        if not self.is_written:
            for name in list(self.errors):
                del self.errors[name]
            return self.cleaned_data
        cleaned = super().clean()
        if not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", f"Say by when “{cleaned.get('what', '')}” is done")
        return cleaned


class AgreedForm(PartForm):
    """Five small forms as one."""

    def build(self) -> None:
        subject = self.subject
        default = {"due_on": subject.next_planned}
        self.actions = []
        for n in range(1, MOST_ACTIONS + 1):
            one = OneAction(
                self.data if self.is_bound else None,
                prefix=f"a{n}",
                initial=default,
                is_asked=self.is_asked,
            )
            one.list_owners(subject.people_there)
            on = subject.visit.on
            offer(one, support=codes.choices("support_tool", on=on))
            self.actions.append(one)

    def __iter__(self) -> Iterator[BoundField]:
        for one in self.actions:
            yield from one

    @property
    def written(self) -> list[OneAction]:
        return [one for one in self.actions if one.is_written]

    @property
    def errors(self) -> ErrorDict:
        if not (self.is_bound and self.is_asked):
            return ErrorDict()
        found = ErrorDict(super().errors)
        for one in self.written:
            found.update({one.add_prefix(name): error for name, error in one.errors.items()})
        return found

    def clean(self) -> dict[str, Any]:
        if not self.written:
            self.actions[0].add_error("what", "Agree at least one action")
            raise forms.ValidationError("Agree at least one action")
        for one in self.written:
            due_on = one.cleaned_data.get("due_on") if one.is_valid() else None
            known = one.cleaned_data.get("known")
            if due_on and not known and due_on < self.subject.today:
                one.add_error("due_on", "That day is past. Choose today or a later one")
            elif (
                due_on and due_on != self.subject.due_before.get(known or 0)
                and not (may := is_in_term(self.subject.days, due_on))
            ):  # fmt: skip
                one.add_error("due_on", may.reason)
        return self.cleaned_data

    @property
    def content(self) -> dict[str, Any]:
        return {"agreed": tuple(_agreed(one) for one in self.written)}


def _agreed(one: OneAction) -> Agreed:
    said = one.cleaned_data
    return Agreed(
        what=" ".join(said["what"].split()),
        owner=one.chosen_owner,
        due_on=said["due_on"],
        support=tuple(said["support"]),
        needs=one.needs,
        known=said["known"],
    )
