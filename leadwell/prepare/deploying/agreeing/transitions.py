"""The life of a deployment: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.lib.transitions import Staying, Table, Transition, stay, step
from leadwell.prepare.models import AT_WORK, OVER, TO_COME, Deployment, DeploymentState

State = DeploymentState

TRANSITIONS: Table[State] = {
    "release": step(State.PROPOSED, to=State.RELEASED, button="Let them go"),
    "host": step(State.RELEASED, to=State.HOSTED, button="Accept them at the school"),
    "accept": step(State.HOSTED, to=State.ACCEPTED, button="Accept it"),
    "begin": step(State.ACCEPTED, to=State.ACTIVE, button="Begin it"),
    "review": step(State.ACTIVE, to=State.REVIEWED, button="Review it at the middle"),
    "suspend": step(*AT_WORK, to=State.SUSPENDED, button="Suspend it"),
    "resume": step(State.SUSPENDED, to=State.ACTIVE, button="Let it go on"),
    "resume_reviewed": step(State.SUSPENDED, to=State.REVIEWED),
    "end": step(*AT_WORK, State.SUSPENDED, to=State.ENDED, button="End it early"),
    "evaluate": step(State.ENDED, to=State.EVALUATED, button="Say what came of it"),
    "decline": step(*TO_COME, to=State.DECLINED, button="Decline it"),
}  # fmt: skip
NEEDS: Mapping[str, str] = {
    "release": "The home head signs; the days are still there, and the school takes part on the first "
    "of them. Only now the host head and the specialist read it.",
    "host": "The host head signs.",
    "accept": "The specialist signs.",
    "begin": "All three have signed; check and credential hold; no interest; the memorandum of the school is "
    "active. At once with the last signature where that is so, else by who leads the hub. Access "
    "begins on the first day.",
    "review": "Four questions are answered.",
    "suspend": "A reason; by itself where the memorandum of the school ends. Access ends with the day.",
    "resume": "Check and credential hold, the memorandum of the school is active and it takes part. "
    "Access begins again.",
    "resume_reviewed": "The same, where it had been reviewed before.",
    "end": "On its last day by itself; earlier for a reason. Access ends with the day.",
    "evaluate": "The host head says of each priority what came of it.",
    "decline": "A reason, by whoever is asked; by who proposed it, to take it back; by itself where the "
    "school has left before its first day.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "change": stay(State.PROPOSED, button="Change it"),
    "say_contact": stay(*AT_WORK, button="The first contact was made"),
    "say_handover": stay(*AT_WORK, button="They visited together"),
    "comment": stay(*OVER, button="Say how you saw it"),
    "replace": stay(*AT_WORK, State.SUSPENDED, button="Replace the specialist"),
}
"""What is done with an agreement that does not move it."""
SIGNS: Mapping[str, str] = {"release": "home", "host": "host", "accept": "specialist"}
"""Steps that are a signature, and whose."""


def allows(verb: str, deployment: Deployment) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return deployment.state in found.before
