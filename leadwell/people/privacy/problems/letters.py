"""Telling data protection officers: a link and a time, never what happened."""

import smtplib
from collections.abc import Iterable

import structlog
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from leadwell.people.models import Breach, Complaint, Person

logger = structlog.get_logger(__name__)


def breach_reported(breach: Breach, *, to: Iterable[Person], site: str) -> None:
    due = f"{timezone.localtime(breach.due_at):%d %B %Y, %H:%M}"
    _send(
        f"{breach} was reported in Leadwell",
        f"Something went wrong, or nearly so, with data that you answer for.\n\n"
        f"{site}{breach.get_absolute_url()}\n\n"
        f"By {due} it is to be decided whether the Information Commissioner is told.\n",
        to,
    )


def complaint_made(complaint: Complaint, *, to: Iterable[Person], site: str) -> None:
    due = f"{complaint.due_on:%d %B %Y}"
    _send(
        "A complaint about data in Leadwell",
        f"Somebody complains about how data about them are used.\n\n"
        f"{site}{complaint.get_absolute_url()}\n\nAcknowledge it by {due}.\n",
        to,
    )


def _send(subject: str, text: str, to: Iterable[Person]) -> None:
    """One letter each. Where mail does not work the desk's page tells of it all the same."""
    letters = [EmailMessage(subject, text, to=[person.email]) for person in to]
    try:
        get_connection().send_messages(letters)
    except (OSError, smtplib.SMTPException) as error:
        logger.error("nobody was told by e-mail", subject=subject, error=str(error))
