"""What is asked about a programme. They clean; actions keep."""

from typing import Any

from django import forms

from leadwell.evaluation import actions, sponsored
from leadwell.evaluation.gaps import not_together
from leadwell.evaluation.models import Evaluation, Recruitment
from leadwell.evaluation.outcomes import choices
from leadwell.lib import academic_year
from leadwell.people.running.forms import lines
from leadwell.web.forms import offer

USUAL = "maths_average"
YEARS_BACK = 6


class QuestionForm(forms.Form):
    """first_start: the year the first school began: schools were chosen by an earlier one."""

    primary = forms.ChoiceField(
        label="Which result is the question about?",
        help_text="Schools are matched on this one. It is the first in every answer.",
    )
    also = forms.MultipleChoiceField(
        label="Which other results are looked at beside it?",
        required=False,
        help_text="Only those the programme aims at: with each, chance has one more occasion, and "
        "that is counted in.",
        widget=forms.CheckboxSelectMultiple,
    )
    recruitment = forms.ChoiceField(
        label="How were the schools chosen?",
        choices=[
            (Recruitment.YEAR, "By the results of one year"),
            (Recruitment.NOT_BY_RESULTS, "Results had no part in it"),
            (Recruitment.UNKNOWN, "Nobody knows"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the schools were chosen"},
    )
    recruited_on = forms.TypedChoiceField(
        label="By which year’s results?",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Only where it was by results. That year is left out of what change is "
        "measured from: schools chosen in a bad year rise again by themselves.",
    )
    sponsors = forms.ChoiceField(
        label=sponsored.LABEL, required=False, choices=sponsored.CHOICES, help_text=sponsored.HELP
    )
    because = forms.CharField(
        label="Why is the question changed?", max_length=300, widget=lines(2),
        error_messages={"required": "Say why the question is changed"},
        help_text="It stands beside both versions for good.",
    )  # fmt: skip

    def __init__(self, data: Any, *, first_start: int, replaces: Evaluation | None = None) -> None:
        super().__init__(data, initial=_initial(replaces))
        years = range(first_start - 1, first_start - 1 - YEARS_BACK, -1)
        by_year = [("", "No year"), *((str(year), academic_year.label(year)) for year in years)]
        offer(self, primary=choices(), also=choices(), recruited_on=by_year)
        if replaces is None:
            del self.fields["because"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by_year = cleaned.get("recruitment") == Recruitment.YEAR
        if by_year and cleaned.get("recruited_on") is None:
            self.add_error("recruited_on", "Say by which year’s results")
        if not by_year and cleaned.get("recruited_on") is not None and cleaned.get("recruitment"):
            self.add_error("recruited_on", "Choose “No year”, or say that it was by results")
        if because := not_together([cleaned.get("primary", ""), *cleaned.get("also", [])]):
            self.add_error("also", because)
        return cleaned

    @property
    def said(self) -> actions.Fixing:
        cleaned = self.cleaned_data
        measures = dict.fromkeys([cleaned["primary"], *cleaned["also"]])
        return actions.Fixing(
            measures=list(measures),
            recruitment=Recruitment(cleaned["recruitment"]),
            recruited_on=cleaned["recruited_on"],
            is_through_sponsors=cleaned["sponsors"] != sponsored.WITHOUT_BEFORE,
        )


def _initial(replaces: Evaluation | None) -> dict[str, Any]:
    if replaces is None:
        return {"primary": USUAL}
    return {
        "primary": replaces.measures[0],
        "also": replaces.measures[1:],
        "recruitment": replaces.recruitment,
        "recruited_on": replaces.recruited_on,
        "sponsors": "" if replaces.is_through_sponsors else sponsored.WITHOUT_BEFORE,
    }
