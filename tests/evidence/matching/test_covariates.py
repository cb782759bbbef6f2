"""What schools are matched on: which years, and who lacks what."""

from dataclasses import replace

import numpy as np
import pytest

from leadwell.evidence.matching.covariates import SIZE, base_of, covariates, has_results
from leadwell.evidence.matching.distance import scaled, whitened
from leadwell.evidence.matching.nearest import nearest
from leadwell.evidence.panel import Panel, complete

YEARS = np.array([2015, 2016, 2017, 2018, 2021, 2022])
SCHOOLS = 12


def panel(**changed) -> Panel:
    """12 schools; reading in all years but 2021, maths in all; a school's pupils are 20 + row."""
    rng = np.random.default_rng(5)
    values = 100 + rng.standard_normal((SCHOOLS, 6, 2))
    values[:, 4, 0] = np.nan
    whole = complete(
        schools=np.arange(900_000, 900_000 + SCHOOLS),
        years=YEARS,
        outcomes=["reading", "maths"],
        values=values,
        pupils=np.repeat(20.0 + np.arange(SCHOOLS)[:, None], 6, axis=1),
    )
    context = {"context": rng.random((SCHOOLS, 2)), "context_names": ("fsm", "eal")}
    return replace(whole, **context | changed)


@pytest.mark.parametrize(
    ("outcomes", "start", "recruited_on", "years"),
    [
        (["reading"], 2022, None, (2016, 2017, 2018)),  # 2021 was not published
        (["maths"], 2022, None, (2017, 2018, 2021)),
        (["reading", "maths"], 2022, None, (2016, 2017, 2018)),
        (["reading"], 2018, None, (2015, 2016, 2017)),  # the start's own results are after
        (["reading"], 2018, 2017, (2015, 2016)),  # the year they were chosen on is left out
        (["reading"], 2016, 2015, ()),
        (["reading"], 2015, None, ()),
        (["reading"], 2030, 1999, (2017, 2018, 2022)),
    ],
)
def test_base_years_are_the_last_published_before_the_start(outcomes, start, recruited_on, years):
    found = base_of(panel(), start=start, outcomes=outcomes, recruited_on=recruited_on)
    assert found == years


@pytest.mark.parametrize(
    ("recruited_on", "years"),
    [
        (2018, (2015, 2016, 2017, 2018)),
        (2015, (2015, 2016, 2017, 2018)),
        (2022, (2016, 2017, 2018)),  # the start itself is no year before
        (1999, (2016, 2017, 2018)),
    ],
)
def test_the_year_they_were_chosen_by_is_matched_on_beside_the_base(recruited_on, years):
    found = covariates(panel(), start=2022, outcomes=["reading"], recruited_on=recruited_on)
    assert found.years == years


def test_columns_are_results_size_and_circumstances():
    found = covariates(panel(), start=2018, outcomes=["reading", "maths"], most_years=2)
    assert found.years == (2016, 2017)
    assert found.names == (
        *("reading 2016", "reading 2017", "maths 2016", "maths 2017"),
        *(SIZE, "fsm", "eal"),
    )
    np.testing.assert_array_equal(found.values[:, 1], panel().outcome("reading")[:, 2])
    np.testing.assert_allclose(np.exp(found.values[:, 4]), 20 + np.arange(SCHOOLS))
    np.testing.assert_array_equal(found.values[:, 6], panel().context[:, 1])
    assert found.pupil_sd({"maths": 7.1}) == {"maths 2016": 7.1, "maths 2017": 7.1}


def test_points_are_white():
    points = covariates(panel(), start=2018, outcomes=["reading"]).points
    np.testing.assert_allclose(np.cov(points.T), np.eye(points.shape[1]), atol=1e-9)


def test_results_that_say_the_same_count_each_time_where_scaled_is_asked_for():
    """One level and a little noise: whitened, the level is one direction in three."""
    rng = np.random.default_rng(8)
    level = np.repeat([-3.0, 0.0, 3.0], 40)[:, None]
    table = complete(
        schools=np.arange(120),
        years=np.array([2015, 2016, 2017]),
        outcomes=["reading"],
        values=(level + rng.standard_normal((120, 3)))[:, :, None],
        pupils=rng.integers(20, 60, (120, 3)).astype(float),
    )

    def apart(distance):
        found = covariates(table, start=2018, outcomes=["reading"], distance=distance)
        near = nearest(found.points, k=5).rows
        return np.abs(level[near, 0] - level).mean()

    assert apart(scaled) < apart(whitened)


def test_a_school_that_lacks_anything_is_counted_and_not_matched():
    whole = panel()
    values, why = whole.values.copy(), whole.why.copy()
    values[3, 2, 0], why[3, 2, 0] = np.nan, 1
    context, pupils = whole.context.copy(), whole.pupils.copy()
    context[7, 0] = np.nan
    pupils[8], pupils[9, 1] = 0, np.nan
    pupils[10] = np.nan
    gaps = replace(whole, values=values, why=why, context=context, pupils=pupils)

    found = covariates(gaps, start=2018, outcomes=["reading"])

    assert np.flatnonzero(~found.is_complete).tolist() == [3, 7, 8, 10]
    lacking = {name: n for name, n in found.lacking.items() if n}
    assert lacking == {"reading 2017": 1, SIZE: 2, "fsm": 1}
    assert np.isnan(found.points[[3, 7, 8, 10]]).all()
    assert nearest(found.points, k=2).found[[3, 7, 8, 10]].tolist() == [0, 0, 0, 0]
    chosen = covariates(gaps, start=2018, outcomes=["reading"], context=["eal"])
    assert chosen.is_complete[7]
    assert has_results(gaps, ["reading", "maths"])[3].tolist() == [1, 1, 0, 1, 0, 1]


def test_order_of_rows_and_relabelled_schools_change_no_neighbour():
    whole = panel()
    order = np.random.default_rng(6).permutation(SCHOOLS)
    names = ("values", "why", "pupils", "context", "region", "area", "phase", "trust")
    moved = replace(
        whole,
        schools=whole.schools[::-1],
        predecessor=whole.predecessor,
        **{name: getattr(whole, name)[order] for name in names},
    )
    asked = {"start": 2018, "outcomes": ["reading"]}
    found = nearest(covariates(whole, **asked).points, k=3)
    other = nearest(covariates(moved, **asked).points, k=3)
    np.testing.assert_array_equal(order[other.rows], found.rows[order])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"start": 2015}, "no results were published before 2015"),
        ({"outcomes": ["writing"]}, "no outcome 'writing'"),
        ({"outcomes": []}, "name at least one outcome"),
        ({"context": ["idaci"]}, "no circumstance 'idaci'"),
        ({"most_years": 0}, "at least one year"),
    ],
)
def test_what_cannot_be_matched_on_is_refused(asked, words):
    with pytest.raises(ValueError, match=words):
        covariates(panel(), **{"start": 2018, "outcomes": ["reading"]} | asked)
