from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.base_years import Base, base_years
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Treatment, complete
from leadwell.evidence.placebo.contrasts import Last, contrasts, for_starts
from tests.evidence import worlds

PUBLISHED = (2015, 2016, 2017, 2018, 2022, 2023, 2024)
CLOSED = tuple((year, "no results were published") for year in (2019, 2020, 2021))


def slow(panel, neighbours, start, *, recruited_on=None, left_out=(), most=3):
    """The same in plain loops, from the words of the docstring."""
    n, t, k = panel.values.shape
    found = np.full((n, t, k), np.nan)
    for outcome in range(k):
        y = panel.values[:, :, outcome]
        published = [at for at in range(t) if not np.isnan(y[:, at]).all()]
        base = [at for at in published if panel.years[at] < start]
        base = [at for at in base if panel.years[at] != recruited_on][-most:]
        for school in range(n):
            for year in range(t):
                total = weight = 0.0
                for other, share in zip(
                    neighbours.rows[school], neighbours.weights[school], strict=True
                ):
                    if other == NONE or other in left_out:
                        continue
                    gap = y[school] - y[other]
                    both = [at for at in base if not np.isnan(gap[at])]
                    if not both or np.isnan(gap[year]) or both == [year]:
                        continue
                    total += share * (gap[year] - sum(gap[at] for at in both) / len(both))
                    weight += share
                if weight:
                    found[school, year, outcome] = total / weight
    return found


def three_schools(values):
    """Outcome by hand: school 0 is compared with 1 and 2, which are compared with each other."""
    panel = complete(
        schools=np.array([1, 2, 3]),
        years=np.array([2016, 2017, 2018]),
        outcomes=["reading_average"],
        values=np.array(values)[:, :, None],
    )
    rows = np.array([[1, 2], [2, NONE], [1, NONE]])
    weights = np.array([[0.75, 0.25], [1.0, 0.0], [1.0, 0.0]])
    return panel, Neighbours(rows, weights, np.where(rows == NONE, np.nan, 1.0))


def test_a_hand_worked_case():
    """School 1 goes from a mean of 101 to 106, up 5; the others up 1 and up 3: 5 - (.75 + .75)."""
    panel, neighbours = three_schools([[100, 102, 106], [99, 99, 100], [103, 105, 107]])
    found = contrasts(panel, neighbours, 2018)
    assert found.values[0, 2, 0] == pytest.approx(3.5)
    assert found.values[1, 2, 0] == pytest.approx(1 - 3)
    assert found.shared.tolist() == [0.75**2 + 0.25**2, 1, 1]
    assert found.after[:, 0].tolist() == [False, False, True]


def test_a_pair_is_compared_over_the_years_both_have():
    """Results rise by 10 in 2017. School 2 has no 2016: it is compared from 2017 on, 4 - 1 = 3, and
    school 3 from the mean of both years, 9 - 8 = 1. A mean of its own for each would give -.75."""
    panel, neighbours = three_schools([[100, 110, 114], [np.nan, 110, 111], [100, 110, 113]])
    assert contrasts(panel, neighbours, 2018).values[0, 2, 0] == pytest.approx(0.75 * 3 + 0.25 * 1)


def test_one_base_year_of_a_pair_says_nothing_of_that_year():
    panel, neighbours = three_schools([[100, np.nan, 114], [100, 110, 111], [100, 110, 113]])
    found = contrasts(panel, neighbours, 2018)
    assert np.isnan(found.values[0, 0, 0])
    assert not np.isnan(found.values[0, 2, 0])


def test_neighbours_with_a_value_make_up_for_those_without():
    panel, neighbours = three_schools([[100, 102, 106], [99, 99, np.nan], [103, 105, 107]])
    assert contrasts(panel, neighbours, 2018).values[0, 2, 0] == pytest.approx(5 - 3)


def test_those_left_out_are_nobodys_neighbours():
    panel, neighbours = three_schools([[100, 102, 106], [99, 99, 100], [103, 105, 107]])
    found = contrasts(panel, neighbours, 2018, left_out=np.array([1]))
    assert found.values[0, 2, 0] == pytest.approx(5 - 3)
    assert np.isnan(found.values[2]).all()
    assert np.isnan(found.shared[2])


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_plain_loops(seed):
    panel = worlds.country(seed, n=25, missing=0.3)
    neighbours = worlds.nearest(panel, before=2019)
    asked = {"recruited_on": 2016, "left_out": np.array([3, 7]), "most": 2}
    found = contrasts(panel, neighbours, 2018, **asked).values
    np.testing.assert_allclose(found, slow(panel, neighbours, 2018, **asked), atol=1e-12)


def test_many_schools_agree_with_plain_loops():
    panel = worlds.country(9, n=150, k=1, missing=0.1)
    neighbours = worlds.nearest(panel)
    found = contrasts(panel, neighbours, 2017).values
    np.testing.assert_allclose(found, slow(panel, neighbours, 2017), atol=1e-12)


@settings(max_examples=20)
@given(st.integers(0, 100), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(seed, how):
    panel = worlds.country(seed, n=20, missing=0.2)
    neighbours = worlds.nearest(panel, before=2020)
    order = np.random.default_rng(how).permutation(20)
    there = contrasts(worlds.shuffled(panel, order), worlds.moved(neighbours, order), 2017).values
    np.testing.assert_array_equal(there, contrasts(panel, neighbours, 2017).values[order])


@settings(max_examples=20)
@given(st.integers(0, 100), st.lists(st.floats(-50, 50), min_size=6, max_size=6))
def test_what_a_year_did_to_all_schools_is_gone(seed, of_year):
    panel = worlds.country(seed, n=20, missing=0.2)
    neighbours = worlds.nearest(panel, before=2020)
    moved = worlds.with_values(panel, panel.values + np.array(of_year)[:, None])
    one, other = (contrasts(each, neighbours, 2017).values for each in (panel, moved))
    np.testing.assert_allclose(other, one, atol=1e-9)


def test_base_years_differ_from_0_by_nothing_together():
    panel = worlds.country(5)
    found = contrasts(panel, worlds.nearest(panel), 2018)
    of_base = found.values[:, [1, 2, 3]]
    np.testing.assert_allclose(of_base.mean(axis=1), 0, atol=1e-12)


def test_an_outcome_published_in_other_years_has_its_own_base():
    panel = worlds.country(6, n=20)
    values = panel.values.copy()
    values[:, 3, 1] = np.nan  # nobody has maths in 2017
    found = contrasts(worlds.with_values(panel, values), worlds.nearest(panel), 2018)
    assert [base.years for base in found.bases] == [(2015, 2016, 2017), (2014, 2015, 2016)]
    assert found.bases[1].left_out == ((2017, "no results were published"),)
    assert found.in_base[:, 1].tolist() == [True, True, True, False, False, False]


@pytest.mark.parametrize("start", [2019, 2020, 2021, 2022])
def test_starts_in_years_without_results_have_the_three_years_before(start):
    base = base_years(PUBLISHED, start)
    assert base.years == (2016, 2017, 2018)
    assert dict(base.left_out)[2015] == "too long before the start"
    assert base.left_out[1:] == CLOSED[: start - 2019]


def test_a_later_start_reaches_back_over_the_years_without_results():
    base = base_years(PUBLISHED, 2023)
    assert base == Base((2017, 2018, 2022), (
        (2015, "too long before the start"), (2016, "too long before the start"), *CLOSED,
    ))  # fmt: skip


def test_the_year_the_schools_were_chosen_by_is_no_base_year():
    base = base_years(PUBLISHED, 2019, recruited_on=2018)
    assert base.years == (2015, 2016, 2017)
    assert base.left_out == ((2018, "the schools were chosen by its results"),)


def test_no_base_year_is_refused_with_the_reason_of_each_year():
    panel, neighbours = three_schools([[100, 102, 106], [99, 99, 100], [103, 105, 107]])
    with pytest.raises(ValueError, match=r"before 2016/17$"):
        contrasts(panel, neighbours, 2016)
    told = r"before 2017/18 \(2016/17: the schools were chosen by its results\)"
    with pytest.raises(ValueError, match=told):
        contrasts(panel, neighbours, 2017, recruited_on=2016)


def test_a_base_of_no_years_and_the_wrong_neighbours_are_refused():
    panel, neighbours = three_schools([[100, 102, 106], [99, 99, 100], [103, 105, 107]])
    with pytest.raises(ValueError, match="at least one year"):
        contrasts(panel, neighbours, 2018, most=0)
    other = worlds.country(1, n=9)
    with pytest.raises(ValueError, match="neighbours of 3 schools, not of 9"):
        contrasts(other, neighbours, 2018)


def test_each_start_has_its_own_and_nobody_treated_is_compared_with():
    panel = worlds.country(2, n=30)
    neighbours = worlds.nearest(panel)
    schools = panel.schools[[4, 9, 12]]
    treatment = Treatment(np.append(schools, 1), np.array([2018, 2016, 2018, 2017]))
    each = for_starts(panel, neighbours, treatment, left_out=np.array([20]))
    assert [one.start for one in each] == [2016, 2018]
    apart = contrasts(panel, neighbours, 2018, left_out=np.array([4, 9, 12, 20]))
    np.testing.assert_array_equal(each[1].values, apart.values)
    with pytest.raises(ValueError, match="none of the schools"):
        for_starts(panel, neighbours, Treatment.of([1, 2], 2018))


def test_a_country_nobody_is_like_has_no_contrasts():
    panel = worlds.country(1, n=4)
    rows = np.full((4, 2), NONE)
    nobody = Neighbours(rows, np.zeros((4, 2)), np.full((4, 2), np.nan))
    assert np.isnan(contrasts(panel, nobody, 2018).values).all()
    empty = replace(nobody, rows=rows[:, :0], weights=np.empty((4, 0)), distances=np.empty((4, 0)))
    assert np.isnan(contrasts(panel, empty, 2018).values).all()


def test_contrasts_of_those_whose_neighbours_changed_are_worked_out_anew_and_no_others():
    panel = worlds.country(5, k=2, missing=0.05)
    usual = worlds.nearest(panel)
    rows, weights = usual.rows.copy(), usual.weights.copy()
    rows[[2, 7]] = rows[[7, 2]]
    rows[4, 2], weights[4] = NONE, [0.5, 0.5, 0.0]
    other = Neighbours(rows, weights, usual.distances)
    last = Last()
    for near, left_out in ((usual, []), (other, []), (usual, [1, 5]), (usual, [])):
        apart = np.array(left_out, dtype=np.int64)
        kept = contrasts(panel, near, 2017, left_out=apart, last=last)
        anew = contrasts(panel, near, 2017, left_out=apart)
        assert kept.values.tobytes() == anew.values.tobytes()
    _, is_other = last.those(other.rows, other.weights, panel.values.shape)
    assert set(np.flatnonzero(is_other).tolist()) <= {2, 4, 7}
