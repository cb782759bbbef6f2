"""Signing in as people do, with a second factor or without."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from leadwell.accounts.models import User

PASSWORD = "a long pass phrase"
SIGN_IN = reverse("account_login")


def by_password(client: Client, user: User, *, is_shared: bool = False, **more: object):
    """What the sign-in page sends."""
    sent = {"login": user.email, "password": PASSWORD} | more
    return client.post(SIGN_IN, sent | ({"is_shared": "on"} if is_shared else {}))


def with_app(user: User) -> str:
    """Somebody has set up an app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, *, periods: int = 0) -> str:
    """What the app shows now, or some half minutes later: a code works once."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def by_both(client: Client, user: User, secret: str):
    """Password, then the app's code."""
    by_password(client, user)
    return client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})


def prove_again(client: Client):
    """Be fresh: write the password once more."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
