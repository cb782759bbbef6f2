"""Which schools are looked for. A plain GET form; it only cleans."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from leadwell.explore.choosing.fitting import ORDERS
from leadwell.explore.choosing.looking import PHASES, Loaded
from leadwell.lib.academic_year import label
from leadwell.programmes.phases import NO_PHASE, in_register
from leadwell.schools.models import Trust
from leadwell.web.forms import PlainSelect, offer

MOST_NAMED = 5
ITS = "its"


class LookingForm(forms.Form):
    """Nothing is needed."""

    area = forms.TypedChoiceField(
        label="Council", coerce=int, empty_value=None, required=False, widget=PlainSelect
    )
    trust = forms.CharField(
        label="Trust", required=False, max_length=200, help_text="Its name, or part of it"
    )
    phase = forms.ChoiceField(label="Phase", required=False, widget=PlainSelect)
    region = forms.ChoiceField(label="Region", required=False, widget=PlainSelect)
    measure = forms.ChoiceField(label="Result", required=False, widget=PlainSelect)
    year = forms.TypedChoiceField(
        label="Year", coerce=int, empty_value=None, required=False, widget=PlainSelect
    )
    below = forms.FloatField(label="Result at most", required=False)
    gap = forms.FloatField(label="Gap at least", required=False, min_value=0, help_text="In points")
    least = forms.IntegerField(label="Pupils at least", required=False, min_value=0)
    most = forms.IntegerField(label="Pupils at most", required=False, min_value=0)
    sort = forms.ChoiceField(
        label="Order", required=False, widget=PlainSelect, choices=list(ORDERS.items())
    )
    special = forms.BooleanField(label="With special schools", required=False)

    def __init__(
        self, data: MultiValueDict[str, str], *, held: Loaded, phases: Collection[str] = ()
    ) -> None:
        """phases: those the programme is for, which are looked at first."""
        asked = data.copy()
        if phases:
            asked.setdefault("phase", ITS)
        asked.setdefault("measure", held.measures[0].key)
        asked.setdefault("sort", "level")
        if held.years:
            asked.setdefault("year", str(held.years[0]))
        super().__init__(asked)
        self.held, self.its = held, in_register(phases)
        self.its_special = NO_PHASE in self.its
        its = [(ITS, "Those it is for")] if phases else []
        offer(
            self,
            phase=[*its, ("", "All"), *((each, each) for each in PHASES)],
            area=[("", "All"), *held.areas],
            region=[("", "All"), *((each, each) for each in held.regions)],
            measure=[(each.key, each.label) for each in held.measures],
            year=[(year, label(year)) for year in held.years],
        )

    def clean_phase(self) -> frozenset[str]:
        """The register's words; none of them for all."""
        said = self.cleaned_data["phase"]
        return self.its if said == ITS else frozenset({said} - {""})

    def clean_measure(self) -> str:
        return self.cleaned_data["measure"] or self.held.measures[0].key

    def clean_sort(self) -> str:
        return self.cleaned_data["sort"] or "level"

    def clean_trust(self) -> list[Trust]:
        """Every trust of that very name, else the one with it inside."""
        name = self.cleaned_data["trust"]
        if not name:
            return []
        same = list(Trust.objects.filter(name__iexact=name))
        alike = same or list(Trust.objects.filter(name__icontains=name)[: MOST_NAMED + 1])
        if same or len(alike) == 1:
            return alike
        if not alike:
            raise forms.ValidationError(f"No trust has “{name}” in its name. Check the spelling.")
        named = "; ".join(trust.name for trust in alike[:MOST_NAMED])
        raise forms.ValidationError(f"More than one trust fits: {named}. Write more of the name.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.its_special and self.data.get("phase") == ITS:
            cleaned["special"] = True
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", "Write more than the least")
        return cleaned
