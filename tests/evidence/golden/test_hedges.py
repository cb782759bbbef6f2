"""Effect sizes against metafor's (exact J) and eefAnalytics' printed ones."""

import json

import numpy as np
import pytest

from leadwell.evidence.pupils import random_intercept
from leadwell.evidence.sizes import hedges
from leadwell.evidence.sizes.hedges import Group


@pytest.fixture(scope="module")
def expected(golden):
    return json.loads((golden / "expected_R.json").read_text())


@pytest.fixture(scope="module")
def trial(golden):
    return np.genfromtxt(golden / "eef_crtData.csv", delimiter=",", names=True)


@pytest.mark.parametrize("case", ["a", "b", "c"])
def test_g_and_both_variances_are_metafors(expected, case):
    one = expected["hedges"][case]
    groups = (
        Group(one["m1"], one["s1"], one["n1"]),
        Group(one["m2"], one["s2"], one["n2"]),
    )
    usual = hedges.of_means(*groups)
    unbiased = hedges.of_means(*groups, is_unbiased=True)
    assert usual.g == unbiased.g == pytest.approx(one["g"], abs=1e-8)
    assert usual.se**2 == pytest.approx(one["v_LS"], abs=1e-8)
    assert unbiased.se**2 == pytest.approx(one["v_UB"], abs=1e-8)


def test_the_trial_of_whole_schools_is_as_printed(expected, trial):
    """Conditional .67 [.07, 1.28], unconditional .60 [.02, 1.17], ICC .25, all to two places."""
    school = trial["School"].astype(np.int64)
    took_part = trial["Intervention"] == 1
    covariates = np.column_stack([trial["Intervention"], trial["Prettest"]])
    score = trial["Posttest"]
    conditional = random_intercept.fit(
        score=score, school=school, covariates=covariates, names=("took part", "before")
    )
    alone = random_intercept.fit(score=score, school=school)
    assert alone.icc == pytest.approx(expected["eef"]["lme4"]["null_icc"], abs=1e-7)
    printed = expected["eef"]["crt"]
    for model, table in ((conditional, printed["ES"]), (alone, printed["Unconditional"]["ES"])):
        size = hedges.of_clusters(
            difference=conditional.of("took part")[0],
            school_variance=model.school_variance,
            pupil_variance=model.pupil_variance,
            treated_sizes=np.unique(school[took_part], return_counts=True)[1],
            comparison_sizes=np.unique(school[~took_part], return_counts=True)[1],
        )
        row = next(row for row in table["Intervention1"] if row["_row"] == "Total")
        told = [round(x, 2) for x in (size.g, *size.interval)]
        assert told == [row["Estimate"], row["95% LB"], row["95% UB"]]


def test_the_trial_of_single_pupils_is_as_printed(expected):
    """3.59 on a residual variance of 121.76, 210 pupils about half and half: .32 [.05, .60]."""
    printed = expected["eef"]["srt"]
    for treated in range(95, 116):
        size = hedges.of_difference(
            difference=printed["Beta"][1]["Estimate"],
            pupil_sd=printed["sigma2"] ** 0.5,
            n_treated=treated,
            n_comparison=210 - treated,
        )
        assert [round(x, 2) for x in (size.g, *size.interval)] == printed["ES"][0]
