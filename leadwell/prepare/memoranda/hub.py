"""What the lead of a school's hub is told of its memorandum: that it was sent, that it holds, and
that whoever it names to turn to has left that post.

A letter to each who leads the hub, once for each version, made with the step itself and sent as all
letters are, outside quiet hours. Who took the step is not told of it; where a school has no hub, or
its hub nobody who leads it, nobody is.
"""

from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.lib import quiet_hours
from leadwell.people import access as people
from leadwell.people.mail.calendars import calendars_of
from leadwell.people.mail.letters import Letter, Line, letter
from leadwell.people.mail.sending import mail_server, send_once
from leadwell.people.models import Message, Role, RoleHeld
from leadwell.prepare.memoranda import rules, telling, turning
from leadwell.prepare.models import Memorandum
from leadwell.prepare.models.memorandum import IN_FORCE, WAITING
from leadwell.programmes.models import Enrolment

TASK = "prepare.tell_hub_of_memorandum"
NO_VERSION = 0
"""In place of a version's number, of a memorandum that was recorded without one."""


class News(StrEnum):
    """What a hub lead is told."""

    SENT = "sent"
    HOLDS = "holds"
    NOBODY_TO_TURN_TO = "nobody"


def tell_hub(memorandum: Memorandum, news: News, *, by: User | None, at: datetime) -> None:
    """A job for each who leads the hub: within the step's transaction."""
    on = timezone.localdate(at)
    users = [pk for pk in lead_of(memorandum.enrolment, on) if by is None or pk != by.pk]
    for user, calendars in calendars_of(users, on).items():
        telling.defer(
            TASK, quiet_hours.next_moment(at, calendars),
            memorandum_id=memorandum.pk, number=_number(memorandum, news), user_id=user,
            news=str(news),
        )  # fmt: skip


def tell(
    *, memorandum_id: int, number: int, user_id: int, news: str, at: datetime
) -> datetime | None:
    """Write to one of them, if it is still so and they still lead the hub. A moment: when it may be
    tried, for it is too late or too early now. Raises NotTaken."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    memorandum = Memorandum.objects.at_hand().filter(pk=memorandum_id).first()
    on = timezone.localdate(at)
    if user is None or memorandum is None or not _is_so(memorandum, number, News(news), on):
        return None
    if user.pk not in lead_of(memorandum.enrolment, on):
        return None
    with acting_as(user.pk):
        people.remember(user)
        if not rules.may_read(user, memorandum.enrolment):
            return None
        moment = quiet_hours.next_moment(at, calendars_of([user.pk], on)[user.pk])
        if moment > at:
            return moment
        with mail_server() as server:
            send_once(
                _letter(memorandum, News(news)), to=user, kind=Message.Kind.AGREED,
                key=f"{memorandum.pk}.{number}.{news}", at=at, server=server,
            )  # fmt: skip
    return None


def tell_of_nobody_to_turn_to(*, at: datetime) -> int:
    """Of posts that have ended, whenever that was written down; how many memoranda. Run again, nobody
    is written to twice."""
    on = timezone.localdate(at)
    ended = Memorandum.objects.at_hand().select_related("in_force__escalates_to").filter(
        state__in=IN_FORCE, in_force__escalates_to__ends_on__lte=on
    )  # fmt: skip
    found = turning.without_anybody(list(ended), on)
    for memorandum in found:
        tell_hub(memorandum, News.NOBODY_TO_TURN_TO, by=None, at=at)
    return len(found)


def lead_of(enrolment: Enrolment, on: date) -> list[int]:
    """Accounts of those who lead the hub of a school's part on a day."""
    if enrolment.hub_id is None:
        return []
    held = RoleHeld.objects.live_on(on).filter(role=Role.HUB_LEAD, hub=enrolment.hub_id)
    active = held.filter(person__user__is_active=True)
    return sorted({user for user in active.values_list("person__user", flat=True) if user})


def _is_so(memorandum: Memorandum, number: int, news: News, on: date) -> bool:
    """Whether there is nothing newer to tell."""
    states = WAITING if news == News.SENT else IN_FORCE
    if memorandum.state not in states or number != _number(memorandum, news):
        return False
    return news != News.NOBODY_TO_TURN_TO or bool(turning.without_anybody([memorandum], on))


def _number(memorandum: Memorandum, news: News) -> int:
    """Of the version that was sent last, or of the one that holds."""
    version = memorandum.shown if news == News.SENT else memorandum.in_force
    return version.number if version else NO_VERSION


def _letter(memorandum: Memorandum, news: News) -> Letter:
    school = memorandum.enrolment.standing_school
    line = Line(f"Memorandum with {school}", memorandum.get_absolute_url())
    if news == News.SENT:
        return letter(
            "a memorandum was sent to a school of your hub",
            "A memorandum of understanding was sent to a school of your hub, to be signed. You have "
            "nothing to do unless you are asked to ring the school.",
            [line],
        )
    if news == News.NOBODY_TO_TURN_TO:
        return letter(
            "a school of your hub has nobody to turn to",
            "Whoever a school of your hub was to turn to if something goes wrong has left that post. "
            "Tell the school who follows them; a variation of its memorandum names them.",
            [line],
        )
    return letter(
        "a memorandum of a school of your hub holds",
        "A memorandum of understanding with a school of your hub is active: all have signed it.",
        [line],
    )
