"""Two versions of the same words, field by field, and what somebody chose of them.

Not tied to drafts: what two devices of one author wrote, or what an author and a subject leader
wrote in one field, is compared and chosen in the same way.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from leadwell.people.drafts.words import Words, are_same

COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
"""What Django adds to repeated forms: how many there are. The more the better: none is cut off."""


STAMP = "which-versions"


class Choice(StrEnum):
    ONE = "one"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Version:
    """says: whose it is and from when, in words: "Written on your phone, Tue 24 Nov, 15:10"."""

    says: str
    words: Words


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as people know it. choices: what its codes say. is_text: two may stand one after
    the other."""

    label: str
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two have differently; one and other as people read them."""

    name: str
    label: str
    one: str
    other: str
    may_be_both: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    one: Version
    other: Version
    differences: tuple[Difference, ...]
    n_same: int

    @property
    def stamp(self) -> str:
        """Changes when either of the two does."""
        both = json.dumps([self.one.words, self.other.words], sort_keys=True)
        return sha256(both.encode()).hexdigest()[:16]

    def chosen(self, choices: Mapping[str, Choice]) -> Words:
        """The words with each difference as it was chosen; what neither differs in stays.

        Raises KeyError where a difference has no choice.
        """
        words = _together(self.one.words, self.other.words)
        for each in self.differences:
            words[each.name] = self._of(each, choices[each.name])
        return words

    def whole(self, choice: Choice) -> Words:
        """The same choice for every field; both, where that makes no sense, is the first."""
        return self.chosen(
            {
                each.name: choice if choice != Choice.BOTH or each.may_be_both else Choice.ONE
                for each in self.differences
            }
        )

    def _of(self, each: Difference, choice: Choice) -> str | list[str]:
        if choice == Choice.BOTH and each.may_be_both:
            return f"{each.one}\n\n{each.other}"
        side = self.other if choice == Choice.OTHER else self.one
        return side.words.get(each.name, "")


def compare(one: Version, other: Version, labels: Mapping[str, str | Asked]) -> Comparison:
    """labels: the fields in the order in which the form asks them, by name, as text or as Asked.
    A field they do not name is compared too, under its own name: no words are lost for want of a
    label."""
    named = {
        name: Asked(label) if isinstance(label, str) else label for name, label in labels.items()
    }
    unnamed = {
        name: Asked(name.replace("-", " ").replace("_", " ").capitalize())
        for name in (*one.words, *other.words)
        if name not in named and not name.endswith(COUNTS)
    }
    asked = named | unnamed
    differences = tuple(
        _difference(name, what, one.words.get(name, ""), other.words.get(name, ""))
        for name, what in asked.items()
        if not are_same({name: one.words.get(name, "")}, {name: other.words.get(name, "")})
    )
    return Comparison(one, other, differences, n_same=len(asked) - len(differences))


def asked_of(form: forms.BaseForm) -> dict[str, Asked]:
    """The fields of a form as `compare` wants them."""
    return {bound.html_name: _asked(bound) for bound in form if not bound.is_hidden}


def _asked(bound: forms.BoundField) -> Asked:
    label = str(bound.label or bound.name)
    choices = getattr(bound.field, "choices", None)
    if isinstance(bound.field, forms.BooleanField):
        return Asked(label, {"on": "Yes"}, is_text=False)
    if choices is not None:
        return Asked(label, dict(_flat(choices)), is_text=False)
    # Dates, numbers and addresses are CharFields or TextInputs of their own kinds: one or other.
    return Asked(label, is_text=type(bound.field) is forms.CharField)


def _flat(choices: Any) -> list[tuple[str, str]]:
    """Without the headings of groups."""
    found: list[tuple[str, str]] = []
    for code, says in choices:
        found += _flat(says) if isinstance(says, list | tuple) else [(str(code), str(says))]
    return found


def _difference(
    name: str, asked: Asked, one: str | list[str], other: str | list[str]
) -> Difference:
    may_be_both = asked.is_text and isinstance(one, str) and isinstance(other, str)
    return Difference(
        name, asked.label, _read(asked, one), _read(asked, other),
        may_be_both=may_be_both and bool(one and other),
    )  # fmt: skip


def _read(asked: Asked, value: str | list[str]) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(asked.choices.get(each, each) for each in values)


def _together(one: Words, other: Words) -> Words:
    both = other | one
    for name in both:
        if name.endswith(COUNTS):
            both[name] = max(str(one.get(name, "0")), str(other.get(name, "0")), key=_number)
    return both


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


class TwoVersionsForm(forms.Form):
    """A question for each difference, drawn by people/_two_versions.html. It holds for the two
    versions that were on the page: when one has changed since, it is asked again."""

    def __init__(self, comparison: Comparison, data: Any = None, **options: Any) -> None:
        super().__init__(data, prefix="choice", **options)
        self.comparison = comparison
        for each in comparison.differences:
            choices = [(Choice.ONE, comparison.one.says), (Choice.OTHER, comparison.other.says)]
            if each.may_be_both:
                choices.append((Choice.BOTH, "Both, one after the other"))
            self.fields[each.name] = forms.ChoiceField(
                label=each.label,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"{each.label.rstrip('?:. ')}: choose which to keep"},
            )

        self.fields[STAMP] = forms.CharField(
            initial=comparison.stamp, required=False, widget=forms.HiddenInput
        )

    @property
    def stamp(self) -> SafeString:
        """The hidden field, as the page is now."""
        return forms.HiddenInput().render(self.add_prefix(STAMP), self.comparison.stamp)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get(STAMP) != self.comparison.stamp:
            raise forms.ValidationError(
                "One of the two has changed since you opened this page. Look again, and choose."
            )
        return cleaned

    @property
    def rows(self) -> list[tuple[Difference, forms.BoundField]]:
        return [(each, self[each.name]) for each in self.comparison.differences]

    @property
    def words(self) -> Words:
        """Once it is valid."""
        return self.comparison.chosen(
            {
                each.name: Choice(self.cleaned_data[each.name])
                for each in self.comparison.differences
            }
        )
