"""Three signatures, and the day on which access begins."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people.models import Handover, HandoverStep, RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.people.roles import handing
from leadwell.prepare.deploying.agreeing import access, rules
from leadwell.prepare.deploying.agreeing.actions.moving import locked, move
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.deploying.agreeing.transitions import SIGNS
from leadwell.prepare.deploying.capacity import plain
from leadwell.prepare.deploying.register.actions import locked as line_of
from leadwell.prepare.models import Deployment, DeploymentSignature
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Obligation
from leadwell.web.access import require
from leadwell.web.templatetags.leadwell import day_and_year

FIRST_CONTACT = timedelta(days=7)
HANDOVER = timedelta(days=21)
STATEMENTS = {
    "release": "I release {specialist} for {days} days from {first} to {last}, as this agreement "
    "says, and am told before anything of it changes.",
    "host": "{school} takes {specialist} for {days} days from {first} to {last}, gives them time "
    "and access for the priorities named, and says at the end what came of each.",
    "accept": "I work with {school} for {days} days from {first} to {last} as this agreement says, "
    "keep confidential what I see, and have no interest there that I have not declared.",
}


@transaction.atomic
def sign(
    *, verb: str, deployment: Deployment, shown: str, authenticated_at: datetime, by: User,
    at: datetime,
) -> DeploymentSignature:  # fmt: skip
    """verb: "release", "host" or "accept". shown: the hash of what was read; refused where it was
    changed since. With the last of the three it begins, where it may."""
    line_of(deployment.specialist)
    deployment = locked(deployment)
    require(rules.may_sign(verb, by, deployment))
    now = sha256(deployment)
    require(rules.is_shown(shown, now))
    made = DeploymentSignature.objects.create(
        deployment=deployment, party=SIGNS[verb], by=by.person,
        statement=statement(verb, deployment), sha256=now, authenticated_at=authenticated_at, at=at,
    )  # fmt: skip
    fields: dict[str, Any] = {"is_released": True} if verb == "release" else {}
    move(deployment, verb, by=by, at=at, **fields)
    if rules.can_begin(deployment, on=timezone.localdate(at)):
        _begin(deployment, by=by, at=at)
    return made


@transaction.atomic
def begin(*, deployment: Deployment, by: User, at: datetime) -> None:
    """Where something stood in the way on the day of the last signature."""
    deployment = locked(deployment)
    require(rules.may_begin(by, deployment, on=timezone.localdate(at)))
    _begin(deployment, by=by, at=at)


def statement(verb: str, deployment: Deployment) -> str:
    """What is signed, as it is shown in full."""
    n = sum((one.agreed for one in deployment.days.all()), Decimal(0))
    return STATEMENTS[verb].format(
        specialist=deployment.specialist, school=deployment.standing_school,
        days=plain(n), first=day_and_year(deployment.starts_on),
        last=day_and_year(deployment.ends_on),
    )  # fmt: skip


def _begin(deployment: Deployment, *, by: User, at: datetime) -> None:
    """Access from its first day to its last; what is to be done by when is promised."""
    today = timezone.localdate(at)
    first_day = max(deployment.starts_on, today)
    role = _role(deployment, first_day, by=by, at=at)
    fields: dict[str, Any] = {
        "role": role,
        "first_contact": _promise(deployment, "first_contact", first_day + FIRST_CONTACT, by, at),
        "mid_review": _promise(deployment, "mid_review", deployment.review_on, by, at),
    }
    if deployment.follows_id:
        due = min(first_day + HANDOVER, deployment.ends_on)
        fields["handover_visit"] = _promise(deployment, "handover_visit", due, by, at)
        _hand_over(deployment, role, by=by, at=at)
    move(deployment, "begin", by=by, at=at, **fields)


def _role(deployment: Deployment, first_day: date, *, by: User, at: datetime) -> RoleHeld:
    """The one thing access reads. Who is sent there already goes on with the same role, which ends
    with the agreement."""
    there = access.roles_there(deployment)
    if (known := there.to_come_or_live(first_day).order_by("starts_on").first()) is not None:
        if known.ends_on != deployment.ends_on:
            roles.close_role(known, last_day=deployment.ends_on, by=by, at=at)
        return known
    return roles.send_to_school(
        deployment.specialist.person, deployment.enrolment, starts_on=first_day,
        ends_on=deployment.ends_on, by=by, at=at,
    )  # fmt: skip


def _hand_over(deployment: Deployment, role: RoleHeld, *, by: User, at: datetime) -> None:
    """What is to do when one follows another, and whose open actions go to whom once the first has
    gone. The visit together is promised by the agreement."""
    before = deployment.follows.role if deployment.follows else None
    either = Q(leaving=before) | Q(coming=role)
    if before and before != role and not Handover.objects.filter(either).exists():
        handing.open_handover(before, role, without=(HandoverStep.Kind.VISIT,), by=by, at=at)


def _promise(deployment: Deployment, kind: str, due_on: date, by: User, at: datetime) -> Obligation:
    return programmes.promise(
        enrolment=deployment.enrolment, kind=kind, detail=f"agreement {deployment.pk}",
        due_on=due_on, by=by, at=at,
    )  # fmt: skip
