"""What is asked about a peer review. They clean; actions keep."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from leadwell.explore.models import PeerAnswer, PeerFinding, PeerQuestion, PeerReview
from leadwell.explore.models.peer_review import FEWEST_KINDS, MOST_QUESTIONS
from leadwell.explore.peer_reviewing.actions import Found, Planned, Reviewer
from leadwell.explore.reviewing.fields import words
from leadwell.lib import codes
from leadwell.people.drafts.words import plain
from leadwell.people.roles.forms import Day, SchoolField
from leadwell.schools.models import School
from leadwell.web.forms import offer

NO_NAMES = "About the work, not about a person. No names, and no grade."


def needed(label: str, most: int, hint: str, missing: str) -> forms.CharField:
    """Free words that have to be there."""
    field = words(label, most, hint)
    field.required = True
    field.error_messages["required"] = missing
    return field


class PlanForm(forms.Form):
    """What kind of review, when, and what it is to find out."""

    kind = forms.ChoiceField(
        label="What kind of review is it?", choices=PeerReview.Kind.choices,
        widget=forms.RadioSelect, error_messages={"required": "Choose what kind of review it is"},
    )  # fmt: skip
    starts_on = Day(label="First day", errors={"required": "Give the first day"})
    ends_on = Day(
        label="Last day", help_text="The same day, where it is one day.",
        errors={"required": "Give the last day"},
    )  # fmt: skip

    def __init__(self, data: Any, *, review: PeerReview | None = None) -> None:
        start: dict[str, Any] = {}
        if review:
            start = {name: getattr(review, name) for name in ("kind", "starts_on", "ends_on")}
            start |= {f"question-{one.number}": one.text for one in review.questions.all()}
        super().__init__(data, initial=start)
        for n in range(1, MOST_QUESTIONS + 1):
            label = "What is it to find out?" if n == 1 else "Another question"
            self.fields[f"question-{n}"] = words(
                label,
                200,
                "One question, such as: do pupils explain how they know?" if n == 1 else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        if not self.questions and "question-1" not in self.errors:
            self.add_error("question-1", "Write at least one question")
        return cleaned

    @property
    def questions(self) -> list[str]:
        said = (self.cleaned_data.get(f"question-{n}", "") for n in range(1, MOST_QUESTIONS + 1))
        return [text for text in said if text]

    @property
    def said(self) -> Planned:
        asked = self.cleaned_data
        return Planned(asked["kind"], asked["starts_on"], asked["ends_on"], self.questions)


class ReviewerForm(forms.Form):
    """Somebody who comes, and from where."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Nothing is sent to them.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write who comes"},
    )  # fmt: skip
    organisation = forms.CharField(
        label="Or for whom do they work?", max_length=120, required=False,
        help_text="Only where they work at no school, such as a trust or an inspectorate.",
    )  # fmt: skip
    interest = words(
        "Anything a reader should know?", 200, "Such as: taught here until three years ago."
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["school"] = SchoolField(School.objects.standing(), label="At which school do they work?")  # fmt: skip
        self.order_fields(["name", "school", "organisation", "interest"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "school" in self.errors:
            return cleaned
        if cleaned.get("school") and cleaned.get("organisation"):
            self.add_error("organisation", "Either a school or somebody else: not both")
        elif not cleaned.get("school") and not cleaned.get("organisation"):
            self.add_error("school", "Say at which school they work, or for whom")
        return cleaned

    @property
    def said(self) -> Reviewer:
        asked = self.cleaned_data
        name = " ".join(asked["name"].split())
        return Reviewer(name, asked["school"], asked["organisation"], asked["interest"])


class OwnViewForm(forms.Form):
    """What the school thinks of each question itself."""

    def __init__(self, data: Any, *, questions: Sequence[PeerQuestion]) -> None:
        super().__init__(data)
        self.numbers = [one.number for one in questions]
        for one in questions:
            self.fields[f"own-{one.number}"] = words(one.text, 300, NO_NAMES)
            self.initial[f"own-{one.number}"] = one.own_view

    @property
    def said(self) -> dict[int, str]:
        return {n: self.cleaned_data[f"own-{n}"] for n in self.numbers}


class GroundForm(forms.Form):
    """On what the findings rest."""

    evidence = forms.MultipleChoiceField(
        label="What did the reviewers look at?", widget=forms.CheckboxSelectMultiple,
        help_text="Two kinds at least.",
        error_messages={"required": "Say what the reviewers looked at"},
    )  # fmt: skip
    limits = needed(
        "What does this not show?", 300, "Such as: two classes of seven, and no lesson in Year 6.",
        "Say what this does not show",
    )  # fmt: skip

    def __init__(self, data: Any, *, review: PeerReview, on: date) -> None:
        super().__init__(data, initial={"evidence": review.evidence, "limits": review.limits})
        offer(self, evidence=codes.choices("peer_evidence", on=on))

    def clean_evidence(self) -> list[str]:
        found: list[str] = self.cleaned_data["evidence"]
        if len(found) < FEWEST_KINDS:
            raise forms.ValidationError("Add a second kind of evidence")
        return found


SAID = ("working", "evidence", "better", "to_whom")
"""What a finding says, by its columns."""


class FindingForm(forms.Form):
    working = needed("What is working?", 300, NO_NAMES, "Say what is working")
    evidence = needed(
        "On what evidence?", 300, "Such as: books of Years 3 and 5, and six pupils of each.",
        "Say on what evidence",
    )  # fmt: skip
    better = needed("Even better if …", 300, NO_NAMES, "Say what would make it even better")
    to_whom = forms.ChoiceField(
        label="To whom is it said?", choices=PeerFinding.ToWhom.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say to whom it is said"},
    )  # fmt: skip

    @property
    def said(self) -> Found:
        return Found(**{name: self.cleaned_data[name] for name in SAID})

    def is_of(self, finding: PeerFinding) -> bool:
        """Whether that finding says what was sent here. Once the form is valid."""
        return all(self.cleaned_data[name] == plain(getattr(finding, name)) for name in SAID)


class FeedbackForm(forms.Form):
    """When both were told."""

    leader_told_on = Day(
        label="When was whoever leads the subject told?",
        errors={"required": "Say when whoever leads the subject was told"},
    )  # fmt: skip
    senior_told_on = Day(
        label="When were senior leaders told?",
        errors={"required": "Say when senior leaders were told"},
    )  # fmt: skip
    late_because = words(
        "If not both on the last day: why?", 300, "Leave it empty where both were."
    )


class AnswerForm(forms.Form):
    how = forms.ChoiceField(
        label="What does the school answer?", widget=forms.RadioSelect,
        choices=[("accept", "We accept it"), ("part", "We accept it in part"),
                 ("decline", "We decline it")],
        error_messages={"required": "Say what the school answers"},
    )  # fmt: skip
    because = needed("Why?", 300, NO_NAMES, "Say why")

    def __init__(self, data: Any, *, answer: PeerAnswer | None) -> None:
        start = {"how": answer.how, "because": answer.because} if answer else {}
        super().__init__(data, initial=start)


class WorkshopForm(forms.Form):
    on = Day(label="When is the follow-up workshop?")


class TakeHomeForm(forms.Form):
    text = needed("What are you taking home?", 300, NO_NAMES, "Write what you are taking home")


class CancelForm(forms.Form):
    because = needed("Why is it cancelled?", 300, "", "Say why it is cancelled")
