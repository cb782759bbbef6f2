"""Figures of an aim. Everybody in the programme reads them, so none is kept about few people."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leadwell.evidence.disclosure.cells import Cell, why_hidden
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.table import Kind
from leadwell.evidence.disclosure.typed import Scale, is_n_told, typed
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.programmes import measures
from leadwell.programmes.figures import is_about_people, kind_of, scale_of
from leadwell.programmes.measures import Counts
from leadwell.programmes.models import Aim

SAY_HOW_MANY = "Say about how many people “now” is"
TOO_FEW = (
    "Everybody in the programme reads an aim, and by this figure fewer than {fewest} people could "
    "be recognised. Leave “now” empty and say in words how it will be found, or take a larger "
    "group, such as all schools together"
)
NOT_SAID = "“Now” is hidden until somebody says about how many people it is."


@dataclass(frozen=True, slots=True)
class AimTold:
    """An aim with its figures as everybody reads them. now, to: "" where nobody has said; both
    hidden where `why_hidden` says why. of: how many people that is, where it may be told too."""

    aim: Aim
    now: str
    to: str
    of: str = ""
    why_hidden: str = ""


def wants_people(said: Any) -> bool:
    """Whether it has a figure of which one has to know how many it is about. What the Department
    publishes, it has looked through itself."""
    known = measures.every().get(said.measured_by)
    is_published = bool(known and known.counts == Counts.PUBLISHED)
    about = not is_published and is_about_people(said.measured_by, said.measure)
    return said.baseline is not None and about


def may_be_kept(said: Any, *, focus_group: str, policy: Policy) -> Verdict:
    """said: an aim, or anything with its measured_by, measure, baseline, target and n_people."""
    if not wants_people(said):
        return YES
    if said.n_people is None:
        return no(f"{SAY_HOW_MANY}.")
    if _is_hidden(said, focus_group, policy):
        return no(f"{TOO_FEW.format(fewest=policy.threshold)}.")
    return YES


def told(aim: Aim, *, focus_group: str, policy: Policy) -> AimTold:
    if wants_people(aim) and _is_hidden(aim, focus_group, policy):
        why = why_hidden(policy) if aim.n_people else NOT_SAID
        return AimTold(aim, "", "", why_hidden=why)
    of = f"{aim.n_people:,}" if aim.n_people and _may_say_n(aim, policy) else ""
    return AimTold(aim, _text(aim.baseline), _text(aim.target), of)


def _may_say_n(aim: Aim, policy: Policy) -> bool:
    return all(
        is_n_told(float(one), _scale(aim), n=aim.n_people or 0, policy=policy)
        for one in (aim.baseline, aim.target)
        if one is not None
    )


def _scale(said: Any) -> Scale:
    known = measures.every().get(said.measured_by)
    return scale_of(known.unit if known else said.measure)


def _is_hidden(said: Any, focus_group: str, policy: Policy) -> bool:
    figures = [one for one in (said.baseline, said.target) if one is not None]
    return any(_cell(said, value, focus_group, policy).is_hidden for value in figures)


def _cell(said: Any, value: Decimal, focus_group: str, policy: Policy) -> Cell:
    return typed(
        float(value), _scale(said), n=said.n_people,
        kind=kind_of(said.measured_by, focus_group, whole=Kind.SET), tier=Tier.PROGRAMME,
        policy=policy,
    )  # fmt: skip


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"
