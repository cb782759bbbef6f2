"""Regression cross-checks against Python's own packages, where they are installed (make bench)."""

import numpy as np
import pytest

from leadwell.evidence.regression.parallel_trends import EventPath, relative_magnitudes
from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.staggered_aggregation import aggregate, simple
from leadwell.evidence.regression.starts import NEVER, first_columns
from leadwell.evidence.regression.two_way import took_part, two_way

pytestmark = pytest.mark.filterwarnings("ignore")  # theirs
YEARS = np.arange(2014, 2020)
N = 80
STARTS = np.array([2016] * 8 + [2018] * 7 + [NEVER] * 65)


def values() -> np.ndarray:
    rng = np.random.default_rng(6)
    trend = np.cumsum(rng.normal(0, 0.3, (N, YEARS.size)), axis=1)
    since = np.maximum(YEARS - STARTS[:, None] + 1, 0) * (STARTS != NEVER)[:, None]
    return rng.normal(100, 2, (N, 1)) + trend + 0.4 * since + rng.normal(size=(N, YEARS.size))


def long_table(values: np.ndarray):
    pandas = pytest.importorskip("pandas")
    school, year = np.nonzero(np.isfinite(values))
    start = np.where(STARTS == NEVER, 0, STARTS)[school]
    return pandas.DataFrame(
        {
            "school": school,
            "year": YEARS[year],
            "start": start,
            "score": values[school, year],
            "took_part": ((start > 0) & (YEARS[year] >= start)).astype(float),
            "size": np.random.default_rng(7).normal(size=N)[school],
        }
    )


@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_two_way_fixed_effects_are_pyfixests(missing):
    pyfixest = pytest.importorskip("pyfixest")
    made = values()
    made[np.random.default_rng(8).random(made.shape) < missing] = np.nan
    theirs = pyfixest.feols(
        "score ~ took_part | school + year", long_table(made), vcov={"CRV1": "school"}
    )
    ours = two_way(made[:, :, None], took_part(first_columns(STARTS, YEARS), YEARS.size))
    assert ours.coefficients[0, 0] == pytest.approx(theirs.coef().iloc[0], abs=1e-8)
    # they count the years' effects in another way: n - 1 over n less a column or two
    assert ours.ranged.se[0, 0] == pytest.approx(theirs.se().iloc[0], rel=0.01)


@pytest.mark.parametrize("comparison", ["never", "not yet"])
@pytest.mark.parametrize("way", ["regression", "weighting", "doubly robust"])
def test_group_time_effects_are_diff_diffs(comparison, way):
    diff_diff = pytest.importorskip("diff_diff")
    table = long_table(values())
    size = table.groupby("school")["size"].first().to_numpy()
    theirs = diff_diff.CallawaySantAnna(
        control_group={"never": "never_treated", "not yet": "not_yet_treated"}[comparison],
        estimation_method={"regression": "reg", "weighting": "ipw", "doubly robust": "dr"}[way],
    ).fit(table, "score", "school", "year", "start", covariates=["size"])
    ours = group_time_effects(
        values()[:, :, None],
        STARTS,
        YEARS,
        comparison=comparison,
        covariates=size[:, None],
        adjust=way,
    )
    for row in range(len(ours.cohorts)):
        cell = theirs.group_time_effects[int(ours.cohorts[row]), int(ours.years[row])]
        # their logit stops a step before ours
        assert ours.effects[row, 0] == pytest.approx(cell["effect"], abs=1e-6)
        assert ours.ranged.se[row, 0] == pytest.approx(cell["se"], abs=1e-6)


def test_the_overall_effect_is_csdids():
    att_gt = pytest.importorskip("csdid.att_gt")
    theirs = att_gt.ATTgt(
        yname="score",
        tname="year",
        idname="school",
        gname="start",
        data=long_table(values()),
        xformla="score~1",
    ).fit(est_method="dr", bstrap=False)
    overall = theirs.aggte("simple", bstrap=False, cband=False).atte
    ours = simple(group_time_effects(values()[:, :, None], STARTS, YEARS)).overall
    assert ours.estimate[0] == pytest.approx(overall["overall_att"], abs=1e-8)
    assert ours.se[0] == pytest.approx(np.squeeze(overall["overall_se"]), abs=1e-8)


@pytest.mark.parametrize("mbar", [0.0, 0.5, 1.0, 2.0])
def test_the_range_for_trends_that_differ_is_diff_diffs_and_the_interval_no_shorter(mbar):
    diff_diff = pytest.importorskip("diff_diff")
    theirs = diff_diff.CallawaySantAnna(base_period="universal").fit(
        long_table(values()), "score", "school", "year", "start", aggregate="event_study"
    )
    bounds = diff_diff.HonestDiD(method="relative_magnitude", M=mbar).fit(theirs)
    effects = group_time_effects(values()[:, :, None], STARTS, YEARS, base="universal")
    found = relative_magnitudes(EventPath.of(aggregate(effects, by="event"), 0), mbar=mbar)
    assert found.identified == pytest.approx((bounds.lb, bounds.ub), abs=1e-8)
    # theirs adds the noise of the effect alone; ours that of the step before the start too
    assert found.interval[0] <= bounds.ci_lb + 1e-8
    assert found.interval[1] >= bounds.ci_ub - 1e-8
