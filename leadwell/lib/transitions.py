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


@dataclass(frozen=True, slots=True)
class Staying(Generic[S]):
    """What is done in a state of `before` and leaves the thing in it."""

    before: frozenset[S]
    button: str = ""


def step(*before: S, to: S, button: str = "") -> Transition[S]:
    return Transition(frozenset(before), to, button)


def stay(*before: S, button: str = "") -> Staying[S]:
    return Staying(frozenset(before), button)


Table = Mapping[str, Transition[S]]
"""Steps by their verbs."""
