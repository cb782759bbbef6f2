"""Forms of signing in: allauth's, in our words."""

from typing import Any

from allauth.account import forms as allauth
from django import forms

from leadwell.accounts.models import User

GOOD_PASSWORD = (
    "At least 12 characters. Three or four words that have nothing to do with each other "
    "are easy to remember and hard to guess."
)
NO_ADDRESS = {
    "required": "Write your e-mail address",
    "invalid": "Write the whole e-mail address, like name@example.org",
}


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """E-mail address and password, nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        _say(self, "login", "E-mail address", **NO_ADDRESS)
        _say(self, "password", "Password", required="Write your password")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ForgottenPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "E-mail address", **NO_ADDRESS)


class SetPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """A password, from a link in an e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_twice(self)


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """Another password, for somebody who knows the one they have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Your password now", required="Write your password of now")
        _say_twice(self)


class AppearanceForm(forms.ModelForm):
    """Light or dark, wherever the person signs in."""

    class Meta:
        model = User
        fields = ["appearance"]
        labels = {"appearance": "Light or dark"}
        widgets = {"appearance": forms.RadioSelect}


def _say_twice(form: forms.Form) -> None:
    _say(form, "password1", "New password", required="Write a new password")
    form.fields["password1"].help_text = GOOD_PASSWORD
    _say(form, "password2", "New password, once more", required="Write the new password once more")


def _say(form: forms.Form, name: str, label: str, **errors: str) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, ""
    field.error_messages |= errors
    field.widget.attrs.pop("placeholder", None)
