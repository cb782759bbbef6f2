"""Who might have something to be told today: found in a few queries, and rather one too many.

Each of them is asked then by the same functions as their first page, which know whose is what. Who
holds a role of a whole programme, hub or trust is always asked; who is at a school only where
something waits there that somebody of their role is asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from leadwell.accounts.models import NOT_COME, User
from leadwell.deliver.models import Note, Side, Visit
from leadwell.deliver.models.note import WITH_AUTHOR, NoteState
from leadwell.deliver.notes.access import LOOKED_BACK
from leadwell.deliver.wants import AHEAD
from leadwell.explore.models import Candidate, Review, ReviewState, ReviewView
from leadwell.govern.models import Decision, DecisionState, GovernorsReport, ReportState
from leadwell.people.models import Handover, HandoverStep, Person, Role, RoleHeld
from leadwell.people.roles import contacts
from leadwell.people.wants import ENDING_WITHIN, without_contact
from leadwell.prepare.deploying.agreeing.access import LAPSES_WITHIN, lapsed_by
from leadwell.prepare.models import FINISHED, AgreedAction, Deployment, Plan, PlanState
from leadwell.prepare.models.plan import UNDER_WAY
from leadwell.prepare.wants import SAID_FOR, SOON
from leadwell.programmes.models import Enrolment

WIDE = (
    Role.PROGRAMME_LEAD, Role.STRATEGIC_LEAD, Role.PROJECT_MANAGER, Role.HUB_LEAD,
    Role.CHIEF_EXECUTIVE, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR,
    Role.STRATEGIC_BOARD_MEMBER,
)  # fmt: skip
HEAD, SENIOR, SUBJECT = Role.HEADTEACHER, Role.SENIOR_LEADER, Role.SUBJECT_LEADER
SIGNED_BY_HEAD = (NoteState.SHARED, NoteState.COMMENTED, NoteState.UNSIGNED)
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Waits:
    """Something at these schools (their standing rows' numbers), and who is asked there."""

    schools: Rows
    roles: tuple[Role, ...]


def might_want(on: date) -> list[int]:
    """Accounts, those of one school side by side, so that a batch asks for few calendars."""
    reading = User.objects.filter(is_active=True).exclude(NOT_COME)
    found = set(reading.filter(is_administrator=True).values_list("pk", flat=True))
    for people in (*_people(on), *_at_schools(on)):
        found.update(people.filter(user__in=reading).values_list("user", flat=True))
    places = RoleHeld.objects.live_on(on).filter(person__user__in=found)
    where = dict(places.order_by("school").values_list("person__user", "school"))
    return sorted(found, key=lambda user: (where.get(user) or 0, user))


def _people(on: date) -> Iterator[QuerySet[Person]]:
    """Whom something is about by name, whatever their role."""
    live = RoleHeld.objects.live_on(on)
    ending = live.filter(ends_on__lte=on + ENDING_WITHIN, handed_to=None)
    handovers = Handover.objects.filter(steps__done_at=None)
    mine = Visit.objects.to_come().filter(
        Q(day_set_by=Side.SCHOOL) | Q(purpose="", on__lte=on + AHEAD) | Q(on__lte=on)
    )
    unnoted = Visit.objects.filter(
        state=Visit.State.HAPPENED, on__range=(on - LOOKED_BACK, on), note__isnull=True
    )
    due = Q(due_on__lte=on + SOON) | Q(passed_on__gt=on - SAID_FOR)
    unapproved = Candidate.objects.unapproved().order_by().values("programme")
    for rows, column in (
        (live.filter(role__in=WIDE), "person"),
        (live.filter(role=Role.STEERING_GROUP_MEMBER, programme__in=unapproved), "person"),
        (ending, "person"),
        (handovers, "coming__person"),
        (AgreedAction.objects.open().filter(due), "owner"),
        (mine, "specialist"),
        (unnoted, "specialist"),
        (Note.objects.filter(state__in=WITH_AUTHOR), "author"),
        (Decision.objects.filter(state=DecisionState.OPEN), "owner"),
        (ReviewView.objects.filter(submitted_at=None), "by"),
        (Deployment.objects.filter(lapsed_by(on + LAPSES_WITHIN)), "specialist__person"),
    ):
        yield Person.objects.filter(pk__in=rows.order_by().values(column))
    added = _not_yet_in().filter(added_by__isnull=False).order_by().values("added_by")
    yield Person.objects.filter(user__in=added)


def _at_schools(on: date) -> Iterator[QuerySet[Person]]:
    live = RoleHeld.objects.live_on(on)
    for waits in _waits(on):
        standing = Coalesce("school__continued_by", "school")
        here = live.filter(role__in=waits.roles).annotate(standing=standing)
        there = here.filter(standing__in=waits.schools).order_by()
        yield Person.objects.filter(pk__in=there.values("person"))


def _waits(on: date) -> Iterable[Waits]:
    planned = Visit.objects.filter(state=Visit.State.PLANNED, on__gte=on)
    unasked = AgreedAction.objects.filter(state__in=FINISHED, effect="")
    under_way = (ReportState.DRAFTED, ReportState.EDITED, ReportState.ISSUED)
    late = Q(state=ReportState.DUE, obligation__due_on__lt=on)
    reports = GovernorsReport.objects.filter(
        Q(state__in=under_way) | late | Q(questions__answer="")
    )
    decided = Decision.objects.filter(state=DecisionState.OPEN)
    reviews = Review.objects.filter(state__in=(ReviewState.SECOND_VIEW, ReviewState.AGREED))
    plans = Plan.objects.filter(state__in=(PlanState.AGREED, *UNDER_WAY))
    steps = HandoverStep.objects.filter(done_at=None)
    ending = RoleHeld.objects.live_on(on).filter(
        ends_on__lte=on + ENDING_WITHIN, handed_to=None, school__isnull=False
    )
    theirs = RoleHeld.objects.to_come_or_live(on).filter(person__in=_not_yet_in())
    at_work = _not_yet_in().filter(home_school__isnull=False)
    return (
        Waits(_standing(planned.filter(day_set_by=Side.SPECIALIST), "enrolment__school"),
              (SENIOR, SUBJECT)),
        Waits(_standing(Note.objects.filter(state__in=SIGNED_BY_HEAD), "visit__enrolment__school"),
              (HEAD, SENIOR, SUBJECT)),
        Waits(_standing(unasked, "enrolment__school"), (SUBJECT, Role.SPECIALIST)),
        Waits(_standing(reports, "enrolment__school"),
              (HEAD, SENIOR, SUBJECT, Role.GOVERNOR)),
        Waits(_standing(decided, "enrolment__school"), (SUBJECT, Role.SPECIALIST)),
        Waits(_standing(reviews, "enrolment__school"), (HEAD, Role.SPECIALIST)),
        Waits(_standing(plans, "enrolment__school"), (HEAD, SUBJECT, Role.SPECIALIST)),
        Waits(_standing(Deployment.objects.filter(lapsed_by(on)), "enrolment__school"), (HEAD,)),
        Waits(_standing(steps, "handover__leaving__school"), tuple(Role)),
        Waits(_standing(ending, "school"), (HEAD,)),
        Waits(_standing(theirs.filter(school__isnull=False), "school"), (HEAD,)),
        Waits(_standing(at_work, "home_school"), (HEAD,)),
        Waits(_standing(_without_contacts(on), "school"), (HEAD, SENIOR, SUBJECT)),
    )  # fmt: skip


def _standing(rows: Rows, school: str) -> Rows:
    """The schools these rows are about, as they stand today."""
    there = rows.order_by().annotate(stands=Coalesce(f"{school}__continued_by", school))
    standing: Rows = there.filter(stands__isnull=False).values("stands")
    return standing


def _without_contacts(on: date) -> QuerySet[Enrolment]:
    parts = Enrolment.objects.open_on(on)
    lacking = [without_contact(parts, contacts.BY_KEY[key], on) for key in contacts.NEEDED]
    return parts.filter(reduce(or_, [Q(pk__in=rows.order_by().values("pk")) for rows in lacking]))


def _not_yet_in() -> QuerySet[Person]:
    """People who were invited and have not followed the link."""
    waiting = User.objects.filter(NOT_COME, is_active=True)
    return Person.objects.filter(Q(user=None) | Q(user__in=waiting), invited_at__isnull=False)
