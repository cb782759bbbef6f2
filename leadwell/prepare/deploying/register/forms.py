"""What is asked about a specialist. They clean; actions keep."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from leadwell.lib import academic_year as years
from leadwell.lib import codes
from leadwell.people.models import Person
from leadwell.people.running.forms import Day, InsideForm, line, lines
from leadwell.prepare.deploying.fields import LinesField, SchoolByUrn
from leadwell.prepare.models import (
    LEVELS,
    SKILLS,
    Context,
    Credential,
    DeclaredInterest,
    Specialist,
    TrainingAttended,
)
from leadwell.programmes.models.intensity import HALF_TERMS
from leadwell.schools.models import Trust
from leadwell.web.forms import not_to_come, offer
from leadwell.web.templatetags.leadwell import day_and_year


class FactsForm(forms.ModelForm):
    """What they can do, where they set out from, and how that was seen."""

    phases = forms.MultipleChoiceField(
        label="Phases they work in", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick one phase at least"},
    )  # fmt: skip
    subjects = LinesField(
        label="Subjects", help_text="One a line, as programmes call them: Mathematics.",
        error_messages={"required": "Name one subject at least"},
    )  # fmt: skip
    specialisms = LinesField(
        label="Specialisms", required=False,
        help_text="One a line, such as bar modelling. Schools’ needs are matched with these words.",
    )  # fmt: skip
    contexts = forms.MultipleChoiceField(
        label="Kinds of school they know from the inside", choices=Context.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    based_at = SchoolByUrn(
        label="URN of the school they set out from", required=False,
        help_text="Only where it is not their own. Travel is counted from there; no home address.",
    )  # fmt: skip

    class Meta:
        model = Specialist
        fields = ("phases", "subjects", "specialisms", "contexts", "designation", "based_at",
                  "n_trained", "observed_on", "references")  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "designation": "How did they come to be one?",
            "n_trained": "How many sessions for trainers did they attend on days nobody knows?",
            "observed_on": "When were they last observed at work?",
            "references": "Who speaks for their work?",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "designation": "Such as: by the trust, after a term of shadowing.",
            "references": "A head or leader, and what they saw.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "designation": line(), "observed_on": Day(), "references": lines(2),
        }  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, phases=codes.choices("phase", on=today))

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class RegisterForm(FactsForm):
    """The same, of somebody who has a place among specialists and no line yet."""

    person = forms.ChoiceField(label="Who?", error_messages={"required": "Say who"})
    field_order = ["person"]

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        offer(self, person=[("", "Choose"), *((pk, str(one)) for pk, one in self.people.items())])

    def clean_person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class CheckForm(forms.Form):
    """That somebody saw a valid check: its day, until when it counts, and who."""

    checked_on = forms.DateField(
        label="When was it seen?", widget=Day(),
        help_text="A check for work with children. Its certificate is not kept here, nor its number.",
        error_messages={"required": "Say when it was seen"},
    )  # fmt: skip
    checked_until = forms.DateField(
        label="Until when does it count?", widget=Day(),
        help_text="As your policy has it. From the day after nobody proposes them, and where they are sent work is locked.",
        error_messages={"required": "Say until when it counts"},
    )  # fmt: skip
    checked_by = forms.CharField(
        label="Who saw it?", max_length=120, help_text="Name and post.",
        error_messages={"required": "Say who saw it"},
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_checked_on(self) -> date:
        on: date = self.cleaned_data["checked_on"]
        return not_to_come(on, today=self.today)


class TrainingsForm(forms.Form):
    """The whole list of sessions for trainers, a line each."""

    trainings = LinesField(
        label="Which sessions for trainers have they been to?", required=False, each=131, most=60,
        rows=6, help_text="One a line, the day first: 2026-10-01 Coaching, day 1.",
    )  # fmt: skip

    def __init__(self, data: Any, *, known: Iterable[TrainingAttended] = (), today: date) -> None:
        super().__init__(data, initial={"trainings": [training_line(one) for one in known]})
        self.today = today

    def clean_trainings(self) -> list[tuple[date, str]]:
        return [self._read(line) for line in self.cleaned_data["trainings"]]

    def _read(self, line: str) -> tuple[date, str]:
        day, _, title = line.partition(" ")
        try:
            on = date.fromisoformat(day)
        except ValueError:
            on = None
        if on is None or not title:
            raise forms.ValidationError(
                f"Write the day and the session: “{line[:40]}” is not like 2026-10-01 Coaching, day 1"
            )
        if on > self.today:
            raise forms.ValidationError(f"{day_and_year(on)} is still to come")
        if ";" in title:  # which stands between them in a spreadsheet
            raise forms.ValidationError(f"Leave out the semicolon of “{title[:40]}”")
        return on, title


def training_line(one: TrainingAttended) -> str:
    """ "2026-10-01 Coaching, day 1"."""
    return f"{one.attended_on:%Y-%m-%d} {one.title}"


class CredentialForm(InsideForm):
    inside: ClassVar[set[str]] = {"specialist"}

    class Meta:
        model = Credential
        fields = ("kind", "issuer", "subject", "starts_on", "ends_on")
        labels: ClassVar[dict[str, str]] = {
            "kind": "What are they named?", "issuer": "By whom?", "subject": "In which subject?",
            "starts_on": "From when?", "ends_on": "Until when?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "ends_on": "Leave it empty where no end is known.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"starts_on": Day(), "ends_on": Day()}


class LastDayForm(forms.Form):
    last_day = forms.DateField(
        label="Until when does it hold?",
        widget=Day(),
        error_messages={"required": "Choose the day"},
    )


class SkillsForm(forms.Form):
    """Six sentences, each answered with one of four words."""

    def __init__(self, data: Any, *, specialist: Specialist) -> None:
        said = {f"skill_{n}": level for n, level in enumerate(specialist.skills)}
        super().__init__(data, initial=said)
        for n, text in enumerate(SKILLS):
            self.fields[f"skill_{n}"] = forms.TypedChoiceField(
                label=text, choices=LEVELS, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": "Choose one of the four"},
            )  # fmt: skip

    @property
    def skills(self) -> list[int]:
        return [self.cleaned_data[f"skill_{n}"] for n in range(len(SKILLS))]


class DaysForm(forms.Form):
    """Days in each half-term of one year."""

    def __init__(self, data: Any, *, academic_year: int, known: dict[int, Decimal]) -> None:
        super().__init__(data, initial={f"half_term_{n}": days for n, days in known.items()})
        for n, name in enumerate(HALF_TERMS, 1):
            self.fields[f"half_term_{n}"] = forms.DecimalField(
                label=f"{name}, {years.label(academic_year)}", min_value=0, max_value=40,
                max_digits=4, decimal_places=2,
                error_messages={"required": "Write 0 where there are none"},
            )  # fmt: skip

    @property
    def days(self) -> dict[int, Decimal]:
        return {n: self.cleaned_data[f"half_term_{n}"] for n in range(1, len(HALF_TERMS) + 1)}


class InterestForm(InsideForm):
    """A school or a trust, and why they are not to be sent there."""

    inside: ClassVar[set[str]] = {"specialist"}
    school = SchoolByUrn(label="URN of the school", required=False)
    trust = forms.ModelChoiceField(
        label="Or the trust", queryset=Trust.objects.order_by("name"), required=False,
        empty_label="No trust",
    )  # fmt: skip

    class Meta:
        model = DeclaredInterest
        fields = ("school", "trust", "text")
        labels: ClassVar[dict[str, str]] = {"text": "Which interest?"}
        help_texts: ClassVar[dict[str, str]] = {
            "text": "Such as: a close relative works there; applied for a post there.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": line()}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "text": {"required": "Say which interest it is"},
        }
