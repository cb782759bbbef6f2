"""What several schools hear, each in its own words; and that a letter was sent."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from django import forms
from django.forms import BoundField

from leadwell.explore.choosing import rules
from leadwell.explore.choosing.actions import Answer
from leadwell.explore.choosing.answering import ANSWERABLE, TO_BEGIN_FROM
from leadwell.explore.choosing.transitions import allows
from leadwell.explore.models import Candidate, CandidateState
from leadwell.people.running.forms import Day, line, lines
from leadwell.web.forms import conditional, not_to_come

LATER = ("", "Not decided yet")
NO = ("decline", "It has no place")
NOT_NOW = ("reserve", "Keep it in reserve")
UNTOLD = "Its head was never told that it was put forward: the letter says so."
WRITTEN = re.compile(r"(?:what|because|read|seen)-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The three questions about one school."""

    candidate: Candidate
    what: BoundField
    because: BoundField
    read: BoundField


@dataclass(frozen=True, slots=True)
class Moved:
    """Of a school that somebody else has moved meanwhile: why nothing was sent, and the words that
    were written for it, which are not lost."""

    candidate: Candidate
    why: str
    because: str


def written_of(data: Iterable[str]) -> set[int]:
    """The numbers of those that a form was sent about, by the names of its fields."""
    return {int(found[1]) for name in data if (found := WRITTEN.fullmatch(name))}


class AnswersForm(forms.Form):
    """For each school what becomes of it, the words its head reads, and that they were looked at.

    owed: the numbers of those that have to hear now: they get words to begin from. moved: those
    written of that are no longer where they were shown, by number.
    """

    def __init__(
        self, data: Any, *, candidates: Sequence[Candidate], owed: Collection[int] = ()
    ) -> None:
        super().__init__(data)
        self.seen = {str(one.pk): self.data.get(f"seen-{one.pk}", "") for one in candidates}
        self.moved = {str(one.pk): self._moved(one) for one in candidates if self._has_moved(one)}
        self.candidates = {str(one.pk): one for one in candidates if self._is_asked(one)}
        for pk, one in self.candidates.items():
            self.fields |= _fields(pk, one, is_owed=one.pk in owed)

    def _has_moved(self, one: Candidate) -> bool:
        """Only where something was written of it: who else answers the rest is in nobody's way."""
        what, because = self.data.get(f"what-{one.pk}"), self.data.get(f"because-{one.pk}", "")
        return bool(what or _is_own(because)) and self.seen[str(one.pk)] != one.state

    def _moved(self, one: Candidate) -> Moved:
        why = rules.is_as_seen(one, self.seen[str(one.pk)]).reason
        return Moved(one, why, self.data.get(f"because-{one.pk}", ""))

    def _is_asked(self, one: Candidate) -> bool:
        """Not of one that has heard meanwhile: its answer was given."""
        seen = self.seen[str(one.pk)]
        has_heard = one.state == CandidateState.RESERVE and seen not in ("", one.state)
        return one.state in ANSWERABLE and not has_heard

    @property
    def out(self) -> list[Moved]:
        """Those of which nothing is asked any more."""
        return [one for pk, one in self.moved.items() if pk not in self.candidates]

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
        for pk, moved in self.moved.items():
            self.add_error(f"what-{pk}" if pk in self.candidates else None, moved.why)
        if not self.errors and not self.answers:
            raise forms.ValidationError("Say of one school at least what becomes of it")
        return said

    def _check(self, pk: str, one: Candidate, said: dict[str, Any]) -> None:
        because = said.get(f"because-{pk}", "")
        if not said.get(f"what-{pk}"):
            if _is_own(because):
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
            Answer(
                one,
                cast("Literal['decline', 'reserve']", what),
                said[f"because-{pk}"],
                seen=self.seen[pk],
            )
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
        label="How was it sent?", max_length=200, widget=line(),
        help_text="Such as by post, or handed over.",
        error_messages={"required": "Say how it was sent"},
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        return not_to_come(on, today=self.today)


def _is_own(because: str) -> bool:
    """Whether somebody wrote these words, which were not there to begin from."""
    return because.strip() not in ("", *TO_BEGIN_FROM.values())


def _fields(pk: str, one: Candidate, *, is_owed: bool) -> dict[str, forms.Field]:
    """None of them is wanted where nothing is decided yet."""
    begin = TO_BEGIN_FROM.get(CandidateState(one.state), "") if is_owed else ""
    words_there = "Words to begin from: say" if begin else "Say"
    school, knows = one.standing_school, one.head_told_on is not None
    choices = [LATER, NO, *([NOT_NOW] if knows and allows("reserve", one) else [])]
    what = forms.ChoiceField(
        label=f"What becomes of {school}?", required=False, choices=choices,
        widget=forms.RadioSelect, help_text="" if knows else UNTOLD,
    )  # fmt: skip
    because = forms.CharField(
        label=f"Why? The head of {school} reads this", max_length=500, required=False,
        widget=lines(3), initial=begin,
        help_text=f"{words_there} what is so of this school. No pupil’s name.",
    )  # fmt: skip
    read = forms.BooleanField(
        label=f"I have read these words, and they are right for {school}", required=False
    )
    made = {f"what-{pk}": what, f"because-{pk}": because, f"read-{pk}": read}
    return {name: conditional(field) for name, field in made.items()}
