"""Visits as a calendar that is read from a private address: made, renewed, stopped, read.

It says when a visit is and where, and nothing else: not what for, and nobody's name. A school's has
the days by which something was promised too. It ends with the role by which its owner sees these.
"""

from datetime import date, datetime, timedelta
from itertools import chain
from math import ceil
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.deliver import access
from leadwell.deliver.models import CalendarFeed, Visit
from leadwell.deliver.models.feed import new_token
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.lib.school_days import SchoolDays
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.prepare.memoranda.access import KEY as AGREEMENT
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.ics import Event, Status, calendar

A_DAY = timedelta(days=1)
SINCE = timedelta(days=90)
"""How far back a calendar goes."""
HOURS_A_DAY = 6
"""Of a school, from the first lesson to the last."""
STATUS = {
    Visit.State.PLANNED: Status.TENTATIVE,
    Visit.State.CONFIRMED: Status.CONFIRMED,
    Visit.State.HAPPENED: Status.CONFIRMED,
    Visit.State.CANCELLED: Status.CANCELLED,
}


def may_have(user: User, enrolment: Enrolment | None) -> Verdict:
    """enrolment: None for one's own visits, which everybody may ask for and a specialist has."""
    if enrolment is None or access.enrolments_for(user).filter(pk=enrolment.pk).exists():
        return YES
    return no("The visits to this school are not open to you.")


def feed_of(user: User, enrolment: Enrolment | None) -> CalendarFeed | None:
    return access.feeds_for(user).filter(enrolment=enrolment).first()


@transaction.atomic
def make_address(*, enrolment: Enrolment | None, by: User, at: datetime) -> CalendarFeed:
    """A new one; the one before leads nowhere from now on."""
    require(may_have(by, enrolment))
    feed, _ = CalendarFeed.objects.update_or_create(
        user=by, enrolment=enrolment, defaults={"token": new_token(), "made_at": at}
    )
    log.record(at=at, actor=by.email, verb="made an address", subject=feed)
    return feed


@transaction.atomic
def stop_address(*, feed: CalendarFeed, by: User, at: datetime) -> None:
    """One's own; it leads nowhere from now on."""
    require(YES if feed.user_id == by.pk else no("This address is somebody else’s."))
    log.record(at=at, actor=by.email, verb="stopped an address", subject=feed)
    feed.delete()


def visits_of(feed: CalendarFeed) -> VisitQuerySet | None:
    """What its owner sees today; None where their role has ended."""
    user = feed.user
    if feed.enrolment_id is None:
        return access.mine_for(user) if access.makes_visits(user) else None
    if not access.enrolments_for(user).filter(pk=feed.enrolment_id).exists():
        return None
    return Visit.objects.filter(enrolment=feed.enrolment_id)


def promises_of(feed: CalendarFeed, *, since: date) -> list[Obligation]:
    """Of a school's: what was promised for it, where its owner reads what was agreed."""
    seen = people.enrolments_for(feed.user, key=AGREEMENT).order_by().values("pk")
    found = Obligation.objects.filter(
        enrolment=feed.enrolment, enrolment__in=seen, due_on__gte=since
    )
    return list(found.select_related("enrolment__school__continued_by"))


def written(feed: CalendarFeed, visits: VisitQuerySet, *, at: datetime) -> str:
    """The file: a constant number of queries, however many visits and promises."""
    since = timezone.localdate(at) - SINCE
    lately = visits.filter(on__gte=since)
    counted = lately.annotate(n_postponed=Count("postponements")).with_places()
    in_order = counted.order_by("on", F("starts_at").asc(nulls_first=True), "pk")
    name = f"Visits to {feed.enrolment.standing_school}" if feed.enrolment else "Visits"
    promises = promises_of(feed, since=since) if feed.enrolment else []
    events = chain(map(event, in_order), map(due_day, promises))
    return calendar(events, name=name, made_at=at)


def event(visit: Visit) -> Event:
    """visit: with `n_postponed`."""
    school = visit.enrolment.standing_school
    starts, ends = _from_to(visit)
    is_cancelled = visit.state == Visit.State.CANCELLED
    return Event(
        uid=str(visit.sent_id),
        starts=starts,
        ends=ends,
        title=f"{school}: visit",
        place=_place(school),
        status=STATUS[Visit.State(visit.state)],
        sequence=visit.n_postponed + is_cancelled,  # type: ignore[attr-defined]
    )


def due_day(promise: Obligation) -> Event:
    """The whole of the last day on which it is in time."""
    verb = "done" if promise.met_on else "due"
    return Event(
        uid=_number(f"promise {promise.pk}"),
        starts=promise.due_on,
        ends=promise.due_on + A_DAY,
        title=f"{promise.enrolment.standing_school}, {verb}: {promise.what}",
        place="",
        status=Status.CANCELLED if promise.skipped_because else Status.CONFIRMED,
        sequence=int(bool(promise.met_on or promise.skipped_because)),
    )


def _number(of: str) -> str:
    """The same for ever, and no other installation's."""
    return str(UUID(bytes=salted_hmac("leadwell.deliver.feeds", of).digest()[:16]))


def _from_to(visit: Visit) -> tuple[date, date]:
    """Whole days, weekends in between counted, where no hour is said or it is longer than one."""
    if visit.starts_at is None or visit.days > 1:
        last = SchoolDays().after(visit.on - A_DAY, ceil(visit.days))
        return visit.on, last + A_DAY
    starts = datetime.combine(visit.on, visit.starts_at)
    return starts, starts + timedelta(hours=HOURS_A_DAY * float(visit.days))


def _place(school: School) -> str:
    return ", ".join(part for part in (school.name, school.town, school.postcode) if part)
