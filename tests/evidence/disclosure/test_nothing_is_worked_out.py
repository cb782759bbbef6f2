"""Whatever is asked, in whatever order, a small number stays open for whoever has all of it."""

from hypothesis import given

from leadwell.evidence.disclosure.policy import STANDARD
from leadwell.evidence.disclosure.register import Register
from leadwell.evidence.disclosure.release import release
from leadwell.evidence.disclosure.table import Table
from tests.evidence.disclosure import attacker
from tests.evidence.disclosure.asking import GROUP, PUBLIC
from tests.evidence.disclosure.stories import MANY, small_groups, stories


@MANY
@given(stories(has_outcome=False))
def test_no_small_number_of_pupils_is_recovered_by_subtraction(story):
    for atoms in small_groups(story):
        n, what = sum(story.tallies[a].n for a in atoms), attacker.terms(atoms)
        assert story.can_be(what, 0, n - 1)
        assert story.can_be(what, n + 1, 99)


@MANY
@given(stories(has_outcome=False))
def test_a_single_small_number_could_be_none_or_could_be_six(story):
    for atoms in small_groups(story):
        if len(atoms) == 1:
            what = attacker.terms(atoms)
            assert story.can_be(what, 0, 0)
            assert story.can_be(what, 6, 99)


@MANY
@given(stories(has_outcome=True))
def test_no_small_numerator_or_complement_of_a_group_is_recovered(story):
    exposed = {atoms for _, _, seen in story.told for atoms in seen.exposed}
    for table, _, _ in story.told:
        for row in table.rows:
            n, met = table.count(row), table.count(row, "expected")
            small = STANDARD.is_small(met) or STANDARD.is_small(n - met)
            if row.kind is not GROUP or n < 6 or not small or row.atoms in exposed:
                continue
            what = attacker.terms(row.atoms, "expected")
            others = [(0, met - 1), (met + 1, n)]
            if any(
                attacker.can_be(story.headlines, what, *each, tallies=story.tallies)
                for each in others
            ):
                assert any(story.can_be(what, *each) for each in others)


@MANY
@given(stories(has_outcome=True))
def test_every_figure_agrees_with_the_truth(story):
    truth = [
        attacker.Equation(attacker.terms([atom], layer), tally.at(layer), tally.at(layer))
        for atom, tally in story.tallies.items()
        for layer in ("", "expected")
    ]
    assert attacker.can_be(truth + story.equations, (), 0, 0, tallies=story.tallies)


@MANY
@given(stories(has_outcome=True))
def test_asking_again_changes_nothing(story):
    register = Register()
    for table, tier, _ in story.told:
        first = release(table, tier=tier, register=register)
        again = release(table, tier=tier, register=first.register)
        assert (again.cells, again.register) == (first.cells, first.register)
        register = first.register
    assert Register.from_data(register.as_data()) == register


@MANY
@given(stories(has_outcome=True))
def test_the_same_question_has_the_same_answer(story):
    register = Register()
    for table, tier, seen in story.told:
        # Nothing hangs on the order in which pupils were counted.
        turned = Table(
            dict(reversed(table.tallies.items())), table.rows, table.outcomes, table.scores
        )
        answer = release(turned, tier=tier, register=register)
        assert answer.cells == seen.cells
        register = answer.register


@MANY
@given(stories(has_outcome=False, tiers=(PUBLIC,)))
def test_rounding_never_lets_a_count_be_recovered_exactly(story):
    for table, _, seen in story.told:
        for row in table.rows:
            n = table.count(row)
            if n and not seen.cell(row.key).is_hidden:
                what = attacker.terms(row.atoms)
                assert story.can_be(what, 0, n - 1) or story.can_be(what, n + 1, 99)


@MANY
@given(stories(has_outcome=True))
def test_hidden_for_its_own_sake_is_exactly_what_the_rule_says_by_a_slow_twin(story):
    """The rule of small groups once more, pupil by pupil."""
    for table, _, seen in story.told:
        for row in table.rows:
            pupils = [
                is_met
                for atom in row.atoms
                for tally in [table.tallies[atom]]
                for is_met in [True] * tally.met["expected"]
                + [False] * (tally.n - tally.met["expected"])
            ]
            counts = [len(pupils), pupils.count(True), pupils.count(False)]
            must_hide = counts[0] in {1, 2, 3, 4, 5} or (
                row.kind is GROUP and any(n in {1, 2, 3, 4, 5} for n in counts)
            )
            if must_hide:
                assert seen.cell(row.key, "expected").text == "c"
            if counts[0] in {1, 2, 3, 4, 5}:
                assert seen.cell(row.key).text == "c"
