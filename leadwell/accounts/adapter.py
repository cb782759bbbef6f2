"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import actions
from leadwell.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This e-mail address and password do not belong together. "
        "Check both, or follow “Forgotten your password?”.",
        "too_many_login_attempts": "There were too many wrong passwords for this address. "
        "Wait five minutes, then try again, or follow “Forgotten your password?”.",
        "enter_current_password": "This is not your password of now",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited."""
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def set_password(self, user: User, password: str) -> None:
        actions.set_password(user=user, password=password, by=user.email, at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return render(request, "account/account_inactive.html", status=403)
