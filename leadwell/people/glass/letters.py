"""Telling whoever watches over administrators."""

import smtplib
from collections.abc import Iterable

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from leadwell.people.models import BrokenGlass, Person


class NotTold(Exception):
    """The mail server did not take the letter; str() says so."""


def glass_broken(glass: BrokenGlass, *, to: Iterable[Person], link: str) -> None:
    """One letter each, at once. It carries no reason: a reason may name people. Raises NotTold."""
    letters = [
        EmailMessage(
            f"{glass.user} reads everything in Leadwell for an hour",
            render_to_string(
                "people/glass/broken.txt", {"glass": glass, "person": person, "link": link}
            ),
            to=[person.email],
        )
        for person in to
    ]
    try:
        get_connection().send_messages(letters)
    except (OSError, smtplib.SMTPException) as error:
        raise NotTold(
            "Nobody could be told, because the mail server did not take the letter. "
            "The glass is whole. Try again once mail works."
        ) from error
