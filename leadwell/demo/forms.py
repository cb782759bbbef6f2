"""Whom somebody who tries things out would like to be."""

from django import forms

from leadwell.people.models import Role


class FindForm(forms.Form):
    q = forms.CharField(label="Name or school", required=False, max_length=80)
    role = forms.ChoiceField(required=False, choices=Role, widget=forms.HiddenInput)
