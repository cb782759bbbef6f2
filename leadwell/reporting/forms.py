"""What may be asked of the overview and of search. Both are plain GET forms; both only clean."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from leadwell.lib import academic_year as years
from leadwell.programmes.models import Hub
from leadwell.schools import catalogue
from leadwell.schools.models import Identifier, Trust
from leadwell.web.forms import PlainSelect, offer

MEASURES = (
    "rwm_expected", "rwm_higher", "reading_expected", "writing_expected", "maths_expected",
    "gps_expected", "reading_average", "maths_average", "gps_average", "reading_progress",
    "writing_progress", "maths_progress",
)  # fmt: skip
KINDS = ("Primary", "Middle deemed primary", "All-through")
SORTS = {
    "name": "Name, A to Z",
    "level": "Result, lowest first",
    "-level": "Result, highest first",
    "change": "Change, largest fall first",
    "-change": "Change, largest rise first",
    "gap": "Gap, widest first",
    "-gap": "Gap, narrowest first",
    "pupils": "Pupils, fewest first",
    "-pupils": "Pupils, most first",
}
MOST_CHOSEN = 200
MOST_NAMED = 5


class UrnsField(forms.Field):
    """Schools ticked by hand: urn=900001&urn=900002. Cleans to their URNs, without repeats."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        written = [text.strip() for text in value or [] if text.strip()]
        if len(written) > MOST_CHOSEN:
            raise forms.ValidationError(f"Choose at most {MOST_CHOSEN} schools at a time.")
        wrong = [text for text in written if not re.fullmatch(r"[1-9][0-9]{5}", text)]
        if wrong:
            raise forms.ValidationError(
                f'"{wrong[0][:20]}" is not a URN: a URN has six digits. Take it out of the address.'
            )
        return list(dict.fromkeys(int(text) for text in written))


class OverviewForm(forms.Form):
    """Which schools, which result, which year and in which order. Nothing is needed.

    areas: (code, name) of those with schools; academic_years: those loaded, newest first. Both
    are handed in, so that drawing and cleaning ask the database once. hubs: that may be asked for.
    """

    area = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, widget=PlainSelect,
        error_messages={"invalid_choice": "Choose an area from the list."},
    )  # fmt: skip
    trust = forms.CharField(required=False, max_length=200, help_text="Its name, or part of it")
    kind = forms.ChoiceField(
        label="Kind of school", required=False, widget=PlainSelect,
        choices=[
            ("", "All but special schools"), *((kind, kind) for kind in KINDS),
            ("special", "Special schools only"), ("all", "All, with special schools"),
        ],
        error_messages={"invalid_choice": "Choose a kind of school from the list."},
    )  # fmt: skip
    measure = forms.ChoiceField(
        label="Result", required=False, widget=PlainSelect,
        error_messages={"invalid_choice": "Choose a result from the list."},
    )  # fmt: skip
    year = forms.TypedChoiceField(
        coerce=int, required=False, widget=PlainSelect,
        error_messages={"invalid_choice": "Choose a year that has been loaded."},
    )  # fmt: skip
    sort = forms.ChoiceField(
        label="Order", required=False, widget=PlainSelect, choices=list(SORTS.items()),
        error_messages={"invalid_choice": "Choose an order from the list."},
    )  # fmt: skip
    urn = UrnsField(required=False)
    hub = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        areas: Sequence[tuple[int, str]],
        academic_years: Sequence[int],
        hubs: QuerySet[Hub] | None = None,
    ) -> None:
        asked = data.copy()
        asked.setdefault("measure", MEASURES[0])
        asked.setdefault("sort", "name")
        if academic_years:
            asked.setdefault("year", str(academic_years[0]))
        super().__init__(asked)
        self.hubs = hubs
        by_key = catalogue.load().by_key
        offer(
            self,
            area=[("", "All areas"), *areas],
            measure=[(key, by_key[key].label) for key in MEASURES],
            year=[(year, years.label(year)) for year in academic_years],
        )

    def clean_trust(self) -> list[Trust]:
        """Every trust of that very name (the register has a few pairs), else the one with it inside."""
        name = self.cleaned_data["trust"]
        if not name:
            return []
        alike = list(Trust.objects.filter(name__icontains=name)[: MOST_NAMED + 1])
        same = list(Trust.objects.filter(name__iexact=name)) if alike else []
        if same or len(alike) == 1:
            return same or alike
        if not alike:
            raise forms.ValidationError(f'No trust has "{name}" in its name. Check the spelling.')
        names = "; ".join(trust.name for trust in alike[:MOST_NAMED])
        more = " and others" if alike[MOST_NAMED:] else ""
        raise forms.ValidationError(
            f'More than one trust has "{name}" in its name: {names}{more}. Write more of the name.'
        )

    def clean_measure(self) -> str:
        return self.cleaned_data["measure"] or MEASURES[0]

    def clean_sort(self) -> str:
        return self.cleaned_data["sort"] or "name"

    def clean_year(self) -> int | None:
        return self.cleaned_data["year"] or None

    def clean_hub(self) -> Hub | None:
        """One of those that whoever asks may see; others are as if they were not there."""
        pk = self.cleaned_data["hub"]
        found = self.hubs.filter(pk=pk).first() if pk and self.hubs is not None else None
        if pk and not found:
            raise forms.ValidationError("There is no such hub among yours. Start again.")
        return found

    def clean_urn(self) -> list[int]:
        urns: list[int] = self.cleaned_data["urn"]
        if urns:
            known = Identifier.objects.filter(scheme="urn", value__in=urns)
            unknown = set(urns) - set(known.values_list("value", flat=True))
            if unknown:
                raise forms.ValidationError(
                    f"{min(unknown)} is not the URN of a school that is loaded here."
                )
        return urns


class SearchForm(forms.Form):
    """One box: a name, a town, a postcode, a URN or a LAESTAB."""

    q = forms.CharField(
        label="Name, town, postcode, URN or LAESTAB",
        help_text="A number a school had before it became an academy finds it too.",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        asked = " ".join(self.cleaned_data["q"].split())
        if asked and len(asked) < 2:
            raise forms.ValidationError("Write at least two letters or digits.")
        return asked
