"""Who is compared with whom, and how unlike they still were."""

from dataclasses import replace

import numpy as np
import pytest

from leadwell.evidence.appraisal import alike
from leadwell.evidence.appraisal.comparison import compare
from leadwell.evidence.panel import Treatment
from tests.evidence.appraisal import asking
from tests.evidence.appraisal.asking import hidden, middling


def compared(panel, treatment, **changes):
    asked = {"outcomes": ["reading_average"], "pupil_sd": {"reading_average": 8.0}, "caliper": 2.0}
    return compare(panel, treatment, **(asked | changes))


def test_an_effect_spans_from_the_middle_of_the_base_to_the_middle_of_the_years_after():
    """2014/15 to 2016/17 before, 2017/18 and 2018/19 after: 2.5 years. Started a year earlier, one
    base year less and one year more after: 2.5 again. In published years, Covid's are none."""
    panel = asking.country()
    schools = middling(panel, 8)
    assert compared(panel, Treatment.of(schools, 2017)).years_between(0) == 2.5
    assert compared(panel, Treatment.of(schools, 2016)).years_between(0) == 2.5
    gone = asking.at_years(panel, [2016, 2017, 2018, 2022, 2023])
    assert compared(gone, Treatment.of(schools, 2020)).years_between(0) == 2.5
    two = Treatment(np.array(schools), np.array([2015, *[2017] * 7]))
    assert compared(panel, two).years_between(0) == pytest.approx(2.5)


def test_a_base_without_the_year_of_choosing_is_further_back():
    """2014/15 and 2015/16 before, 2017/18 and 2018/19 after, the year between left out: 3."""
    panel = asking.country()
    who = Treatment.of(middling(panel, 8), 2017, recruited_on=2016)
    assert compared(panel, who).years_between(0) == 3.0


def test_schools_compared_with_are_counted_once_for_each_outcome_they_have():
    panel = asking.country()
    who = Treatment.of(middling(panel, 8), 2017)
    near = compared(panel, who).by_start[0].neighbours.rows[panel.rows(who.schools)]
    of_them = sorted(set(near.ravel().tolist()) - {-1})
    lacking = hidden(panel, of_them[:2], [2017, 2018], 1)
    assert compared(panel, who).n_compared(panel).tolist() == [len(of_them)] * 2
    assert compared(lacking, who).n_compared(lacking).tolist() == [len(of_them), len(of_them) - 2]


def test_what_matching_left_is_taken_away_only_where_enough_schools_tell_how():
    """Four covariates, three results and size: fifty schools that did not take part."""
    for n, is_corrected in ((57, False), (58, True)):
        panel = asking.country(n=n)
        found = compared(panel, Treatment.of(middling(panel, 8), 2017), caliper=9.0)
        assert found.is_corrected(0) == is_corrected


def test_how_unlike_they_were_is_worked_out_by_hand():
    """Their mean results of three years less their neighbours', in two yardsticks."""
    panel = asking.country()
    who = Treatment.of(middling(panel, 8), 2017)
    found = compared(panel, who)
    rows, near = panel.rows(who.schools), found.by_start[0].neighbours
    reading = panel.outcome("reading_average")[:, :3]
    own = reading[rows].mean(axis=0)
    others = np.mean([reading[[r for r in near.rows[row] if r >= 0]].mean(axis=0) for row in rows],
                     axis=0)  # fmt: skip
    left = alike.left(found)
    assert left.smd == pytest.approx(np.abs((own - others) / reading.std(axis=0, ddof=1)).max())
    assert left.g == pytest.approx(np.abs(own - others).max() / 8.0)


def test_a_school_that_began_alone_does_not_make_all_of_them_unlike():
    """Held against its five neighbours alone it would be; of eight schools it is one."""
    panel = asking.country()
    schools = middling(panel, 8)
    rows = panel.rows(np.array(schools))
    values = panel.values.copy()
    values[rows[0]] += 4.0  # far from its neighbours, of the same caliper
    apart = replace(panel, values=values)
    both = compared(apart, Treatment(np.array(schools), np.array([2016, *[2017] * 7])), caliper=9.0)
    alone = compared(apart, Treatment.of(schools[:1], 2016), caliper=9.0)
    assert alike.left(both).smd < alike.left(alone).smd
    assert len(both.by_start) == 2


def test_the_yardstick_is_all_schools_and_not_the_few_that_took_part():
    """Two schools that are alike to a hundredth are not for that unlike everybody else."""
    panel = asking.country()
    schools = middling(panel, 2)
    values = panel.values.copy()
    one, two = panel.rows(np.array(schools))
    values[two] = values[one] + 0.01
    panel = replace(panel, values=values)
    found = compared(panel, Treatment.of(schools, 2017), caliper=9.0)
    assert found.by_start[0].balance.worst().after.smd ** 2 > 1
    assert alike.left(found).smd < 0.5


def test_what_schools_did_after_they_began_is_no_yardstick_for_those_that_began_later():
    panel = asking.country()
    schools = middling(panel, 8)
    who = Treatment(np.array(schools), np.repeat([2016, 2017], 4))
    values = panel.values.copy()
    values[panel.rows(who.schools[:4]), 2:] += 50.0
    before, after = (
        compared(one, who).by_start[1] for one in (panel, replace(panel, values=values))
    )
    assert before.start == after.start == 2017
    np.testing.assert_array_equal(
        before.neighbours.rows[before.rows], after.neighbours.rows[after.rows]
    )
    np.testing.assert_array_equal(
        before.contrasts.values[before.rows], after.contrasts.values[after.rows]
    )
