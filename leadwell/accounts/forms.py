"""Forms of signing in: allauth's, in our words."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from leadwell.accounts.models import User
from leadwell.accounts.sessions import IS_SHARED

GOOD_PASSWORD = (
    "At least 12 characters. Three or four words that have nothing to do with each other "
    "are easy to remember and hard to guess."
)
NO_PASSKEY = "No passkey came from your browser. Try again, or use an authenticator app."
NO_ADDRESS = {
    "required": "Write your e-mail address",
    "invalid": "Write the whole e-mail address, like name@example.org",
}


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """E-mail address and password, and whether others use this computer."""

    is_shared = forms.BooleanField(
        label="This is a shared computer",
        required=False,
        help_text="Tick this where others use it too: you are then signed out after 15 minutes "
        "without doing anything. Otherwise it is 12 hours.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.order_fields(["login", "password", "is_shared"])
        _say(self, "login", "E-mail address", **NO_ADDRESS)
        _say(self, "password", "Password", required="Write your password")
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponseBase:
        request.session[IS_SHARED] = self.cleaned_data["is_shared"]
        return super().login(request, redirect_url=redirect_url)  # type: ignore[no-any-return]


class SchoolForm(forms.Form):
    """On the way to one's school account: whether others use this computer."""

    is_shared = forms.BooleanField(label="This is a shared computer", required=False)


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


class PasswordAgainForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """One's password, from somebody who is signed in already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Your password", required="Write your password")


class CodeForm(factors.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        """A wrong code is told where a wrong password is; allauth's own way is a signal."""
        get_adapter().authentication_failed(context.request, email=self.user.email)


class CodeAgainForm(factors.ReauthenticateForm):  # type: ignore[misc]
    """A code, from somebody who is signed in already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)

    _emit_authentication_failed = CodeForm._emit_authentication_failed


class FirstCodeForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)
        self.fields["code"].help_text = "The six digits that the app shows now."


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey and what to call it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "What to call it")
        self.fields["name"].help_text = "So that you know it again: my phone, the key on my ring."
        self.fields["name"].max_length = 60
        self.fields["credential"].error_messages |= {"required": NO_PASSKEY, "invalid": NO_PASSKEY}

    def clean(self) -> dict[str, Any]:
        return _readable(super().clean)  # type: ignore[no-any-return]


class UsePasskeyForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, as the second step of signing in."""

    def clean_credential(self) -> Any:
        return _readable(super().clean_credential)


class UsePasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, from somebody who is signed in already."""

    def clean_credential(self) -> Any:
        return _readable(super().clean_credential)


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


def _ask_for_code(form: forms.Form) -> None:
    _say(form, "code", "Code", required="Write the code")
    form.fields["code"].help_text = "Six digits from your app, or one of your recovery codes."
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


def _readable(clean: Callable[[], Any]) -> Any:
    """What a browser says of a passkey is read by libraries that trust its shape; we do not."""
    try:
        return clean()
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise forms.ValidationError(NO_PASSKEY) from error
