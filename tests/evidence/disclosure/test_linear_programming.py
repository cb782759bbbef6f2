"""The attack as statisticians make it: least and most of every small number, by simplex."""

from hypothesis import given
from scipy import optimize

from tests.evidence.disclosure.stories import MANY, small_groups, stories


@MANY
@given(stories(has_outcome=True))
def test_linear_programming_does_not_recover_a_small_number_either(story):
    equations = story.equations
    variables = sorted({(atom, layer) for atom in story.tallies for layer in ("", "expected")})
    rows, limits = [], []
    for each in equations:
        signs = dict(each.terms)
        line = [signs.get(v, 0) for v in variables]
        rows += [line, [-x for x in line]]
        limits += [each.high, -each.low]
    for atom in story.tallies:
        rows.append([(v == (atom, "expected")) - (v == (atom, "")) for v in variables])
        limits.append(0)
    for atoms in small_groups(story):
        aim = [float(atom in atoms and not layer) for atom, layer in variables]
        least = optimize.linprog(aim, A_ub=rows, b_ub=limits)
        most = optimize.linprog([-x for x in aim], A_ub=rows, b_ub=limits, bounds=(0, 999))
        assert -most.fun - least.fun > 0.99
