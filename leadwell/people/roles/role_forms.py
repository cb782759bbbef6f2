"""Who has a role, where, from when to when: giving, ending, handing over."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from leadwell.accounts.models import User
from leadwell.people.models import Capacity, Person, Role, RoleHeld
from leadwell.people.roles import places
from leadwell.people.roles.actions import Newcomer
from leadwell.people.roles.forms import NO_ADDRESS, Day
from leadwell.people.roles.wording import title, when, where
from leadwell.schools.models import School, Trust
from leadwell.web.forms import offer

CAPACITIES = {
    Role.HEADTEACHER: {
        Capacity.FULL: "Head, in post",
        Capacity.INTERIM: "Interim head",
        Capacity.VACANCY: "Nobody: the post is vacant, and this is the contact at the trust or "
        "council",
    },
    Role.SUBJECT_LEADER: {Capacity.FULL: "Subject leader", Capacity.DEPUTY: "Deputy"},
    Role.HUB_LEAD: {Capacity.FULL: "Hub lead", Capacity.DEPUTY: "Deputy"},
}
NEW = "new"
URN_OF = {
    School: "the school",
    Trust: "a school of the trust",
}


class SomebodyForm(forms.Form):
    """Somebody known here, or somebody new."""

    person = forms.ChoiceField(
        label="Who?", widget=forms.RadioSelect, error_messages={"required": "Say who"}
    )
    name = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write the name"},
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={"invalid": NO_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Whoever has this address here already is that person.",
    )
    phone = forms.CharField(
        label="Telephone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    post = forms.CharField(
        required=False,
        max_length=120,
        help_text="Such as Year 4 teacher, or school business manager",
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(pk, _known(person)) for pk, person in self.people.items()]
        offer(self, person=[*choices, (NEW, "Somebody else")])
        if not self.people:
            self.fields["person"].widget = forms.HiddenInput()
            self.initial.setdefault("person", NEW)
        is_new = not self.is_bound or self.data.get("person") == NEW
        self.fields["name"].required = is_new

    @property
    def newcomer_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "email", "phone", "post")]

    @property
    def somebody(self) -> Person | Newcomer:
        asked = self.cleaned_data
        if known := self.people.get(asked["person"]):
            return known
        return Newcomer(asked["name"], asked["email"], asked["phone"], asked["post"])


class RoleForm(forms.Form):
    """A role of somebody who is known: where, in which capacity, from and to."""

    def __init__(self, *args: Any, role: Role, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role, self.places = role, places.of(role, user)
        self.fields |= _place_fields(self.places)
        if role in CAPACITIES:
            self.fields["capacity"] = capacity_field(role)
        self.fields["starts_on"] = Day(label="First day", initial=on)
        self.fields["ends_on"] = Day(label="Last day, if it is known", required=False)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        listed, urn = asked.get("place"), asked.get("urn")
        if self.places.is_everywhere or self.errors:
            return asked
        if listed and urn:
            self.add_error("urn", "Choose from the list, or give a URN: not both")
        elif not (chosen := listed or urn):
            self.add_error("place" if "place" in self.fields else "urn", "Say where")
        else:
            try:
                asked["place"] = self.places.find(chosen)
            except LookupError as missing:
                self.add_error("urn", str(missing.args[0]))
        return asked

    def given(self, person: Person | None = None) -> RoleHeld:
        """The role as asked for, not saved."""
        asked = self.cleaned_data
        held = RoleHeld(
            role=self.role,
            capacity=asked.get("capacity") or Capacity.FULL,
            starts_on=asked["starts_on"],
            ends_on=asked["ends_on"],
        )
        if person:
            held.person = person
        places.put(held, asked.get("place"))
        return held


class ContactForm(SomebodyForm):
    """A contact of a school: who, and from which day."""

    starts_on = Day(label="First day")


class EndForm(forms.Form):
    """A last day, and what else ends with it."""

    last_day = Day(label="Last day", help_text="On this day they still have access.")

    def __init__(self, *args: Any, others: Sequence[RoleHeld], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(other.pk): other for other in others}
        if self.others:
            self.fields["with_it"] = _with_it_field(self.others)

    @property
    def ending_too(self) -> list[RoleHeld]:
        return [self.others[pk] for pk in self.cleaned_data.get("with_it", ())]


class HandOverForm(SomebodyForm):
    """Who follows, from which day, and what else of who leaves ends then."""

    first_day = Day(
        label="First day of whoever follows",
        help_text="Access moves that day. The last day of who leaves is the day before.",
    )

    def __init__(
        self, *args: Any, role: RoleHeld, others: Sequence[RoleHeld], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(other.pk): other for other in others}
        if role.role == Role.HEADTEACHER:
            self.fields["capacity"] = capacity_field(Role.HEADTEACHER)
        self.capacity_kept = Capacity(role.capacity)
        if self.others:
            self.fields["with_it"] = _with_it_field(self.others)

    @property
    def chosen_capacity(self) -> Capacity:
        chosen = self.cleaned_data.get("capacity")
        return Capacity(chosen) if chosen else self.capacity_kept

    @property
    def ending_too(self) -> list[RoleHeld]:
        return [self.others[pk] for pk in self.cleaned_data.get("with_it", ())]


def capacity_field(role: Role) -> forms.ChoiceField:
    words = CAPACITIES[role]
    return forms.ChoiceField(
        label="How?",
        choices=[(key.value, text) for key, text in words.items()],
        initial=Capacity.FULL.value,
        widget=forms.RadioSelect,
    )


def _place_fields(found: places.Places) -> dict[str, forms.Field]:
    """A list, a number for what would be too long a list, or either."""
    fields: dict[str, forms.Field] = {}
    if found.groups or not (found.long or found.is_everywhere):
        fields["place"] = forms.ChoiceField(
            label="Where, if it is one of these" if found.long else "Where?",
            choices=[("", "Choose"), *found.groups],
            required=not found.long,
            error_messages={"required": "Say where"},
        )
    if found.long:
        of = URN_OF[found.long[0].model]
        fields["urn"] = forms.CharField(
            label=f"Else the URN of {of}" if found.groups else f"URN of {of}",
            help_text="Six digits, as in the register.",
            required=not found.groups,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"required": f"Give the URN of {of}"},
        )
    return fields


def _with_it_field(others: dict[str, RoleHeld]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="What else ends that day?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(pk, f"{title(one)}, {where(one)}, {when(one)}") for pk, one in others.items()],
    )


def _known(person: Person) -> str:
    return f"{person.name}, {person.post}" if person.post else person.name
