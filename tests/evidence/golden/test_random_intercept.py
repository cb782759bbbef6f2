"""The random intercept against lme4 (R 4.2.2, lme4 1.1-31)."""

import json

import numpy as np
import pytest

from leadwell.evidence.pupils import random_intercept


def test_coefficients_errors_and_variances_are_lme4s(golden):
    expected = json.loads((golden / "expected_R.json").read_text())["eef"]["lme4"]
    trial = np.genfromtxt(golden / "eef_crtData.csv", delimiter=",", names=True)
    found = random_intercept.fit(
        score=trial["Posttest"],
        school=trial["School"].astype(np.int64),
        covariates=np.column_stack([trial["Intervention"], trial["Prettest"]]),
        names=("Intervention", "Prettest"),
    )
    theirs = ("(Intercept)", "Intervention", "Prettest")
    for ours, name in zip(found.names, theirs, strict=True):
        coefficient, se = found.of(ours)
        assert coefficient == pytest.approx(expected["fixef"][name], abs=1e-7)
        assert se == pytest.approx(expected["se"][name], abs=1e-7)
    variances = (found.school_variance, found.pupil_variance)
    assert variances == pytest.approx(expected["var_school_resid"], abs=1e-6)
