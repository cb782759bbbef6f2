"""What is asked of a school that would like to take part, of its call, and of who is invited.
They clean; actions keep."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict

from leadwell.explore.interest.said import Declared, Said
from leadwell.explore.models import Initiative, InterestCall, SentInterest
from leadwell.explore.radar.forms import ASKED, InitiativeForm, blank
from leadwell.people.running.forms import Day, lines
from leadwell.schools.models import School
from leadwell.web.forms import conditional

MOST_NEW = 3
"""Initiatives that can be added here; more go into the school's own list."""
NO_NAMES = "No pupil’s name."
LISTED, NONE = "listed", "none"
WHY_SHARE: Mapping[str, str] = {
    SentInterest.Share.TEACHERS: "to see where groups of pupils stand before the first visit",
    SentInterest.Share.TESTS: "to measure the same thing again in July",
    SentInterest.Share.ATTENDANCE: "to tell missed lessons from lessons that do not work",
    SentInterest.Share.SURVEY: "to see what training changes; no answer is shown with a name",
    SentInterest.Share.BOOKS: "to see what reaches pupils; nothing is graded",
    SentInterest.Share.NOTHING: "we talk about it before anything is agreed",
}
"""Why each kind of data is asked for."""


class CallForm(forms.ModelForm):
    class Meta:
        model = InterestCall
        fields = ("closes_on", "answer_by")
        labels: ClassVar[dict[str, str]] = {
            "closes_on": "Which is the last day of the call?",
            "answer_by": "By when does every school hear?",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "closes_on": "It closes at 17:00 on that day. What comes later goes to reserve.",
            "answer_by": "Schools read this day when they have sent theirs.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"closes_on": Day(), "answer_by": Day()}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "closes_on": {"required": "Choose the last day"},
            "answer_by": {"required": "Choose the day by which schools hear"},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_closes_on(self) -> date:
        closes_on: date = self.cleaned_data["closes_on"]
        if closes_on < self.today:
            raise forms.ValidationError("That day is over. Choose today or a later day")
        return closes_on


class HeadForm(forms.Form):
    """Who heads a school of which nobody is named here."""

    name = forms.CharField(
        label="Who is its head?",
        max_length=120,
        error_messages={"required": "Write the head’s name"},
    )
    email = forms.EmailField(
        label="The head’s work e-mail address",
        help_text="The letter goes there. It says that there is something to answer, and where.",
        error_messages={
            "required": "Write the head’s e-mail address",
            "invalid": "Write the whole e-mail address, like name@example.org",
        },
    )


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Why?", max_length=300, widget=lines(3), required=False,
        help_text="Who manages the programme reads this. It helps them to ask at a better time.",
    )  # fmt: skip


def _text(label: str, most: int, missing: str = "", hint: str = "", rows: int = 3) -> forms.Field:
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "data-guard": ""}),
        error_messages={
            "required": missing,
            "max_length": f"{label.rstrip('?')}: write it shorter, {most} letters at most",
        },
    )  # fmt: skip


def _name(label: str, missing: str = "") -> forms.Field:
    return forms.CharField(
        label=label, max_length=120, required=bool(missing), error_messages={"required": missing}
    )


class InterestForm(forms.Form):
    """All of it on one page. is_asked: words that are kept are shown as they were written, and
    found fault with only when somebody goes on. known: initiatives in the school's list that go on
    or are to come."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = _text(
        "Why this, and why now?", 600, "Say why your school would like this now",
        f"What you see in your school that this would change. {NO_NAMES}", rows=5,
    )  # fmt: skip
    hoped = _text("What do you hope will be different?", 400, "Say what you hope for", rows=4)
    in_plan = _text(
        "What does your improvement plan do about it now?", 300,
        "Say what your improvement plan does about it now, or that it does nothing yet",
    )  # fmt: skip
    plan_reference = forms.CharField(
        label="Where does it stand in the plan?", max_length=60,
        help_text="Such as: priority 2, page 7. Or: not in it yet.",
        error_messages={"required": "Say where in the plan it stands, or that it is not in it yet"},
    )  # fmt: skip
    subject_lead = _name("Who leads the subject?", "Say who leads the subject")
    deputy = _name("Who deputises for them?")
    leader = _name("Which senior leader looks after it?", "Say which senior leader looks after it")
    working_party = forms.CharField(
        label="Who is in the working party?", max_length=300,
        widget=lines(2, is_guarded=False),
        help_text="Those who carry the work in your school: names or posts.",
        error_messages={
            "required": "Say who is in the working party",
            "max_length": "The working party: write it shorter, 300 letters at most",
        },
    )  # fmt: skip
    can_decide = conditional(
        forms.MultipleChoiceField(
            label="What may the working party decide by itself?",
            choices=SentInterest.Decides.choices, required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="No place is offered while it may decide nothing.",
        )
    )  # fmt: skip
    others = forms.ChoiceField(
        label="Does your school have other initiatives, now or planned for the same year?",
        choices=[(LISTED, "Yes, and all of them are listed here"), (NONE, "None")],
        widget=forms.RadioSelect,
        help_text="Whoever pays for them: projects, hubs, trials, training that takes staff time.",
        error_messages={
            "required": "Other initiatives: list them, or choose “None”. What you wrote is kept."
        },
    )
    hours = forms.DecimalField(
        label="For how many hours a week can the subject lead be released?",
        min_value=0, max_value=40, max_digits=4, decimal_places=2,
        help_text="Such as 1 or 2.5. With less than 1 the work hardly gets done.",
        error_messages={
            "required": "Say for how many hours a week",
            "invalid": "Write hours a week, such as 1 or 2.5",
            "min_value": "Write hours a week, such as 1 or 2.5",
            "max_value": "Write hours a week, such as 1 or 2.5",
        },
    )  # fmt: skip
    days_not = _text("Which days do not suit you?", 200, hint="Such as sports week.", rows=2)
    access_needs = _text(
        "What should we know so that everybody can take part?", 200, rows=2,
        hint="Such as a room without stairs. Nobody’s name, and nothing about anybody’s health.",
    )  # fmt: skip
    shares = forms.MultipleChoiceField(
        label="What can you share with the programme?",
        choices=[(code, f"{name}: {WHY_SHARE[code]}") for code, name in SentInterest.Share.choices],
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing is shared by ticking it: what, how and for how long is agreed later.",
        error_messages={"required": "Tick what you can share, or “None of these yet”"},
    )
    chair_told = forms.ChoiceField(
        label="Does your chair of governors know of this?",
        choices=[("yes", "Yes"), ("no", "Not yet")], widget=forms.RadioSelect,
        error_messages={"required": "Say whether your chair of governors knows"},
    )  # fmt: skip
    chair_told_on = conditional(
        forms.DateField(
            label="Since when?", required=False, widget=Day(),
            error_messages={"invalid": "Choose a day"},
        )
    )  # fmt: skip

    def __init__(
        self, data: Any, *, school: School, known: Sequence[Initiative], today: date,
        is_asked: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.school, self.known, self.today, self.is_asked = school, known, today, is_asked
        for n in range(1, MOST_NEW + 1):
            for name, field in InitiativeForm.base_fields.items():
                self.fields[_called(n, name)] = _of_initiative(field)

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.is_asked else ErrorDict()

    @property
    def new(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """Places for initiatives that are not in the list: number, fields, whether one is begun."""
        return [
            (n, [self[_called(n, name)] for name in ASKED], self._is_begun(n))
            for n in range(1, MOST_NEW + 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.declared = tuple(filter(None, map(self._declared, range(1, MOST_NEW + 1))))
        begun = any(self._is_begun(n) for n in range(1, MOST_NEW + 1))
        listed = bool(self.known) or begun
        if cleaned.get("others") == NONE and listed:
            self.add_error("others", "There are some in the list: choose “Yes”, or take them out")
        if cleaned.get("others") == LISTED and not listed:
            self.add_error("others", "List them below, or choose “None”")
        if cleaned.get("chair_told") == "yes" and not cleaned.get("chair_told_on"):
            self.add_error("chair_told_on", "Choose the day on which the chair was told")
        told_on = cleaned.get("chair_told_on")
        if told_on and told_on > self.today:
            self.add_error("chair_told_on", "That day is still to come")
        shares = cleaned.get("shares") or []
        if SentInterest.Share.NOTHING in shares and len(shares) > 1:
            self.add_error("shares", "Tick what you can share, or “None of these yet” alone")
        return cleaned

    @property
    def said(self) -> Said:
        """Once it is valid."""
        asked = self.cleaned_data
        plain = (
            "why", "hoped", "in_plan", "plan_reference", "subject_lead", "deputy", "leader",
            "working_party", "hours", "days_not", "access_needs",
        )  # fmt: skip
        return Said(
            **{name: asked[name] for name in plain},
            can_decide=tuple(asked["can_decide"]), shares=tuple(asked["shares"]),
            chair_told_on=asked["chair_told_on"] if asked["chair_told"] == "yes" else None,
            n_listed=len(self.known), initiatives=self.declared,
        )  # fmt: skip

    def _is_begun(self, n: int) -> bool:
        return any(str(self[_called(n, name)].value() or "").strip() for name in ASKED)

    def _declared(self, n: int) -> Declared | None:
        """One that is begun is whole, or said what it lacks."""
        if not self._is_begun(n):
            return None
        given = {name: self.data.get(_called(n, name), "") for name in ASKED}
        form = InitiativeForm(given, instance=blank(self.school, self.today))
        for name, errors in form.errors.items():
            at = _called(n, name if name in ASKED else "name")
            self.add_error(at, [_of_one(n, str(each)) for each in errors])
        return Declared(**form.cleaned_data) if form.is_valid() else None


def _called(n: int, name: str) -> str:
    return f"i{n}_{name}"


def _of_one(n: int, said: str) -> str:
    return f"Initiative {n}: {said[:1].lower() + said[1:]}"


def _of_initiative(field: forms.Field) -> forms.Field:
    made = deepcopy(field)
    made.required = False
    return conditional(made)
