"""What is agreed, who does it, how it goes. They clean; actions keep."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from leadwell.lib import codes
from leadwell.people.models import Person
from leadwell.people.roles.actions import Newcomer
from leadwell.people.running.forms import Day, InsideForm, line, lines
from leadwell.prepare import rules
from leadwell.prepare.actions import Instead
from leadwell.prepare.models import AgreedAction, Effect, ProgressSaid
from leadwell.prepare.models.action import MOST_DAYS, MOST_GBP
from leadwell.prepare.needs import FIELDS as NEEDED
from leadwell.prepare.needs import Needs
from leadwell.programmes.models import Enrolment
from leadwell.schools import calendar
from leadwell.web.forms import conditional, offer

How = ProgressSaid.How
SOMEBODY_ELSE = "new"
HALF = Decimal("0.5")


def _days(label: str) -> forms.DecimalField:
    most = f"Write {MOST_DAYS} days at most: one action needs no more"
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_DAYS, max_digits=4, decimal_places=1,
        step_size=HALF, required=False,
        error_messages={
            "invalid": "Write a number of days, such as 2 or 0.5",
            "min_value": "Write nought or more", "max_value": most, "max_digits": most,
            "max_whole_digits": most, "step_size": "Write whole or half days, such as 1.5",
            "max_decimal_places": "Write whole or half days, such as 1.5",
        },
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class NeedsFields(forms.Form):
    """What an action needs, folded until somebody asks for it."""

    template_name = "prepare/_action_fields.html"
    support_days = conditional(_days("How many days of a specialist’s support?"))
    cover_days = conditional(_days("How many days of cover?"))
    cost_gbp = conditional(
        forms.DecimalField(
            label="How much money, in pounds?", min_value=0, max_value=MOST_GBP, max_digits=8,
            decimal_places=2, required=False,
            error_messages={
                "invalid": "Write a number of pounds, such as 250 or 62.50",
                "min_value": "Write nought or more",
                "max_value": f"Write £{MOST_GBP:,} at most: one action needs no more",
            },
            widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        )
    )  # fmt: skip

    @property
    def needed(self) -> list[BoundField]:
        return [self[name] for name in NEEDED]

    @property
    def is_needed(self) -> bool:
        """Whether something stands there already, right or wrong."""
        return any(one.value() not in (None, "") or one.errors for one in self.needed)

    @property
    def needs(self) -> Needs:
        """Once the form is valid."""
        return Needs(**{name: self.cleaned_data.get(name) for name in NEEDED})


class ActionForm(NeedsFields, InsideForm):
    """What is done, by when, with which support, and what it needs."""

    inside: ClassVar[set[str]] = {"agreed_on"}
    support = forms.MultipleChoiceField(
        label="Support that goes with it", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["what", "owner", "owner_name", "owner_post", "due_on", "support"]

    class Meta:
        model = AgreedAction
        fields = ("what", "due_on", "support", *NEEDED)
        labels: ClassVar[dict[str, str]] = {"what": "What is to be done?", "due_on": "By when?"}
        help_texts: ClassVar[dict[str, str]] = {
            "what": "Begin with a verb, such as plan, teach, watch or ask. No pupil’s name.",
            "due_on": "The day of the next visit is usual.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"what": lines(2), "due_on": Day()}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "what": {"required": "Say what is to be done"},
            "due_on": {"required": "Say by when"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = self.instance.agreed_on
        for name in NEEDED:
            if (said := self.initial.get(name)) is not None:
                self.initial[name] = f"{said.normalize():f}"
        offer(self, support=codes.choices("support_tool", on=on))

    def clean_due_on(self) -> date:
        """Its school's calendar is asked for a day that it did not have."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on != self.initial.get("due_on"):
            _in_term(self.instance.enrolment, due_on)
        return due_on

    def clean_what(self) -> str:
        return " ".join(str(self.cleaned_data["what"]).split())


class OwnerFields(forms.Form):
    """Somebody of a list, or somebody else by name and post."""

    owner = forms.ChoiceField(label="Who does it?", error_messages={"required": "Say who does it"})
    owner_name = forms.CharField(
        label="Name of somebody else",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Only where the person is not in the list. Nothing is sent to them.",
    )
    owner_post = forms.CharField(label="Their post", max_length=120, required=False)

    def list_owners(self, people: Iterable[Person]) -> None:
        self.people = {str(person.pk): person for person in people}
        known = [(pk, _named(person)) for pk, person in self.people.items()]
        choices = [("", "Choose"), *known, (SOMEBODY_ELSE, "Somebody else")]
        offer(self, owner=choices)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        name, is_new = asked.get("owner_name"), asked.get("owner") == SOMEBODY_ELSE
        if is_new and not name:
            self.add_error("owner_name", "Write the name of who does it")
        elif name and not is_new and "owner" in asked:
            self.add_error("owner", "Choose from the list, or “Somebody else”: not both")
        return asked

    @property
    def chosen_owner(self) -> Person | Newcomer:
        asked = self.cleaned_data
        if known := self.people.get(asked["owner"]):
            return known
        return Newcomer(" ".join(asked["owner_name"].split()), post=asked["owner_post"])


class AgreeForm(OwnerFields, ActionForm):
    """A new action. to_drop: those that one of can go for it, where there are too many."""

    def __init__(
        self, *args: Any, people: Iterable[Person], to_drop: Iterable[AgreedAction] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.list_owners(people)
        self.to_drop = {str(action.pk): action for action in to_drop}
        if self.to_drop:
            first = _dropping_fields(self.to_drop)
            self.fields |= first
            self.order_fields([*first, *self.fields])

    @property
    def instead_of(self) -> Instead | None:
        asked = self.cleaned_data
        if not self.to_drop:
            return None
        return Instead(self.to_drop[asked["instead_of"]], asked["because"])

    @property
    def fields_to_save(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("what", "due_on", "support")}
        return said | {"needs": self.needs}


class GiveForm(OwnerFields):
    """Another owner."""

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.list_owners(people)


class ProgressForm(forms.Form):
    """How it goes, before the next visit."""

    how = forms.ChoiceField(
        label="How does it go?",
        choices=[(each.value, each.label) for each in (How.MOVING, How.STUCK, How.DONE)],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it goes"},
    )
    text = forms.CharField(
        label="In a few words",
        max_length=150,
        required=False,
        widget=lines(2),
        help_text="What helped, or what is in the way. No pupil’s name.",
    )

    def clean_how(self) -> How:
        return How(self.cleaned_data["how"])


class EvidenceForm(forms.Form):
    evidence = forms.CharField(
        label="How can one see that it is done?",
        max_length=300,
        widget=lines(3),
        help_text="Such as a plan, a page of a book or minutes, and where they are kept.",
        error_messages={"required": "Say how one can see that it is done"},
    )


class DropForm(forms.Form):
    because = forms.CharField(
        label="Why is it dropped?",
        max_length=200,
        widget=lines(2),
        error_messages={"required": "Say why it is dropped"},
    )


class ReopenForm(forms.Form):
    """There is more to do."""

    because = forms.CharField(
        label="Why is it opened again?",
        max_length=150,
        widget=lines(2),
        error_messages={"required": "Say why it is opened again"},
    )
    due_on = forms.DateField(
        label="By when now?", widget=Day(), error_messages={"required": "Say by when"}
    )

    def __init__(self, data: Any, *, action: AgreedAction, today: date) -> None:
        super().__init__(data)
        self.action, self.today = action, today

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("Choose today or a day to come")
        if due_on != self.action.due_on:
            _in_term(self.action.enrolment, due_on)
        return due_on


class EffectForm(forms.Form):
    effect = forms.ChoiceField(
        label="Which effect was seen?",
        choices=Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say which effect was seen"},
    )
    note = forms.CharField(label="What was seen", max_length=200, required=False, widget=lines(2))

    def clean_effect(self) -> Effect:
        return Effect(self.cleaned_data["effect"])


def blank(enrolment: Any, on: date) -> AgreedAction:
    """What a form of a new action is about."""
    return AgreedAction(enrolment=enrolment, agreed_on=on)


def _in_term(enrolment: Enrolment, due_on: date) -> None:
    days = calendar.school_days(enrolment.standing_school)
    if not (may := rules.is_in_term(days, due_on)):
        raise forms.ValidationError(may.reason)


def _named(person: Person) -> str:
    return f"{person.name}, {person.post}" if person.post else person.name


def _dropping_fields(actions: dict[str, AgreedAction]) -> dict[str, forms.Field]:
    return {
        "instead_of": forms.ChoiceField(
            label="What will you stop?",
            choices=[("", "Choose"), *((pk, str(action)) for pk, action in actions.items())],
            error_messages={"required": "Say what you will stop"},
        ),
        "because": forms.CharField(
            label="Why is it dropped?",
            max_length=200,
            widget=line(),
            error_messages={"required": "Say why it is dropped"},
        ),
    }
