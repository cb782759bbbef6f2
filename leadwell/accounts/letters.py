"""Telling somebody that their way in has changed.

What was done stays done when the mail server does not take a letter: it is in the log, and so is
this.
"""

import smtplib

import structlog
from django.core.mail import send_mail
from django.template.loader import render_to_string

from leadwell.accounts.models import User

log = structlog.get_logger(__name__)


def way_in_changed(user: User, *, what: str, device: str) -> bool:
    """Somebody changed something themselves, or another did as them. Whether the letter went."""
    context = {"user": user, "what": what, "device": device}
    text = render_to_string("account/email/way_in_changed.txt", context)
    return _send("Your way into Leadwell was changed", text, user)


def second_factor_reset(user: User, *, by: str) -> bool:
    """Another person did it for them. Whether the letter went."""
    text = render_to_string("account/email/second_factor_reset.txt", {"user": user, "by": by})
    return _send("Your second factor for Leadwell was reset", text, user)


def _send(subject: str, text: str, user: User) -> bool:
    try:
        send_mail(subject, text, None, [user.email])
    except (OSError, smtplib.SMTPException) as error:
        log.warning("a letter could not be sent", about=subject, error=str(error))
        return False
    return True
