"""Who may answer requests about data, and is it the moment?"""

from datetime import date

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.models import ClockPause, Person, RoleHeld, SubjectRequest
from leadwell.people.privacy import clocks, erasures
from leadwell.people.privacy.access import (
    answers_for_all_of,
    is_at_a_desk,
    people_for,
    schools_for,
)
from leadwell.web.templatetags.leadwell import day_and_year

Kind = SubjectRequest.Kind
FOR_OTHERS = "You answer for other schools. Ask the officer of the organisation that leads."


def may_sit_at_a_desk(user: User) -> Verdict:
    if is_at_a_desk(user):
        return YES
    return no("This desk is the data protection officer’s.")


def may_log_request(user: User, request: SubjectRequest) -> Verdict:
    """About somebody, or a school, one answers for; saved or not yet."""
    if not (may := may_sit_at_a_desk(user)):
        return may
    if request.person_id and people_for(user).filter(pk=request.person_id).exists():
        return YES
    if request.school_id and schools_for(user).filter(pk=request.school_id).exists():
        return YES
    return no(FOR_OTHERS)


def may_answer(user: User, request: SubjectRequest) -> Verdict:
    """Whatever is done with an open request."""
    if not (may := may_log_request(user, request)):
        return may
    if request.answered_on:
        return no(f"This request was answered on {day_and_year(request.answered_on)}.")
    return YES


def may_extend(user: User, request: SubjectRequest, *, on: date) -> Verdict:
    if not (may := may_answer(user, request)):
        return may
    if request.extended_on:
        return no("This request was extended already, and can be once only.")
    if clocks.counts_school_days(request):
        return no("Fifteen school days cannot be extended.")
    left = clocks.clock(request, on=on).days_left
    if left is not None and left < 0:
        return no("The month is over: only within it can somebody be told that it takes longer.")
    return YES


def may_pause(user: User, request: SubjectRequest, why: str) -> Verdict:
    if not (may := may_answer(user, request)):
        return may
    if clocks.counts_school_days(request):
        return no("The fifteen school days do not wait.")
    if request.pauses.filter(ends_on=None).exists():
        return no("The clock stands already.")
    if why == ClockPause.Why.IDENTITY and request.pauses.filter(why=why).exists():
        return no("We asked who they are before, and were told.")
    return YES


def may_resume(user: User, request: SubjectRequest) -> Verdict:
    if not (may := may_answer(user, request)):
        return may
    return YES if request.pauses.filter(ends_on=None).exists() else no("The clock runs.")


def may_compile(user: User, request: SubjectRequest) -> Verdict:
    if not (may := may_log_request(user, request)):
        return may
    if request.person is None:
        return no(
            "Which code stands for which child only the school knows, so the school answers this."
        )
    if erasures.is_listed(request.person):
        return no("This person was forgotten: there is nothing to make a copy of.")
    return _may_touch_all_of(user, request.person)


def may_erase(user: User, request: SubjectRequest, *, on: date) -> Verdict:
    if not (may := may_answer(user, request)):
        return may
    if request.kind != Kind.ERASURE:
        return no("This person has not asked to be forgotten.")
    return may_be_forgotten(user, request.person, on=on)


def may_be_forgotten(user: User, person: Person | None, *, on: date) -> Verdict:
    """Whether there is anything in the way, whoever asked."""
    if person is None:
        return no("What is held about a pupil is under a code that only the school can read.")
    if erasures.is_listed(person):
        return no("This person was forgotten already.")
    if not (may := _may_touch_all_of(user, person)):
        return may
    if person.user_id == user.pk:
        return no("Nobody forgets themselves: ask another data protection officer.")
    if person.user and person.user.is_administrator:
        return no(f"{person} looks after this installation. Let somebody else do so first.")
    if n := RoleHeld.objects.to_come_or_live(on).filter(person=person).count():
        roles = "a role" if n == 1 else f"{n} roles"
        return no(f"{person} still has {roles}. End or hand over what they do first.")
    return YES


def _may_touch_all_of(user: User, person: Person) -> Verdict:
    """What is held about somebody is one thing, whoever's schools it is about."""
    if answers_for_all_of(user, person):
        return YES
    return no(
        f"{person} has had a part at other schools too, for which others answer. Ask the data "
        "protection officer of the organisation that leads."
    )
