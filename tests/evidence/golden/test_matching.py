"""The published example of matching: a training programme's 185 against 429 of a survey.

Data of Dehejia and Wahba (1999), numbers of MatchIt 4.7.2. Where several comparison cases are the
same in every covariate, any of them is a right answer: then the covariates of those chosen decide,
and the published difference must lie among those that the choices allow.
"""

import csv
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from leadwell.evidence.matching.adjustment import adjusted_difference
from leadwell.evidence.matching.balance import balance
from leadwell.evidence.matching.coarsened import coarsened, slices, stratum_weights
from leadwell.evidence.matching.distance import ranked, scaled, whitened
from leadwell.evidence.matching.nearest import comparison_weights, nearest
from leadwell.evidence.matching.pairing import pairs
from leadwell.evidence.matching.propensity import propensity

NAMES = (
    "age",
    "educ",
    "raceblack",
    "racehispan",
    "racewhite",
    "married",
    "nodegree",
    "re74",
    "re75",
)


@pytest.fixture(scope="module")
def case(golden: Path) -> SimpleNamespace:
    """The data, its propensity, and what was published."""
    with (golden / "lalonde_matchit.csv").open() as file:
        people = list(csv.DictReader(file))
    race = np.array([person["race"] for person in people])

    def column(name: str) -> np.ndarray:
        if name.startswith("race"):
            return (race == name.removeprefix("race")).astype(float)
        return np.array([float(person[name]) for person in people])

    values = np.column_stack([column(name) for name in NAMES])
    took_part = column("treat") == 1
    without_first = np.delete(values, NAMES.index("raceblack"), axis=1)
    return SimpleNamespace(
        ids=[person["id"] for person in people],
        values=values,
        regressors=without_first,
        took_part=took_part,
        outcome=column("re78"),
        race=np.unique(race, return_inverse=True)[1],
        score=propensity(without_first, took_part),
        published=json.loads((golden / "expected_R.json").read_text())["lalonde"],
        folder=golden,
    )


def matched(case, name):
    score, took_part = case.score.probability, case.took_part
    largest = {"order": "largest"}
    asked = {
        "nn_ps_1to1_noreplace": (score, largest),
        "nn_ps_1to1_smallest": (score, {"order": "smallest"}),
        "nn_ps_1to1_replace": (score, largest | {"replace": True}),
        "nn_ps_1to3_replace": (score, largest | {"replace": True, "ratio": 3}),
        "nn_ps_caliper02": (score, largest | {"caliper": 0.2 * np.std(score, ddof=1)}),
        "nn_ps_exact_race": (score, largest | {"exact": (case.race,)}),
        "nn_mahal_1to1": (whitened(case.values, groups=took_part), {}),
        "nn_robustmahal_1to1": (ranked(case.values), {}),
        "nn_scaled_euclid_1to3_replace": (
            scaled(case.values, groups=took_part),
            {"ratio": 3, "replace": True},
        ),
    }
    measure, options = asked[name]
    return pairs(measure, took_part, **options), measure


def weights_of(case, found):
    weights = comparison_weights(found, np.flatnonzero(case.took_part))
    return np.where(case.took_part, found.found > 0, weights)


def weights_by(case, name):
    if name == "cem":
        return stratum_weights(coarsened(case.values), case.took_part)
    if name == "subclass6":
        return stratum_weights(slices(case.score.probability, case.took_part), case.took_part)
    return weights_of(case, matched(case, name)[0])


def difference(case, weights, covariates):
    return adjusted_difference(case.outcome, covariates, took_part=case.took_part, weights=weights)


SURE = (
    "nn_ps_1to1_noreplace",
    "nn_ps_1to1_smallest",
    "nn_ps_caliper02",
    "nn_ps_exact_race",
    "cem",
    "subclass6",
)
TIED = (
    "nn_ps_1to1_replace",
    "nn_ps_1to3_replace",
    "nn_mahal_1to1",
    "nn_robustmahal_1to1",
    "nn_scaled_euclid_1to3_replace",
)


def test_the_propensity_is_that_of_glm(case):
    """Published by a fit that stops at 1e-8 of the deviance, so the last digits are its own."""
    order = ["(Intercept)", *(name for name in NAMES if name != "raceblack")]
    expected = [case.published["ps_coef"][name] for name in order]
    np.testing.assert_allclose(case.score.coefficients, expected, rtol=1e-7)
    first = case.score.probability[case.took_part][:5]
    np.testing.assert_allclose(first, case.published["ps_first5_treated"], atol=1e-8)


def test_before_matching_the_groups_differ_as_published(case):
    values = np.column_stack([case.score.probability, case.values])
    rows = balance(
        values,
        names=("distance", *NAMES),
        took_part=case.took_part,
        weights=np.ones(len(values)),
    ).rows
    for row in rows:
        assert row.before.smd == pytest.approx(case.published["unmatched_smd"][row.name], abs=1e-6)
        assert row.after == row.before
    naive = difference(case, np.ones(len(values)), np.empty((len(values), 0)))
    assert naive == pytest.approx(case.published["naive_diff"], abs=1e-8)


@pytest.mark.parametrize("name", [*SURE, *TIED])
def test_balance_after_matching_is_as_published(case, name):
    expected = case.published[name]
    weights = weights_by(case, name)
    values = np.column_stack([case.score.probability, case.values])
    found = balance(values, names=("distance", *NAMES), took_part=case.took_part, weights=weights)
    assert found.matched == expected["n_matched_treated"]
    if name == "subclass6":  # the published table is of each slice; what is here was before
        return
    if name != "nn_ps_1to1_replace":  # two of its controls have twins: 80, 81 and 82 are all right
        assert found.compared == expected["n_matched_control"]
    for row in found.rows:
        if row.name in expected["balance_smd"]:
            assert row.after.smd == pytest.approx(expected["balance_smd"][row.name], abs=1e-6)


@pytest.mark.parametrize("name", SURE)
def test_differences_are_as_published_to_the_last_digit(case, name):
    expected = case.published[name]
    weights = weights_by(case, name)
    raw = difference(case, weights, np.empty((len(weights), 0)))
    assert raw == pytest.approx(expected["att_diff"], abs=1e-8)
    if name != "subclass6":
        adjusted = difference(case, weights, case.regressors)
        assert adjusted == pytest.approx(expected["att_gcomp"], abs=1e-8)


@pytest.mark.parametrize("name", [name for name in TIED if name.endswith("_replace")])
def test_with_replacement_the_published_difference_is_one_that_ties_allow(case, name):
    """Lowest and highest differences over every choice among controls at the same distance."""
    found, measure = matched(case, name)
    points = measure[:, None] if measure.ndim == 1 else measure
    controls = np.flatnonzero(~case.took_part)
    low = high = 0.0
    for row in np.flatnonzero(case.took_part):
        far = np.sqrt(((points[controls] - points[row]) ** 2).sum(axis=1))
        last = found.distances[row].max()
        sure = case.outcome[controls[far < last - 1e-9]]
        level = np.sort(case.outcome[controls[np.abs(far - last) <= 1e-9]])
        left = found.rows.shape[1] - sure.size
        low += (sure.sum() + level[:left].sum()) / found.rows.shape[1]
        high += (sure.sum() + level[level.size - left :].sum()) / found.rows.shape[1]
    mean = case.outcome[case.took_part].mean()
    n = case.took_part.sum()
    assert mean - high / n <= case.published[name]["att_diff"] <= mean - low / n


@pytest.mark.parametrize(
    "name",
    [
        "nn_ps_1to1_noreplace",
        "nn_ps_1to1_replace",
        "nn_ps_caliper02",
        "nn_scaled_euclid_1to3_replace",
    ],
)
def test_partners_are_as_near_as_those_published(case, name):
    found, measure = matched(case, name)
    points = measure[:, None] if measure.ndim == 1 else measure
    at = {person: row for row, person in enumerate(case.ids)}
    theirs, chosen = 0.0, set()
    with (case.folder / f"lalonde_pairs_{name}.csv").open() as file:
        for line in csv.DictReader(file):
            row = at[line.pop("treated")]
            partners = [at[partner] for partner in line.values() if partner]
            assert len(partners) == found.found[row]
            apart = np.sort([np.linalg.norm(points[row] - points[other]) for other in partners])
            if name.endswith("_replace"):
                np.testing.assert_allclose(found.distances[row], apart, atol=1e-9)
            theirs += apart.sum()
            chosen |= set(partners)
    assert np.nansum(found.distances) == pytest.approx(theirs, abs=1e-8)
    if name in SURE:
        assert chosen == set(found.rows[case.took_part].ravel()) - {-1}


def test_nearest_finds_what_pairs_with_replacement_find(case):
    found, measure = matched(case, "nn_scaled_euclid_1to3_replace")
    near = nearest(measure, k=3, may_be_compared=~case.took_part)
    np.testing.assert_array_equal(near.rows[case.took_part], found.rows[case.took_part])
    np.testing.assert_allclose(
        near.distances[case.took_part], found.distances[case.took_part], atol=1e-12
    )
