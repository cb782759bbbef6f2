"""What an administrator should know of mail: that it does not go out, or that an address is dead."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.quiet_hours import LONDON
from leadwell.people import access
from leadwell.people.mail.sending import MAIL_QUEUE
from leadwell.people.models import Message, Role
from leadwell.people.wants import Want

TOLD_FOR = timedelta(days=7)
NAMED = 3


def not_delivered(user: User, on: date) -> Iterable[Want]:
    if not any(one.role == Role.ADMINISTRATOR for one in access.held(user)):
        return
    tried = Q(status="todo", attempts__gt=0) | Q(status="failed")
    if ProcrastinateJob.objects.filter(tried, queue_name=MAIL_QUEUE).exists():
        yield Want(
            title="The mail server does not take our mail",
            why="It is tried again for some hours. See the log, and the settings of mail",
            url="",
        )
    since = datetime.combine(on - TOLD_FOR, time(), LONDON)
    refused = Message.objects.filter(was_refused=True, at__gte=since).select_related("user")
    names = sorted({str(message.user) for message in refused})
    if names:
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield Want(
            title=f"{words.count(len(names), 'address', 'addresses')} took no mail this week",
            why=f"Ask for another address: {', '.join(names[:NAMED])}{more}",
            url="",
        )
