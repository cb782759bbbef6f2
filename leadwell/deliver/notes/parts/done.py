"""What was done: the purpose, whom one met, and the minutes of each activity."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from leadwell.deliver import meanwhile
from leadwell.deliver.models.visit import LENGTHS
from leadwell.deliver.notes.parts.base import text
from leadwell.deliver.notes.parts.in_view import InViewForm
from leadwell.lib import codes
from leadwell.web.forms import offer

MINUTES = (10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360)
DAY = 7 * 60
"""Minutes of a whole day at a school, meetings before and after it included."""
COACHING = "coaching"


class DoneForm(InViewForm):
    purpose = text(
        "What the visit was for", 200, missing="Say what the visit was for",
        hint="As it was agreed with the school.",
    )  # fmt: skip
    purpose_was, purpose_seen = meanwhile.hidden(), meanwhile.hidden()
    purpose_choice = meanwhile.question(
        "The purpose was changed meanwhile: which one is right?", "Choose which purpose is right"
    )
    days = forms.TypedChoiceField(
        label="How long it was", choices=list(LENGTHS.items()), coerce=Decimal,
        error_messages={"required": "Say how long it was"},
    )  # fmt: skip
    people_met = forms.TypedMultipleChoiceField(
        label="Whom you met", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def build(self) -> None:
        super().build()
        visit = self.subject.visit
        self.initial.update(purpose=visit.purpose, purpose_was=visit.purpose, days=visit.days)
        self._ask_which_purpose()
        met = [one for one in self.subject.people_there if one.pk != visit.specialist_id]
        named = [(one.pk, f"{one.name}, {one.post}" if one.post else one.name) for one in met]
        offer(self, people_met=named)
        for code, says in codes.choices("activity", on=visit.on):
            self.fields[f"minutes-{code}"] = forms.TypedChoiceField(
                label=says,
                coerce=int,
                empty_value="0",
                required=False,
                choices=[("", "Not done"), *((n, f"{n} minutes") for n in MINUTES)],
                help_text=(
                    "The minutes only: what is said in coaching stays between those two."
                    if code == COACHING
                    else ""
                ),
            )

    def _ask_which_purpose(self) -> None:
        """Somebody at the school wrote another one since the author began: both are shown, and
        neither is lost."""
        theirs, mine = self.subject.visit.purpose, self.data.get("purpose", "").strip()
        was = self.data.get("purpose_was", "")
        if not (self.is_bound and theirs and mine) or theirs in (was, mine):
            meanwhile.ask_nothing(self, "purpose")
            return
        by = self.subject.visit.purpose_by
        says = (f"{by or 'The school'} wrote: {theirs}", f"You wrote: {mine}")
        meanwhile.ask(self, "purpose", theirs=theirs, says=says)

    @property
    def activities(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith("minutes-")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        minutes = _minutes(cleaned)
        first = self.activities[0].name
        if not minutes:
            self.add_error(first, "Say what was done, and for how many minutes")
        elif "days" in cleaned and sum(minutes.values()) > (most := int(cleaned["days"] * DAY)):
            self.add_error(
                first,
                f"The activities take {sum(minutes.values())} minutes, and the visit {most}. "
                "Change one of them, or how long the visit was",
            )
        return cleaned

    @property
    def chosen_purpose(self) -> str:
        said = self.cleaned_data
        is_theirs = said.get("purpose_choice") == meanwhile.THEIRS
        return self.subject.visit.purpose if is_theirs else str(said["purpose"])

    @property
    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "purpose": self.chosen_purpose,
            "days": said["days"],
            "in_view": self.in_view,
            "people_met": tuple(said["people_met"]),
            "activities": _minutes(said),
        }


def _minutes(cleaned: dict[str, Any]) -> dict[str, int]:
    """By the code of the activity, of those that were done."""
    of = {name.removeprefix("minutes-"): n for name, n in cleaned.items() if name[:8] == "minutes-"}
    return {code: int(n) for code, n in of.items() if int(n)}
