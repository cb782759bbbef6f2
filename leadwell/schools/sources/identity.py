"""Which URNs are one school over time: the joining rule, as pure functions.

A school keeps its history when exactly one entry of the register followed exactly one other.
Mergers and splits end a history. A change of LAESTAB under one URN does not end it; the same
LAESTAB under two URNs does not join them. What a person decided goes before what files say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadwell.schools.sources.gias_links import Link

_MERGER_WORDS = ("amalgamat", "merge", "split")


class JoinKind(StrEnum):
    """How the later entry came about; evaluations may take joins of one kind and leave another.

    CONVERTER: the school chose to become an academy; DfE continues its results.
    SPONSOR_LED: a sponsor took it over; DfE cuts its results, and the change is itself a treatment.
    OTHER: any other new URN, or one whose entry we do not have.
    """

    CONVERTER = "converter"
    SPONSOR_LED = "sponsor_led"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What joining needs to know of one entry of the register; blank and None where unknown."""

    urn: int
    type_of_establishment: str = ""
    reason_opened: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    laestab: int | None = None
    previous_laestab: int | None = None
    reason_closed: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A results file saying that the school at `old_urn` opened as `new_urn`."""

    old_urn: int
    new_urn: int
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Two URNs that are one school.

    on: the day the new entry opened, or the best day known; None when no source has one.
    evidence: what says so, in sentences. is_decided: a person does, whatever files say.
    """

    old_urn: int
    new_urn: int
    kind: JoinKind
    on: date | None
    evidence: tuple[str, ...]
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Somebody saying that `new_urn` is what became of `old_urn`, or that they are two schools.

    sentence: who says so, and why. Of those in force a URN stands once at most on either side of
    a join, no joins run in a circle, and no pair held apart is joined by others.
    """

    old_urn: int
    new_urn: int
    is_one_school: bool
    sentence: str = ""


@dataclass(slots=True)
class _Edge:
    """What is said of one pair, the earlier URN first."""

    says_successor: bool = False
    says_predecessor: bool = False
    is_merger: bool = False
    established_on: date | None = None
    is_confirmed: bool = False
    converted_on: date | None = None


_Pair = tuple[int, int]


def joins(
    *,
    entries: Iterable[EntryFacts],
    links: Iterable[Link],
    conversions: Iterable[Conversion],
    decisions: Iterable[Decision] = (),
) -> list[Join]:
    """Every pair of URNs that may be read as one school, ordered by old URN.

    A pair counts when links say plain "Successor" or "Predecessor", from either side, or a results
    file gives the new URN. It does not count when either side's link says merged, amalgamated or
    split, or the register gives that as the reason the one closed or the other opened. A URN with
    several successors or predecessors is joined only where results files confirm exactly one.
    Pairs that run in a circle join nothing. The same LAESTAB is evidence, and never a join alone.

    A decision stands whatever is said. What files say gives way to it: about the same two URNs,
    where a URN would follow or be followed twice, in a circle, and all along the line between two
    URNs held apart.
    """
    facts = {entry.urn: entry for entry in entries}
    edges = _edges(links, conversions)
    chosen = _without_circles(_one_to_one(edges, facts))
    decided = list(decisions)
    says = {(each.old_urn, each.new_urn): each.sentence for each in decided if each.is_one_school}
    apart = [(each.old_urn, each.new_urn) for each in decided if not each.is_one_school]
    return [
        _join(pair, edges.get(pair, _Edge()), facts, says.get(pair))
        for pair in sorted(_with_decisions(chosen, set(says), apart))
    ]


def groups(urns: Iterable[int], joins: Iterable[Join]) -> dict[int, frozenset[int]]:
    """For each URN, given or joined, all the URNs that are the same school, itself among them."""
    members: dict[int, set[int]] = {urn: {urn} for urn in urns}
    for join in joins:
        old = members.setdefault(join.old_urn, {join.old_urn})
        new = members.setdefault(join.new_urn, {join.new_urn})
        if old is not new:
            old |= new
            members.update(dict.fromkeys(new, old))
    frozen = {id(group): frozenset(group) for group in members.values()}
    return {urn: frozen[id(group)] for urn, group in members.items()}


def _edges(links: Iterable[Link], conversions: Iterable[Conversion]) -> dict[_Pair, _Edge]:
    edges: dict[_Pair, _Edge] = defaultdict(_Edge)
    for link in links:
        direction, _, rest = link.link_type.casefold().partition(" - ")
        if direction not in ("successor", "predecessor") or link.urn == link.link_urn:
            continue
        is_successor = direction == "successor"
        edge = edges[(link.urn, link.link_urn) if is_successor else (link.link_urn, link.urn)]
        edge.is_merger |= bool(rest)
        edge.says_successor |= is_successor
        edge.says_predecessor |= not is_successor
        edge.established_on = _earlier(edge.established_on, link.established_on)
    for conversion in conversions:
        if conversion.old_urn != conversion.new_urn:
            edge = edges[conversion.old_urn, conversion.new_urn]
            edge.is_confirmed = True
            edge.converted_on = _earlier(edge.converted_on, conversion.opened_on)
    return dict(edges)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _one_to_one(edges: Mapping[_Pair, _Edge], facts: Mapping[int, EntryFacts]) -> set[_Pair]:
    """Pairs with one successor and one predecessor: in all that is said, or in results files."""
    said = [pair for pair, edge in edges.items() if not _is_merger(pair, edge, facts)]
    confirmed = [pair for pair in said if edges[pair].is_confirmed]
    return _alone(said) | _alone(confirmed)


def _is_merger(pair: _Pair, edge: _Edge, facts: Mapping[int, EntryFacts]) -> bool:
    old, new = (facts.get(urn) for urn in pair)
    reasons = f"{old.reason_closed if old else ''} {new.reason_opened if new else ''}".casefold()
    return edge.is_merger or any(word in reasons for word in _MERGER_WORDS)


def _alone(pairs: list[_Pair]) -> set[_Pair]:
    """Pairs whose two URNs each stand in no other of these pairs on the same side."""
    successors: dict[int, set[int]] = defaultdict(set)
    predecessors: dict[int, set[int]] = defaultdict(set)
    for old, new in pairs:
        successors[old].add(new)
        predecessors[new].add(old)
    return {(old, new) for old, new in pairs if len(successors[old]) == len(predecessors[new]) == 1}


def _without_circles(pairs: set[_Pair]) -> set[_Pair]:
    """Pairs that lead somewhere: of 1:1 pairs, those reached from a URN that followed nobody."""
    next_urn = dict(pairs)
    kept = set()
    for urn in next_urn.keys() - set(next_urn.values()):
        while urn in next_urn:
            kept.add((urn, next_urn[urn]))
            urn = next_urn[urn]
    return kept


def _with_decisions(said: set[_Pair], joined: set[_Pair], apart: list[_Pair]) -> set[_Pair]:
    """Pairs that are joined by decision, and those said by files that no decision is against."""
    if not joined and not apart:
        return said
    followed, following = {old for old, _ in joined}, {new for _, new in joined}
    kept = joined | {(a, b) for a, b in said if a not in followed and b not in following}
    for old, new in joined:
        kept -= _line(kept, new, old) - joined  # a circle is cut where files closed it
    for old, new in apart:
        kept -= (_line(kept, old, new) | _line(kept, new, old)) - joined
    return kept


def _line(pairs: set[_Pair], first: int, last: int) -> set[_Pair]:
    """The pairs that lead from one URN to another; none where they do not. At most one each way."""
    next_urn, walked, urn = dict(pairs), set[_Pair](), first
    while urn != last:
        step = (urn, next_urn.get(urn, 0))
        if step not in pairs or step in walked:
            return set()
        walked.add(step)
        urn = step[1]
    return walked


def _join(pair: _Pair, edge: _Edge, facts: Mapping[int, EntryFacts], decided: str | None) -> Join:
    old, new = (facts.get(urn, EntryFacts(urn)) for urn in pair)
    return Join(
        old_urn=old.urn,
        new_urn=new.urn,
        kind=kind_of(new),
        on=new.opened_on or edge.converted_on or edge.established_on or old.closed_on,
        evidence=(*([decided] if decided else []), *_evidence(old, new, edge)),
        is_decided=decided is not None,
    )


def kind_of(new: EntryFacts) -> JoinKind:
    """How the later entry of a join came about."""
    for words in (new.type_of_establishment.casefold(), new.reason_opened.casefold()):
        if "converter" in words:
            return JoinKind.CONVERTER
        if "sponsor" in words:
            return JoinKind.SPONSOR_LED
    return JoinKind.OTHER


def _evidence(old: EntryFacts, new: EntryFacts, edge: _Edge) -> Iterator[str]:
    if edge.says_successor:
        yield f"The register lists {new.urn} as the successor of {old.urn}."
    if edge.says_predecessor:
        yield f"The register lists {old.urn} as the predecessor of {new.urn}."
    if edge.is_confirmed:
        yield f"Published results say that {old.urn} became {new.urn}."
    if old.laestab and old.laestab in (new.laestab, new.previous_laestab):
        yield f"Both had the LAESTAB {old.laestab}."
