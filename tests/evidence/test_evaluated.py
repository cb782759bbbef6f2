"""What is measured of a whole evaluation is an evaluation."""

import numpy as np

from benchmarks import evaluated, evaluating
from leadwell.evidence.appraisal.appraising import appraise


def test_what_was_stored_is_what_is_asked(tmp_path):
    stored = evaluated.store(tmp_path, n_schools=600)
    panel = evaluated.load(stored)
    assert panel.values.shape == (600, 8, evaluated.N_OUTCOMES)
    assert not np.isnan(panel.values).any()
    treatment = evaluated.took_part(panel, stored)
    assert sorted(set(treatment.starts.tolist())) == list(stored.starts)
    found = appraise(panel, treatment, evaluated.question(draws=199))
    assert len(found.answers) == evaluated.N_OUTCOMES
    assert found.event_study is not None
    assert all(answer.evidence for answer in found.answers)


def test_the_best_of_the_others_is_the_one_to_beat_and_one_that_does_less_is_not():
    beside = [("a: x", 2.0, 1.0, 5.0), ("a: y", 1.5, 1.0, 5.0), ("b: x", 0.1, 1.0, None)]
    assert evaluating._best(beside) == [("a", 1.5, 1.0, 5.0)]
    assert evaluating._line("a: x", None, 1.0)[1] == "not installed: make peers"
