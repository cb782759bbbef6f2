"""Who may report what went wrong, and who decides about it."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.models import Breach, Complaint
from leadwell.people.privacy.problems.access import breaches_for, complaints_for
from leadwell.people.privacy.rules import FOR_OTHERS, may_sit_at_a_desk
from leadwell.web.templatetags.leadwell import day_and_year


def may_report(user: User) -> Verdict:
    """Anybody: whoever sees it first says so."""
    return YES if user.is_active else no("Sign in to report a problem.")


def may_work_on(user: User, breach: Breach) -> Verdict:
    if not (may := may_sit_at_a_desk(user)):
        return may
    if not breaches_for(user).filter(pk=breach.pk).exists():
        return no(FOR_OTHERS)
    if breach.closed_at:
        return no(f"This was closed on {day_and_year(breach.closed_at)}.")
    return YES


def may_decide(user: User, breach: Breach) -> Verdict:
    if not (may := may_work_on(user, breach)):
        return may
    return no("This was decided already.") if breach.decision else YES


def may_close(user: User, breach: Breach) -> Verdict:
    if not (may := may_work_on(user, breach)):
        return may
    return YES if breach.decision else no("First decide who is to be told.")


def may_answer(user: User, complaint: Complaint) -> Verdict:
    if not (may := may_sit_at_a_desk(user)):
        return may
    if not complaints_for(user).filter(pk=complaint.pk).exists():
        return no(FOR_OTHERS)
    if complaint.closed_on:
        return no(f"This complaint was answered on {day_and_year(complaint.closed_on)}.")
    return YES


def may_acknowledge(user: User, complaint: Complaint) -> Verdict:
    if not (may := may_answer(user, complaint)):
        return may
    return no("This was acknowledged already.") if complaint.acknowledged_on else YES


def may_settle(user: User, complaint: Complaint) -> Verdict:
    if not (may := may_answer(user, complaint)):
        return may
    return YES if complaint.acknowledged_on else no("First say that it has arrived.")
