"""How forms and long selects are drawn, and the one form of this floor."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, TypeVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from leadwell.web import widgets
from leadwell.web.shell import APPEARANCES

F = TypeVar("F", bound=forms.Field)
D = TypeVar("D", date, date | None)


class LeadwellRenderer(TemplatesSetting):
    """FORM_RENDERER: every `{{ form }}`, ours and allauth's, in GOV.UK's patterns.

    Needs "django.forms" in INSTALLED_APPS, after "leadwell.web", whose templates stand in front of
    Django's.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: Any = None
    ) -> SafeString:
        drawn = widgets.draw(template_name, context["widget"]) if "widget" in context else None
        return drawn or SafeString(super().render(template_name, context, request))


class PlainSelect(forms.Select):
    """A select written in one go: a template for each of 150 options would cost more than the page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        options = _options(tuple(self.choices))
        chosen = f'value="{escape("" if value is None else str(value))}">'
        options = options.replace(chosen, f"{chosen[:-1]} selected>", 1)
        written = format_html_join("", ' {}="{}"', (attrs or {}).items())
        return format_html(
            '<select name="{}" class="form-select"{}>{}</select>',
            name, written, SafeString(options),
        )  # fmt: skip


@lru_cache(maxsize=32)  # of areas, years and the like, which are the same for everybody
def _options(choices: tuple[tuple[Any, Any], ...]) -> str:
    return "".join(
        f'<option value="{escape(str(key))}">{escape(str(text))}</option>' for key, text in choices
    )


def conditional(field: F) -> F:
    """Asked for where another answer wants it: not marked as optional."""
    field.is_conditional = True  # type: ignore[attr-defined]
    return field


def not_to_come(day: D, *, today: date) -> D:
    """The day itself, of something that has happened, where one is given; else says so."""
    if day and day > today:
        raise forms.ValidationError("That day is still to come")
    return day


def offer(form: forms.BaseForm, **choices: Iterable[tuple[Any, Any]]) -> None:
    """What may be chosen in these fields of a form, known only when it is made."""
    for name, offered in choices.items():
        field = form.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no field to choose in")
        field.choices = list(offered)


class AppearanceForm(forms.Form):
    """Light or dark on this device. Where the person came from is checked by the view."""

    appearance = forms.ChoiceField(
        label="Colours of the screen",
        choices=list(APPEARANCES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose light, dark or as your device"},
    )
    then = forms.CharField(required=False, widget=forms.HiddenInput)
