"""County teen employment and minimum wages (mpdta): what six packages agree on to 12 digits.

Every county that never took part is compared with, in equal shares, from the last year before.
"""

import csv

import numpy as np
import pytest

from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import Panel, Treatment, complete
from leadwell.evidence.placebo import att, changes
from leadwell.evidence.placebo.contrasts import for_starts
from leadwell.evidence.placebo.event_study import event_study


def staggered(rows: list[tuple[int, int, float, int]]):
    """Panel, treatment and contrasts of (year, unit, value, start or 0)."""
    units, years = sorted({row[1] for row in rows}), sorted({row[0] for row in rows})
    place = {unit: at for at, unit in enumerate(units)}
    values = np.full((len(units), len(years), 1), np.nan)
    starts = np.zeros(len(units), dtype=np.int64)
    for year, unit, value, start in rows:
        values[place[unit], years.index(year), 0] = value
        starts[place[unit]] = start
    panel = complete(
        schools=np.array(units), years=np.array(years), outcomes=["lemp"], values=values
    )
    never = np.flatnonzero(starts == 0)
    like = np.tile(never, (panel.size, 1))
    neighbours = Neighbours(like, np.full(like.shape, 1 / never.size), np.zeros(like.shape))
    treatment = Treatment(panel.schools[starts > 0], starts[starts > 0])
    return panel, treatment, for_starts(panel, neighbours, treatment, most=1)


def slow(panel: Panel, treatment: Treatment, start: int, year: int) -> float:
    """Callaway and Sant'Anna's ATT(g, t) against the never treated, by its definition."""
    y = panel.values[:, :, 0]
    change = y[:, panel.year_at(year)] - y[:, panel.year_at(start) - 1]
    mine = panel.rows(treatment.schools[treatment.starts == start])
    never = np.setdiff1d(np.arange(panel.size), panel.rows(treatment.schools))
    return float(change[mine].mean() - change[never].mean())


@pytest.fixture(scope="module")
def mpdta(golden):
    path = golden / "mpdta.csv"
    with path.open() as file:
        rows = [(int(row["year"]), int(row["countyreal"]), float(row["lemp"]),
                 int(row["first.treat"])) for row in csv.DictReader(file)]  # fmt: skip
    return staggered(rows)


def test_the_simple_average_is_what_six_packages_say(mpdta):
    panel, treatment, each = mpdta
    found = att.att(panel, changes.after(panel, each, weight="school", noise=None), treatment)
    assert found.estimate[0] == pytest.approx(-0.03995127515517631, abs=1e-12)
    assert found.n_treated.tolist() == [191]


def test_one_start_in_one_year_is_what_they_say(mpdta):
    panel, treatment, each = mpdta
    one = next(each for each in each if each.start == 2004)
    window = np.array([[year == 2006] for year in panel.years])
    of_2004 = Treatment(treatment.schools[treatment.starts == 2004], np.full(20, 2004))
    made = changes.over(panel, one, [window], weight="school", noise=None)
    assert att.att(panel, [made], of_2004).estimate[0] == pytest.approx(-0.1373, abs=5e-5)


def test_the_dynamic_average_is_what_they_say(mpdta):
    panel, treatment, each = mpdta
    found = event_study(panel, each, treatment, weight="school", draws=99)
    assert found.times.tolist() == [-4, -3, -2, -1, 0, 1, 2, 3]
    assert found.estimates[found.times >= 0].mean() == pytest.approx(-0.0772398, abs=5e-8)


def test_made_up_data_agree_with_the_definition():
    rng = np.random.default_rng(1)
    rows = [(year, unit, float(rng.normal()), [0, 0, 2004, 2006][unit % 4])
            for unit in range(40) for year in range(2003, 2008)]  # fmt: skip
    panel, treatment, each = staggered(rows)
    found = att.att(panel, changes.after(panel, each, weight="school", noise=None), treatment)
    cells = [(2004, year) for year in range(2004, 2008)] + [(2006, 2006), (2006, 2007)]
    expected = np.mean([slow(panel, treatment, *cell) for cell in cells])
    assert found.estimate[0] == pytest.approx(expected, abs=1e-12)
