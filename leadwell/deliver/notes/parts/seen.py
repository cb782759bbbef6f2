"""What was seen: in words, the active ingredients, what was adapted, strengths."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from leadwell.deliver.models import NoteIngredient
from leadwell.deliver.models.version import MOST_STRENGTHS
from leadwell.deliver.notes.content import Observed
from leadwell.deliver.notes.parts.base import NO_NAMES, PartForm, text
from leadwell.programmes.models import ActiveIngredient
from leadwell.web.forms import conditional

Level = NoteIngredient.Level
MOST_CLASSES = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """An active ingredient and the fields that ask after it."""

    ingredient: ActiveIngredient
    level: BoundField
    n_classes: BoundField


def _classes(label: str) -> forms.TypedChoiceField:
    """One tap each: a number to be typed would be two or three."""
    return conditional(
        forms.TypedChoiceField(
            label=label, coerce=int, empty_value="0", required=False, widget=forms.RadioSelect,
            choices=[(n, str(n)) for n in range(1, MOST_CLASSES + 1)],
        )
    )  # fmt: skip


class SeenForm(PartForm):
    seen = text(
        "What was seen", 1200, rows=8, missing="Say what was seen",
        hint="What pupils said, what books showed, what adults did. Describe, do not grade. "
        + NO_NAMES,
    )  # fmt: skip
    n_classes = _classes("How many classes did you visit?")
    adaptations = text("What the school has adapted", 300)
    changes_ingredient = forms.BooleanField(
        label="An active ingredient changes by it", required=False
    )

    def build(self) -> None:
        for one in self.subject.ingredients:
            self.fields[f"level-{one.pk}"] = forms.ChoiceField(
                label=one.text, help_text=one.indicator, choices=Level.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say how far you saw “{one.text}”"},
            )  # fmt: skip
            self.fields[f"classes-{one.pk}"] = _classes("In how many of the classes?")
        for n in range(1, MOST_STRENGTHS + 1):
            self.fields[f"strength-{n}"] = text(
                "A strength" if n == 1 else "Another strength", 200,
                missing="Name at least one strength" if n == 1 else "",
            )  # fmt: skip

    def asked(self) -> Iterator[Asked]:
        for one in self.subject.ingredients:
            yield Asked(one, self[f"level-{one.pk}"], self[f"classes-{one.pk}"])

    @property
    def strengths(self) -> list[BoundField]:
        return [self[f"strength-{n}"] for n in range(1, MOST_STRENGTHS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        n_visited = int(cleaned.get("n_classes") or 0)
        for one in self.subject.ingredients:
            n = int(cleaned.get(f"classes-{one.pk}") or 0)
            if cleaned.get(f"level-{one.pk}") == Level.NOT_SEEN:
                cleaned[f"classes-{one.pk}"] = 0
            elif n > n_visited:
                self.add_error(
                    f"classes-{one.pk}",
                    f"“{one.text}” in {n} classes, and you visited {n_visited}: change one of them",
                )
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        strengths = (said[f"strength-{n}"] for n in range(1, MOST_STRENGTHS + 1))
        return {
            "seen": said["seen"],
            "n_classes": int(said["n_classes"] or 0),
            "observed": tuple(
                Observed(
                    one.pk, Level(said[f"level-{one.pk}"]), int(said[f"classes-{one.pk}"] or 0)
                )
                for one in self.subject.ingredients
            ),
            "adaptations": said["adaptations"],
            "changes_ingredient": said["changes_ingredient"],
            "strengths": tuple(filter(None, strengths)),
        }
