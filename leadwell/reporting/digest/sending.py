"""Sending digests: a round a day, in batches; each person is asked anew, as themselves, when
theirs is sent."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

import structlog
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from procrastinate.contrib.django import app

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.lib import quiet_hours, words
from leadwell.people import access
from leadwell.people.mail.calendars import Calendars, calendars_of
from leadwell.people.mail.letters import Letter, letter
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken, mail_server, send_once
from leadwell.people.models import MailChoice, MailRound, Message
from leadwell.reporting.digest.saying import lines
from leadwell.reporting.digest.whom import might_want

logger = structlog.get_logger(__name__)
Digest = MailChoice.Digest
BEGINS = time(7, 30)
"""In London."""
A_BATCH = 500
AFTER_ALL_ELSE = -10
"""Of the worker's jobs: nobody who loads a file waits for a country's digests."""
ENOUGH = 3
"""Letters in a row that are not taken, after which a batch waits for another try."""
A_DAY = timedelta(days=1)


@transaction.atomic
def begin_round(*, at: datetime) -> int:
    """Jobs for everybody who might have a digest today; how many people that are. Once a day, from
    07:30 on: a worker that slept until noon begins then."""
    here = at.astimezone(quiet_hours.LONDON)
    on = here.date()
    is_time = here.time() >= BEGINS and quiet_hours.may_send(at, ())
    if not is_time or MailRound.objects.filter(on=on).exists():
        return 0
    users = might_want(on)
    _, is_ours = MailRound.objects.get_or_create(
        on=on, defaults={"begun_at": at, "n_asked": len(users)}
    )
    if not is_ours:
        return 0
    for first in range(0, len(users), A_BATCH):
        ask(users[first : first + A_BATCH], on, at)
    return len(users)


def ask(users: list[int], on: date, at: datetime) -> None:
    """A job for a batch, at that moment. By name: jobs call us."""
    asked = app.configure_task(
        "reporting.send_digests",
        queue=MAIL_QUEUE,
        priority=AFTER_ALL_ELSE,
        schedule_at=at,
        allow_unknown=False,
    )
    asked.defer(user_ids=[*users], on=on.isoformat())


def send_batch(users: Collection[int], *, on: date, at: datetime) -> int:
    """Those of the batch whose digest is due on the day of the round; how many were sent now.

    Run again it goes on where it was: what was sent is not sent again. Raises NotTaken once all
    others were tried, or the server takes none.
    """
    due = list(_due(users, on=on, at=at))
    if not due:
        return 0
    n_sent = n_missed = in_a_row = 0
    with mail_server() as server:
        for user, key in due:
            try:
                n_sent += send_digest(user, key=key, at=at, server=server)
                in_a_row = 0
            except NotTaken as error:
                logger.warning("a digest was not taken", error=str(error))
                n_missed, in_a_row = n_missed + 1, in_a_row + 1
                if in_a_row == ENOUGH:
                    raise
    if n_missed:
        raise NotTaken(f"{words.count(n_missed, 'digest')} of {len(due)}")
    return n_sent


def send_digest(user: User, *, key: str, at: datetime, server: BaseEmailBackend) -> bool:
    """To one person, if anything wants them. Raises NotTaken."""
    on = at.astimezone(quiet_hours.LONDON).date()
    with acting_as(user.pk):
        access.remember(user)
        found = digest(user, on)
        if found is None:
            return False
        kind = Message.Kind.DIGEST
        return send_once(found, to=user, kind=kind, key=key, at=at, server=server)


def digest(user: User, on: date) -> Letter | None:
    found = sorted(lines(user, on), key=lambda line: (not line.late, line.due_on or date.max))
    if not found:
        return None
    verb = words.verb(len(found), "wants", "want")
    said = f"{words.count(len(found), 'thing')} {verb} you"
    return letter(said, f"In Leadwell {said}, on {on:%A %-d %B}.", found)


def _due(users: Collection[int], *, on: date, at: datetime) -> Iterator[tuple[User, str]]:
    """Each with the key of their digest: a week, or a day."""
    calendars = calendars_of(users, on)
    chosen = dict(MailChoice.objects.filter(user__in=users).values_list("user", "digest"))
    monday = on - on.weekday() * A_DAY
    earlier = list(MailRound.objects.filter(on__gte=monday, on__lt=on).values_list("on", flat=True))
    today = at.astimezone(quiet_hours.LONDON).date()  # a batch may be tried again tomorrow
    keys = {Digest.WEEKLY: f"{today:%G-W%V}", Digest.DAILY: f"{today}"}
    wanted = {
        user: keys[how]
        for user in users
        if (how := Digest(chosen.get(user, Digest.WEEKLY))) in keys
        and quiet_hours.is_at_work(on, calendars[user])
        and quiet_hours.may_send(at, calendars[user])
        and not (how == Digest.WEEKLY and _had_it(calendars[user], earlier))
    }
    sent = Message.objects.filter(user__in=wanted, kind=Message.Kind.DIGEST)
    done = set(sent.values_list("user", "key"))
    for user in User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"):
        if (user.pk, wanted[user.pk]) not in done:
            yield user, wanted[user.pk]


def _had_it(calendars: Calendars, earlier: list[date]) -> bool:
    """Whether there was a round this week on a school day of theirs: the week's first is theirs."""
    return any(quiet_hours.is_at_work(day, calendars) for day in earlier)
