"""A deployment ends: on its day by itself, or earlier for a reason. Then what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.prepare.deploying.agreeing import rules
from leadwell.prepare.deploying.agreeing.actions.moving import close_access, locked, move, note
from leadwell.prepare.models import (
    Deployment,
    DeploymentEvaluation,
    PriorityEffect,
    SpecialistComment,
)
from leadwell.programmes import actions as programmes
from leadwell.web.access import require

HAS_LEFT = "The school has left the programme"
EVALUATED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one priority: what came of it, and how one can see it."""

    priority: str
    effect: str
    words: str


@transaction.atomic
def end_early(*, deployment: Deployment, because: str, by: User, at: datetime) -> None:
    """They see the school until the end of this day."""
    deployment = locked(deployment)
    require(rules.may_end(by, deployment))
    close(deployment, last_day=timezone.localdate(at), because=because, by=by, at=at)


@transaction.atomic
def finish_over(*, at: datetime) -> int:
    """Those whose last day has gone by, or whose role has ended otherwise: how many."""
    found = list(Deployment.objects.over_by(timezone.localdate(at)).order_by("pk"))
    for each in found:
        deployment = locked(each)
        assert deployment.role
        last = min(deployment.role.ends_on or deployment.ends_on, deployment.ends_on)
        _end(deployment, last_day=last, because="", by=None, at=at)
    return len(found)


@transaction.atomic
def finish_left(*, at: datetime) -> int:
    """Those at schools that have left the programme, or leave before the first day: declined where
    they have not begun, so that nobody is asked to sign and their days are free; else ended with
    the last day on which the specialist saw the school. How many."""
    found = list(Deployment.objects.left_by(timezone.localdate(at)).order_by("pk"))
    for each in found:
        deployment = locked(each)
        if deployment.role is None:
            move(deployment, "decline", by=None, at=at, because=HAS_LEFT)
        else:
            last = min(deployment.role.ends_on or deployment.ends_on, deployment.ends_on)
            _end(deployment, last_day=last, because=HAS_LEFT, by=None, at=at)
    return len(found)


@transaction.atomic
def evaluate(
    *, deployment: Deployment, effects: Sequence[Seen], satisfaction: int, words: str, by: User,
    at: datetime,
) -> DeploymentEvaluation:  # fmt: skip
    """Priority by priority, by the host head. effects: one for each, in their order."""
    deployment = locked(deployment)
    require(rules.may_evaluate(by, deployment))
    if [seen.priority for seen in effects] != deployment.priorities:
        raise ValueError("every priority is evaluated, in its order")
    made = DeploymentEvaluation.objects.create(
        deployment=deployment, satisfaction=satisfaction, words=words, by=by.person, at=at
    )
    PriorityEffect.objects.bulk_create(
        PriorityEffect(
            evaluation=made, priority=seen.priority, effect=seen.effect, words=seen.words
        )
        for seen in effects
    )
    if deployment.evaluation_due:
        day = timezone.localdate(at)
        programmes.keep_promise(obligation=deployment.evaluation_due, on=day, by=by, at=at)
    move(deployment, "evaluate", by=by, at=at)
    return made


@transaction.atomic
def comment(*, deployment: Deployment, text: str, by: User, at: datetime) -> SpecialistComment:
    """How the specialist saw it."""
    deployment = locked(deployment)
    require(rules.may_comment(by, deployment))
    made = SpecialistComment.objects.create(deployment=deployment, text=text, by=by.person, at=at)
    note(deployment, "comment", by=by, at=at)
    return made


def close(deployment: Deployment, *, last_day: date, because: str, by: User, at: datetime) -> None:
    """Within another action, which has asked its own rule."""
    close_access(deployment, last_day=last_day, by=by, at=at)
    _end(deployment, last_day=last_day, because=because, by=by, at=at)


def _end(
    deployment: Deployment, *, last_day: date, because: str, by: User | None, at: datetime
) -> None:
    for promise in (deployment.first_contact, deployment.mid_review, deployment.handover_visit):
        if promise and promise.met_on is None and not promise.skipped_because:
            said = "The deployment ended before it"
            programmes.skip_promise(obligation=promise, because=said, by=by, at=at)
    left_on, due = deployment.enrolment.left_on, None
    if left_on is None or deployment.starts_on <= left_on:  # else there is nothing to evaluate
        due = programmes.promise(
            enrolment=deployment.enrolment, kind="end_evaluation",
            detail=f"agreement {deployment.pk}", due_on=last_day + EVALUATED_WITHIN, by=by, at=at,
        )  # fmt: skip
    move(deployment, "end", by=by, at=at, because=because, ended_on=last_day, evaluation_due=due)
