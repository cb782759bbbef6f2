"""California's tobacco law of 1988 (Proposition 99), as the authors' own program answers it."""

import csv
import json

import numpy as np
import pytest

from leadwell.evidence.synthetic.checks import placebos, without_each_donor
from leadwell.evidence.synthetic.control import Case, Method, estimate


@pytest.fixture(scope="module")
def expected(golden):
    return json.loads((golden / "expected_R.json").read_text())["prop99"]


@pytest.fixture(scope="module")
def states(golden):
    with open(golden / "california_prop99.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return rows, sorted({row["State"] for row in rows})


@pytest.fixture(scope="module")
def prop99(states):
    rows, names = states
    years = np.array(sorted({int(row["Year"]) for row in rows}))
    values = np.full((len(names), len(years)), np.nan)
    for row in rows:
        values[names.index(row["State"]), int(row["Year"]) - years[0]] = row["PacksPerCapita"]
    treated = np.array([name == "California" for name in names])
    return Case(np.arange(len(names)), years, values, treated, 1989)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (Method.SYNTHETIC_DID, "synthdid"),
        (Method.SYNTHETIC_CONTROL, "sc"),
        (Method.DID, "did"),
    ],
)
def test_the_effect_is_the_published_one(prop99, expected, method, name):
    assert estimate(prop99, method).effect == pytest.approx(expected[name], abs=1e-8)


def test_the_weights_are_the_published_ones(prop99, states, expected):
    answer = estimate(prop99, Method.SYNTHETIC_DID)
    schools = dict(zip(states[1], answer.school_weights, strict=True))
    years = dict(zip(prop99.years, answer.year_weights, strict=True))
    for name, weight in expected["synthdid_top_unit_weights"].items():
        assert schools[name] == pytest.approx(weight, abs=5.1e-5), name
    for year, weight in expected["synthdid_time_weights"].items():
        assert years[int(year)] == pytest.approx(weight, abs=5.1e-5), year


def test_the_placebo_error_is_within_what_seeds_give(prop99):
    """Peers draw 200 of the 38 with repeats: 8.4 to 10.9. Ours takes each once."""
    found = placebos(prop99, estimate(prop99, Method.SYNTHETIC_DID))
    assert found.draws == 38
    assert 8.4 < found.se < 10.9


def test_no_state_carries_the_answer_alone(prop99):
    effects = without_each_donor(prop99, Method.SYNTHETIC_DID)
    assert effects.max() < -14
    assert effects.min() > -18
