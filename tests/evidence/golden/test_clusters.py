"""Standard errors of Petersen's test panel, against sandwich 3.0-2 and clubSandwich 0.5.8 in R.

500 firms in 10 years; Petersen (2009), Review of Financial Studies 22, 435-480.
"""

import json

import numpy as np
import pytest

from leadwell.evidence.regression.clusters import (
    classical,
    clustered,
    clustered_two_ways,
    least_squares,
    ranged,
    robust,
)


def test_every_kind_of_standard_error_is_theirs(golden):
    expected = json.loads((golden / "expected_R.json").read_text())["petersen"]
    panel = np.genfromtxt(golden / "petersen.csv", delimiter=",", names=True)
    firm, year = panel["firm"].astype(np.int64), panel["year"].astype(np.int64)
    fit = least_squares(panel["y"][:, None], np.column_stack([np.ones(5000), panel["x"]]))
    assert fit.coefficients[:, 0] == pytest.approx(expected["ols"], abs=1e-8)
    found = {
        "se_ols": classical(fit),
        "se_hc1": robust(fit),
        "se_firm": clustered(fit, firm, kind="CR1"),
        "se_year": clustered(fit, year, kind="CR1"),
        "se_both": clustered_two_ways(fit, firm, year),
        "se_firm_CR2": clustered(fit, firm),
        "se_year_CR2": clustered(fit, year),
        "se_year_CR3": clustered(fit, year, kind="CR3"),
    }
    for name, variance in found.items():
        assert ranged(fit, variance).se[:, 0] == pytest.approx(expected[name], abs=1e-8), name
    degrees = expected["satterthwaite_df_year_CR2"]
    assert found["se_year_CR2"].degrees == pytest.approx(degrees, abs=1e-8)
