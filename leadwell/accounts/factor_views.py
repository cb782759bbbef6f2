"""The pages of second factors: allauth's, each asking first whether somebody is fresh, and logged.

allauth would ask too, by an exception that the transaction around each view keeps from it.
"""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts import actions, factors, fresh
from leadwell.web.asking import asks


class SetUpApp(totp.ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _begun(self.request, Authenticator.Type.TOTP)
        return response


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _ended(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth leaves the form out, and so a refused one would come back without its reason.
        return {**super().get_context_data(**kwargs), **kwargs}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _begun(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _ended(self.request, Authenticator.Type.WEBAUTHN)
        return response


class NewRecoveryCodes(recovery.GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _note(self.request, "made new recovery codes", Authenticator.Type.RECOVERY_CODES)
        return response


def _begun(request: HttpRequest, kind: str) -> None:
    """Whoever has just shown that it works need not show it again to go on."""
    record_authentication(request, request.user, "mfa", type=str(kind), reauthenticated=True)
    _note(request, "set up a second factor", kind)


def _ended(request: HttpRequest, kind: str) -> None:
    """Without any second factor left, this session has none either."""
    if not factors.has_one(request.user):  # type: ignore[arg-type]
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record for record in records if record.get("method") != "mfa"
        ]
    _note(request, "removed a second factor", kind)


def _note(request: HttpRequest, verb: str, kind: str) -> None:
    actions.note_second_factor(verb=verb, kind=str(kind), user=request.user, at=timezone.now())  # type: ignore[arg-type]


_by_form = asks  # Django's views of forms take PUT too


def _sure(view: Any) -> Any:
    return _by_form(fresh.required(view))


urlpatterns = [
    path("", base.index, name="mfa_index"),
    path("code/", _by_form(base.authenticate), name="mfa_authenticate"),
    path("code/again/", _by_form(base.reauthenticate), name="mfa_reauthenticate"),
    path("app/set-up/", _sure(SetUpApp.as_view()), name="mfa_activate_totp"),
    path("app/remove/", _sure(RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("passkeys/add/", _sure(AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", _sure(RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path(
        "passkeys/again/",
        _by_form(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "recovery-codes/",
        require_safe(fresh.required(recovery.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery-codes/new/",
        _sure(NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
