"""Report a problem, decide about a breach within its clock, answer a complaint."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Breach, Complaint
from leadwell.people.privacy.problems import letters, rules
from leadwell.people.privacy.problems.access import officers_for
from leadwell.people.privacy.rules import may_sit_at_a_desk
from leadwell.web.access import require


@transaction.atomic
def report_breach(*, breach: Breach, site: str, by: User, at: datetime) -> Breach:
    """Somebody has seen it; the clock runs from when it was found. breach: not saved yet.

    The officers concerned are told after it is kept: it is not lost where mail does not work.
    """
    require(rules.may_report(by))
    officers = officers_for(breach.school, on=timezone.localdate(at))
    breach.reported_by, breach.reported_at = by, at
    breach.told = [person.pk for person in officers]
    breach.save()
    _log("reported a breach", breach, by=by, at=at, near_miss=breach.is_near_miss)
    transaction.on_commit(lambda: letters.breach_reported(breach, to=officers, site=site))
    return breach


@transaction.atomic
def assess_breach(*, breach: Breach, by: User, at: datetime, **facts: Any) -> None:
    """What is known by now."""
    breach = Breach.objects.select_for_update().get(pk=breach.pk)
    require(rules.may_work_on(by, breach))
    for name, value in facts.items():
        setattr(breach, name, value)
    breach.save(update_fields=list(facts))
    _log("assessed a breach", breach, by=by, at=at)


@transaction.atomic
def decide_breach(
    *, breach: Breach, decision: str, because: str, people_told: str, by: User, at: datetime
) -> None:
    """Whether the Information Commissioner is told, and the people. Once."""
    breach = Breach.objects.select_for_update().get(pk=breach.pk)
    require(rules.may_decide(by, breach))
    breach.decision, breach.decided_because, breach.people_told = decision, because, people_told
    breach.decided_at = at
    breach.save(update_fields=["decision", "decided_because", "people_told", "decided_at"])
    _log("decided about a breach", breach, by=by, at=at, decision=decision)


@transaction.atomic
def close_breach(*, breach: Breach, lessons: str, by: User, at: datetime) -> None:
    breach = Breach.objects.select_for_update().get(pk=breach.pk)
    require(rules.may_close(by, breach))
    breach.lessons, breach.closed_at = lessons, at
    breach.save(update_fields=["lessons", "closed_at"])
    _log("closed a breach", breach, by=by, at=at)


@transaction.atomic
def complain(*, what: str, site: str, by: User, at: datetime) -> Complaint:
    """By the page, in one's own name."""
    require(rules.may_report(by))
    person = getattr(by, "person", None)
    complaint = Complaint(
        what=what, person=person, complainant="" if person else str(by),
        received_on=timezone.localdate(at), logged_by=by, logged_at=at,
    )  # fmt: skip
    complaint.save()
    _log("complained", complaint, by=by, at=at)
    officers = officers_for(None, on=timezone.localdate(at))
    transaction.on_commit(lambda: letters.complaint_made(complaint, to=officers, site=site))
    return complaint


@transaction.atomic
def log_complaint(
    *, what: str, complainant: str, received_on: date, by: User, at: datetime
) -> Complaint:
    """By letter or telephone: the officer writes it down."""
    require(may_sit_at_a_desk(by))
    complaint = Complaint.objects.create(
        what=what, complainant=complainant, received_on=received_on, logged_by=by, logged_at=at
    )
    _log("wrote down a complaint", complaint, by=by, at=at)
    return complaint


@transaction.atomic
def acknowledge(*, complaint: Complaint, on: date, by: User, at: datetime) -> None:
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    require(rules.may_acknowledge(by, complaint))
    complaint.acknowledged_on = on
    complaint.save(update_fields=["acknowledged_on"])
    _log("acknowledged a complaint", complaint, by=by, at=at)


@transaction.atomic
def settle(*, complaint: Complaint, outcome: str, note: str, by: User, at: datetime) -> None:
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    require(rules.may_settle(by, complaint))
    complaint.outcome, complaint.outcome_note = outcome, note
    complaint.closed_on = timezone.localdate(at)
    complaint.save(update_fields=["outcome", "outcome_note", "closed_on"])
    _log("answered a complaint", complaint, by=by, at=at, outcome=outcome)


def _log(verb: str, thing: Breach | Complaint, *, by: User, at: datetime, **detail: object) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=thing, detail=detail)
