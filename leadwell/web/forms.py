"""How forms are drawn, and the one form of this floor."""

from django import forms
from django.forms.renderers import TemplatesSetting

from leadwell.web.shell import APPEARANCES


class LeadwellRenderer(TemplatesSetting):
    """FORM_RENDERER: every `{{ form }}`, ours and allauth's, in GOV.UK's patterns.

    Needs "django.forms" in INSTALLED_APPS, after "leadwell.web", whose widget templates stand
    in front of Django's.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"


class AppearanceForm(forms.Form):
    """Light or dark on this device. Where the person came from is checked by the view."""

    appearance = forms.ChoiceField(
        label="Colours of the screen",
        choices=list(APPEARANCES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose light, dark or as your device"},
    )
    then = forms.CharField(required=False, widget=forms.HiddenInput)
