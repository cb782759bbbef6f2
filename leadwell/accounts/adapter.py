"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import actions, fresh, letters, sessions
from leadwell.accounts.devices import name_of
from leadwell.accounts.models import User
from leadwell.accounts.school import access, provider

NOTICES = {
    "account/email/password_changed": "the password of your account was changed.",
    "account/email/password_reset": "a new password was set for your account.",
    "account/email/password_set": "a password was set for your account.",
    "mfa/email/totp_activated": "an authenticator app was set up for your account.",
    "mfa/email/totp_deactivated": "the authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "a passkey was added to your account.",
    "mfa/email/webauthn_removed": "a passkey was removed from your account.",
    "mfa/email/recovery_codes_generated": "new recovery codes were made for your account.",
}
WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Asks for the second factor of whoever has one, unless their school's provider has done so."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if fresh.has_second_factor_by_school(request, self.login.user):
            return False
        return bool(super()._should_handle(request))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This e-mail address and password do not belong together. "
        "Check both, or follow “Forgotten your password?”.",
        "too_many_login_attempts": "There were too many wrong passwords for this address. "
        "Wait five minutes, then try again, or follow “Forgotten your password?”.",
        "enter_current_password": "This is not your password of now",
        "incorrect_password": "This is not your password",
        "rate_limited": "There were too many wrong codes. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited."""
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def login(self, request: HttpRequest, user: Any) -> None:
        is_shared = bool(request.session.get(sessions.IS_SHARED))
        super().login(request, user)
        begin_session(request, is_shared=is_shared)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, at signing in and where it is asked for again."""
        actions.note_failure(address=credentials.get("email") or "", at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who has just signed in has just shown who they are."""
        return not fresh.is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        said = [way | {"description": WAYS[way["id"]]} for way in ways]
        if isinstance(user, User) and access.can_use(user):
            url = reverse("account_school_again")
            said.append({"id": "school", "description": f"Use {provider.name()}", "url": url})
        return said

    def get_login_stages(self) -> list[str]:
        ours = f"{__name__}.{SecondFactorStage.__qualname__}"
        theirs = f"{AuthenticateStage.__module__}.{AuthenticateStage.__qualname__}"
        return [ours if one == theirs else one for one in super().get_login_stages()]

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        """Tell somebody what changed about their own way in."""
        device = name_of(self.get_http_user_agent(self.request))
        letters.way_in_changed(user, what=NOTICES[template_prefix], device=device)

    def set_password(self, user: User, password: str) -> None:
        actions.set_password(user=user, password=password, by=user.email, at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return render(request, "account/account_inactive.html", status=403)


def begin_session(request: HttpRequest, *, is_shared: bool) -> None:
    """Write down where and since when somebody is signed in, for themselves to see."""
    request.session[sessions.IS_SHARED] = is_shared
    request.session[sessions.SIGNED_IN_AT] = timezone.now().isoformat()
    request.session[sessions.DEVICE] = name_of(request.headers.get("User-Agent", ""))
    request.session[sessions.ADDRESS] = get_client_ip(request)
