"""Real schools nobody did anything to: chance is called an effect about 5 times in 100."""

import csv
from pathlib import Path

import numpy as np
import pytest

from leadwell.evidence.panel import Panel, Treatment, complete
from leadwell.evidence.placebo import att, changes, contrasts, noise
from leadwell.evidence.placebo import draws as placebo
from tests.evidence import worlds


def false_alarms(panel: Panel, *, start: int, n: int = 20, programmes: int = 100) -> int:
    """How many of 100 programmes that never were have p below .05."""
    rng = np.random.default_rng(1)
    neighbours = worlds.nearest(panel, k=5, before=start)
    of_noise = noise.fit(panel)
    found = 0
    for seed in range(programmes):
        who = Treatment.of(rng.choice(panel.schools, n, replace=False).tolist(), start)
        each = contrasts.for_starts(panel, neighbours, who)
        made = changes.after(panel, each, weight="pupils", noise=of_noise)
        effect = att.att(panel, made, who)
        null = placebo.draw(panel, made, effect, draws=999, seed=seed)
        found += int(null.p(effect.estimate)[0] < 0.05)
    return found


@pytest.fixture(scope="module")
def surrey(golden: Path) -> Panel:
    """Reading of schools with three years of results; a file's year is the summer."""
    path = golden / "dfe_ks2_surrey_2017_2019.csv"
    cells: dict[int, dict[int, tuple[float, float]]] = {}
    with path.open() as file:
        for row in csv.DictReader(file):
            if row["READ_AVERAGE"].isdigit() and row["TELIG"].isdigit():
                of_school = cells.setdefault(int(row["URN"]), {})
                year = int(row["results_year"]) - 1
                of_school[year] = (float(row["READ_AVERAGE"]), float(row["TELIG"]))
    schools = sorted(urn for urn, years in cells.items() if len(years) == 3)
    both = np.array([[cells[urn][year] for year in (2016, 2017, 2018)] for urn in schools])
    return complete(
        schools=np.array(schools),
        years=np.array([2016, 2017, 2018]),
        outcomes=["reading_average"],
        values=both[:, :, :1],
        pupils=both[:, :, 1],
    )


def test_real_schools_that_did_nothing_together(surrey):
    assert surrey.size > 150
    assert 1 <= false_alarms(surrey, start=2018) <= 10


def test_real_schools_move_about_as_much_as_was_published(surrey):
    """.94 + 79.4 (1/n1 + 1/n2) was measured on these and as many others."""
    (found,) = noise.fit(surrey)
    published = noise.Noise("reading_average", 0.94, 79.4)
    for pupils in (15.0, 30.0, 60.0):
        assert found.of_one_year(pupils) == pytest.approx(published.of_one_year(pupils), rel=0.25)


def test_made_up_schools_that_did_nothing_together():
    assert 1 <= false_alarms(worlds.country(11, n=150, k=1), start=2018) <= 10
