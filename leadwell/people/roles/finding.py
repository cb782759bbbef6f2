"""Finding somebody known here within a form, by name or address: nobody reads a list of all."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from leadwell.people.models import Person
from leadwell.web import widgets

MOST_OFFERED = 10


class PersonInput(forms.TextInput):
    """What was written, and under it those who fit, to choose one. Its value is both."""

    template_name = "people/roles/person_input.html"
    offered: tuple[Person, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        written = " ".join((data.get(name) or "").split())
        return written, data.get(f"{name}_chosen") or ""

    def format_value(self, value: Any) -> str | None:
        return str(value[0]) if isinstance(value, tuple) else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"offered": self.offered, "written": widgets.written(context["widget"])}

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class PersonField(forms.Field):
    """One of `people`, which the form sets. Nothing written is None: whether that may be is for
    the form to say. Where it is not plain who is meant, those who fit are offered."""

    widget = PersonInput
    people: QuerySet[Person] = Person.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Part of the name, or the e-mail address.")
        super().__init__(**kwargs)

    def clean(self, value: tuple[str, str]) -> Person | None:
        written, chosen = value
        if not written:
            return None
        # Whoever has just this name comes before those with a longer one.
        fitted = fitting(self.people, written).order_by(Length("name"), "name", "pk")
        fit = list(fitted.select_related("home_school__continued_by")[: MOST_OFFERED + 1])
        meant = [one for one in fit if str(one.pk) == chosen] or [
            one for one in fit if written.casefold() in {one.name.casefold(), one.email.casefold()}
        ]
        if len(meant) == 1:
            return meant[0]
        self.widget.offered = tuple(fit[:MOST_OFFERED])
        raise forms.ValidationError(_not_plain(written, len(fit)))


def fitting(people: QuerySet[Person], written: str) -> QuerySet[Person]:
    """Those with every word in their name or address."""
    for word in written.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return people


def _not_plain(written: str, n: int) -> str:
    if not n:
        return f"Nobody here fits “{written}”. Try part of the name, or the e-mail address."
    if n > MOST_OFFERED:
        return f"More than {MOST_OFFERED} people fit “{written}”. Choose one, or write more."
    return "Choose who is meant."
