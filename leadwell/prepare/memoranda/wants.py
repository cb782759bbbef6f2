"""What a memorandum wants of somebody: their name, an answer, a word of a new head, a telephone call."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.people.held import numbered
from leadwell.people.models import Role
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.placing import of_parts
from leadwell.people.wants import MOST, Want
from leadwell.prepare.memoranda import access, promising, telling, turning
from leadwell.prepare.models import (
    Memorandum,
    MemorandumQuery,
    MemorandumSignature,
    MemorandumStep,
)
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import IN_FORCE, WAITING, MemorandumQuerySet, Party
from leadwell.programmes.models import Enrolment, Obligation, Programme
from leadwell.schools.calendar import school_days_of
from leadwell.web.templatetags.leadwell import day

NO_WORK = (Programme.State.ARCHIVED, Programme.State.STOPPED, Programme.State.PAUSED)
TOLD_OF_POSTS = (Role.HUB_LEAD, Role.PROGRAMME_LEAD, Role.PROJECT_MANAGER)
NEWS_FOR = timedelta(days=7)
"""Long enough to stand in one weekly digest, and no longer."""
BEGAN = ("begin", "record", "agree")
"""Steps from which a version holds."""
SCHOOL_DAYS_OF_CALL = timedelta(days=telling.REMINDED_ON[-1])


def unsigned(user: User, on: date) -> MemorandumQuerySet:
    """Of one who signs: those that wait for their name."""
    mine = {access.SIGNS_AS[one.role] for one in people.held(user) if one.role in access.SIGNS_AS}
    if not mine or not people.holds(user, access.KEY, Operation.SIGN):
        return Memorandum.objects.none()
    seen = access.memoranda_for(user, operation=Operation.SIGN).filter(state__in=WAITING)
    wanted = Q()
    for party in sorted(mine):
        wanted |= _wanted(party, user)
    return seen.filter(wanted).order_by("sent_on", "pk")[:MOST]


def to_sign(user: User, on: date) -> Iterator[Want]:
    for one in of_parts(asked(unsigned, user, on)):
        assert one.sent_on  # what waits was sent
        yield Want(
            title=f"Read and sign the memorandum of {one.enrolment.standing_school}",
            why=f"Sent on {day(one.sent_on)}. Work there begins once all have signed",
            url=one.get_absolute_url(),
            verb="Read it",
        )


def unanswered(user: User, on: date) -> QuerySet[MemorandumQuery]:
    """Of who runs a programme: what schools ask before they sign."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return MemorandumQuery.objects.none()
    mine = access.memoranda_for(user, operation=Operation.CHANGE).filter(state=State.QUERIED)
    found = MemorandumQuery.objects.filter(answer="", memorandum__in=mine.values("pk"))
    return found.order_by("asked_at")[:MOST]


def to_answer(user: User, on: date) -> Iterator[Want]:
    found = asked(unanswered, user, on)
    about = [one.memorandum_id for one in found]
    memoranda = Memorandum.objects.at_hand().in_bulk(about) if about else {}
    for one in found:
        school = memoranda[one.memorandum_id].enrolment.standing_school
        yield Want(
            title=f"{school} asks about its memorandum",
            why="It signs once it has an answer",
            url=reverse("prepare:answer-memorandum", args=[one.pk]),
            verb="Answer",
        )


def not_stood_by(user: User, on: date) -> QuerySet[Obligation]:
    """Of a head who came after it was signed."""
    if not any(one.role == Role.HEADTEACHER for one in people.held(user)):
        return Obligation.objects.none()
    mine = people.enrolments_for(user, key=access.KEY, operation=Operation.SIGN)
    found = Obligation.objects.open().filter(kind=promising.REAFFIRM, enrolment__in=mine)
    return found.order_by("due_on")[:MOST]


def to_reaffirm(user: User, on: date) -> Iterator[Want]:
    for one in of_parts(asked(not_stood_by, user, on)):
        yield Want(
            title=f"Does {one.enrolment.standing_school} stand by its memorandum?",
            why="It was signed before you came",
            url=reverse("prepare:memorandum", args=[one.enrolment_id]),
            verb="Read it",
            due_on=one.due_on,
            late=one.due_on < on,
        )


def long_unsigned(user: User, on: date) -> MemorandumQuerySet:
    """In the hubs one leads: sent so long ago that all reminders may have gone."""
    hubs = [one for one in people.held(user) if one.role == Role.HUB_LEAD]
    if not hubs:
        return Memorandum.objects.none()
    return access.memoranda_for(user).filter(
        state__in=telling.OF_SCHOOL, sent_on__lt=on - SCHOOL_DAYS_OF_CALL
    )


def to_ring(user: User, on: date) -> Iterator[Want]:
    """Schools that have been reminded three times: for the hub lead to ring."""
    found = of_parts(asked(long_unsigned, user, on))
    days = school_days_of({one.enrolment.standing_school for one in found}) if found else {}
    for one in found[:MOST]:
        school = one.enrolment.standing_school
        n = telling.n_waiting(one, on, days[school.pk])
        if n >= telling.REMINDED_ON[-1]:
            yield Want(
                title=f"Ring {school} about its memorandum",
                why=f"Sent {n} school days ago, reminded three times, and not signed",
                url=one.get_absolute_url(),
                verb="See it",
            )


def told_lately(user: User, on: date) -> MemorandumQuerySet:
    """In the hubs one leads: sent, or holding, since a week."""
    hubs = {pk for one in people.held(user) if one.role == Role.HUB_LEAD for pk in one.hubs}
    if not hubs:
        return Memorandum.objects.none()
    since = on - NEWS_FOR
    began = MemorandumStep.objects.filter(
        memorandum=OuterRef("pk"), verb__in=BEGAN, at__date__gt=since, at__date__lte=on
    )
    lately = Q(state__in=WAITING, sent_on__gt=since, sent_on__lte=on)
    found = access.memoranda_for(user).filter(numbered("enrolment__hub_id", hubs))
    found = found.filter(lately | Q(Exists(began), state=State.ACTIVE)).order_by("-sent_on", "pk")
    return found[:MOST]


def of_my_hubs(user: User, on: date) -> Iterator[Want]:
    """For a week: that one was sent to a school of the hubs one leads, or holds."""
    for one in of_parts(asked(told_lately, user, on)):
        school = one.enrolment.standing_school
        holds = one.state == State.ACTIVE
        yield Want(
            title=f"The memorandum with {school} {'is active' if holds else 'was sent'}",
            why="For you to know: all have signed it"
            if holds
            else "For you to know: you are asked to ring only if it is long not signed",
            url=one.get_absolute_url(),
            verb="Read it",
        )


def posts_ended(user: User, on: date) -> MemorandumQuerySet:
    """Of who leads a hub or runs a programme: in force, naming somebody to turn to in a post that
    has ended."""
    if not any(one.role in TOLD_OF_POSTS for one in people.held(user)):
        return Memorandum.objects.none()
    found = access.memoranda_for(user).filter(
        state__in=IN_FORCE, in_force__escalates_to__ends_on__lt=on
    )
    return found.select_related("in_force__escalates_to__person").order_by("pk")[:MOST]


def nobody_to_turn_to(user: User, on: date) -> Iterator[Want]:
    """Schools whose memorandum names somebody who has left that post."""
    for one in turning.without_anybody(of_parts(asked(posts_ended, user, on)), on):
        assert one.in_force  # those alone were asked for
        assert one.in_force.escalates_to
        yield Want(
            title=f"{one.enrolment.standing_school} has nobody to turn to",
            why=f"{one.in_force.escalates_to.person} has left that post. Tell the school who "
            "follows, and send a variation",
            url=one.get_absolute_url(),
            verb="See it",
        )


def without_any(user: User, on: date) -> QuerySet[Enrolment, tuple[int, str, str]]:
    """Of who runs a programme: its schools for which nobody has drafted one."""
    found: QuerySet[Enrolment, tuple[int, str, str]]
    if not people.holds(user, access.KEY, Operation.CREATE):
        none = Enrolment.objects.none()
        return none.values_list("programme", "programme__name", "programme__code")
    mine = people.enrolments_for(user, key=access.KEY, operation=Operation.CREATE)
    live = Memorandum.objects.filter(enrolment=OuterRef("pk")).exclude(state=State.ENDED)
    waiting = mine.filter(work_agreed_on=None, left_on=None, programme__ends_on__gte=on)
    found = (
        waiting.exclude(programme__state__in=NO_WORK).filter(~Exists(live)).order_by()
        .values_list("programme", "programme__name", "programme__code")
    )  # fmt: skip
    return found


def to_draft(user: User, on: date) -> Iterator[Want]:
    counted: dict[tuple[int, str, str], int] = {}
    for row in asked(without_any, user, on):
        counted[row] = counted.get(row, 0) + 1
    for (_, name, code), n in counted.items():
        yield Want(
            title=f"{name}: {words.count(n, 'school')} without a memorandum",
            why="Work there begins once one is active",
            url=reverse("prepare:memoranda", args=[code]),
            verb="See which",
        )


def _wanted(party: Party, user: User) -> Q:
    """Whether it waits for this party, and for this person where one is named."""
    signed = MemorandumSignature.objects.filter(version=OuterRef("shown"))
    missing = ~Q(Exists(signed.filter(party=party)))
    match party:
        case Party.CHAIR:
            return Q(chair__user=user) & missing
        case Party.TRUST:
            return Q(shown__needs_trust=True) & missing
        case Party.LEAD:
            both = Q(Exists(signed.filter(party=Party.HEAD))) & Q(
                Exists(signed.filter(party=Party.CHAIR))
            )
            return missing & both
    return missing
