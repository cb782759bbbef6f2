"""What is asked about a review. They clean; actions keep."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.forms.utils import ErrorDict

from leadwell.explore.models import Headline, Point
from leadwell.explore.models.review import MOST_NEEDS, MOST_STRENGTHS
from leadwell.explore.reviewing import fields
from leadwell.explore.reviewing.actions import Said
from leadwell.explore.reviewing.rubrics import MOST_BYTES, Criterion, Domain, read_rubric, text_of
from leadwell.explore.reviewing.shelf import Shelved
from leadwell.people.models import Person
from leadwell.schools.sources.refusal import Refused
from leadwell.web.forms import offer

SCHOOL = "Who gives the school’s view?"
SECOND = "Who gives the second view?"


class VoicesForm(forms.Form):
    """Whose two views are asked for."""

    school = forms.TypedChoiceField(
        label=SCHOOL, coerce=int, help_text="Whoever leads the subject, or a senior leader.",
        error_messages={"required": "Choose who gives the school’s view"},
    )  # fmt: skip
    second = forms.TypedChoiceField(
        label=SECOND, coerce=int,
        help_text="Their line manager or another senior leader; else the specialist. Neither reads "
        "the other’s view before both are in.",
        error_messages={"required": "Choose who gives the second view"},
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Person], initial: Any = None) -> None:
        super().__init__(data, initial=initial or {})
        self.people = {person.pk: person for person in people}
        named = [("", "Choose"), *((one.pk, _named(one)) for one in people)]
        offer(self, school=named, second=named)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("school") and cleaned.get("school") == cleaned.get("second"):
            self.add_error("second", "Two people give the two views: choose somebody else")
        return cleaned

    def person(self, voice: str) -> Person:
        return self.people[self.cleaned_data[voice]]


class OpenForm(VoicesForm):
    """By which rubric, and whose views."""

    rubric = forms.ChoiceField(
        label="What is reviewed?", widget=forms.RadioSelect,
        error_messages={"required": "Choose what is reviewed"},
    )  # fmt: skip
    field_order = ["rubric"]

    def __init__(
        self, data: Any, *, people: Sequence[Person], shelved: Iterable[Shelved], initial: Any
    ) -> None:
        super().__init__(data, people=people, initial=initial)
        self.shelved = {f"{one.rubric.key}/{one.rubric.version}": one for one in shelved}
        offer(
            self,
            rubric=[
                (key, f"{one.rubric.title} ({len(one.rubric.criteria)} criteria)")
                for key, one in self.shelved.items()
            ],
        )

    @property
    def chosen(self) -> Shelved:
        return self.shelved[self.cleaned_data["rubric"]]


class AgainForm(VoicesForm):
    point = forms.ChoiceField(
        label="When in the programme is this?", widget=forms.RadioSelect,
        error_messages={"required": "Choose when in the programme this is"},
    )  # fmt: skip
    field_order = ["point"]

    def __init__(
        self, data: Any, *, people: Sequence[Person], points: Iterable[Point], initial: Any
    ) -> None:
        super().__init__(data, people=people, initial=initial)
        offer(self, point=[(one.value, one.label) for one in points])

    @property
    def chosen(self) -> Point:
        return Point(self.cleaned_data["point"])


class NameForm(forms.Form):
    person = forms.TypedChoiceField(
        label="Who gives this view instead?", coerce=int,
        error_messages={"required": "Choose who gives it"},
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        self.people = {person.pk: person for person in people}
        offer(self, person=[("", "Choose"), *((one.pk, _named(one)) for one in people)])

    @property
    def chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class DomainForm(forms.Form):
    """One domain of a view. Words that are kept are shown as they were written, and found fault
    with only when they are sent: is_asked."""

    def __init__(self, data: Any, *, domain: Domain, on: date, is_asked: bool = True) -> None:
        super().__init__(data)
        self.domain, self.is_asked = domain, is_asked
        for criterion in domain.criteria:
            for name, field in fields.fields_of(criterion, on=on).items():
                self.fields[fields.name_of(criterion, name)] = field

    @property
    def errors(self) -> ErrorDict:
        return super().errors if self.is_asked else ErrorDict()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for criterion in self.domain.criteria:
            fields.check(self, criterion)
        return cleaned

    @property
    def groups(self) -> list["Group"]:
        return [Group(self, criterion) for criterion in self.domain.criteria]

    @property
    def said(self) -> list[Said]:
        return [fields.said_of(self, criterion) for criterion in self.domain.criteria]


class Group:
    """The fields of one criterion, as a page shows them."""

    def __init__(self, form: forms.Form, criterion: Criterion) -> None:
        self.form, self.criterion = form, criterion

    def of(self, name: str) -> BoundField:
        return self.form[fields.name_of(self.criterion, name)]

    @property
    def level(self) -> BoundField:
        return self.of("level")

    @property
    def evidence(self) -> BoundField:
        return self.of("evidence")

    @property
    def text(self) -> BoundField:
        return self.of("text")

    @property
    def more(self) -> list[BoundField]:
        names = ("confidence", "need", "success")
        return [
            self.of(name)
            for name in names
            if fields.name_of(self.criterion, name) in self.form.fields
        ]

    @property
    def has_more(self) -> bool:
        """Whether something of what is folded away is said, or wrong."""
        return any(field.value() or field.errors for field in self.more)


class AgreeLevelForm(forms.Form):
    """What the meeting agrees of one criterion."""

    def __init__(self, data: Any, *, criterion: Criterion, on: date, initial: Any) -> None:
        named = {fields.name_of(criterion, name): value for name, value in initial.items()}
        super().__init__(data, initial=named)
        self.criterion = criterion
        for name, field in fields.fields_of(criterion, on=on).items():
            if name != "confidence":
                self.fields[fields.name_of(criterion, name)] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        fields.check(self, self.criterion)
        return cleaned

    @property
    def groups(self) -> list[Group]:
        return [Group(self, self.criterion)]

    @property
    def said(self) -> Said:
        return fields.said_of(self, self.criterion)


class HeadlinesForm(forms.Form):
    """Strengths to share, and the headline needs with what each is about."""

    def __init__(
        self, data: Any, *, criteria: Iterable[Criterion], headlines: Iterable[Headline]
    ) -> None:
        super().__init__(data)
        known = {(one.kind, one.number): one for one in headlines}
        about = [("", "Nothing in particular"), *((one.key, one.title) for one in criteria)]
        for n in range(1, MOST_STRENGTHS + 1):
            label = "A strength to share" if n == 1 else "Another"
            self.fields[f"strength-{n}"] = fields.words(label, 200)
            self._begin(f"strength-{n}", known.get(("strength", n)))
        for n in range(1, MOST_NEEDS + 1):
            label = "A headline need" if n == 1 else "Another need"
            self.fields[f"need-{n}"] = fields.words(label, 200)
            self.fields[f"about-{n}"] = forms.ChoiceField(
                label="Which criterion is it about?", choices=about, required=False
            )
            self._begin(f"need-{n}", need := known.get(("need", n)))
            self.initial[f"about-{n}"] = need.criterion if need else ""

    def _begin(self, name: str, headline: Headline | None) -> None:
        self.initial[name] = headline.text if headline else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.strengths:
            self.add_error("strength-1", "Write at least one strength to share")
        if not self.errors and not self.needs:
            self.add_error("need-1", "Write at least one headline need")
        return cleaned

    @property
    def strengths(self) -> list[str]:
        said = (self.cleaned_data.get(f"strength-{n}", "") for n in range(1, MOST_STRENGTHS + 1))
        return [text for text in said if text]

    @property
    def needs(self) -> list[tuple[str, str]]:
        said = (
            (self.cleaned_data.get(f"need-{n}", ""), self.cleaned_data.get(f"about-{n}", ""))
            for n in range(1, MOST_NEEDS + 1)
        )
        return [(text, about) for text, about in said if text]


class SignForm(forms.Form):
    """shown: the hash of what was on the page."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RubricFileForm(forms.Form):
    """A rubric of one's own: shown before it is added."""

    file = forms.FileField(
        label="The rubric’s file",
        help_text=f"A YAML file of up to {MOST_BYTES // 1000} kB. Nothing is added yet: you see it "
        "first.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={
            "required": "Choose the file",
            "empty": "This file is empty. Choose the rubric’s file.",
        },
    )

    def clean(self) -> dict[str, Any]:
        """With the rubric itself and its text; with every fault by line where it is none."""
        cleaned = self.cleaned_data
        if file := cleaned.get("file"):
            data = _start_of(file)
            try:
                cleaned["rubric"] = read_rubric(data, name=file.name or "the file")
            except Refused as refused:
                self.add_error("file", [str(refused), *map(str, refused.problems)])
            else:
                cleaned["text"] = text_of(data)
        return cleaned


class SeenRubricForm(forms.Form):
    """What was shown, sent back to be added: read anew, since it came over the wire."""

    # A browser sends two letters for each end of a line.
    text = forms.CharField(widget=forms.HiddenInput, max_length=2 * MOST_BYTES, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def clean_text(self) -> str:
        return text_of(self.cleaned_data["text"].encode())


def _start_of(file: UploadedFile) -> bytes:
    """One byte more than may be: enough to see that it is too large, whatever its size."""
    return bytes(file.read(MOST_BYTES + 1))


def _named(person: Person) -> str:
    return f"{person.name}, {person.post}" if person.post else person.name
