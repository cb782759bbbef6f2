"""Questions nobody thought of: overlapping tables about a few schools, asked one after another."""

from dataclasses import dataclass
from itertools import chain

from hypothesis import settings
from hypothesis import strategies as st

from leadwell.evidence.disclosure.policy import STANDARD, Tier
from leadwell.evidence.disclosure.register import Register
from leadwell.evidence.disclosure.release import Release, release
from leadwell.evidence.disclosure.table import Kind, Row, Table, Tally
from tests.evidence.disclosure import attacker
from tests.evidence.disclosure.asking import GROUP, PROGRAMME, PUBLIC

MANY = settings(max_examples=40, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Story:
    """Tables asked for one after another, and what was answered."""

    tallies: dict[str, Tally]
    told: list[tuple[Table, Tier, Release]]

    def can_be(self, what: tuple, low: int, high: int) -> bool:
        """By all that was printed."""
        return attacker.can_be(self.equations, what, low, high, tallies=self.tallies)

    @property
    def equations(self) -> list[attacker.Equation]:
        return [each for table, _, seen in self.told for each in attacker.read(table, seen)]

    @property
    def headlines(self) -> list[attacker.Equation]:
        """What the headlines of schools tell by themselves, to whoever knows every group's size."""
        sizes = [
            attacker.Equation(attacker.terms([atom]), tally.n, tally.n)
            for atom, tally in self.tallies.items()
        ]
        of_schools = []
        for table, _, seen in self.told:
            rows = tuple(row for row in table.rows if row.kind is Kind.COHORT)
            of_schools += attacker.read(Table(table.tallies, rows, table.outcomes), seen)
        return sizes + of_schools


@st.composite
def stories(draw, *, tiers=(PROGRAMME, PUBLIC), has_outcome: bool):
    """Up to three schools of up to three groups, up to three overlapping tables about them."""
    n_groups = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    schools = [[f"s{i}{'abc'[j]}" for j in range(n)] for i, n in enumerate(n_groups)]
    tallies = {}
    for atom in list(chain(*schools)):
        n = draw(st.one_of(st.integers(0, 14), st.integers(1, 7)))
        met = {"expected": draw(st.integers(0, n))} if has_outcome else {}
        tallies[atom] = Tally(n, met)
    register, told = Register(), []
    for _ in range(draw(st.integers(1, 3))):
        rows = draw(st.lists(rows_of(schools), min_size=1, max_size=6, unique_by=lambda r: r[0]))
        question = Table(
            tallies,
            tuple(Row(str(i), atoms, kind) for i, (atoms, kind) in enumerate(rows)),
            ("expected",) if has_outcome else (),
        )
        tier = draw(st.sampled_from(tiers))
        seen = release(question, tier=tier, register=register)
        register = seen.register
        told.append((question, tier, seen))
    return Story(tallies, told)


@st.composite
def rows_of(draw, schools):
    """A school, several of them, one kind of pupils everywhere, or any groups together."""
    atoms = list(chain(*schools))
    how = draw(st.sampled_from(["school", "schools", "everybody", "kind", "any"]))
    if how == "school":
        chosen = draw(st.sampled_from(schools))
    elif how == "schools":
        chosen = list(chain(*draw(st.lists(st.sampled_from(schools), min_size=1, unique_by=str))))
    elif how == "everybody":
        chosen = atoms
    elif how == "kind":
        letter = draw(st.sampled_from("abc"))
        chosen = [atom for atom in atoms if atom.endswith(letter)] or atoms
    else:
        chosen = draw(st.lists(st.sampled_from(atoms), min_size=1, unique=True))
    whole = [school for school in schools if set(school) <= set(chosen)]
    is_whole = sum(map(len, whole)) == len(chosen)
    kind = (Kind.SET if len(whole) > 1 else Kind.COHORT) if is_whole else GROUP
    return frozenset(chosen), kind


def small_groups(story: Story) -> set[frozenset[str]]:
    named = {row.atoms for table, _, _ in story.told for row in table.rows}
    pieces = {frozenset({atom}) for row in named for atom in row}
    return {
        atoms
        for atoms in named | pieces
        if STANDARD.is_small(sum(story.tallies[atom].n for atom in atoms))
    }
