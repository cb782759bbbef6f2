"""Add people, give and end roles, invite. Handing over is in handing.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from leadwell.accounts import actions as accounts
from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import (
    Capacity,
    ContactsConfirmation,
    Handover,
    HandoverStep,
    Person,
    Role,
    RoleHeld,
)
from leadwell.people.models.role import STAFF_OF_A_SCHOOL
from leadwell.people.roles import handing, letters, rules
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from leadwell.web.access import require


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who may not be known here yet."""

    name: str
    email: str = ""
    phone: str = ""
    post: str = ""


@transaction.atomic
def add_person(*, by: User, at: datetime, **fields: Any) -> Person:
    """Somebody with a part in a programme; without an account until invited."""
    require(rules.may_add_person(by))
    return _add(by=by, at=at, **fields)


@transaction.atomic
def change_person(*, person: Person, by: User, at: datetime, **fields: Any) -> None:
    """Until an invitation is followed, the account's address follows the person's."""
    require(rules.may_change_person(by, person))
    now = _known(person)
    changed = [name for name, value in fields.items() if getattr(now, name) != value]
    if not changed:
        return
    if "email" in changed:
        require(rules.may_change_address(by, now))
    for name in changed:
        setattr(now, name, fields[name])
    now.save(update_fields=changed)
    if "email" in changed and now.user and not now.user.has_come:
        accounts.change_address(user=now.user, email=now.email, by=by.email, at=at)
    # Which facts, not what they say: the log outlives the person's wish to be forgotten.
    log.record(at=at, actor=by.email, verb="changed", subject=now, detail={"fields": changed})


@transaction.atomic
def give_role(
    *, given: RoleHeld, to: Person | Newcomer | None = None, by: User, at: datetime
) -> RoleHeld:
    """Let somebody hold a role from a day on. given: not saved yet; to: unless it says who.

    Raises PermissionDenied with the reason, IntegrityError when it overlaps another.
    """
    if to is not None:
        require(rules.may_give_there(by, given))
        given.person = _who(to, given, by=by, at=at)
    require(rules.may_give_role(by, given))
    return record_role(given, by=by, at=at)


@transaction.atomic
def end_role(
    *, role: RoleHeld, last_day: date, with_it: Sequence[RoleHeld] = (), by: User, at: datetime
) -> None:
    """The role's last day, and that of others of the person which end with it.

    What the person wrote stays theirs; what they saw they see no more.
    """
    for one in (role, *with_it):
        held = _locked(one)
        require(rules.may_end_role(by, held, last_day=last_day))
        close_role(held, last_day=last_day, by=by, at=at)
    _heads_without_gaps()


@transaction.atomic
def hand_over(
    *,
    role: RoleHeld,
    to: Person | Newcomer,
    first_day: date,
    capacity: Capacity = Capacity.FULL,
    with_it: Sequence[RoleHeld] = (),
    by: User,
    at: datetime,
) -> Handover:
    """One person follows another, without a day between. Access moves the same day.

    with_it: other roles of who leaves that end with it. Who was deputy is so no more.
    """
    role = _locked(role)
    require(rules.may_hand_over(by, role, first_day=first_day))
    last_day = handing.day_before(first_day)
    close_role(role, last_day=last_day, by=by, at=at)
    for one in with_it:
        held = _locked(one)
        require(rules.may_end_role(by, held, last_day=last_day))
        close_role(held, last_day=last_day, by=by, at=at)
    coming = handing.following(role, first_day=first_day, capacity=capacity)
    coming.person = _who(to, coming, by=by, at=at)
    require(rules.may_follow(by, coming))
    for deputy in handing.deputy_of_before(coming):
        close_role(deputy, last_day=last_day, by=by, at=at)
    record_role(coming, by=by, at=at)
    _heads_without_gaps()
    return handing.open_handover(role, coming, by=by, at=at)


@transaction.atomic
def finish_step(*, step: HandoverStep, by: User, at: datetime) -> None:
    """Tick off one thing to do; with the last of them the handover is closed."""
    step = HandoverStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    require(rules.may_finish_step(by, step))
    step.done_at, step.done_by = at, person_of(by, at=at)
    step.save(update_fields=["done_at", "done_by"])
    log.record(at=at, actor=by.email, verb="did", subject=step, detail={"what": step.kind})
    if not step.handover.steps.filter(done_at=None).exists():
        Handover.objects.filter(pk=step.handover_id).update(closed_at=at)


@transaction.atomic
def confirm_contacts(*, school: School, by: User, at: datetime) -> None:
    """Somebody who knows the school says that its contacts are right."""
    require(rules.may_confirm_contacts(by, school))
    ContactsConfirmation.objects.create(school=school, confirmed_at=at, confirmed_by=by)
    log.record(at=at, actor=by.email, verb="confirmed contacts", subject=school)


@transaction.atomic
def invite(*, person: Person, site: str, by: User, at: datetime) -> User:
    """An account for somebody, who chooses a password by the link in the letter.

    Asked again before the link is followed, it answers with the same account and writes again.
    Who has an account already under this address keeps it. site: such as https://leadwell.example.
    """
    require(rules.may_invite(by, person))
    user = open_account(person, by=by, at=at)

    # After the change is kept; a letter that cannot be sent does not undo it.
    def send() -> None:
        letters.invitation(person_id=person.pk, inviter=by.name, site=site, on=at.date())

    transaction.on_commit(send, robust=True)
    return user


@transaction.atomic
def invite_all(*, people: Sequence[Person], site: str, by: User, at: datetime) -> None:
    for person in people:
        invite(person=person, site=site, by=by, at=at)


def open_account(person: Person, *, by: User, at: datetime) -> User:
    """Within another action, which has asked its own rule and writes the letter: the account of
    somebody with an address, made when there is none yet."""
    person = _known(person)
    user = person.user or accounts.create_account(
        email=person.email, name=person.name, by=by.email, at=at
    )
    if getattr(user, "person", person) != person:
        raise PermissionDenied(f"Somebody else signs in with {person.email}. Check the address.")
    person.user, person.invited_at = user, at
    person.save(update_fields=["user", "invited_at"])
    log.record(at=at, actor=by.email, verb="wrote an invitation to", subject=person)
    return user


def name_head(
    head: Newcomer, school: School, *, starts_on: date, by: User, at: datetime
) -> RoleHeld:
    """Within another action, which has asked its own rule: the head of a school of which nobody is
    named. Whoever has this address already is that person."""
    given = RoleHeld(role=Role.HEADTEACHER, school=school, starts_on=starts_on)
    given.person = _who(head, given, by=by, at=at)
    if given.person.user_id == by.pk:
        raise PermissionDenied("Nobody gives a role to themselves. Ask somebody else to write.")
    require(rules.fits(given))
    return record_role(given, by=by, at=at)


def person_of(user: User, *, at: datetime) -> Person:
    """Within another action: the person a user is, made when there is none yet."""
    if known := getattr(user, "person", None):
        return cast(Person, known)
    person = Person.objects.of_address(user.email).first()
    if person is None:
        return Person.objects.create(name=str(user), email=user.email, user=user)
    if person.user_id:
        raise PermissionDenied(f"Somebody else here has the address {user.email}.")
    person.user = user
    person.save(update_fields=["user"])
    log.record(at=at, actor=user.email, verb="joined to an account", subject=person)
    return person


def record_role(given: RoleHeld, *, by: User, at: datetime) -> RoleHeld:
    """Within another action, which has asked its own rule. Who is sent has the school too."""
    if given.enrolment:
        given.school = given.enrolment.school
    given.save(force_insert=True)
    detail = {"role": given.role, "person": given.person_id, "from": given.starts_on.isoformat()}
    log.record(at=at, actor=by.email, verb="gave a role", subject=given, detail=detail)
    return given


def send_to_school(
    person: Person, enrolment: Enrolment, *, starts_on: date, ends_on: date, by: User, at: datetime
) -> RoleHeld:
    """Within the action by which an agreement about this specialist comes into force: the role by
    which they see the school, as long as the agreement goes on. Nobody gives it by hand."""
    given = RoleHeld(
        person=person, role=Role.SPECIALIST, enrolment=enrolment, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip
    require(rules.fits(given))
    return record_role(given, by=by, at=at)


def close_role(role: RoleHeld, *, last_day: date, by: User, at: datetime) -> None:
    """Within another action. A role that would end before it began ends with its first day."""
    role.ends_on = max(last_day, role.starts_on)
    role.save(update_fields=["ends_on"])
    detail = {"role": role.role, "person": role.person_id, "to": role.ends_on.isoformat()}
    log.record(at=at, actor=by.email, verb="ended a role", subject=role, detail=detail)


def _add(*, by: User, at: datetime, **fields: Any) -> Person:
    person = Person.objects.create(added_by=by, **fields)
    log.record(at=at, actor=by.email, verb="added", subject=person)
    return person


def _who(somebody: Person | Newcomer, role: RoleHeld, *, by: User, at: datetime) -> Person:
    """A newcomer whose address is known here is that person; staff of a school work there."""
    if isinstance(somebody, Person):
        return somebody
    email = somebody.email
    if email and (known := Person.objects.of_address(email).first()):
        return known
    is_staff = (
        role.role in STAFF_OF_A_SCHOOL
        and role.role != Role.GOVERNOR
        and role.capacity != Capacity.VACANCY
    )
    school = role.school and (role.school.continued_by or role.school)
    return _add(
        name=somebody.name,
        email=email,
        phone=somebody.phone,
        post=somebody.post,
        home_school=school if is_staff else None,
        by=by,
        at=at,
    )


def _known(somebody: Person) -> Person:
    """As written now, and nobody else writes until this is done."""
    return Person.objects.select_for_update(of=("self",)).get(pk=somebody.pk)


def _locked(role: RoleHeld) -> RoleHeld:
    return RoleHeld.objects.select_for_update(of=("self",)).get(pk=role.pk)


def _heads_without_gaps() -> None:
    """Have the database look now, not when the transaction ends, so that a page can say why."""
    with connection.cursor() as cursor:
        cursor.execute(
            "set constraints school_is_never_without_a_head immediate;"
            "set constraints school_is_never_without_a_head deferred"
        )
