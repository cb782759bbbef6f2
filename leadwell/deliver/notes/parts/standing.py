"""Where things stand: three colours, why, and what is done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from leadwell.deliver.models import Rag
from leadwell.deliver.models.version import ASPECTS, NEEDS_A_REASON
from leadwell.deliver.notes.content import Stand
from leadwell.deliver.notes.parts.base import NO_NAMES, PartForm, text
from leadwell.web.forms import conditional

MEANS = {
    "engagement": {
        Rag.GREEN: "Head and subject leader take part; time is released as agreed",
        Rag.AMBER: "One of them is absent, or time is released in part",
        Rag.RED: "Neither takes part, or visits were cancelled twice running",
        Rag.GREY: "First visit",
    },
    "implementation": {
        Rag.GREEN: "Ingredients are seen in most of the classes they are for; actions are on time",
        Rag.AMBER: "They are seen in some; actions are slipping",
        Rag.RED: "They are not seen, or have stopped",
        Rag.GREY: "The training is not yet due",
    },
    "impact": {
        Rag.GREEN: "Pupils, books and measures point the right way",
        Rag.AMBER: "The evidence is mixed or thin",
        Rag.RED: "No sign after two terms, or going backwards",
        Rag.GREY: "Before the first measure point",
    },
}
"""What each colour means: of the programme's work in the school, never of a teacher."""
OFTEN = 2
"""Times a visit is put off until Amber is suggested for engagement."""


@dataclass(frozen=True, slots=True)
class Colour:
    """One answer as it is drawn."""

    rag: Rag
    means: str
    is_chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One aspect and the fields that ask after it. last_time: its colour then, if there was one."""

    name: str
    rag: BoundField
    reason: BoundField
    action: BoundField
    last_time: str
    suggestion: str

    @property
    def colours(self) -> Iterator[Colour]:
        for n, (rag, means) in enumerate(MEANS[self.name].items()):
            yield Colour(rag, means, self.rag.value() == rag, f"{self.rag.auto_id}_{n}")


class StandingForm(PartForm):
    """known: actions that can be what is done about an Amber or a Red, by their keys."""

    def __init__(self, data: Any, *, known: dict[str, str], **options: Any) -> None:
        self.known = known
        super().__init__(data, **options)

    def build(self) -> None:
        actions = [("", "Choose one"), *self.known.items()]
        for aspect in ASPECTS:
            label = aspect.capitalize()
            self.fields[aspect] = forms.ChoiceField(
                label=label, choices=Rag.choices, widget=forms.RadioSelect,
                error_messages={"required": f"Choose a colour for {aspect}"},
            )  # fmt: skip
            self.fields[f"{aspect}-reason"] = conditional(
                text("Why?", 300, rows=3, hint=f"What you saw, not who. {NO_NAMES}")
            )
            self.fields[f"{aspect}-action"] = conditional(
                forms.ChoiceField(
                    label="Which agreed action is for this?", choices=actions, required=False
                )
            )

    def asked(self) -> Iterator[Asked]:
        before = self.subject.last_time
        for aspect in ASPECTS:
            put_off = aspect == "engagement" and self.subject.n_put_off >= OFTEN
            yield Asked(
                aspect,
                self[aspect],
                self[f"{aspect}-reason"],
                self[f"{aspect}-action"],
                Rag(getattr(before, aspect)).label if before else "",
                "The visit was put off twice: think of Amber." if put_off else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for aspect in ASPECTS:
            rag = cleaned.get(aspect)
            if rag not in NEEDS_A_REASON:
                cleaned[f"{aspect}-action"] = ""
                continue
            if not cleaned.get(f"{aspect}-reason"):
                self.add_error(f"{aspect}-reason", f"Say why {aspect} is {Rag(rag).label}")
            if not cleaned.get(f"{aspect}-action"):
                self.add_error(f"{aspect}-action", f"Choose the action for {aspect}")
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "stands": {
                aspect: Stand(Rag(said[aspect]), said[f"{aspect}-reason"], said[f"{aspect}-action"])
                for aspect in ASPECTS
            }
        }
