"""Since last time: every earlier action is read out and answered; the task of the last training."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from leadwell.deliver.models import GapTask
from leadwell.deliver.notes.content import Answer
from leadwell.deliver.notes.parts.base import PartForm, text
from leadwell.prepare.models import AgreedAction, ProgressSaid
from leadwell.web.forms import conditional

How = ProgressSaid.How
MEANS = {
    How.DONE: "finished as agreed",
    How.MOVING: "under way",
    How.STUCK: "needs a change or help",
    How.DROPPED: "no longer wanted",
}
SAY_MORE = {How.STUCK: "Say what is in the way of “{}”", How.DROPPED: "Say why “{}” is dropped"}


@dataclass(frozen=True, slots=True)
class Asked:
    """An earlier action and the fields that ask after it."""

    action: AgreedAction
    how: BoundField
    text: BoundField


class BeforeForm(PartForm):
    gap_task = forms.ChoiceField(
        label="The task set at the last training",
        choices=GapTask.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what became of the task from the last training"},
    )
    gap_task_note = text("About the task", 200)

    def build(self) -> None:
        for n, action in enumerate(self.subject.open_actions, start=1):
            self.fields[f"how-{action.pk}"] = forms.ChoiceField(
                label=f"{n}. {action.what}",
                choices=[(how.value, how.label) for how in MEANS],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say how “{action.what}” goes"},
            )
            self.fields[f"text-{action.pk}"] = conditional(text("In a few words", 150))
        self.order_fields([name for name in self.fields if not name.startswith("gap_task")])

    def asked(self) -> Iterator[Asked]:
        for action in self.subject.open_actions:
            yield Asked(action, self[f"how-{action.pk}"], self[f"text-{action.pk}"])

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for action in self.subject.open_actions:
            wants = SAY_MORE.get(cleaned.get(f"how-{action.pk}", ""))
            if wants and not cleaned.get(f"text-{action.pk}"):
                self.add_error(f"text-{action.pk}", wants.format(action.what))
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "answers": tuple(
                Answer(action.pk, How(said[f"how-{action.pk}"]), said[f"text-{action.pk}"])
                for action in self.subject.open_actions
            ),
            "gap_task": GapTask(said["gap_task"]),
            "gap_task_note": said["gap_task_note"],
        }
