"""One table of steps for each thing that has a life: rules, buttons, diagrams and tests are made
from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """A step from a state of `before` to `after`. button: its words; "" where nobody presses it."""

    before: frozenset[S]
    after: S
    button: str = ""


def step(*before: S, to: S, button: str = "") -> Transition[S]:
    return Transition(frozenset(before), to, button)


Table = Mapping[str, Transition[S]]
"""Steps by their verbs."""
