"""One layer of a table decided: numbers of pupils first, then each outcome.

Hiding a number of pupils hides its whole row; hiding an outcome hides one cell. Each outcome is
then looked at in every world in which a small number of pupils is safe, so that the worlds hold for
all figures of a table at once.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from leadwell.evidence.disclosure import cases, primary, told
from leadwell.evidence.disclosure.asked import Asked, sums_of, what_is_out
from leadwell.evidence.disclosure.policy import Tier
from leadwell.evidence.disclosure.register import Atoms, Fact
from leadwell.evidence.disclosure.secondary import protect
from leadwell.evidence.disclosure.sums import HEADLINE, Move, Sum, Sums
from leadwell.evidence.disclosure.table import PUPILS, Kind, Row


@dataclass(frozen=True, slots=True)
class Decided:
    """hidden, for_own_sake: keys of rows. facts: by row shown. moves: worlds held in hand. exposed:
    what cannot be protected, being out already. torn: atoms of worlds of numbers of pupils that
    this outcome does not fit into."""

    hidden: frozenset[str]
    for_own_sake: frozenset[str]
    facts: Mapping[str, Fact]
    moves: tuple[Move, ...]
    exposed: tuple[Atoms, ...]
    torn: Atoms


def decide(asked: Asked) -> dict[str, Decided]:
    """By layer, numbers of pupils first. Where an outcome tells so much that no world of numbers of
    pupils fits it, one row more is hidden, the nearest and smallest, until one does."""
    refused: set[str] = set()
    while True:
        pupils = decide_pupils(asked, refused)
        decided = {PUPILS: pupils}
        for outcome in asked.table.outcomes:
            decided[outcome] = decide_outcome(asked, outcome, pupils)
        torn = frozenset[str]().union(*(each.torn for each in decided.values()))
        out = {fact.atoms for fact in asked.before.facts if fact.layer == PUPILS}
        rows = [
            (not row.atoms & torn, row.kind is not Kind.GROUP, asked.table.count(row), row.key)
            for row in asked.table.rows
            if torn and row.key in pupils.facts and row.atoms not in out
        ]
        if not rows:
            return decided
        refused.add(min(rows)[-1])


def decide_pupils(asked: Asked, refused: Set[str]) -> Decided:
    """Which rows are hidden."""
    rows = [row for row in asked.table.rows if not asked.is_own(row)]
    small = {
        row.key for row in rows if primary.hides_row(row, asked.table.count(row), asked.policy)
    }
    shown = [row for row in rows if row.key not in small]
    facts = {}
    for row in shown:
        low, high = told.by_count(asked.table, row, asked.tier, asked.policy)
        facts[row.key] = Fact(row.atoms, PUPILS, low, high, asked.tier)
    hidden = {row.key for row in shown if asked.was_withheld(row.atoms, PUPILS)}
    hidden |= refused & facts.keys()
    hidden |= _too_close(asked, [row for row in shown if row.key not in hidden])
    return _decide(asked, PUPILS, facts, frozenset(small), frozenset(hidden), ())


def decide_outcome(asked: Asked, outcome: str, pupils: Decided) -> Decided:
    """Which per cents are hidden among the rows that are shown."""
    table, facts, small, hidden = asked.table, {}, set(), set()
    for row in table.rows:
        n = table.count(row)
        if n < asked.policy.threshold or asked.is_own(row):
            continue
        if primary.hides_outcome(row, table.count(row, outcome), n, asked.tier, asked.policy):
            small.add(row.key)
        if row.key in small or row.key not in pupils.facts:
            continue
        low, high = told.by_outcome(table, row, outcome, asked.tier, asked.policy)
        facts[row.key] = Fact(row.atoms, outcome, low, high, asked.tier)
        if asked.was_withheld(row.atoms, outcome):
            hidden.add(row.key)
    return _decide(asked, outcome, facts, frozenset(small), frozenset(hidden), pupils.moves)


def _too_close(asked: Asked, shown: Sequence[Row]) -> set[str]:
    """Rows that differ from another by some pupils, and by too few on both sides: the smaller goes.

    Such a pair tells little about the pupils they share, and much about the others.
    """
    seen: dict[str, dict[Atoms, int]] = {}  # by atom: the sets it is in, and their pupils

    def see(atoms: Atoms) -> None:
        n = asked.count(atoms, PUPILS)
        for atom in atoms:
            seen.setdefault(atom, {})[atoms] = n

    for fact in asked.before.facts:
        if fact.layer == PUPILS:
            see(fact.atoms)
    gone: set[str] = set()
    for row in sorted(shown, key=lambda row: (-asked.table.count(row), row.kind is Kind.GROUP)):
        n = asked.table.count(row)
        near = {
            atoms
            for atom in row.atoms
            for atoms, n_other in seen.get(atom, {}).items()
            if abs(n - n_other) < asked.policy.threshold
        }
        if any(_are_close(asked, row.atoms, atoms) for atoms in near):
            gone.add(row.key)
        else:
            see(row.atoms)
    return gone


def _are_close(asked: Asked, one: Atoms, other: Atoms) -> bool:
    more, fewer = asked.count(one - other, PUPILS), asked.count(other - one, PUPILS)
    return more + fewer > 0 and max(more, fewer) < asked.policy.threshold


def _decide(
    asked: Asked,
    layer: str,
    facts: Mapping[str, Fact],
    small: frozenset[str],
    hidden: frozenset[str],
    moves: Sequence[Move],
) -> Decided:
    """Add up what is out, then what would be shown; hide until everything small has its world."""
    out = what_is_out(asked, layer)
    showing = {key: fact for key, fact in facts.items() if key not in hidden}
    sums = sums_of(asked, layer, out)
    _show(asked, sums, layer, showing)
    of_rows = {row.atoms for row in asked.table.rows if row.key in small}
    demanded = cases.of_small(asked, sums, layer, of_rows)
    if layer != PUPILS:
        demanded += cases.of_moves(asked, layer, moves)
    first = protect(sums, demanded)
    showing = {key: fact for key, fact in showing.items() if key not in first.hidden}
    if asked.tier is Tier.PUBLIC:
        showing = _never_exact(asked, layer, out, showing)
    return Decided(
        small | (facts.keys() - showing.keys()),
        small,
        showing,
        first.moves,
        tuple(asked.names(case.atoms) for case in first.failed if case.atoms),
        asked.names({place for case in first.failed for place in case.caps}),
    )


def _show(asked: Asked, sums: Sums, layer: str, facts: Mapping[str, Fact]) -> None:
    """Add what would be shown. What is out already costs nothing and is not added again."""
    kinds = {row.key: row.kind for row in asked.table.rows}
    told_before = {each.atoms: each for each in sums.sums.values()}
    for key, fact in facts.items():
        places = asked.places(fact.atoms)
        before = told_before.get(places)
        if before and fact.low <= before.low and before.high <= fact.high:
            continue
        is_headline = layer != PUPILS and kinds[key] is Kind.COHORT
        n = asked.count(fact.atoms, PUPILS)
        # Of two sets of the same size the one of fewer atoms goes: a part before a total.
        cost = n + len(places) / 10_000 + (HEADLINE if is_headline else 0)
        sums.add(key, Sum(places, fact.low, fact.high, cost))


def _never_exact(
    asked: Asked, layer: str, out: Sequence[Fact], showing: Mapping[str, Fact]
) -> dict[str, Fact]:
    """Without those rounded counts that other rounded counts would make exact."""
    sums = sums_of(asked, layer, [fact for fact in out if fact.tier is Tier.PUBLIC])
    _show(asked, sums, layer, showing)
    rounded = [asked.places(fact.atoms) for fact in showing.values() if fact.low < fact.high]
    gone = protect(sums, cases.of_rounded(sums, rounded)).hidden
    return {key: fact for key, fact in showing.items() if key not in gone}
