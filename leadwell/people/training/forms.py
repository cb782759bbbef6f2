"""What is asked of somebody who did their training. It cleans; the action keeps."""

from datetime import date
from typing import Any

from django import forms

from leadwell.people.running.forms import Day
from leadwell.people.training.access import a_year_before


class TrainingForm(forms.Form):
    trained_on = forms.DateField(label="On which day did you do it?", widget=Day)
    what = forms.CharField(
        label="Which training was it?",
        max_length=120,
        help_text="Its name and who gave it, such as: your trust’s yearly course.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_trained_on(self) -> date:
        found: date = self.cleaned_data["trained_on"]
        if found > self.today:
            raise forms.ValidationError("That day is still to come.")
        if found < a_year_before(self.today):
            raise forms.ValidationError("That is more than a year ago: it is to be done again.")
        return found
