"""What of the school's plan and of the programme a visit was about: as the plan has it, unless its
author chooses otherwise."""

from typing import Any

from django import forms
from django.http import QueryDict

from leadwell.deliver.notes.content import InView
from leadwell.deliver.notes.parts.base import PartForm
from leadwell.deliver.notes.subject import Subject
from leadwell.web.forms import conditional

VIEW_ASKED = "view_asked"
"""Hidden, and sent along once these were asked: no box ticked is an answer from then on. Words of
before have it not, and stand for what the plan says."""
FIELDS = ("priorities", "ingredients")


def _ticked(label: str) -> forms.TypedMultipleChoiceField:
    return conditional(
        forms.TypedMultipleChoiceField(
            label=label, required=False, coerce=int, widget=forms.CheckboxSelectMultiple
        )
    )


class InViewForm(PartForm):
    """Every priority under way on that day is ticked, and the ingredients these name; every
    ingredient where no plan is under way. Nothing to choose from is not asked."""

    priorities = _ticked("Which priorities of the plan was it about?")
    ingredients = _ticked("Which active ingredients was it about?")
    view_asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def build(self) -> None:
        self.offered = _offered(self.subject)
        for name, offered in self.offered.items():
            if offered:
                field = self.fields[name]
                assert isinstance(field, forms.MultipleChoiceField)
                field.choices = list(offered.items())
            else:
                del self.fields[name]
        if not any(self.offered.values()):
            del self.fields[VIEW_ASKED]
            return
        ticked = _ticked_by_default(self.subject)
        self.initial.update(**ticked, **{VIEW_ASKED: "on"})
        if isinstance(self.data, QueryDict) and self.is_bound:
            self.data = self._as_offered(self.data, ticked)

    def _as_offered(self, data: QueryDict, ticked: dict[str, list[int]]) -> QueryDict:
        """With what the plan says where these were not asked yet; without what is offered no more,
        such as a priority that was taken out of the plan while the note was written."""
        changed = data.copy()
        for name, offered in self.offered.items():
            if VIEW_ASKED in data:
                kept = [pk for pk in data.getlist(name) if pk in map(str, offered)]
            else:
                kept = [str(pk) for pk in ticked[name]]
            changed.setlist(name, kept)
        changed[VIEW_ASKED] = "on"
        return changed

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        asked = [name for name in FIELDS if name in self.fields]
        if asked and not any(cleaned.get(name) for name in asked):
            self.add_error(asked[0], "Choose at least one thing that the visit was about")
        return cleaned

    @property
    def in_view(self) -> InView:
        said = {
            name: {pk: self.offered[name][pk] for pk in self.cleaned_data.get(name, ())}
            for name in FIELDS
        }
        return InView(**said)


def _offered(subject: Subject) -> dict[str, dict[int, str]]:
    """By number how each reads now, and what the version before named besides."""
    now = {
        "priorities": {one.pk: one.statement for one in subject.priorities},
        "ingredients": {one.pk: one.text for one in subject.ingredients},
    }
    for one in subject.in_view_before:
        if one.priority_id:
            now["priorities"].setdefault(one.priority_id, one.says)
        elif one.ingredient_id:
            now["ingredients"].setdefault(one.ingredient_id, one.says)
    return now


def _ticked_by_default(subject: Subject) -> dict[str, list[int]]:
    named = {each.pk for one in subject.priorities for each in one.ingredients.all()}
    return {
        "priorities": [one.pk for one in subject.priorities],
        "ingredients": [
            one.pk for one in subject.ingredients if one.pk in named or not subject.priorities
        ],
    }
