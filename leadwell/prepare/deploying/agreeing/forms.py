"""What is asked about a deployment, from the school's need to what came of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from leadwell.lib import academic_year as years
from leadwell.people.models import Person
from leadwell.people.running.forms import Day, InsideForm, line, lines
from leadwell.prepare.deploying.agreeing.actions.closing import Seen
from leadwell.prepare.deploying.fields import LinesField
from leadwell.prepare.deploying.matching.finding import Wanted
from leadwell.prepare.models import Context, Deployment
from leadwell.prepare.models.deployment import Effect
from leadwell.web.forms import not_to_come, offer

FIVE = [(n, str(n)) for n in range(1, 6)]
NO_NAMES = "No pupil’s name."


class NeedForm(forms.Form):
    """What the school needs, and for how many days. Read by the address, so that it can be shared."""

    specialisms = LinesField(
        label="Specialisms asked for", required=False, rows=2, most=6, is_guarded=False,
        help_text="One a line, in the words of the register, such as bar modelling. It begins "
        "with those of which the approved plan of the school speaks.",
    )  # fmt: skip
    contexts = forms.MultipleChoiceField(
        label="What is the school?", choices=Context.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    days = forms.DecimalField(
        label="How many days this academic year?", min_value=Decimal("0.5"), max_value=60,
        max_digits=4, decimal_places=2, error_messages={"required": "Say how many days"},
    )  # fmt: skip
    first_day = forms.DateField(
        label="From when?", widget=Day(), error_messages={"required": "Choose the first day"}
    )

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        first: date = said["first_day"]
        return Wanted(
            specialisms=tuple(said["specialisms"]), contexts=frozenset(said["contexts"]),
            first_day=first, last_day=years.last_day(years.of(first)),
            days={years.of(first): said["days"]},
        )  # fmt: skip


class AgreementForm(InsideForm):
    """Every line of an agreement. The schools and the specialist are set beforehand."""

    inside: ClassVar[set[str]] = {"home", "host"}
    priorities = LinesField(
        label="What is it for?", each=200, most=3,
        help_text=f"One to three priorities, one a line. {NO_NAMES}",
        error_messages={"required": "Name one priority at least"},
    )  # fmt: skip
    days = forms.DecimalField(
        label="How many days in the academic year it begins in?", min_value=0, max_value=195,
        max_digits=5, decimal_places=2, error_messages={"required": "Say how many days"},
    )  # fmt: skip
    later_days = forms.DecimalField(
        label="And in each academic year after that?", min_value=0, max_value=195, max_digits=5,
        decimal_places=2, required=False, help_text="Only where it goes on beyond August.",
    )  # fmt: skip
    visit_days = LinesField(
        label="Days of visits, as far as planned", required=False, most=60, is_guarded=False,
        help_text="One a line, like 2027-01-14.",
    )  # fmt: skip
    because = forms.CharField(
        label="Why is the specialist replaced?", max_length=300, widget=lines(2),
        error_messages={"required": "Say why the specialist is replaced"},
    )  # fmt: skip
    field_order = ["because", "priorities", "outcomes", "starts_on", "ends_on", "days",
                   "later_days", "pattern", "visit_days"]  # fmt: skip

    class Meta:
        model = Deployment
        fields = ("priorities", "outcomes", "starts_on", "ends_on", "pattern", "visit_days",
                  "to_home", "to_broker", "payer", "travel", "miles_cap", "per_mile", "cover",
                  "lead_contact", "observed_by", "observed_on", "review_on", "confidentiality",
                  "insurance")  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "outcomes": "What is to come of it, and how is that measured?",
            "starts_on": "First day", "ends_on": "Last day", "pattern": "In which pattern?",
            "to_home": "Pounds a day to the home school", "to_broker": "Pounds a day for arranging it",
            "payer": "Who pays?", "travel": "How do they travel?",
            "miles_cap": "Miles a visit, at most", "per_mile": "Pounds a mile",
            "cover": "How are their classes covered?",
            "lead_contact": "Whom do they meet at the school?",
            "observed_by": "Who observes them at work?", "observed_on": "When?",
            "review_on": "By when is it reviewed at the middle?",
            "confidentiality": "What is confidential, and data", "insurance": "Insurance",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "pattern": "Such as: a half-day every other Thursday.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "outcomes": lines(3), "pattern": line(), "cover": line(), "starts_on": Day(), "ends_on": Day(), "observed_on": Day(),
            "review_on": Day(), "confidentiality": lines(3), "insurance": lines(2),
            "payer": forms.RadioSelect(), "travel": forms.RadioSelect(),
        }  # fmt: skip
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "outcomes": {"required": "Say what is to come of it, and how that is measured"},
            "starts_on": {"required": "Choose the first day"},
            "ends_on": {"required": "Choose the last day"},
            "review_on": {"required": "Choose a day between the first and the last"},
        }

    def __init__(
        self, *args: Any, contacts: Iterable[Person], replaces: bool = False,
        known_days: Mapping[int, Decimal] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        said = [known_days[year] for year in sorted(known_days)] if known_days else []
        initial = dict(zip(("days", "later_days"), said, strict=False)) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        if not replaces:
            del self.fields["because"]
        people = {str(person.pk): person for person in contacts}
        self.people = people
        label = self._meta.labels["lead_contact"]  # type: ignore[index]
        self.fields["lead_contact"] = forms.ChoiceField(
            label=label, error_messages={"required": "Say whom they meet"}
        )
        named = [(pk, f"{one}, {one.post}" if one.post else str(one)) for pk, one in people.items()]
        offer(self, lead_contact=[("", "Choose"), *named])

    def clean_lead_contact(self) -> Person:
        return self.people[self.cleaned_data["lead_contact"]]

    def clean_visit_days(self) -> list[date]:
        try:
            return sorted(date.fromisoformat(line) for line in self.cleaned_data["visit_days"])
        except ValueError as error:
            raise forms.ValidationError("Write each day like 2027-01-14.") from error

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last - first > timedelta(days=3 * 366):
            self.add_error("ends_on", "An agreement is for three years at most")
        goes_on = first and last and years.of(last) > years.of(first)
        if goes_on and said.get("later_days") is None:
            self.add_error("later_days", "It goes on beyond August: say how many days then")
        return said

    @property
    def by_year(self) -> dict[int, Decimal]:
        """By academic year, from the first to the last."""
        said = self.cleaned_data
        first, last = years.of(said["starts_on"]), years.of(said["ends_on"])
        later = said["later_days"] or Decimal(0)
        return {year: said["days"] if year == first else later for year in range(first, last + 1)}

    @property
    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("because", ""))


class SignForm(forms.Form):
    """Of what was on the page, by its hash."""

    shown = forms.CharField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    because = forms.CharField(
        label="Why?", max_length=300, widget=lines(2), error_messages={"required": "Say why"},
        help_text=f"All who read the agreement read this. {NO_NAMES}",
    )  # fmt: skip


class WhenForm(forms.Form):
    on = forms.DateField(
        label="When was it?", widget=Day(), error_messages={"required": "Say when"}
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        return not_to_come(on, today=self.today)


class ReviewForm(forms.Form):
    """The four questions, and how the head sees the support."""

    is_working = forms.CharField(
        label="Is it working?", max_length=300, widget=lines(2), help_text=NO_NAMES,
        error_messages={"required": "Say whether it is working"},
    )  # fmt: skip
    is_right = forms.CharField(
        label="Is it still the right thing?", max_length=300, widget=lines(2),
        error_messages={"required": "Say whether it is still the right thing"},
    )  # fmt: skip
    to_change = forms.CharField(
        label="What is to change?", max_length=300, widget=lines(2), required=False
    )
    exit_on = forms.DateField(
        label="When does the school go on without it?", widget=Day(),
        error_messages={"required": "Choose the day"},
    )  # fmt: skip
    satisfaction = forms.TypedChoiceField(
        label="How does the head see the support?", choices=FIVE, coerce=int,
        widget=forms.RadioSelect, help_text="1: of no use. 5: just right.",
        error_messages={"required": "Choose one to five"},
    )  # fmt: skip


class EvaluateForm(forms.Form):
    """Of each priority what came of it and how one can see it; and of the whole."""

    satisfaction = forms.TypedChoiceField(
        label="How do you see the support?", choices=FIVE, coerce=int, widget=forms.RadioSelect,
        help_text="1: of no use. 5: just right.", error_messages={"required": "Choose one to five"},
    )  # fmt: skip
    words = forms.CharField(
        label="Anything else", max_length=500, widget=lines(3), required=False, help_text=NO_NAMES
    )

    def __init__(self, data: Any, *, priorities: list[str]) -> None:
        super().__init__(data)
        self.priorities = priorities
        asked: dict[str, forms.Field] = {}
        for n, priority in enumerate(priorities):
            asked[f"effect_{n}"] = forms.ChoiceField(
                label=f"{priority}: what came of it?", choices=Effect.choices,
                widget=forms.RadioSelect, error_messages={"required": "Say what came of it"},
            )  # fmt: skip
            asked[f"words_{n}"] = forms.CharField(
                label="How can one see it?", max_length=300, widget=lines(2),
                error_messages={"required": "Say how one can see it"},
            )  # fmt: skip
        self.fields = asked | self.fields

    @property
    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        effects = [
            Seen(priority, said[f"effect_{n}"], said[f"words_{n}"])
            for n, priority in enumerate(self.priorities)
        ]
        return {"effects": effects} | {name: said[name] for name in ("satisfaction", "words")}


class CommentForm(forms.Form):
    text = forms.CharField(
        label="How did you see it?", max_length=600, widget=lines(4), help_text=NO_NAMES,
        error_messages={"required": "Write how you saw it"},
    )  # fmt: skip
