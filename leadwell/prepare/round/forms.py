"""What is asked of whoever has a round planned."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from leadwell.lib import academic_year as years
from leadwell.people.running.forms import Day
from leadwell.programmes.models import Hub, Programme
from leadwell.web.forms import offer

USUAL_DAYS = Decimal(8)


class RoundForm(forms.Form):
    """For which schools, from when. programmes, hubs: those that may be planned for; handed in."""

    of = forms.ChoiceField(
        label="For which schools?", widget=forms.RadioSelect,
        error_messages={"required": "Choose a programme or a hub"},
    )  # fmt: skip
    first_day = forms.DateField(
        label="From when?", widget=Day(), error_messages={"required": "Choose the first day"},
        help_text="To the end of that academic year.",
    )  # fmt: skip
    usual_days = forms.DecimalField(
        label="How many days for a school that has none agreed?", min_value=Decimal("0.5"),
        max_value=60, max_digits=4, decimal_places=2, initial=USUAL_DAYS,
        help_text="Where a deployment or an accepted offer says how many, that counts.",
        error_messages={"required": "Say how many days"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, programmes: Iterable[Programme], hubs: Iterable[Hub], today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.today = today
        self.known: dict[str, tuple[Programme, Hub | None]] = {}
        names = []
        for programme in programmes:
            self.known[f"programme-{programme.pk}"] = (programme, None)
            names.append((f"programme-{programme.pk}", f"{programme}: all its schools"))
        for hub in hubs:
            self.known[f"hub-{hub.pk}"] = (hub.programme, hub)
            names.append((f"hub-{hub.pk}", f"{hub.programme}: {hub}"))
        offer(self, of=names)
        if len(names) == 1:
            self.fields["of"].initial = names[0][0]
        self.fields["first_day"].initial = today

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if not self.today <= day <= years.last_day(years.of(self.today) + 1):
            raise forms.ValidationError(
                "Choose a day from today to the end of the next school year"
            )
        return day

    @property
    def facts(self) -> dict[str, Any]:
        """As the action takes them."""
        said = self.cleaned_data
        programme, hub = self.known[said["of"]]
        return {"programme": programme, "hub": hub, "first_day": said["first_day"],
                "usual_days": said["usual_days"]}  # fmt: skip
