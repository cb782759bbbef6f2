import numpy as np
import pytest

from leadwell.evidence.panel import Treatment
from leadwell.evidence.placebo import att, changes, contrasts, max_t
from leadwell.evidence.placebo import draws as placebo
from leadwell.evidence.placebo import estimates as infer
from tests.evidence import worlds

UNITS = ("scaled_score", "scaled_score")


def evaluated(panel, *, draws=999):
    treatment = Treatment.of(panel.schools[:5], 2018)
    neighbours = worlds.nearest(panel)
    each = contrasts.for_starts(panel, neighbours, treatment)
    made = changes.after(panel, each, weight="pupils", noise=None)
    found = att.att(panel, made, treatment)
    return neighbours, found, placebo.draw(panel, made, found, draws=draws)


def test_each_outcome_has_one_answer_with_all_that_is_known_of_it():
    _, found, null = evaluated(worlds.country(1))
    n = np.array([7, 9])
    told = infer.estimates(found, null, units=UNITS, method="matched", n_comparison=n)
    assert [one.outcome for one in told] == ["reading_average", "maths_average"]
    one = told[1]
    assert (one.estimate, one.p) == (found.estimate[1], null.p(found.estimate)[1])
    assert one.p_adjusted == max_t.adjusted(null.draws, found.estimate)[1]
    assert (
        one.interval[0] < one.interval_90[0] < one.estimate < one.interval_90[1] < one.interval[1]
    )
    assert (one.seed, one.draws, one.n_treated) == (0, 999, 5)
    assert [one.n_comparison for one in told] == [7, 9]
    assert one.se == pytest.approx(null.draws[:, 1].std())


def test_an_outcome_nobody_has_has_no_answer_and_few_draws_no_interval():
    panel = worlds.country(1)
    values = panel.values.copy()
    values[:5, :, 1] = np.nan
    _, found, null = evaluated(worlds.with_values(panel, values), draws=20)
    told = infer.estimates(found, null, units=UNITS, method="matched", n_comparison=9,
                           n_pupils=np.array([400.0, 0.0]))  # fmt: skip
    assert [(one.outcome, one.interval, one.n_pupils) for one in told] == [
        ("reading_average", None, 400.0)
    ]
    assert told[0].interval_90 is not None
    with pytest.raises(ValueError, match="2 outcomes need as many units, not 1"):
        infer.estimates(found, null, units=UNITS[:1], method="matched", n_comparison=9)
