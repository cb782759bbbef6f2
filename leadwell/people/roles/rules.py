"""Who may give a role, end it, invite somebody, and hand over."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.held import Held, grants
from leadwell.people.models import Handover, HandoverStep, Person, Role, RoleHeld
from leadwell.people.models.role import STAFF_OF_A_SCHOOL
from leadwell.people.permissions import Operation, Reach, Without, gives
from leadwell.people.phrased import asked
from leadwell.people.roles.wording import title
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

NEAR = {
    Role.HUB_LEAD: Reach.HUB,
    Role.SPECIALIST: Reach.ASSIGNED,
    Role.PROJECT_MANAGER: Reach.PROGRAMME,
    Role.PROGRAMME_LEAD: Reach.PROGRAMME,
}
"""How far a step of a handover is somebody's; the roles of a school reach their own school."""
BY_AGREEMENT = (
    "Nobody is sent to a school by giving them a role: that comes with an agreement signed by both "
    "heads and the specialist, and ends with it. Open the school’s page in the programme, then Who "
    "is sent, and who fits."
)


def may_add_person(user: User) -> Verdict:
    if access.holds(user, "account", Operation.CREATE):
        return YES
    return no("Only those who look after a programme, a hub or a school can add people.")


def may_change_person(user: User, person: Person) -> Verdict:
    if person.user_id == user.pk:
        return YES
    if asked(_changed, user, access.today(), person.pk):
        return YES
    return no(f"Only {person} and those who look after {person}’s roles can change this.")


def _changed(user: User, on: date, whom: int) -> QuerySet[Person, int]:
    them = access.people_for(user, operation=Operation.CHANGE).filter(pk=whom)
    return them.values_list("pk", flat=True)


def may_change_address(user: User, person: Person) -> Verdict:
    """Whoever gets the invitation gets the roles: so an address is changed by those only who may
    give them all, and never by others once it is signed in with."""
    return may_change_person(user, person) and address_changes(user, person)


def address_changes(user: User, person: Person) -> Verdict:
    """For somebody who may change this person: whether the address too."""
    if person.user_id == user.pk or _is_administrator(user):
        return YES
    if _has_signed_in(person):
        return no(f"{person} signs in already, and changes the address themselves.")
    ours = access.looked_after_for(user).order_by().values("pk")
    if person.roles.exclude(pk__in=ours).exists():
        return no(f"{person} has roles that you do not look after. Ask whoever gave them.")
    return YES


def may_give_role(user: User, given: RoleHeld) -> Verdict:
    """given: not saved yet."""
    if not (may := may_give_there(user, given)):
        return may
    if given.person.user_id == user.pk and not _is_administrator(user):
        return no("Nobody gives a role to themselves. Ask somebody who looks after the programme.")
    return fits(given)


def may_give_there(user: User, given: RoleHeld) -> Verdict:
    """Whoever it is for."""
    if given.enrolment:
        return no(BY_AGREEMENT)
    givers = [
        one
        for one, grant in grants(access.held(user), "account", Operation.CREATE)
        if given.role in gives(one.role) and _reaches(one, grant.reach, given)
    ]
    if givers:
        return YES
    return no(f"You cannot give the role of {Role(given.role).label.lower()} there.")


def may_give_any(user: User) -> Verdict:
    if roles_to_give(user):
        return YES
    return no("Only those who look after a programme, a hub or a school can give roles.")


def roles_to_give(user: User) -> list[Role]:
    """Those that this person may give somewhere."""
    mine = {
        role
        for one, _ in grants(access.held(user), "account", Operation.CREATE)
        for role in gives(one.role)
    }
    return [role for role in Role if role in mine]


def roles_given_at(user: User, school: School) -> frozenset[Role]:
    """Those that this person may give at this school."""
    return frozenset(
        role
        for one, grant in grants(access.held(user), "account", Operation.CREATE)
        if one.reaches(grant.reach, school)
        for role in gives(one.role)
    )


def may_end_role(user: User, role: RoleHeld, *, last_day: date) -> Verdict:
    if not (may := may_look_after(user, role)):
        return may
    if role.ends_on and role.ends_on <= last_day:
        return no(f"This role ends on {day_and_year(role.ends_on)} already.")
    if last_day < role.starts_on:
        return no(f"The last day is before the first, {day_and_year(role.starts_on)}.")
    if role.role == Role.HEADTEACHER and not _has_successor(role, last_day):
        return no(
            f"{role.school} would be without a head. Name who follows, or the contact at the "
            "trust or council while the post is vacant."
        )
    return YES


def may_look_after(user: User, role: RoleHeld) -> Verdict:
    if asked(_looked_after, user, access.today(), role.pk):
        return YES
    return no(
        f"You cannot end or hand over this role of {role.person}. "
        "Those can who look after the programme, the hub or the school."
    )


def _looked_after(user: User, on: date, role: int) -> QuerySet[RoleHeld, int]:
    return access.looked_after_for(user).filter(pk=role).order_by().values_list("pk", flat=True)


def may_hand_over(user: User, role: RoleHeld, *, first_day: date | None = None) -> Verdict:
    if not (may := may_look_after(user, role)):
        return may
    if role.enrolment_id:
        return no(
            f"{role.person} is sent to the school by an agreement. Replace the specialist there: "
            "whoever follows is asked, and signs, too."
        )
    if hasattr(role, "handed_to"):
        return no("This role was handed over already.")
    if first_day is None:
        return YES
    if role.ends_on and role.ends_on < first_day - timedelta(days=1):
        return no(
            f"{role.person}’s last day is {day_and_year(role.ends_on)}. "
            "Give the role to whoever follows later, instead of handing it over."
        )
    if first_day <= role.starts_on:
        return no(
            f"{role.person} began on {day_and_year(role.starts_on)}. "
            "Whoever follows can begin the day after, at the earliest."
        )
    return YES


def may_follow(user: User, coming: RoleHeld) -> Verdict:
    """Whether this person can come after another; the role that goes has ended before."""
    if coming.person.user_id == user.pk and not _is_administrator(user):
        return no("Nobody gives a role to themselves. Ask somebody who looks after the programme.")
    return fits(coming)


def may_finish_step(user: User, step: HandoverStep) -> Verdict:
    if step.done_at:
        return no("This was done already.")
    if step.for_role in steps_to_finish(user, step.handover):
        return YES
    return no(f"This is for the {Role(step.for_role).label.lower()} to do.")


def steps_to_finish(user: User, handover: Handover) -> frozenset[Role]:
    """Whose steps of a handover this person may tick: their own, and all of who gives the role."""
    role = handover.coming or handover.leaving
    if access.looked_after_for(user).contains(role):
        return frozenset(Role)
    return frozenset(
        one.role
        for one in access.held(user)
        if one.role and one.reaches(NEAR.get(one.role, Reach.OWN_SCHOOL), role)
    )


def may_invite(user: User, person: Person) -> Verdict:
    return may_change_person(user, person) and can_be_invited(person)


def can_be_invited(person: Person) -> Verdict:
    """By somebody who may change this person."""
    if not person.email:
        return no(f"Write {person}’s e-mail address first: the invitation goes there.")
    if person.user and not person.user.is_active:
        return no(f"The account of {person} is closed. Ask the administrator to open it.")
    if _has_signed_in(person):
        return no(f"{person} has signed in before. A forgotten password is set anew on the way in.")
    return YES


def may_see_contacts(user: User, school: School) -> Verdict:
    if access.holds(user, "school_record", Operation.READ, on=school):
        return YES
    return no(
        f"Contacts of {school} are for its leaders and governors, and for those who work with it."
    )


def has_part_in(user: User, school: School) -> bool:
    """Whether this school's record is anything to this person, be it only its dates. Who knows
    schools by codes alone is not told which they are."""
    anything = frozenset(Without) - {Without.NAMES}
    return access.holds(user, "school_record", Operation.READ, on=school, leaving_out=anything)


def sees_all_contacts(user: User, school: School) -> bool:
    """Governors see nobody below senior leaders by name."""
    return any(
        one.role != Role.GOVERNOR and one.reaches(grant.reach, school)
        for one, grant in grants(access.held(user), "school_record", Operation.READ)
    )


def may_read_brief(user: User, school: School) -> Verdict:
    """It names people below senior leaders, so it is not for governors."""
    if sees_all_contacts(user, school):
        return YES
    return no(f"“{school} so far” is for its leaders, and for those who work with it.")


def may_confirm_contacts(user: User, school: School) -> Verdict:
    if access.holds(user, "school_record", Operation.CHANGE, on=school):
        return YES
    return no(f"Contacts of {school} are confirmed by its leaders, or by its hub or programme.")


def fits(given: RoleHeld) -> Verdict:
    """Whether this person can hold this role there at that time, whoever gives it."""
    if given.role == Role.SPECIALIST and given.enrolment:
        return _fits_deployment(given)
    if given.role == Role.HEADTEACHER and given.school and (other := _other_head(given)):
        return no(
            f"{other.person} is head of {given.school} on one of these days. "
            "Hand the role over from them instead."
        )
    return YES


def _fits_deployment(given: RoleHeld) -> Verdict:
    assert given.enrolment
    school, home = given.enrolment.standing_school, given.person.home_school
    # Either may be written at the school before it became an academy.
    if home and (home.continued_by_id or home.pk) == school.pk:
        return no(f"{given.person} works at {school} and cannot be its {title(given).lower()}.")
    if _is_of_an_earlier_row(given):
        return no(
            f"{given.person} has a role of {school} itself and cannot be its {title(given).lower()}."
        )
    if not given.enrolment.is_open_on(given.starts_on):
        return no(f"{school} is not in {given.enrolment.programme} on that day.")
    return YES


def _is_of_an_earlier_row(given: RoleHeld) -> bool:
    """Whether they have a role of the school itself at the time, written under another row of it;
    under the same row the database says so."""
    assert given.enrolment
    there = RoleHeld.objects.at_schools([given.enrolment.standing_school.pk])
    own = there.filter(person=given.person, role__in=STAFF_OF_A_SCHOOL)
    if given.ends_on:
        own = own.filter(starts_on__lte=given.ends_on)
    others = own.exclude(school=given.enrolment.school_id)
    return others.to_come_or_live(given.starts_on).exists()


def _other_head(given: RoleHeld) -> RoleHeld | None:
    """Who is head at the time, under whichever row of the school it was written."""
    assert given.school
    standing = given.school.continued_by_id or given.school.pk
    heads = RoleHeld.objects.at_schools([standing]).filter(role=Role.HEADTEACHER)
    if given.ends_on:
        heads = heads.filter(starts_on__lte=given.ends_on)
    ends_later = Q(ends_on=None) | Q(ends_on__gte=given.starts_on)
    return heads.filter(ends_later).select_related("person").first()


def _reaches(one: Held, reach: Reach, given: RoleHeld) -> bool:
    """A role is near by its one scope."""
    thing = given.scope
    return reach == Reach.EVERYWHERE if thing is None else one.reaches(reach, thing)


def _has_successor(role: RoleHeld, last_day: date) -> bool:
    return RoleHeld.objects.filter(
        school=role.school, role=Role.HEADTEACHER, starts_on=last_day + timedelta(days=1)
    ).exists()


def _has_signed_in(person: Person) -> bool:
    return bool(person.user and person.user.has_come)


def _is_administrator(user: User) -> bool:
    return any(one.role == Role.ADMINISTRATOR for one in access.held(user))
