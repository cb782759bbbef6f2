"""The life of an offer: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.lib.transitions import Staying, Table, stay, step
from leadwell.prepare.models import Offer, OfferState

State = OfferState

TRANSITIONS: Table[State] = {
    "accept": step(State.OPEN, to=State.ACCEPTED, button="Accept the place"),
    "refuse": step(State.OPEN, to=State.REFUSED, button="Refuse the place"),
    "withdraw": step(State.OPEN, to=State.WITHDRAWN, button="Take the offer back"),
}
NEEDS: Mapping[str, str] = {
    "accept": "Its last day is not over. By the school’s head, or noted by who runs the programme. "
    "The school is taken into the programme in the same moment, with its days of visits.",
    "refuse": "A reason. By the same.",
    "withdraw": "A reason, which the school reads; the school is then in reserve. By who leads the "
    "programme.",
}
BESIDE: Mapping[str, Staying[State]] = {
    "vary": stay(State.OPEN, button="Change what is offered"),
    "extend": stay(State.OPEN, button="Give more time"),
}
"""By who leads the programme; the school gets another letter."""


def allows(verb: str, offer: Offer) -> bool:
    found = TRANSITIONS.get(verb) or BESIDE[verb]
    return offer.state in found.before
