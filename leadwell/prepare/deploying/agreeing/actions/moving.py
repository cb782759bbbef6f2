"""One step of a deployment: locked, moved, written into its history and the log."""

from datetime import date, datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.prepare.deploying.agreeing.transitions import TRANSITIONS
from leadwell.prepare.models import Deployment, DeploymentStep


def locked(deployment: Deployment) -> Deployment:
    """As it is now, for as long as the change takes."""
    found = Deployment.objects.at_hand().select_for_update(of=("self",))
    return found.get(pk=deployment.pk)


def move(
    deployment: Deployment, verb: str, *, by: User | None, at: datetime, because: str = "",
    **fields: Any,
) -> None:  # fmt: skip
    """A step of the table. fields: of the agreement, besides its state."""
    fields |= {"because": because, "state": TRANSITIONS[verb].after}
    for name, value in fields.items():
        setattr(deployment, name, value)
    deployment.save(update_fields=list(fields))
    note(deployment, verb, by=by, at=at, because=because)


def note(
    deployment: Deployment, verb: str, *, by: User | None, at: datetime, because: str = ""
) -> None:
    """That something was done, whether or not it moved. by: nobody where its day came."""
    DeploymentStep.objects.create(
        deployment=deployment, verb=verb, state=deployment.state, because=because,
        by=by.person if by else None, at=at,
    )  # fmt: skip
    detail = {"state": deployment.state, "enrolment": deployment.enrolment_id}
    log.record(
        at=at, actor=by.email if by else "worker", verb=verb, subject=deployment, detail=detail
    )


def close_access(deployment: Deployment, *, last_day: date, by: User, at: datetime) -> None:
    """They see the school until the end of this day, and no longer."""
    role = RoleHeld.objects.select_for_update(of=("self",)).get(deployments=deployment)
    if role.ends_on is None or role.ends_on > last_day:
        roles.close_role(role, last_day=last_day, by=by, at=at)
