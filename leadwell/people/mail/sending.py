"""Sending a letter once, and writing down that it went.

A letter goes within the transaction that writes it down: killed in between it goes again, and
under the same Message-ID, by which mail servers and programmes know it for the same. Two workers
take turns over one person.
"""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from leadwell.accounts.models import User
from leadwell.people.mail.letters import Letter
from leadwell.people.models import Message

logger = structlog.get_logger(__name__)
MAIL_QUEUE = "mail"
OURS_ALONE = 7_202
"""Of the database's advisory locks, those over people's mail."""
FOR_GOOD = 500
"""From this answer of a mail server on, trying again is of no use."""


class NotTaken(Exception):
    """The mail server did not take a letter: to be tried again later."""


@contextmanager
def mail_server() -> Iterator[BaseEmailBackend]:
    """One conversation for many letters. Raises NotTaken where there is none to be had."""
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(str(error)) from error
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.close()


@transaction.atomic
def send_once(
    letter: Letter, *, to: User, kind: Message.Kind, key: str, at: datetime,
    server: BaseEmailBackend,
) -> bool:  # fmt: skip
    """Whether it went now: not where it went before. An address that takes none is written down
    as such. Raises NotTaken, and then nothing is written down."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [OURS_ALONE, to.pk])
    about = {"user": to, "kind": kind, "key": key}
    if Message.objects.filter(**about).exists():
        return False
    was_refused = not _taken(_message(letter, to, f"{kind}.{key}.{to.pk}"), server)
    Message.objects.create(**about, n_lines=len(letter.lines), at=at, was_refused=was_refused)
    return not was_refused


def _message(letter: Letter, to: User, name: str) -> EmailMessage:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{name}@{domain}>"}
    return EmailMessage(letter.subject, letter.text, to=[to.email], headers=headers)


def _taken(message: EmailMessage, server: BaseEmailBackend) -> bool:
    """False where the address is refused for good."""
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and min(codes) >= FOR_GOOD:
            logger.warning("an address takes no mail", codes=codes)
            return False
        raise NotTaken(f"answer {codes}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(str(error)) from error
    return True
