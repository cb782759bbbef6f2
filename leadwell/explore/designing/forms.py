"""What a design asks, page by page. They clean; nothing on them has to be answered at once."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from leadwell.explore.designing.need import Whose
from leadwell.explore.models import WORDS, ImpactAssessment
from leadwell.lib import codes
from leadwell.people.running.forms import (
    KEY_STAGES,
    OWN_GROUP,
    OWN_GROUP_SUCH_AS,
    Day,
    PhasesField,
    half_terms,
    line,
    lines,
    offer_phases,
    only_answers,
    says_which_group,
)
from leadwell.programmes.models import HALF_TERMS, Instrument, Intensity, Programme
from leadwell.web.forms import PlainSelect, conditional, offer


def asked_in_time(form: forms.BaseForm) -> None:
    """Nothing has to be said at once, and little of it is left to choice: no field says so."""
    for field in form.fields.values():
        conditional(field)
        if isinstance(field, forms.TypedChoiceField) and isinstance(field.widget, forms.Select):
            choices: Any = field.choices
            field.choices = [
                ("", "Not said yet") if key == "" else (key, label) for key, label in choices
            ]


SEEN = "Results, what you saw in books and lessons, what heads say."


class NeedForm(forms.ModelForm):
    """What is to be solved and how that is known. whose: results to draft sentences from; without
    any it is not asked."""

    whose = forms.ChoiceField(label="Whose published results?", required=False, widget=PlainSelect)

    class Meta:
        model = Programme
        fields = ("problem", "evidence_of_need")
        help_texts: ClassVar[dict[str, str]] = {
            "problem": "Who finds what hard, where, and since when. No pupil’s name.",
            "evidence_of_need": f"{SEEN} "
            "Sentences from published results can be put here by the button below, for you to edit.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "problem": lines(5), "evidence_of_need": lines(7),
        }  # fmt: skip

    def __init__(self, *args: Any, whose: Iterable[Whose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        results = [(one.key, one.label) for one in whose]
        if results:
            offer(self, whose=[("", "Choose"), *results])
        else:
            del self.fields["whose"]
            self.fields["evidence_of_need"].help_text = SEEN
        asked_in_time(self)

    @property
    def can_draft(self) -> bool:
        return "whose" in self.fields

    def _post_clean(self) -> None:
        """Whose results were looked at is no part of the programme."""
        super()._post_clean()  # type: ignore[misc]
        self.cleaned_data.pop("whose", None)


class PupilsForm(forms.ModelForm):
    """For which pupils, in how many schools, from when to when."""

    key_stages = forms.TypedMultipleChoiceField(
        coerce=int, choices=KEY_STAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    phases_of_education = PhasesField()

    class Meta:
        model = Programme
        fields = ("key_stages", "phases_of_education", "focus_group", "own_group", "n_schools_planned", "starts_on",
                  "ends_on", "follow_up_years")  # fmt: skip
        labels: ClassVar[dict[str, str]] = {"own_group": OWN_GROUP}
        help_texts: ClassVar[dict[str, str]] = {
            "focus_group": "Whom to look at first when pupils are followed.",
            "own_group": OWN_GROUP_SUCH_AS,
            "n_schools_planned": "At least 4, where the fund asks for a group of schools.",
            "starts_on": "Best from the beginning of September.",
            "ends_on": "Best in June or July, so that the last results are its own.",
            "follow_up_years": "For how many years after the end published results are followed.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "focus_group": forms.RadioSelect(), "own_group": line(), "starts_on": Day(), "ends_on": Day(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_answers(self)
        offer_phases(self)
        asked_in_time(self)

    def clean(self) -> dict[str, Any]:
        says_which_group(self)
        return self.cleaned_data


class RunningForm(forms.ModelForm):
    """Who looks over it, and the money."""

    class Meta:
        model = Programme
        fields = ("steering_group_meets", "strategic_board_meets", "fund_gbp", "budget_gbp",
                  "funding_year", "specialist_word", "is_evaluation_named")  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "steering_group_meets": "Who steers it from week to week. Its members are named under "
            "people of the programme.",
            "fund_gbp": "In pounds. Leave it empty where no fund gives money.",
            "budget_gbp": "In pounds: all of it, over all years.",
            "specialist_word": "Such as specialist leader, or lead practitioner. "
            "Pages of the programme use it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_in_time(self)


class YearForm(forms.Form):
    """One year: what a school is given in each half-term, and what its specialist is."""

    specialist_as = forms.ChoiceField(
        label="In this year the specialist", choices=Intensity.SpecialistAs.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the specialist is in this year"},
    )  # fmt: skip
    WHAT: ClassVar[dict[str, str]] = {
        "n_visits": "Visits", "n_events": "Events", "n_meetings": "Meetings",
    }  # fmt: skip

    def __init__(self, data: Any, *, asked: list[Intensity]) -> None:
        first = asked[0].specialist_as
        super().__init__(data, initial={"specialist_as": first})
        for one in asked:
            for what, label in self.WHAT.items():
                name = f"{what}_{one.half_term}"
                field = forms.IntegerField(
                    label=f"{label}, {HALF_TERMS[one.half_term - 1].lower()}", min_value=0,
                    max_value=20, required=False, initial=getattr(one, what),
                    error_messages={
                        "max_value": "Write 20 at most: no half-term has room for more.",
                        "min_value": "Write 0 or more", "invalid": "Write a whole number",
                    },
                )  # fmt: skip
                field.widget.attrs |= {"class": "form-control numeric", "inputmode": "numeric"}
                self.fields[name] = field

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """A half-term with its three numbers, for the table."""
        return [
            (label, [self[f"{what}_{n}"] for what in self.WHAT])
            for n, label in enumerate(HALF_TERMS, 1)
        ]

    @property
    def half_terms(self) -> list[dict[str, int]]:
        """What was said, from the first half-term to the last; nothing said is none."""
        return [
            {what: self.cleaned_data[f"{what}_{n}"] or 0 for what in self.WHAT} for n in range(1, 7)
        ]


class DaysForm(forms.ModelForm):
    """What each thing takes: of a school's staff, and how much specialists have to give."""

    class Meta:
        model = Programme
        fields = ("visit_staff_days", "event_staff_days", "meeting_staff_days", "specialist_days")
        labels: ClassVar[dict[str, str]] = {
            "visit_staff_days": "How many days is a school’s staff out of class for a visit?",
            "event_staff_days": "And for an event?",
            "meeting_staff_days": "And for a meeting?",
            "specialist_days": "How many days of visits do all specialists together have in a "
            "school year?",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "visit_staff_days": "Of everybody together: two people for half a morning are 0.5.",
            "event_staff_days": "Two people for a day are 2.",
            "specialist_days": "A visit takes one. Leave it empty while nobody knows.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_in_time(self)
        for name, days in self.initial.items():
            self.initial[name] = None if days is None else f"{days.normalize():f}"
        for field in self.fields.values():
            field.error_messages |= {
                "required": "Write a number of days, 0 for none",
                "invalid": "Write a number of days, such as 2 or 0.5",
            }
            field.widget.attrs |= {"min": "0", "inputmode": "decimal"}


class InstrumentForm(forms.ModelForm):
    """What is measured with, who is asked, and in which half-terms."""

    points = forms.MultipleChoiceField(
        label="When is it used?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Pupils are measured in three half-terms of a year at most, whatever with. Two "
        "are usual.",
    )  # fmt: skip
    code = forms.ChoiceField(label="What is it?", error_messages={"required": "Say what it is"})

    class Meta:
        model = Instrument
        fields = ("code", "name", "asks", "error_band")
        help_texts: ClassVar[dict[str, str]] = {
            "name": "Needed for another one, such as a survey of your own.",
            "error_band": "From its publisher: how far two scores of a pupil differ by chance.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"asks": forms.RadioSelect()}

    field_order = ["code", "name", "asks", "points", "error_band"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_answers(self)
        programme = self.instance.programme
        offer(
            self,
            code=[("", "Choose"), *codes.choices("instrument", on=today)],
            points=half_terms(programme),
        )
        if self.instance.pk:
            kept = self.instance.points.all()
            self.initial["points"] = [f"{one.year}-{one.half_term}" for one in kept]

    def _get_validation_exclusions(self) -> set[str]:
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left_out - {"programme"}

    @property
    def when(self) -> list[tuple[int, int]]:
        """Year and half-term of each time."""
        return [
            (int(year), int(half_term))
            for year, _, half_term in (one.partition("-") for one in self.cleaned_data["points"])
        ]


class AnswerForm(forms.Form):
    """One sentence on one warning."""

    answer = forms.CharField(
        label="Why is it so all the same?", max_length=300, widget=lines(2),
        error_messages={"required": "Say in a sentence why it is so all the same"},
    )  # fmt: skip


class WhyForm(forms.Form):
    because = forms.CharField(
        label="Why?", max_length=300, widget=lines(2),
        help_text="Everybody in the programme can read this.",
        error_messages={"required": "Say why"},
    )  # fmt: skip


class ShownForm(forms.Form):
    """Which rules were on the page when they were confirmed."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AssessmentForm(forms.ModelForm):
    """The questions of a data protection impact assessment."""

    class Meta:
        model = ImpactAssessment
        fields = WORDS
        help_texts: ClassVar[dict[str, str]] = {
            "purpose": "Which data of pupils and staff, and to which end.",
            "necessity": "Why it cannot be done with less. Names of pupils are never needed.",
            "consultation": "Whose view was heard, when, and what they said.",
            "risks": "Each in a line: what, for whom, how likely, how bad.",
            "safeguards": "Codes in the place of names, few readers, an end date, and so on.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {name: lines(4) for name in WORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_in_time(self)


class SignForm(forms.ModelForm):
    """What the data protection officer says."""

    outcome = forms.ChoiceField(
        label="May it go ahead?", choices=ImpactAssessment.Outcome.choices,
        widget=forms.RadioSelect, error_messages={"required": "Say whether it may go ahead"},
    )  # fmt: skip
    review_on = forms.DateField(
        label="Look at it again by", widget=Day(),
        help_text="Within a year, or when something new is collected.",
        error_messages={"required": "Say by when it is looked at again"},
    )  # fmt: skip

    class Meta:
        model = ImpactAssessment
        fields = ("outcome", "advice", "review_on")
        widgets: ClassVar[dict[str, forms.Widget]] = {"advice": lines(4)}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_on(self) -> date:
        on: date = self.cleaned_data["review_on"]
        if on <= self.today:
            raise forms.ValidationError("Choose a day that is still to come")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("outcome") in {"conditions", "no"} and not cleaned.get("advice"):
            self.add_error("advice", "Say what has to be done first, or why not")
        return cleaned

    def _post_clean(self) -> None:
        """A half-signed assessment would break the constraints: the action signs it whole."""
