"""What has been shown before, kept in the database: read and grown by releasing alone."""

from collections.abc import Iterable, Iterator

from leadwell.evidence.disclosure.policy import Tier
from leadwell.evidence.disclosure.register import Atoms, Fact, Register, Withheld
from leadwell.evidence.disclosure.table import PUPILS, Tally
from leadwell.people.models import CountedAtom, FigureRelease, ReleasedSet

SHOWN, WHOLE = ReleasedSet.Kind.SHOWN, ReleasedSet.Kind.WHOLE
ITSELF, TOO = ReleasedSet.Kind.HIDDEN_ITSELF, ReleasedSet.Kind.HIDDEN_TOO
AT_ONCE = 500  # rows a statement


def about(atoms: Iterable[str]) -> Register:
    """Everything that can be added up with these atoms: as `Register.about` of the whole."""
    near, shown = _near(atoms)
    rest = ReleasedSet.objects.exclude(kind=SHOWN).filter(atoms__contained_by=near).order_by("pk")
    others = list(rest)
    return Register(
        tallies=_tallies(near),
        facts=tuple(_fact(row) for row in shown),
        withheld=tuple(
            Withheld(frozenset(row.atoms), row.layer, Tier(row.tier), row.kind == ITSELF)
            for row in others
            if row.kind in (ITSELF, TOO)
        ),
        wholes=frozenset(frozenset(row.atoms) for row in others if row.kind == WHOLE),
    )


def grow(before: Register, after: Register, release: FigureRelease) -> None:
    """Add what `after` has and `before` has not."""
    CountedAtom.objects.bulk_create(_counted(before, after, release), batch_size=AT_ONCE)
    ReleasedSet.objects.bulk_create(_settled(before, after, release), batch_size=AT_ONCE)


def is_grown(before: Register, after: Register) -> bool:
    """Whether something is told that was not, or hidden that was not."""
    was, now = ({*each.facts, *each.withheld, *each.wholes} for each in (before, after))
    return bool(now - was) or any(
        _layers(tally) - _layers(before.tallies.get(atom)) for atom, tally in after.tallies.items()
    )


def _near(atoms: Iterable[str]) -> tuple[list[str], list[ReleasedSet]]:
    """The atoms that sums shown lead to, step by step, and those sums."""
    near = set(atoms)
    while True:
        touching = ReleasedSet.objects.filter(kind=SHOWN, atoms__overlap=sorted(near))
        shown = list(touching.order_by("pk"))
        grown = near.union(*(row.atoms for row in shown))
        if grown == near:
            return sorted(near), shown
        near = grown


def _tallies(atoms: list[str]) -> dict[str, Tally]:
    counted: dict[str, dict[str, int]] = {}
    for row in CountedAtom.objects.filter(atom__in=atoms).order_by("pk"):
        counted.setdefault(row.atom, {})[row.layer] = row.n
    return {atom: Tally(by_layer.pop(PUPILS), by_layer) for atom, by_layer in counted.items()}


def _fact(row: ReleasedSet) -> Fact:
    assert row.low is not None  # the table's own constraint
    assert row.high is not None
    return Fact(frozenset(row.atoms), row.layer, row.low, row.high, Tier(row.tier))


def _layers(tally: Tally | None) -> set[str]:
    return {PUPILS, *tally.met} if tally else set()


def _counted(before: Register, after: Register, release: FigureRelease) -> Iterator[CountedAtom]:
    for atom, tally in after.tallies.items():
        for layer in sorted(_layers(tally) - _layers(before.tallies.get(atom))):
            yield CountedAtom(release=release, atom=atom, layer=layer, n=tally.at(layer))


def _settled(before: Register, after: Register, release: FigureRelease) -> Iterator[ReleasedSet]:
    def made(kind: ReleasedSet.Kind, atoms: Atoms, **more: object) -> ReleasedSet:
        return ReleasedSet(release=release, kind=kind, atoms=sorted(atoms), **more)

    known = {*before.facts, *before.withheld}
    for fact in (fact for fact in after.facts if fact not in known):
        yield made(
            SHOWN, fact.atoms, layer=fact.layer, tier=fact.tier, low=fact.low, high=fact.high
        )
    for each in (each for each in after.withheld if each not in known):
        kind = ITSELF if each.is_primary else TOO
        yield made(kind, each.atoms, layer=each.layer, tier=each.tier)
    for atoms in sorted(after.wholes - before.wholes, key=sorted):
        yield made(WHOLE, atoms)
