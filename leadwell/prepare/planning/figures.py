"""Figures of a priority: what each reader of a plan is shown of them.

Who writes the plan reads them as they are: the school, about its own pupils, and the specialist,
who says yes to them. Everybody else gets what the limits for small groups leave.
"""

from dataclasses import dataclass
from typing import Any

from leadwell.accounts.models import User
from leadwell.evidence.disclosure.cells import Cell, State, why_hidden
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.table import Kind
from leadwell.evidence.disclosure.typed import Scale, is_n_told, typed
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.access import holds
from leadwell.people.permissions import Operation
from leadwell.prepare.models import Priority
from leadwell.prepare.planning.access import KEY
from leadwell.programmes.figures import is_about_people, kind_of, scale_of
from leadwell.programmes.models import Enrolment
from leadwell.web.numbers import plain

HIDDEN = "Figures hidden"
NOT_SAID = "Hidden outside the school: nobody has said how many pupils it is about."
SAY_HOW_MANY = (
    "Say how many pupils or people it is about: a figure about few is hidden outside the school"
)
TOO_MANY = "That is more than the {n} it is about"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is shown of a priority's figures. from_to: "58 to 70 per cent, of 20". now: as
    of the last look, "" where nobody said. why_hidden: the sentence where they are not told."""

    from_to: str
    now: str = ""
    why_hidden: str = ""


def is_about(said: Any) -> bool:
    """Whether figures of a priority count pupils or staff. said: a priority, or anything with its
    measure, artefact, what and unit."""
    return is_about_people(said.measure, f"{said.artefact} {said.what} {said.unit}")


def says_how_many(said: Any) -> Verdict:
    """Whether a priority says about how many people its figures are, where they are about any."""
    if said.n_people is None and is_about(said):
        return no(f"{SAY_HOW_MANY}.")
    return YES


def fits(value: Any, *, unit: str, n: int | None) -> Verdict:
    """Whether so many of them can be."""
    if value is None or n is None or scale_of(unit) is not Scale.PUPILS or value <= n:
        return YES
    return no(TOO_MANY.format(n=n))


def tier_of(user: User, enrolment: Enrolment) -> Tier:
    """As whom somebody reads the figures of a school's plan."""
    writes = holds(user, KEY, Operation.CHANGE, on=enrolment)
    signs = holds(user, KEY, Operation.SIGN, on=enrolment)
    return Tier.SCHOOL if writes or signs else Tier.PROGRAMME


def told(one: Priority, now: Any = None, *, tier: Tier, policy: Policy) -> Told:
    """now: how it stood at the last look, None where nobody said."""
    start, to = (_cell(one, value, tier, policy) for value in (one.baseline, one.target))
    if start.is_hidden or to.is_hidden:
        why = why_hidden(policy) if one.n_people else NOT_SAID
        return Told(HIDDEN, HIDDEN if now is not None else "", why)
    said = f"{_text(start)} to {_text(to)} {one.unit}"
    if one.n_people and _may_say_n(one, tier, policy):
        said = f"{said}, of {one.n_people:,}"
    if now is None:
        return Told(said)
    stands = _cell(one, now, tier, policy)
    if stands.is_hidden:
        return Told(said, HIDDEN, why_hidden(policy))
    return Told(said, f"now {_text(stands)} {one.unit}")


def _cell(one: Priority, value: Any, tier: Tier, policy: Policy) -> Cell:
    """A figure that is about nobody is told to everybody."""
    if not is_about(one):
        tier = Tier.SCHOOL
    kind = kind_of(one.measure, one.pupils, whole=Kind.COHORT)
    return typed(
        float(value), scale_of(one.unit), n=one.n_people, kind=kind, tier=tier, policy=policy
    )


def _may_say_n(one: Priority, tier: Tier, policy: Policy) -> bool:
    if tier is Tier.SCHOOL or not one.n_people:
        return True
    scale = scale_of(one.unit)
    return all(
        is_n_told(float(value), scale, n=one.n_people, policy=policy)
        for value in (one.baseline, one.target)
    )


def _text(cell: Cell) -> str:
    """Without a fraction that is none."""
    if cell.state is State.BOUNDED or cell.value is None:
        return cell.text
    return plain(cell.value, 0 if cell.value == int(cell.value) else 1)
