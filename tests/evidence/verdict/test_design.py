"""A question before its answer: what cannot be is refused in plain words."""

import pytest

from leadwell.evidence.verdict.design import Outcome, label, not_produced
from tests.evidence.judging import design, schools


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"n_eligible": 9}, "some of those found"),
        ({"n_trusts": -1}, "below 0"),
        ({"starts": ()}, "nobody said when"),
        ({"starts": (2018, 2017)}, "starts are not ascending"),
        ({"base_years": (2016, 2017)}, "2017/18 is not before the start"),
        ({"after_years": (2016,)}, "2016/17 is before the start"),
        ({"after_years": (2017, 2019)}, "there is no attainment of 2019/20"),
        ({"recruited_on": 2016}, "chosen on the results of 2016/17"),
        ({"recruited_on": 2013, "is_recruitment_known": False}, "said to be unknown"),
        ({"outcome": Outcome.GAP}, "a gap needs the share"),
        ({"gap_share": 60.0}, "0 to 1"),
        ({"mean_cohort": float("nan")}, "number of pupils"),
    ],
)
def test_what_cannot_be_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        design(**changes)


def test_the_start_year_is_already_after():
    assert design(starts=(2017,), base_years=(2016,), after_years=(2017,)).base == (2016,)


def test_the_base_is_the_last_three_years():
    assert design(base_years=(2011, 2012, 2014, 2015, 2016)).base == (2014, 2015, 2016)


def test_years_without_results_depend_on_what_is_asked():
    years = range(2015, 2026)
    assert not_produced(Outcome.ATTAINMENT, years) == (2019, 2020, 2021)
    assert not_produced(Outcome.PROGRESS, years) == (2019, 2020, 2021, 2023, 2024)
    assert not_produced(Outcome.SURVEY, years) == ()


def test_a_trust_with_more_than_half_the_schools_is_as_good_as_all_of_it():
    assert not schools(8).is_one_trusts
    assert not schools(2).is_one_trusts
    assert not schools(1).is_one_trusts
    assert schools(3).only(3).is_one_trusts is False
    assert design(n_eligible=3, n_trusts=2, n_in_largest_trust=2).is_one_trusts
    assert design(n_trusts=2, n_in_largest_trust=4).is_one_trusts
    assert not design(n_trusts=4, n_in_largest_trust=4).is_one_trusts
    assert design(n_trusts=4, n_in_largest_trust=5).is_one_trusts


def test_fewer_schools_have_no_more_trusts_than_schools():
    fewer = schools(8).only(2)
    assert (fewer.n_found, fewer.n_eligible, fewer.n_trusts) == (8, 2, 2)
    with pytest.raises(ValueError, match="9 schools were compared, of 8"):
        schools(8).only(9)


def test_a_year_is_written_as_people_write_it():
    assert [label(2018), label(1999)] == ["2018/19", "1999/00"]
