"""Pooling against metafor 3.8-1, on nine trials of Normand (1999)."""

import csv
import json

import numpy as np
import pytest

from leadwell.evidence.sizes import pooling


@pytest.fixture(scope="module")
def expected(golden):
    return json.loads((golden / "expected_R.json").read_text())["hedges"]


@pytest.fixture(scope="module")
def sites(golden):
    with (golden / "metafor_normand1999.csv").open() as file:
        rows = list(csv.DictReader(file))
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("yi", "vi"))


def test_the_fixed_mean_is_metafors(sites, expected):
    found = pooling.fixed(*sites)
    told = expected["normand_FE"]
    assert (found.estimate, found.se) == pytest.approx((told["b"], told["se"]), abs=1e-8)


def test_the_variance_between_sites_is_metafors(sites, expected):
    """metafor stops its search at 1e-5, so its last digits are its own."""
    found = pooling.random_effects(*sites, is_knapp_hartung=False)
    told = expected["normand_REML"]
    assert found.estimate == pytest.approx(told["b"], abs=1e-8)
    assert found.se == pytest.approx(told["se"], abs=1e-8)
    assert found.tau2 == pytest.approx(told["tau2"], abs=1e-7)
    assert 100 * found.i2 == pytest.approx(told["I2"], abs=1e-6)


def test_knapp_and_hartungs_interval_is_metafors(sites, expected):
    found = pooling.random_effects(*sites)
    told = expected["normand_REML_knha"]
    assert found.se == pytest.approx(told["se"], abs=1e-8)
    assert found.interval == pytest.approx(told["ci"], abs=1e-8)
