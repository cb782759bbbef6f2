"""What several schools hear, each in its own words; and that a letter was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from django import forms
from django.forms import BoundField

from leadwell.explore.choosing.actions import Answer
from leadwell.explore.choosing.answering import TO_BEGIN_FROM
from leadwell.explore.choosing.transitions import allows
from leadwell.explore.models import Candidate, CandidateState
from leadwell.people.running.forms import Day, lines
from leadwell.web.forms import conditional

LATER = ("", "Not decided yet")
NO = ("decline", "It has no place")
NOT_NOW = ("reserve", "Keep it in reserve")
UNTOLD = "Its head was never told that it was put forward: the letter says so."


@dataclass(frozen=True, slots=True)
class Asked:
    """The three questions about one school."""

    candidate: Candidate
    what: BoundField
    because: BoundField
    read: BoundField


class AnswersForm(forms.Form):
    """For each school what becomes of it, the words its head reads, and that they were looked at."""

    def __init__(self, data: Any, *, candidates: Sequence[Candidate]) -> None:
        super().__init__(data)
        self.candidates = {str(one.pk): one for one in candidates}
        for pk, one in self.candidates.items():
            self.fields |= _fields(pk, one)

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(one, self[f"what-{pk}"], self[f"because-{pk}"], self[f"read-{pk}"])
            for pk, one in self.candidates.items()
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for pk, one in self.candidates.items():
            self._check(pk, one, said)
        if not self.errors and not self.answers:
            raise forms.ValidationError("Say of one school at least what becomes of it")
        return said

    def _check(self, pk: str, one: Candidate, said: dict[str, Any]) -> None:
        because = said.get(f"because-{pk}", "")
        if not said.get(f"what-{pk}"):
            if because and because != TO_BEGIN_FROM[CandidateState(one.state)]:
                text = f"Say what becomes of {one.standing_school}, for which you wrote a reason"
                self.add_error(f"what-{pk}", text)
        elif not because:
            text = f"Write the reason for {one.standing_school}: its head reads it"
            self.add_error(f"because-{pk}", text)
        elif not said.get(f"read-{pk}"):
            text = f"Say that you have read the words for {one.standing_school}"
            self.add_error(f"read-{pk}", text)

    @property
    def answers(self) -> list[Answer]:
        said = self.cleaned_data
        return [
            Answer(one, cast("Literal['decline', 'reserve']", what), said[f"because-{pk}"])
            for pk, one in self.candidates.items()
            if (what := said.get(f"what-{pk}"))
        ]


class SentForm(forms.Form):
    """When and how the letter went."""

    on = forms.DateField(
        label="When was the letter sent?", widget=Day(),
        error_messages={"required": "Choose the day", "invalid": "Choose a day"},
    )  # fmt: skip
    how = forms.CharField(
        label="How was it sent?", max_length=200, help_text="Such as by post, or handed over.",
        error_messages={"required": "Say how it was sent"},
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("That day is still to come")
        return day


def _fields(pk: str, one: Candidate) -> dict[str, forms.Field]:
    """None of them is wanted where nothing is decided yet."""
    school, knows = one.standing_school, one.head_told_on is not None
    choices = [LATER, NO, *([NOT_NOW] if knows and allows("reserve", one) else [])]
    what = forms.ChoiceField(
        label=f"What becomes of {school}?", required=False, choices=choices,
        widget=forms.RadioSelect, help_text="" if knows else UNTOLD,
    )  # fmt: skip
    because = forms.CharField(
        label=f"Why? The head of {school} reads this", max_length=500, required=False,
        widget=lines(3), initial=TO_BEGIN_FROM[CandidateState(one.state)],
        help_text="Words to begin from: say what is so of this school. No pupil’s name.",
    )  # fmt: skip
    read = forms.BooleanField(
        label=f"I have read these words, and they are right for {school}", required=False
    )
    made = {f"what-{pk}": what, f"because-{pk}": because, f"read-{pk}": read}
    return {name: conditional(field) for name, field in made.items()}
