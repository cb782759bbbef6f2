"""When each school began, counted in years that have results."""

import numpy as np
import pytest

from leadwell.evidence.panel import Treatment, complete
from leadwell.evidence.regression.starts import NEVER, event_times, first_columns, start_years

YEARS = np.array([2016, 2017, 2018, 2022, 2023])


def test_a_year_without_tests_counts_as_the_next_that_has_some():
    starts = np.array([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2016, 2010, NEVER])
    assert first_columns(starts, YEARS).tolist() == [2, 3, 3, 3, 3, 4, 5, 0, 0, NEVER]


def test_a_start_year_is_already_after():
    # began 2018: 2016 and 2017 are before (-2, -1); 2018, 2022 and 2023 are 0, 1 and 2
    assert event_times(np.array([2, NEVER]), 5)[0].tolist() == [-2, -1, 0, 1, 2]
    assert np.all(event_times(np.array([NEVER]), 5) < -5)


def test_starts_come_from_the_programme_and_strangers_are_passed_over():
    panel = complete(
        schools=np.array([900_003, 900_001, 900_002]),
        years=YEARS,
        outcomes=["maths_average"],
        values=np.zeros((3, 5, 1)),
    )
    treatment = Treatment(np.array([900_002, 900_009, 900_003]), np.array([2018, 2018, 2022]))
    assert start_years(panel, treatment).tolist() == [2022, NEVER, 2018]


def test_years_in_disorder_are_refused():
    with pytest.raises(ValueError, match="not ascending"):
        first_columns(np.array([2018]), YEARS[::-1])
