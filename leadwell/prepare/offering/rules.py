"""Who may offer a place, change an offer, and answer one. Who first, then when."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.choosing import rules as choosing
from leadwell.explore.models import Candidate
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.prepare.models import Offer
from leadwell.prepare.offering import access
from leadwell.prepare.offering.transitions import allows
from leadwell.programmes.models import Programme
from leadwell.web.templatetags.leadwell import day_and_year

LEAD = "Only who leads the programme offers places and says what goes with them."
READERS = "Offers are for those who run the programme, the leads of its hubs and its schools."


def may_read_list(user: User, programme: Programme) -> Verdict:
    if people.holds(user, access.KEY, Operation.READ, on=programme):
        return YES
    return no(READERS)


def may_set_rates(user: User, programme: Programme) -> Verdict:
    if not people.holds(user, access.KEY, Operation.CHANGE, on=programme):
        return no(LEAD)
    if programme.state in choosing.CLOSED:
        return no(f"{programme} is {programme.get_state_display().lower()}: it takes no schools.")
    return YES


def may_make(user: User, candidate: Candidate) -> Verdict:
    """What choosing asks for a place; whether there is money and time, the amounts say."""
    if not access.holds(user, Operation.CREATE, candidate):
        return no(LEAD)
    return choosing.may_offer(user, candidate)


def is_within(programme: Programme, starts_on: date) -> Verdict:
    """Whether the school would take part from a day of the programme."""
    if programme.starts_on <= starts_on <= programme.ends_on:
        return YES
    return no(
        f"That day is outside the programme: {programme} is from "
        f"{day_and_year(programme.starts_on)} to {day_and_year(programme.ends_on)}."
    )


def may_vary(user: User, candidate: Candidate, offer: Offer | None) -> Verdict:
    return _may_change(user, candidate, offer, "vary")


def may_extend(user: User, candidate: Candidate, offer: Offer | None) -> Verdict:
    return _may_change(user, candidate, offer, "extend")


def may_withdraw(user: User, candidate: Candidate) -> Verdict:
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(LEAD)
    return choosing.may_withdraw(user, candidate)


def may_accept(user: User, candidate: Candidate, offer: Offer | None, *, on: date) -> Verdict:
    """Until its last day; a school that was offered a place without a letter has none."""
    if not (may := choosing.may_accept(user, candidate)):
        return may
    if offer and offer.ran_out_on(on):
        return no(
            f"This offer was to be answered by {day_and_year(offer.answer_by)}. Who leads the "
            "programme may give it more time."
        )
    return YES


def may_refuse(user: User, candidate: Candidate) -> Verdict:
    """After its last day too: a school that says no is not kept waiting."""
    return choosing.may_refuse(user, candidate)


def _may_change(user: User, candidate: Candidate, offer: Offer | None, verb: str) -> Verdict:
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(LEAD)
    if candidate.programme.state in choosing.CLOSED:
        programme = candidate.programme
        return no(f"{programme} is {programme.get_state_display().lower()}: it takes no schools.")
    if offer is None:
        return no(f"{candidate.standing_school} has no offer.")
    if allows(verb, offer):
        return YES
    return no(f"This offer is {offer.get_state_display().lower()} and stays as it is.")
