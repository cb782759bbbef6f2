"""Who signs for a party on which day, who acts where a school has no head, and who may receive a paper."""

from datetime import date

from django.utils import timezone

from leadwell.people.models import Capacity, Person, Role, RoleHeld
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.prepare.memoranda import turning
from leadwell.prepare.models import Memorandum
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import Enrolment

AT_SCHOOL = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.SUBJECT_LEADER, Role.GOVERNOR)


def signer(memorandum: Memorandum, party: Party, on: date) -> Person | None:
    """Who signs for a party: the head of that day, or who is named on the memorandum."""
    if party != Party.HEAD:
        return signatory(memorandum, party)
    role = heads_of(memorandum.enrolment).live_on(on).select_related("person").first()
    return role.person if role else None


def signatory(memorandum: Memorandum, party: Party) -> Person | None:
    """The person named for this party, where one is named on the memorandum itself."""
    return {Party.CHAIR: memorandum.chair, Party.TRUST: memorandum.trust_signatory}.get(party)


def heads_of(enrolment: Enrolment) -> RoleHeldQuerySet:
    """Roles of headteachers there; who only stands in for a vacancy signs nothing here."""
    return _at_school(enrolment, Role.HEADTEACHER).exclude(capacity=Capacity.VACANCY)


def acting(enrolment: Enrolment, first: date, last: date) -> list[Person]:
    """Who can have acted for the school on a day between these on which it had no headteacher: the
    contact while the post was vacant, and senior leaders. Nobody where it had one all the time. Two
    queries."""
    contacts = list(_between(_at_school(enrolment, Role.HEADTEACHER), first, last).filter(
        capacity=Capacity.VACANCY
    ))  # fmt: skip
    if not contacts:
        return []
    seniors = _between(_at_school(enrolment, Role.SENIOR_LEADER), first, last)
    return list({role.person_id: role.person for role in (*contacts, *seniors)}.values())


def acting_since(memorandum: Memorandum, on: date) -> list[Person]:
    """Who may have acted for the school since this version was sent: nobody, where it had a
    headteacher all the time."""
    assert memorandum.shown  # what waits was sent
    sent_on = timezone.localdate(memorandum.shown.sent_at)
    return acting(memorandum.enrolment, sent_on, on)


def receivers(memorandum: Memorandum, signer: Person | None, on: date) -> list[Person]:
    """Those of the programme, the hub and the school with a role of that day, by name. Two
    queries."""
    enrolment = memorandum.enrolment
    here = RoleHeld.objects.live_on(on).at_schools([enrolment.standing_school.pk])
    roles = [
        *turning.turned_to(enrolment, on),
        *here.filter(role__in=AT_SCHOOL).select_related("person"),
    ]
    found = {role.person_id: role.person for role in roles if role.person != signer}
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def _at_school(enrolment: Enrolment, role: Role) -> RoleHeldQuerySet:
    return RoleHeld.objects.at_schools([enrolment.standing_school.pk]).filter(role=role)


def _between(roles: RoleHeldQuerySet, first: date, last: date) -> RoleHeldQuerySet:
    there = roles.to_come_or_live(first).filter(starts_on__lte=last)
    return there.select_related("person").order_by("starts_on", "pk")
