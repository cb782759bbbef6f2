"""What who leads a programme or a hub is told of its places: that one is free again, because an offer
was taken back or refused, and that a school of the reserve was offered one.

A letter to each, once for each step, made with the step itself and sent as all letters are, outside
quiet hours. Who took the step is not told of it. A school in reserve hears nothing before a place is
offered to it: whether it is, somebody decides.
"""

from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.explore.choosing import access as choosing
from leadwell.explore.models import Candidate, CandidateState, Step
from leadwell.lib import quiet_hours, words
from leadwell.people import access as people
from leadwell.people.mail.calendars import calendars_of
from leadwell.people.mail.letters import Letter, Line, letter
from leadwell.people.mail.sending import MAIL_QUEUE, mail_server, send_once
from leadwell.people.models import Message, Role, RoleHeld

TASK = "prepare.tell_of_place"


class News(StrEnum):
    """By the step it came with."""

    WITHDRAWN = "withdraw"
    REFUSED = "refuse"
    MOVED_UP = "offer"


def tell_of_place(candidate: Candidate, news: News, *, by: User, at: datetime) -> None:
    """A job for each who leads the programme or the school's hub: within the step's transaction."""
    step = _step(candidate, news)
    if step is None:
        return
    on = timezone.localdate(at)
    users = [pk for pk in leads_of(candidate, on) if pk != by.pk]
    for user, calendars in calendars_of(users, on).items():
        defer(quiet_hours.next_moment(at, calendars), step_id=step.pk, user_id=user)


def tell(*, step_id: int, user_id: int, at: datetime) -> datetime | None:
    """Write to one of them, if nothing newer has come of the place and they still lead. A moment:
    when it may be tried, for it is too late or too early now. Raises NotTaken."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    step = Step.objects.filter(pk=step_id).first()
    if user is None or step is None:
        return None
    on = timezone.localdate(at)
    with acting_as(user.pk):
        people.remember(user)
        candidate = choosing.candidates_for(user).at_hand().filter(pk=step.candidate_id).first()
        if candidate is None or user.pk not in leads_of(candidate, on):
            return None
        news = News(step.verb)
        if (last := _step(candidate, *News)) is None or last.pk != step.pk:
            return None
        moment = quiet_hours.next_moment(at, calendars_of([user.pk], on)[user.pk])
        if moment > at:
            return moment
        with mail_server() as server:
            send_once(
                _letter(candidate, news), to=user, kind=Message.Kind.PLACE, key=str(step.pk),
                at=at, server=server,
            )  # fmt: skip
    return None


def leads_of(candidate: Candidate, on: date) -> list[int]:
    """Accounts of those who lead the programme, or the hub in which the school would be."""
    lead = Q(role=Role.PROGRAMME_LEAD, programme=candidate.programme_id)
    hub = Q(role=Role.HUB_LEAD, hub=candidate.hub_id) if candidate.hub_id else Q(pk=None)
    held = RoleHeld.objects.live_on(on).filter(lead | hub, person__user__is_active=True)
    return sorted({user for user in held.values_list("person__user", flat=True) if user})


def defer(moment: datetime, **about: int) -> None:
    """By name: jobs call us."""
    asked = app.configure_task(TASK, queue=MAIL_QUEUE, schedule_at=moment, allow_unknown=False)
    asked.defer(**about)


def _step(candidate: Candidate, *news: News) -> Step | None:
    found = candidate.steps.filter(verb__in=[str(one) for one in news])
    return found.order_by("-at", "-pk").first()


def _letter(candidate: Candidate, news: News) -> Letter:
    programme, school = candidate.programme, candidate.standing_school
    line = Line(f"Offer to {school}", reverse("prepare:offer", args=[candidate.pk]))
    if news == News.MOVED_UP:
        return letter(
            "a school of the reserve is offered a place",
            f"A school that was in reserve is offered a place in {programme}. You have nothing to "
            "do: its head is asked.",
            [line],
        )
    waiting = Candidate.objects.filter(programme=programme, state=CandidateState.RESERVE)
    n = waiting.exclude(pk=candidate.pk).count()
    said = (
        f"{words.count(n, 'other school is', 'other schools are')} in reserve, and hear nothing "
        "before one is offered the place."
    )
    came = "taken back" if news == News.WITHDRAWN else "refused by the school"
    return letter(
        "a place is free again",
        f"An offer of a place in {programme} was {came}, and what was kept for it is free. "
        f"{said if n else 'No other school is in reserve.'}",
        [
            line,
            Line(f"Schools for {programme}", reverse("explore:choosing", args=[programme.code])),
        ],
    )
