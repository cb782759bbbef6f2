"""A role in words: what it is called, where it is held, from when to when."""

from datetime import date

from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.programmes.models import Hub, Programme
from leadwell.web.templatetags.leadwell import day_and_year

IN_A_CAPACITY = {
    (Role.HEADTEACHER, Capacity.INTERIM): "Interim headteacher",
    (Role.HEADTEACHER, Capacity.VACANCY): "Contact while the school has no head",
    (Role.SUBJECT_LEADER, Capacity.DEPUTY): "Deputy subject leader",
    (Role.HUB_LEAD, Capacity.DEPUTY): "Deputy hub lead",
}
SHORT = {Role.SENIOR_LEADER: "Senior leader", Role.TEACHER: "Teacher or assistant"}


def title(held: RoleHeld) -> str:
    """ "Interim headteacher"; specialists are called what their programme calls them."""
    role, capacity = Role(held.role), Capacity(held.capacity)
    if role == Role.SPECIALIST and (programme := programme_of(held)):
        word = programme.specialist_word
        return word[0].upper() + word[1:]
    return IN_A_CAPACITY.get((role, capacity)) or SHORT.get(role) or str(role.label)


def where(held: RoleHeld) -> str:
    """ "Marlpit Primary", "Exe hub, Number Sense", "Marlpit Primary, in Number Sense"."""
    if held.enrolment:
        return f"{held.enrolment.standing_school}, in {held.enrolment.programme}"
    if held.hub:
        return f"{hub_name(held.hub)}, {held.hub.programme}"
    if held.school:
        return str(held.school.continued_by or held.school)
    return str(held.scope or "the whole installation")


def hub_name(hub: Hub) -> str:
    """ "Exe hub", whether or not the name says so itself."""
    return hub.name if "hub" in hub.name.lower() else f"{hub.name} hub"


def programme_of(held: RoleHeld) -> Programme | None:
    """The one programme a role belongs to; a school's roles belong to none."""
    if held.programme:
        return held.programme
    of = held.hub or held.enrolment
    return of.programme if of else None


def when(held: RoleHeld) -> str:
    """ "since Tue 1 Sept 2026", "Tue 1 Sept 2026 to Thu 31 Dec 2026"."""
    first = day_and_year(held.starts_on)
    return f"{first} to {day_and_year(held.ends_on)}" if held.ends_on else f"since {first}"


def standing(held: RoleHeld, on: date) -> str:
    """ "now", "to come" or "past", on this day."""
    if held.starts_on > on:
        return "to come"
    return "now" if held.is_live_on(on) else "past"
