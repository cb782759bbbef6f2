"""Who keeps the register of specialists, and what of their line somebody says themselves."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import Person
from leadwell.people.permissions import Operation
from leadwell.prepare.deploying.register import access
from leadwell.prepare.models import Credential, DeclaredInterest, Specialist
from leadwell.programmes.models import Programme

KEEPERS = "Only who leads the hub, or the programme’s content, or manages it keeps the register."
NOT_ONES_OWN = "Nobody keeps their own line. Somebody else who looks after the register does."


def may_register_any(user: User) -> Verdict:
    return YES if people.holds(user, access.KEY, Operation.CREATE) else no(KEEPERS)


def may_keep(user: User, programme: Programme) -> Verdict:
    """The register in this programme, or in a hub of it."""
    may = people.holds(user, access.KEY, Operation.CREATE, on=programme)
    return YES if may else no(KEEPERS)


def may_register(user: User, person: Person) -> Verdict:
    """Who has a place among the specialists of a hub, and no line yet."""
    if not (may := may_register_any(user)):
        return may
    if access.may_be_registered(user, person):
        return YES
    if hasattr(person, "specialist"):
        return no(f"{person} is on the register already.")
    return no(f"{person} has no place among the specialists of a hub of yours. Give it first.")


def may_change(user: User, specialist: Specialist) -> Verdict:
    """What they can do, what they are named, that their check was seen: never by themselves."""
    if specialist.left_on:
        return no(f"{specialist} has left the register.")
    if specialist.person.user_id == user.pk:
        return no(NOT_ONES_OWN)
    return YES if access.keeps(user, specialist) else no(KEEPERS)


def may_say_days(user: User, specialist: Specialist) -> Verdict:
    """How many days they have: by themselves, as their head allows, or who keeps the register."""
    if specialist.left_on:
        return no(f"{specialist} has left the register.")
    if specialist.person.user_id == user.pk and access.holds(user, Operation.CHANGE, specialist):
        return YES
    return YES if access.keeps(user, specialist) else no(KEEPERS)


may_say_interests = may_say_days
"""By the same people: who keeps the register may know of one that was forgotten."""


def may_say_skills(user: User, specialist: Specialist) -> Verdict:
    """By nobody but themselves."""
    if specialist.person.user_id != user.pk:
        return no(f"Only {specialist} says how they see their own work with adults.")
    if specialist.left_on or not access.holds(user, Operation.CHANGE, specialist):
        return no("You are not a specialist today.")
    return YES


def may_end_credential(user: User, credential: Credential) -> Verdict:
    return may_change(user, credential.specialist)


def may_end_interest(user: User, interest: DeclaredInterest) -> Verdict:
    if interest.ended_on:
        return no("This interest has ended already.")
    return may_say_interests(user, interest.specialist)
