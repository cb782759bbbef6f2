"""What choosing schools wants of somebody: heads to be told, sets to approve, answers to give,
questions to ask again."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.choosing import access, answering, rule_sets, telling
from leadwell.explore.models import Assessment, Candidate, CandidateQuerySet, CandidateState
from leadwell.lib import words
from leadwell.people.held import numbered
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.programmes.models import Programme
from leadwell.schools.calendar import school_days_of

SOON = timedelta(days=4)
A_TERM = timedelta(days=100)
"""After so long leadership, time and other initiatives may have changed."""
NOBODY_READS = "No head there has an account here, so that nothing has reached them"
WHY_ONE, WHY_SEVERAL = "Say why, or keep it in reserve", "Say why, or keep them in reserve"


def untold(user: User, on: date) -> CandidateQuerySet:
    """Of who chooses the schools: those of which nobody has told the head."""
    chosen = access.candidates_for(user, operation=Operation.CHANGE).untold().at_hand()
    return chosen.order_by("nominated_on", "pk")[:MOST]


def put_forward(user: User, on: date) -> CandidateQuerySet:
    """The same of who put them forward, as far as they read of them."""
    put = access.put_forward_by(user).untold().at_hand()
    return put.order_by("nominated_on", "pk")[:MOST]


def heads_to_tell(user: User, on: date) -> list[Want]:
    """Heads who do not know yet that their school was put forward, and soon or already should."""
    found = asked(untold, user, on)
    theirs = {one.pk for one in found}
    found += [one for one in asked(put_forward, user, on) if one.pk not in theirs]
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


def unapproved(user: User, on: date) -> QuerySet[Candidate, tuple[str, str, str, int]]:
    """Of a member of its board: programmes with schools that are in no set it has approved. Name,
    code and rule set of each, and how many schools."""
    mine = numbered("programme_id", access.programmes_of_board(user))
    return _by_programme(Candidate.objects.unapproved().filter(mine), "programme__rule_set")


def sets_to_approve(user: User, on: date) -> list[Want]:
    """Sets with schools in them that no board has approved: for its members."""
    return [
        Want(
            title=f"The set of {name} waits for the board",
            why=f"{words.count(n, 'school')} of it approved by nobody yet",
            url=reverse("explore:set", args=[code]),
            verb="Look at the set",
        )
        for name, code, rule_set, n in asked(unapproved, user, on)
        if rule_sets.current(rule_set).board_approves
    ][:MOST]


def unheard(user: User, on: date) -> QuerySet[Candidate, tuple[str, str, int]]:
    """Of who chooses the schools: programmes with some that are owed an answer. Name and code of
    each, and how many schools."""
    return _by_programme(answering.owed(_chosen_in_use(user), on))


def schools_to_answer(user: User, on: date) -> list[Want]:
    """Programmes that have their schools, and others that were put forward and never heard."""
    return [
        Want(
            title=_never_heard(n, name),
            why=WHY_SEVERAL if n > 1 else WHY_ONE,
            url=reverse("explore:answers", args=[code]),
            verb="Give answers",
        )
        for name, code, n in asked(unheard, user, on)
    ][:MOST]


def unsent(user: User, on: date) -> QuerySet[Candidate, tuple[str, str, bool]]:
    """Of who chooses the schools: letters that nobody has sent yet. Of each the name and the code
    of the programme, and whether it could not be sent by e-mail."""
    waiting: Any = answering.unsent(_chosen_in_use(user), on)
    named = waiting.order_by("programme__name", "programme")
    found: QuerySet[Candidate, tuple[str, str, bool]]
    found = named.values_list("programme__name", "programme__code", "is_failed")
    return found


def answers_to_send(user: User, on: date) -> list[Want]:
    """Letters to schools whose heads have no account, or take no mail, which nobody has sent yet."""
    counted = Counter(asked(unsent, user, on))
    programmes = dict.fromkeys((name, code) for name, code, _ in counted)
    return [
        _to_send(name, code, counted[name, code, False], counted[name, code, True])
        for name, code in programmes
    ][:MOST]


def _to_send(programme: str, code: str, n_on_paper: int, n_failed: int) -> Want:
    why = [NOBODY_READS] if n_on_paper else []
    if n_failed:
        why.append(f"{words.count(n_failed, 'letter')} could not be sent by e-mail")
    return Want(
        title=f"{words.count(n_on_paper + n_failed, 'letter')} of {programme} to be sent",
        why=". ".join(why),
        url=reverse("explore:answers", args=[code]),
        verb="Print and send" if n_on_paper else "Send them",
    )


def _chosen_in_use(user: User) -> CandidateQuerySet:
    """Candidates somebody chooses among, of programmes that are not put away."""
    mine = access.candidates_for(user, operation=Operation.CHANGE)
    return mine.exclude(programme__state=Programme.State.ARCHIVED)


def _by_programme(candidates: CandidateQuerySet, *more: str) -> QuerySet[Candidate, Any]:
    """By name: its name, its code, more of it, and how many of these are put forward for it."""
    named = candidates.order_by("programme__name", "programme")
    return named.values_list("programme__name", "programme__code", *more).annotate(n=Count("pk"))


def _never_heard(n: int, programme: str) -> str:
    were = words.verb(n, "was", "were")
    return f"{words.count(n, 'school')} {were} put forward for {programme} and never heard"


def long_ago(user: User, on: date) -> CandidateQuerySet:
    """Of who chooses the schools: those that take part and were asked longer than a term ago."""
    newest = Assessment.objects.filter(candidate=OuterRef("pk")).newest_first().values("at")[:1]
    mine = access.candidates_for(user, operation=Operation.CHANGE)
    found = (
        mine.filter(state=CandidateState.ACCEPTED, enrolment__left_on=None)
        .annotate(asked_at=Subquery(newest))
        .filter(asked_at__date__lt=on - A_TERM, programme__ends_on__gte=on)
    )
    return found.at_hand().order_by("asked_at", "pk")[:MOST]


def to_ask_again(user: User, on: date) -> list[Want]:
    """Schools that take part and were asked more than a term ago whether they are ready."""
    return [
        Want(
            title=f"Ask {one.standing_school} again whether it is ready",
            why="Its subject lead’s time, other initiatives and what is due: three questions",
            url=reverse("explore:ask-again", args=[one.pk]),
            verb="Ask again",
        )
        for one in asked(long_ago, user, on)
    ]
