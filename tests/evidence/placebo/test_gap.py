from dataclasses import replace

import numpy as np
import pytest

from leadwell.evidence.panel import Panel, Why, complete
from leadwell.evidence.placebo import noise
from leadwell.evidence.placebo.gap import ENOUGH, Gap, gaps, share_with_figure
from tests.evidence import worlds

ASKED = [Gap("reading_gap", "reading_disadvantaged", "reading_other")]


def panel() -> Panel:
    """Two schools, a year: one with 10 of 40 disadvantaged, the other with too few to show."""
    made = complete(
        schools=np.array([1, 2]),
        years=np.array([2018]),
        outcomes=["reading_disadvantaged", "reading_other"],
        values=np.array([[[101.0, 105.5]], [[np.nan, 104.0]]]),
        pupils=np.array([[40.0], [30.0]]),
    )
    return replace(made, why=np.where(made.why, Why.SUPPRESSED, Why.VALUE).astype(np.uint8))


def test_a_gap_is_disadvantaged_less_other_where_both_are_shown():
    """10 and 30 pupils make a difference as noisy as one group of 7.5: 1/10 + 1/30 = 1/7.5."""
    found = gaps(panel(), ASKED, disadvantaged_pupils=np.array([[10.0], [3.0]]))
    assert found.outcomes == ("reading_gap",)
    assert found.values[0, 0, 0] == pytest.approx(-4.5)
    assert found.pupils[0, 0] == pytest.approx(7.5)
    assert np.isnan(found.values[1, 0, 0])
    assert found.why[1, 0, 0] == Why.SUPPRESSED


def test_what_hides_either_group_hides_the_gap():
    turned = [Gap("gap", "reading_other", "reading_disadvantaged")]
    found = gaps(panel(), turned, disadvantaged_pupils=np.array([[10.0], [3.0]]))
    assert found.why[:, 0, 0].tolist() == [Why.VALUE, Why.SUPPRESSED]


def test_its_noise_is_that_of_pupils_in_two_groups():
    rng = np.random.default_rng(1)
    n = np.tile(rng.integers(20, 90, (20_000, 1)), (1, 2)).astype(float)
    poor = np.round(n * rng.uniform(0.1, 0.6, (20_000, 1)))
    values = np.stack(
        [rng.normal(size=n.shape) * 8 / np.sqrt(each) for each in (poor, n - poor)], 2
    )
    made = complete(
        schools=np.arange(20_000),
        years=np.array([2017, 2018]),
        outcomes=["reading_disadvantaged", "reading_other"],
        values=values,
        pupils=n,
    )
    (found,) = noise.fit(gaps(made, ASKED, disadvantaged_pupils=poor))
    assert found.of_one_year(np.array([7.5]))[0] == pytest.approx(64 / 7.5, rel=0.03)


@pytest.mark.parametrize(("disadvantaged", "expected"), [(0.0, True), (40.0, True), (np.nan, True)])
def test_a_group_of_nobody_has_no_number(disadvantaged, expected):
    found = gaps(panel(), ASKED, disadvantaged_pupils=np.array([[disadvantaged], [3.0]]))
    assert np.isnan(found.pupils[0, 0]) == expected


def test_what_cannot_be_is_refused():
    for number in (41.0, -1.0):
        with pytest.raises(ValueError, match="school 1 has more disadvantaged"):
            gaps(panel(), ASKED, disadvantaged_pupils=np.array([[number], [3.0]]))
    with pytest.raises(ValueError, match="must have shape"):
        gaps(panel(), ASKED, disadvantaged_pupils=np.array([10.0, 3.0]))
    with pytest.raises(ValueError, match="no outcome 'maths'"):
        gaps(panel(), [Gap("g", "maths", "reading_other")], disadvantaged_pupils=np.ones((2, 1)))


def test_the_share_of_schools_with_a_figure():
    assert share_with_figure(np.array([3, 5]), 8).tolist() == [0.375, 0.625]
    assert (share_with_figure(np.array([3, 5]), 8) >= ENOUGH).tolist() == [False, True]
    for n in (0, 4):
        with pytest.raises(ValueError, match="as many schools"):
            share_with_figure(np.array([5]), n)


def test_a_gap_goes_the_whole_way_to_an_estimate():
    made = worlds.country(1)
    found = gaps(made, [Gap("gap", "reading_average", "maths_average")],
                 disadvantaged_pupils=made.pupils // 3)  # fmt: skip
    assert found.values[:, :, 0] == pytest.approx(made.values[:, :, 0] - made.values[:, :, 1])
    assert found.trust.tolist() == made.trust.tolist()
