"""Who, which role, where, from when. They clean; actions keep."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Person, Role
from leadwell.people.roles import places
from leadwell.people.roles.listing import SORTS
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.models import School
from leadwell.web.forms import PlainSelect, offer

NO_ADDRESS = "Write the whole e-mail address, like name@example.org"

TAKEN = next(
    str(constraint.violation_error_message)
    for constraint in Person._meta.constraints
    if constraint.name == "one_person_of_an_address"
)


class Day(forms.DateField):
    """A day by the device's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        wrong = {"invalid": "Give the day, month and year"}
        kwargs["error_messages"] = wrong | {"required": "Give the day"} | kwargs.pop("errors", {})
        super().__init__(**kwargs)


class SchoolField(forms.ChoiceField):
    """One of a few schools from a list, one of very many by its URN."""

    def __init__(self, schools: QuerySet[School], **kwargs: Any) -> None:
        self.schools = schools
        few = places.few(schools)
        self.is_listed = few is not None
        kwargs.setdefault("required", False)
        kwargs["choices"] = [("", "No school"), *((str(s.urn), str(s)) for s in few or ())]
        if few is None:
            kwargs["widget"] = forms.TextInput(attrs={"inputmode": "numeric"})
            kwargs["help_text"] = "The school’s URN: six digits, as in the register."
        super().__init__(**kwargs)

    def valid_value(self, value: str) -> bool:
        return not self.is_listed or super().valid_value(value)

    def clean(self, value: Any) -> Any:
        urn = super().clean(value)
        if not urn:
            return None
        numbers = self.schools.filter(entries__urn=int(urn)) if urn.isdecimal() else []
        if not (found := next(iter(numbers), None)):
            raise forms.ValidationError(f"No school here has the URN {urn}. Check the number.")
        return found


class FilterForm(forms.Form):
    """Which roles of those one sees."""

    q = forms.CharField(label="Name, e-mail or school", required=False, max_length=80)
    role = forms.ChoiceField(label="Role", required=False, widget=PlainSelect)
    programme = forms.ModelChoiceField(Programme.objects.none(), required=False, widget=PlainSelect)
    hub = forms.ModelChoiceField(Hub.objects.none(), required=False, widget=PlainSelect)
    when = forms.ChoiceField(
        label="When",
        required=False,
        widget=PlainSelect,
        choices=[("", "Now"), ("to-come", "To come"), ("past", "Past"), ("all", "All")],
    )
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User) -> None:
        super().__init__(*args)
        self.schools = access.schools_for(user)
        offer(self, role=[("", "Any"), *Role.choices])
        hubs, programme = _hubs(user), self.data.get("programme") or ""
        if programme.isdecimal():
            hubs = hubs.filter(programme=int(programme))
        programmes = access.programmes_for(user)
        for name, rows in (("programme", programmes), ("hub", hubs)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        # Numbers and names alone: to make hundreds of them whole takes longer than the list.
        offer(self, programme=[("", "Any"), *programmes.values_list("pk", "name")])
        self._list_hubs(hubs.values_list("pk", "name"))

    def _list_hubs(self, hubs: QuerySet[Hub, tuple[int, str]]) -> None:
        """Of very many, those of a programme, once one is chosen."""
        listed = places.few(hubs)
        if listed is None:
            self.fields["hub"].widget = forms.HiddenInput()
        else:
            offer(self, hub=[("", "Any"), *listed])

    @property
    def filters(self) -> list[forms.BoundField]:
        fields = (self[name] for name in ("role", "programme", "hub", "when"))
        return [field for field in fields if not field.is_hidden]

    def clean_school(self) -> School | None:
        urn = self.cleaned_data["school"]
        return self.schools.filter(entries__urn=urn).first() if urn else None


class PersonForm(forms.ModelForm):
    """Somebody's own facts. A name that is at the school already is asked about once."""

    is_another = forms.BooleanField(
        label="This is somebody else of the same name", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Person
        fields = ["name", "email", "phone", "post"]
        error_messages = {"name": {"required": "Write the name"}, "email": {"invalid": NO_ADDRESS}}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        }
        help_texts = {"email": "Their work address. Governors may give their own."}

    def __init__(self, *args: Any, user: User, email_stays: str = "", **kwargs: Any) -> None:
        """email_stays: why this person's address cannot be changed, if so."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.twins: list[Person] = []
        if email_stays:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = email_stays
        schools = access.records_for(user, key="account")
        home = self.instance.home_school
        home = home and (home.continued_by or home)
        if home is None or schools.contains(home):
            self.fields["home_school"] = SchoolField(schools, label="Works at")
            self.initial["home_school"] = str(home.urn) if home else ""
        self.order_fields(["name", "email", "phone", "post", "home_school", "is_another"])

    @property
    def facts(self) -> list[str]:
        """What there is to keep."""
        return [name for name in self.fields if name != "is_another"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.twins = self._same_address() or self._same_name()
        return cleaned

    def _same_address(self) -> list[Person]:
        """Whom the address is of: shown, where one may see them."""
        email = self.cleaned_data.get("email") or ""
        others = Person.objects.of_address(email).exclude(pk=self.instance.pk)
        if not others.exists():
            return []
        self.add_error("email", TAKEN)
        return list(access.people_for(self.user).filter(pk__in=others))

    def _same_name(self) -> list[Person]:
        name, school = self.cleaned_data.get("name"), self.cleaned_data.get("home_school")
        if not name or not school or self.cleaned_data.get("is_another"):
            return []
        seen = access.people_for(self.user).exclude(pk=self.instance.pk)
        twins = list(seen.filter(name__iexact=name.strip(), home_school=school)[:3])
        if twins:
            self.fields["is_another"].widget = forms.CheckboxInput()
            self.add_error(
                "is_another",
                f"There is a {name} at {school} already. Tick this if it is somebody else.",
            )
        return twins


class InviteForm(forms.Form):
    """Several people at once."""

    people = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick whom to invite"}
    )

    def __init__(self, *args: Any, people: Iterable[Person]) -> None:
        super().__init__(*args)
        self.known = {str(person.pk): person for person in people}
        choices = [(pk, str(person)) for pk, person in self.known.items()]
        offer(self, people=choices)

    @property
    def chosen(self) -> list[Person]:
        return [self.known[pk] for pk in self.cleaned_data["people"]]


def _hubs(user: User) -> QuerySet[Hub]:
    return access.hubs_for(user).select_related("programme")
