"""Ask for a round, work it out, stop it. Nobody is assigned by any of them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.prepare.deploying.matching.kernel import Fit
from leadwell.prepare.models import (
    PlannedRound,
    PlannedSchool,
    PlannedSpecialist,
    RoundState,
)
from leadwell.prepare.round import gathering, rules
from leadwell.prepare.round.arrays import NOBODY
from leadwell.prepare.round.assigning import Assigned, Stopped, assign
from leadwell.prepare.round.by_hand import greedily
from leadwell.prepare.round.gathering import MOST_SCHOOLS, MOST_SPECIALISTS, Gathered
from leadwell.programmes.models import Hub, Programme
from leadwell.web.access import require

ROUNDS_QUEUE = "rounds"
PLAN = "prepare.plan_round"
NO_SCHOOL = "No school takes part on that day. Choose another day, or let schools join first."
NO_SPECIALIST = (
    "Nobody on the register has a place here. Put specialists of this hub or programme on it first."
)
Say = Callable[[str], bool]
"""Told what is being done; answers whether to go on."""


class NothingToPropose(Exception):
    """str() says why, to whoever asked."""


@transaction.atomic
def ask_for_round(
    *,
    programme: Programme,
    hub: Hub | None,
    first_day: date,
    usual_days: Decimal,
    by: User,
    at: datetime,
) -> PlannedRound:
    """Have the worker plan it. Asked twice, it is done once: the one under way is the answer."""
    require(rules.may_plan(by, programme, hub))
    try:
        with transaction.atomic():
            planned = PlannedRound.objects.create(
                programme=programme, hub=hub, first_day=first_day, usual_days=usual_days,
                asked_by=by.person, asked_at=at,
            )  # fmt: skip
    except IntegrityError:  # of the constraint: one of them is under way
        return PlannedRound.objects.under_way().get(programme=programme, hub=hub)
    app.configure_task(
        PLAN, queue=ROUNDS_QUEUE, lock=f"round-{programme.pk}", allow_unknown=False
    ).defer(round_id=planned.pk)
    _log(planned, "asked for", by.email, at)
    return planned


@transaction.atomic
def stop(*, planned: PlannedRound, by: User, at: datetime) -> None:
    """At once where it waits; else the worker stops when it next looks."""
    planned = PlannedRound.objects.select_for_update().get(pk=planned.pk)
    require(rules.may_stop(by, planned))
    planned.is_to_stop = True
    if planned.state == RoundState.WAITING:
        planned.state, planned.ended_at = RoundState.STOPPED, at
    planned.save(update_fields=["is_to_stop", "state", "ended_at"])
    _log(planned, "stopped", by.email, at)


def carry_out(*, round_id: int, at: datetime, say: Say) -> None:
    """The worker's part. Begun again after a worker died, it begins from nothing; done once, it is
    not done again."""
    if not _move(round_id, state=RoundState.RUNNING, progress=""):
        return
    planned = PlannedRound.objects.select_related("programme", "hub", "asked_by__user").get(
        pk=round_id
    )
    try:
        found = _read(planned, at, say)
        asked = found.arrays
        by_hand = greedily(asked)
        proposal = assign(asked, goes=say)
        with transaction.atomic():
            if _move(
                round_id, state=RoundState.DONE, progress="", value=proposal.value,
                bound=proposal.bound, by_hand=asked.value(by_hand),
                n_by_hand=int((by_hand != NOBODY).sum()), seconds=proposal.seconds, ended_at=at,
            ):  # fmt: skip
                _keep(planned, found, proposal)
    except Stopped:
        _move(round_id, state=RoundState.STOPPED, progress="", ended_at=at)
    except (NothingToPropose, PermissionDenied) as reason:
        refuse(round_id=round_id, because=str(reason), at=at)


def refuse(*, round_id: int, because: str, at: datetime) -> None:
    """Say why there is no proposal."""
    _move(round_id, state=RoundState.REFUSED, progress="", refusal=because, ended_at=at)


def _read(planned: PlannedRound, at: datetime, say: Say) -> Gathered:
    by = planned.asked_by.user
    if by is None:
        raise PermissionDenied("Who asked for it has no account any more.")
    require(rules.may_plan(by, planned.programme, planned.hub))
    if not say("Reading who could go where"):
        raise Stopped
    found = gathering.gathered(planned, by, at.date())
    if not found.schools:
        raise NothingToPropose(NO_SCHOOL)
    if not found.specialists:
        raise NothingToPropose(NO_SPECIALIST)
    if len(found.schools) > MOST_SCHOOLS or len(found.specialists) > MOST_SPECIALISTS:
        raise NothingToPropose(
            f"{len(found.schools)} schools and {len(found.specialists)} specialists are more than "
            f"can be planned at once ({MOST_SCHOOLS} and {MOST_SPECIALISTS}). Plan hub by hub."
        )
    return found


def _keep(planned: PlannedRound, found: Gathered, proposal: Assigned) -> None:
    PlannedSpecialist.objects.bulk_create(
        PlannedSpecialist(planned=planned, specialist=one, left=left)
        for one, left in zip(found.specialists, found.left, strict=True)
    )
    PlannedSchool.objects.bulk_create(
        _school(planned, found, proposal, n) for n in range(len(found.schools))
    )


def _school(planned: PlannedRound, found: Gathered, proposal: Assigned, n: int) -> PlannedSchool:
    school, who = found.schools[n], int(proposal.chosen[n])
    return PlannedSchool(
        planned=planned,
        enrolment=school.enrolment,
        days=school.days,
        are_agreed=school.are_agreed,
        now=school.now,
        agreement=school.agreement,
        proposed=None if who == NOBODY else found.specialists[who],
        options=_options(found, proposal, n),
        parts=[] if who == NOBODY else _parts(found.fits[who, n]),
    )


def _options(found: Gathered, proposal: Assigned, school: int) -> list[list[Any]]:
    """Everybody who could go there, the best first."""
    can = []
    for n, one in enumerate(found.specialists):
        if fit := found.fits.get((n, school)):
            fall = float(np.nan_to_num(proposal.at_least[n, school]))
            can.append([one.pk, fit.points, round(fall, 1), fit.minutes])
    return sorted(can, key=lambda option: (-option[1], option[0]))


def _parts(fit: Fit) -> list[list[Any]]:
    return [[part.name, round(part.points, 1), part.of, part.why] for part in fit.parts]


def _move(round_id: int, **fields: object) -> bool:
    """Whether it was under way until now."""
    return bool(PlannedRound.objects.under_way().filter(pk=round_id).update(**fields))


def _log(planned: PlannedRound, verb: str, actor: str, at: datetime) -> None:
    log.record(at=at, actor=actor, verb=verb, subject=planned, detail={})
