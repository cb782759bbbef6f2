"""Minimum detectable effects against PowerUpR 1.1.0."""

import json

import pytest

from leadwell.evidence.sizes import power_trials
from leadwell.evidence.sizes.power_trials import Trial


@pytest.fixture(scope="module")
def expected(golden):
    return json.loads((golden / "expected_R2.json").read_text())["powerup"]


def test_the_two_single_cases_and_a_power(expected):
    trial = Trial(schools=20, pupils=15, icc=0.17)
    blocks = Trial(schools=44, pupils=20, icc=0.10, blocks=5)
    found = (
        power_trials.detect(trial),
        power_trials.power_of(0.629, trial),
        power_trials.detect(blocks),
    )
    names = ("cra2_rho.17_n15_J20", "cra2_power_es.629", "bcra3f2_rho.10_n20_J44_K5")
    assert found == pytest.approx([expected[name] for name in names], abs=1e-8)


@pytest.mark.parametrize("grid", ["grid", "grid_unequal"])
def test_the_grids_with_and_without_a_covariate_of_schools(expected, grid):
    for row in expected[grid]:
        trial = Trial(
            schools=row["J"],
            pupils=row["n"],
            icc=row["rho2"],
            treated_share=row.get("p", 0.5),
            explained_between=row["r2"],
            explained_within=row["r2"],
            school_covariates=1 if row["r2"] else 0,
        )
        assert power_trials.detect(trial) == pytest.approx(row["mdes"], abs=1e-8)
