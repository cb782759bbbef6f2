"""What may be asked: which schools, since when, which results. GET forms; they only clean."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from leadwell.evaluation import detecting, sponsored
from leadwell.evaluation.gaps import not_together
from leadwell.evaluation.outcomes import choices
from leadwell.lib import academic_year
from leadwell.web.forms import offer

MOST_SCHOOLS = 400
NOT_BY_RESULTS = "none"


class UrnsField(forms.CharField):
    """URNs by commas, spaces or lines. Cleans to numbers, each once, in the order given."""

    def __init__(self, **options: Any) -> None:
        area = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=area, **options)

    def to_python(self, value: Any) -> Any:
        parts = [part for part in re.split(r"[\s,;]+", value or "") if part]
        if wrong := [part for part in parts if not re.fullmatch(r"[1-9][0-9]{5}", part)]:
            raise forms.ValidationError(f"“{wrong[0][:20]}” is not a URN: a URN has six digits.")
        found = tuple(dict.fromkeys(map(int, parts)))
        if len(found) > MOST_SCHOOLS:
            raise forms.ValidationError(f"Name at most {MOST_SCHOOLS} schools at a time.")
        return found

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Of text; these are numbers by now."""


class TryForm(forms.Form):
    """years: academic years with published results, ascending; handed in."""

    schools = UrnsField(
        label="Schools that took part",
        help_text="Their URNs, by commas or one a line. Nothing you write here is kept.",
        error_messages={"required": "Name at least one school by its URN"},
    )
    start = forms.ChoiceField(
        label="The academic year they began",
        help_text="Its results already count as after.",
        error_messages={"required": "Choose the year they began"},
    )
    chosen = forms.ChoiceField(
        label="How the schools were chosen",
        required=False,
        help_text="A year whose results they were chosen by is left out: after a poor year, results "
        "rise in any case.",
    )
    outcome = forms.ChoiceField(
        label="Results",
        help_text="Similar schools are those with similar results in this.",
        error_messages={"required": "Choose which results"},
    )
    also = forms.MultipleChoiceField(
        label="Other results to look at",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sponsors = forms.ChoiceField(
        label=sponsored.LABEL, required=False, choices=sponsored.CHOICES, help_text=sponsored.HELP
    )

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        starts = range(years[0], years[-1] + 2) if years else ()
        labels = [(academic_year.label(year), academic_year.label(year)) for year in starts]
        offer(
            self,
            start=[("", "Choose a year"), *labels],
            chosen=[
                ("", "Nobody knows"),
                (NOT_BY_RESULTS, "Not by their results"),
                *((text, f"By their results in {text}") for text, _ in labels),
            ],
            outcome=choices(),
            also=choices(),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        start, chosen = said.get("start"), said.get("chosen")
        if start and chosen and chosen != NOT_BY_RESULTS and chosen >= start:
            self.add_error("chosen", "Schools are chosen before they begin: choose an earlier year")
        if because := not_together([said.get("outcome", ""), *said.get("also", [])]):
            self.add_error("also", because)
        return said


class DetectForm(forms.Form):
    schools = forms.IntegerField(
        label="Schools that take part", min_value=1, max_value=5000, initial=12
    )
    years = forms.IntegerField(
        label="Years of results after the start", min_value=1, max_value=10, initial=2
    )
    base_years = forms.IntegerField(
        label="Years of results before it", min_value=1, max_value=3, initial=3
    )
    pupils = forms.IntegerField(
        label="Pupils in a year group, in the middle", min_value=1, max_value=500, initial=35
    )
    outcome = forms.ChoiceField(
        label="Results",
        choices=[(key, each.label) for key, each in detecting.OUTCOMES.items()],
        initial="maths",
    )
