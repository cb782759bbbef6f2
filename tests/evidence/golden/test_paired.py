"""Eyes of 7,477 women (Stuart, 1953) and fifteen pairs of maize plants (Darwin, 1876)."""

import json

import numpy as np
import pytest

from leadwell.evidence.surveys.paired import shift
from leadwell.evidence.surveys.paired_tests import marginal_homogeneity, signed_rank, symmetry

# Unaided distance vision, right eye by left, best grade first (Stuart, 1953, Biometrika 40, 105-110).
VISION = np.array(
    [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
)
MAIZE = np.array([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75.0])


def test_vision_as_published():
    margins, balance = marginal_homogeneity(VISION), symmetry(VISION)
    assert VISION.sum() == 7477
    assert (round(margins.statistic, 3), margins.df, round(margins.p, 4)) == (11.957, 3, 0.0075)
    assert (round(balance.statistic, 3), balance.df) == (19.107, 6)
    assert shift(VISION).marginal == margins


def test_maize_as_published():
    found = signed_rank(MAIZE)
    assert (found.statistic, found.is_exact) == (24, True)
    assert found.p == pytest.approx(0.041259765625, abs=1e-12)


def test_both_are_what_peers_give_to_the_last_digit(golden):
    expected = json.loads((golden / "expected_py.json").read_text())
    vision = expected["stuart_maxwell_vision"]["value"]
    assert marginal_homogeneity(VISION).statistic == pytest.approx(
        vision["stuart_maxwell"], abs=1e-8
    )
    assert marginal_homogeneity(VISION).p == pytest.approx(vision["p"], abs=1e-10)
    assert symmetry(VISION).statistic == pytest.approx(vision["bowker"], abs=1e-8)
    assert symmetry(VISION).p == pytest.approx(vision["bowker_p"], abs=1e-10)
    maize = expected["wilcoxon_scipy"]["value"]
    assert (signed_rank(MAIZE).statistic, signed_rank(MAIZE).p) == (maize["stat"], maize["p"])
