"""While a specialist is at work: first contact, review, days given, suspension and return."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.people.models import RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.prepare.deploying.agreeing import access, rules
from leadwell.prepare.deploying.agreeing.actions.closing import close
from leadwell.prepare.deploying.agreeing.actions.moving import close_access, locked, move, note
from leadwell.prepare.models import AT_WORK, Deployment, MidReview
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require


@transaction.atomic
def say_contact(*, deployment: Deployment, on: date, by: User, at: datetime) -> None:
    """When the specialist first spoke with the school."""
    deployment = locked(deployment)
    require(rules.may_say_contact(by, deployment))
    assert deployment.first_contact
    programmes.keep_promise(obligation=deployment.first_contact, on=on, by=by, at=at)
    note(deployment, "say_contact", by=by, at=at)


@transaction.atomic
def say_handover(*, deployment: Deployment, on: date, by: User, at: datetime) -> None:
    """The one who goes and the one who follows were there together: the first deployment ends."""
    deployment = locked(deployment)
    require(rules.may_say_handover(by, deployment))
    assert deployment.handover_visit
    programmes.keep_promise(obligation=deployment.handover_visit, on=on, by=by, at=at)
    note(deployment, "say_handover", by=by, at=at)
    before = locked(deployment.follows) if deployment.follows else None
    if before and rules.moment("end", before):
        because = before.steps.filter(verb="replace").values_list("because", flat=True).first()
        close(before, last_day=timezone.localdate(at), because=because or "", by=by, at=at)


@transaction.atomic
def review(*, deployment: Deployment, by: User, at: datetime, **answers: Any) -> MidReview:
    """Four questions at the middle, and how the head sees the support."""
    deployment = locked(deployment)
    require(rules.may_review(by, deployment))
    made = MidReview.objects.create(deployment=deployment, by=by.person, at=at, **answers)
    if deployment.mid_review:
        day = timezone.localdate(at)
        programmes.keep_promise(obligation=deployment.mid_review, on=day, by=by, at=at)
    move(deployment, "review", by=by, at=at)
    return made


@transaction.atomic
def suspend(*, deployment: Deployment, because: str, by: User, at: datetime) -> None:
    """The work rests; they see the school until the end of the day."""
    deployment = locked(deployment)
    require(rules.may_suspend(by, deployment))
    _suspend(deployment, because=because, by=by, at=at)


@transaction.atomic
def suspend_all(*, enrolment: Enrolment, because: str, by: User, at: datetime) -> int:
    """All that have begun at one school; how many. Within another action, which has asked its own
    rule."""
    live = Deployment.objects.filter(enrolment=enrolment).of_state(*AT_WORK).order_by("pk")
    found = list(live)
    for each in found:
        _suspend(locked(each), because=because, by=by, at=at)
    return len(found)


@transaction.atomic
def resume(*, deployment: Deployment, by: User, at: datetime) -> None:
    """It goes on, to the day that was agreed."""
    deployment = locked(deployment)
    today = timezone.localdate(at)
    require(rules.may_resume(by, deployment, on=today))
    verb = "resume_reviewed" if hasattr(deployment, "reviewed") else "resume"
    move(deployment, verb, by=by, at=at, role=_role_again(deployment, today, by=by, at=at))


@transaction.atomic
def count_given(*, enrolment: int, person: int, happened: Iterable[tuple[date, Decimal]]) -> None:
    """Days that were given, counted anew. enrolment, person: their numbers. happened: the day and
    length of every visit of theirs there that happened. Told by the floor that has the visits."""
    rows = access.days_counted(enrolment, person)
    visits = list(happened)
    for row in rows.select_for_update(of=("self",)):
        of = row.deployment
        given = sum(
            (
                days
                for on, days in visits
                if of.starts_on <= on <= of.last_day and years.of(on) == row.academic_year
            ),
            Decimal(0),
        )
        if given != row.given:
            row.given = given
            row.save(update_fields=["given"])


def _suspend(deployment: Deployment, *, because: str, by: User, at: datetime) -> None:
    close_access(deployment, last_day=timezone.localdate(at), by=by, at=at)
    move(deployment, "suspend", by=by, at=at, because=because)


def _role_again(deployment: Deployment, today: date, *, by: User, at: datetime) -> RoleHeld:
    """The same role, where it is the same day still or to come; else one from today."""
    role = RoleHeld.objects.select_for_update(of=("self",)).get(deployments=deployment)
    if role.ends_on and role.ends_on >= today:
        roles.close_role(role, last_day=deployment.ends_on, by=by, at=at)
        return role
    return roles.send_to_school(
        deployment.specialist.person, deployment.enrolment, starts_on=today,
        ends_on=deployment.ends_on, by=by, at=at,
    )  # fmt: skip
