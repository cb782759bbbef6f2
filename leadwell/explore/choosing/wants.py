"""What choosing schools wants of somebody: heads to be told, sets to approve, answers to give,
questions to ask again."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.choosing import access, answering, rule_sets, telling
from leadwell.explore.models import Assessment, Candidate, CandidateState
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.wants import MOST, Want
from leadwell.programmes.models import Programme
from leadwell.schools.calendar import school_days_of

SOON = timedelta(days=4)
A_TERM = timedelta(days=100)
"""After so long leadership, time and other initiatives may have changed."""
NOBODY_READS = "No head there has an account here, so that nothing has reached them"
WHY_ONE, WHY_SEVERAL = "Say why, or keep it in reserve", "Say why, or keep them in reserve"


def heads_to_tell(user: User, on: date) -> list[Want]:
    """Heads who do not know yet that their school was put forward, and soon or already should: for
    who chooses the schools, and for who put it forward, as far as they read of it."""
    if not people.holds(user, access.KEY, Operation.READ):
        return []
    chosen = access.candidates_for(user, operation=Operation.CHANGE).untold().at_hand()
    found = list(chosen.order_by("nominated_on", "pk")[:MOST])
    theirs = {one.pk for one in found}
    put = access.put_forward_by(user).untold().at_hand()
    found += [one for one in put.order_by("nominated_on", "pk")[:MOST] if one.pk not in theirs]
    days = school_days_of([one.standing_school for one in found]) if found else {}
    due = [(one, telling.told_by(one, days[one.standing_school.pk])) for one in found]
    return [_to_tell(one, by, on, says_so=one.pk in theirs) for one, by in due if by <= on + SOON]


def _to_tell(one: Candidate, by: date, on: date, *, says_so: bool) -> Want:
    is_late = by < on
    blocked = ". Nothing goes on before" if is_late else ""
    there = reverse("explore:head-told", args=[one.pk]) if says_so else one.get_absolute_url()
    return Want(
        title=f"The head of {one.standing_school} has not been told",
        why=f"The school was put forward for {one.programme} by {one.organisation}{blocked}",
        url=there,
        verb="Say so" if says_so else "Tell them",
        due_on=by,
        late=is_late,
    )


def sets_to_approve(user: User, on: date) -> list[Want]:
    """Sets with schools in them that no board has approved: for its members."""
    programmes = access.programmes_of_board(user)
    if not programmes:
        return []
    waiting = Candidate.objects.unapproved().filter(programme__in=programmes)
    counted = dict(waiting.order_by().values_list("programme").annotate(n=Count("pk")))
    asking = Programme.objects.filter(pk__in=counted).order_by("name") if counted else ()
    return [
        Want(
            title=f"The set of {one} waits for the board",
            why=f"{words.count(counted[one.pk], 'school')} of it approved by nobody yet",
            url=reverse("explore:set", args=[one.code]),
            verb="Look at the set",
        )
        for one in asking
        if rule_sets.current(one.rule_set).board_approves
    ][:MOST]


def schools_to_answer(user: User, on: date) -> list[Want]:
    """Programmes that have their schools, and others that were put forward and never heard."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return []
    mine = access.candidates_for(user, operation=Operation.CHANGE)
    owed = answering.owed(mine, on).exclude(programme__state=Programme.State.ARCHIVED)
    counted = dict(owed.order_by().values_list("programme").annotate(n=Count("pk")))
    found = Programme.objects.filter(pk__in=counted).order_by("name") if counted else ()
    return [
        Want(
            title=_never_heard(counted[one.pk], one),
            why=WHY_SEVERAL if counted[one.pk] > 1 else WHY_ONE,
            url=reverse("explore:answers", args=[one.code]),
            verb="Give answers",
        )
        for one in found
    ][:MOST]


def answers_to_send(user: User, on: date) -> list[Want]:
    """Letters to schools whose heads have no account, or take no mail, which nobody has sent yet."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return []
    mine = access.candidates_for(user, operation=Operation.CHANGE)
    unsent: Any = answering.unsent(mine.exclude(programme__state=Programme.State.ARCHIVED), on)
    counted = Counter(unsent.order_by().values_list("programme", "is_failed"))
    programmes = {pk for pk, _ in counted}
    found = Programme.objects.filter(pk__in=programmes).order_by("name") if counted else ()
    return [
        _to_send(one, counted[one.pk, False], counted[one.pk, True]) for one in found
    ][:MOST]  # fmt: skip


def _to_send(programme: Programme, n_on_paper: int, n_failed: int) -> Want:
    why = [NOBODY_READS] if n_on_paper else []
    if n_failed:
        why.append(f"{words.count(n_failed, 'letter')} could not be sent by e-mail")
    return Want(
        title=f"{words.count(n_on_paper + n_failed, 'letter')} of {programme} to be sent",
        why=". ".join(why),
        url=reverse("explore:answers", args=[programme.code]),
        verb="Print and send" if n_on_paper else "Send them",
    )


def _never_heard(n: int, programme: Programme) -> str:
    were = words.verb(n, "was", "were")
    return f"{words.count(n, 'school')} {were} put forward for {programme} and never heard"


def to_ask_again(user: User, on: date) -> list[Want]:
    """Schools that take part and were asked more than a term ago whether they are ready."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return []
    newest = Assessment.objects.filter(candidate=OuterRef("pk")).newest_first().values("at")[:1]
    mine = access.candidates_for(user, operation=Operation.CHANGE)
    long_ago = (
        mine.filter(state=CandidateState.ACCEPTED, enrolment__left_on=None)
        .annotate(asked_at=Subquery(newest))
        .filter(asked_at__date__lt=on - A_TERM, programme__ends_on__gte=on)
    )
    return [
        Want(
            title=f"Ask {one.standing_school} again whether it is ready",
            why="Its subject lead’s time, other initiatives and what is due: three questions",
            url=reverse("explore:ask-again", args=[one.pk]),
            verb="Ask again",
        )
        for one in long_ago.at_hand().order_by("asked_at", "pk")[:MOST]
    ]
