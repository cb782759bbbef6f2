"""Second factors (an app's code, a passkey, recovery codes) as allauth keeps them, in our words."""

from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from leadwell.accounts.access import factors_for
from leadwell.accounts.models import User

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What opens a session. Recovery codes stand in for them and do not stand alone."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. A code from the app changes every 30 seconds: "
        "write the one it shows now.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
    }

    def get_totp_issuer(self) -> str:
        return "Leadwell"

    def _get_site_name(self) -> str:
        return "Leadwell"

    def build_totp_svg(self, url: str) -> str:
        """A picture to hold the phone to: no style attributes, and dark on light whatever the page."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dark = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        )
        n = len(rows)
        return (
            f'<svg viewBox="0 0 {n} {n}" width="220" height="220" role="img" '
            f'shape-rendering="crispEdges" aria-label="A code to scan with the app">'
            f'<rect width="{n}" height="{n}" fill="#fff"/><path fill="#000" d="{dark}"/></svg>'
        )

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        n = factors_for(user).filter(type=type).count()
        return f"Passkey {n + 1}"


def has_one(user: User) -> bool:
    """Whether somebody has set up an app or a passkey."""
    return factors_for(user).filter(type__in=SECOND).exists()


def has_app(user: User) -> bool:
    """Whether somebody can write a code of an app."""
    return factors_for(user).filter(type=Authenticator.Type.TOTP).exists()


def remove_all(user: User) -> bool:
    """Whether there was any."""
    removed, _ = factors_for(user).delete()
    return bool(removed)
