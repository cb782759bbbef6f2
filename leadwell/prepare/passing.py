"""Open actions of whoever leaves a school go to who follows, or to who answers for them there.

Who follows is whom a handover names. Without one, a school's actions go to its head, and those of
a specialist, who is of no school, to the hub lead, who talks with the school when a specialist
changes; where there is none of the two, to the other.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from leadwell.audit import log
from leadwell.people.models import Capacity, Person, Role, RoleHeld
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.models import AgreedActionQuerySet as Actions
from leadwell.programmes.models import Enrolment

BY_UPKEEP = "upkeep"
"""Who did it, in the log: nobody decides it."""
LINKS = 20
"""So many follow one another at most: a circle of handovers ends."""


def left_behind(on: date) -> Actions:
    """Open actions whose owner had a role there and has none from today on. Who never had one,
    and was only named, does not leave."""
    there = RoleHeld.objects.alias(standing=Coalesce("school__continued_by", "school")).filter(
        Q(standing=OuterRef("standing")) | Q(role=Role.HUB_LEAD, hub=OuterRef("enrolment__hub")),
        person=OuterRef("owner"),
    )
    standing = Coalesce("enrolment__school__continued_by", "enrolment__school")
    found: Actions = (
        AgreedAction.objects.open()
        .alias(standing=standing)
        .filter(Exists(there.filter(ends_on__lt=on)), ~Exists(there.to_come_or_live(on)))
    )
    return found


@transaction.atomic
def pass_on(*, at: datetime) -> int:
    """How many went to somebody else. Asks no rule: a role's end decides it. Done again, nothing
    is left to do; what nobody can be found for stays until somebody is."""
    on = timezone.localdate(at)
    n = 0
    left = left_behind(on).select_related("enrolment__school__continued_by")
    for action in left.select_for_update(of=("self",)):
        if to := whose_now(action, on):
            was = action.owner_id
            action.owner, action.passed_from_id, action.passed_on = to, was, on
            action.save(update_fields=["owner", "passed_from", "passed_on"])
            detail = {"owner": [was, to.pk]}
            log.record(at=at, actor=BY_UPKEEP, verb="passed on", subject=action, detail=detail)
            n += 1
    return n


def whose_now(action: AgreedAction, on: date) -> Person | None:
    """Who follows the owner, or answers for what was theirs; None where nobody does."""
    enrolment = action.enrolment
    held = _at(enrolment).filter(person=action.owner_id, ends_on__lt=on).order_by("-ends_on", "-pk")
    for role in held:
        if follower := _follower(role, on):
            return follower
    was_specialist = any(role.role == Role.SPECIALIST for role in held[:1])
    in_order = (Role.HEADTEACHER, Role.HUB_LEAD)
    return next(_answering(enrolment, in_order[:: -1 if was_specialist else 1], on), None)


def _follower(role: RoleHeld, on: date) -> Person | None:
    """Whoever holds it today, of all who followed one another in it."""
    for _ in range(LINKS):
        handover = getattr(role, "handed_to", None)
        if handover is None or handover.coming is None:
            return None
        role = handover.coming
        if role.is_live_on(on):
            return role.person
    return None


def _answering(enrolment: Enrolment, roles: tuple[Role, ...], on: date) -> Iterator[Person]:
    live = _at(enrolment).live_on(on).select_related("person")
    for role in roles:
        held = sorted(live.filter(role=role), key=lambda one: one.capacity == Capacity.DEPUTY)
        yield from (one.person for one in held)


def _at(enrolment: Enrolment) -> RoleHeldQuerySet:
    """Roles at the school and at its hub's head, past ones too."""
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk])
    leads = RoleHeld.objects.filter(role=Role.HUB_LEAD, hub=enrolment.hub_id)
    found: RoleHeldQuerySet = RoleHeld.objects.filter(
        Q(pk__in=here.order_by().values("pk")) | Q(pk__in=leads.order_by().values("pk"))
    )
    return found.select_related("handed_to__coming__person")
