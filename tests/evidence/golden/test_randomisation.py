"""Eight people, all 70 choices (causaldata's ri); villages of Colombia, in strata and clusters."""

import csv
import json

import numpy as np
import pytest
from scipy.special import stdtr

from leadwell.evidence.permuting.randomisation import randomisation_test


def columns(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def test_all_seventy_choices_of_four_of_eight(golden):
    data = columns(golden / "ri.csv")
    expected = json.loads((golden / "expected_py.json").read_text())["ri_fisher_exact"]["value"]
    found = randomisation_test(data["y"].astype(float), data["d"] == "1")
    assert found.possible == expected["n_assign"]
    assert found.coefficient == pytest.approx(expected["obs"], abs=1e-8)
    assert found.p == pytest.approx(expected["p_two"], abs=1e-8)
    assert found.p_higher == pytest.approx(expected["p_one"], abs=1e-8)


@pytest.mark.parametrize("studentised", [False, True])
def test_colombia_by_pairs_and_blocks(golden, studentised):
    """-.180738; by clusters p is .024, by choices .107 (1,000 draws) or .101 (9,999)."""
    data = columns(golden / "colombia_ritest.csv")
    known = np.array([value not in {"", "NA"} for value in data["dayscorab"]])
    data = {name: column[known] for name, column in data.items()}
    names = ("b_dayscorab", "miss_b_dayscorab", "round2", "round3")
    found = randomisation_test(
        data["dayscorab"].astype(float),
        data["b_treat"] == "1",
        strata=data["b_pair"].astype(int),
        clusters=data["b_block"].astype(int),
        controls=np.column_stack([data[name].astype(float) for name in names]),
        studentised=studentised,
        draws=1_999 if studentised else 9_999,
        seed=1,
    )
    blocks = np.unique(data["b_block"]).size
    assert found.coefficient == pytest.approx(-0.180738, abs=5e-7)
    by_clusters = 2 * stdtr(blocks - 1, -abs(found.coefficient / found.se))
    assert by_clusters == pytest.approx(0.024, abs=5e-4)
    assert 0.08 < found.p < 0.125
    if not studentised:
        assert 0.085 <= found.p <= 0.125
