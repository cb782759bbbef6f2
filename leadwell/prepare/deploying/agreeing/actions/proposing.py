"""Propose a deployment, change it while nobody has signed, decline it or take it back."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.agreeing import rules
from leadwell.prepare.deploying.agreeing.actions.moving import locked, move, note
from leadwell.prepare.deploying.agreeing.holding import to_renew
from leadwell.prepare.deploying.matching.finding import Wanted
from leadwell.prepare.deploying.register.actions import locked as line_of
from leadwell.prepare.models import Deployment, DeploymentDays, Specialist
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require


@transaction.atomic
def propose(
    *,
    enrolment: Enrolment,
    specialist: Specialist,
    days: Mapping[int, Decimal],
    follows: Deployment | None = None,
    because: str = "",
    by: User,
    at: datetime,
    **terms: Any,
) -> Deployment:
    """The home head is asked next; the specialist reads nothing before that head's yes.

    days: by academic year. follows: the deployment that this one replaces, and because: why. The
    specialist's line is locked, so that two at once cannot promise the same days.
    """
    specialist = line_of(specialist)
    wanted = Wanted((), frozenset(), terms["starts_on"], terms["ends_on"], dict(days))
    require(rules.may_propose(by, enrolment, specialist, wanted))
    if follows:
        require(rules.may_replace(by, locked(follows)))
    home = specialist.home
    assert home  # the rule asks for a home head
    made = Deployment(
        enrolment=enrolment, specialist=specialist, home=home, host=enrolment.standing_school,
        follows=follows, proposed_by=by.person, **terms,
    )  # fmt: skip
    made.save(force_insert=True)
    _save_days(made, days)
    note(made, "propose", by=by, at=at, because=because)
    _note_renewal(made, by=by, at=at)
    if follows:
        note(follows, "replace", by=by, at=at, because=because)
    return made


@transaction.atomic
def change_deployment(
    *, deployment: Deployment, days: Mapping[int, Decimal], by: User, at: datetime, **terms: Any
) -> None:
    """Its words and days, before anybody has signed."""
    line = line_of(deployment.specialist)
    deployment = locked(deployment)
    require(rules.may_change(by, deployment))
    deployment.days.all().delete()
    require(capacity.may_take(line, days))
    for name, value in terms.items():
        setattr(deployment, name, value)
    require(rules.can_start(deployment))
    deployment.save(update_fields=list(terms))
    _save_days(deployment, days)
    note(deployment, "change", by=by, at=at)
    _note_renewal(deployment, by=by, at=at)


@transaction.atomic
def decline(*, deployment: Deployment, because: str, by: User, at: datetime) -> None:
    """By who is asked, or taken back by who arranges it; its days are free again."""
    deployment = locked(deployment)
    require(rules.may_decline(by, deployment))
    party = rules.declines_as(by, deployment)
    move(deployment, "decline", by=by, at=at, because=because, declined_by=party)


def _note_renewal(deployment: Deployment, *, by: User, at: datetime) -> None:
    """That who proposed it was told what ends before the agreement does."""
    if because := to_renew(deployment, on=timezone.localdate(at)):
        note(deployment, "renew", by=by, at=at, because=because)


def _save_days(deployment: Deployment, days: Mapping[int, Decimal]) -> None:
    DeploymentDays.objects.bulk_create(
        DeploymentDays(deployment=deployment, academic_year=year, agreed=n)
        for year, n in days.items()
    )
