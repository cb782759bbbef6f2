"""Whole evaluations of real schools that did nothing together."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from leadwell.evidence.panel import NONE, Panel, Treatment, complete
from leadwell.evidence.verdict.judging import CLAIMS
from tests.evidence.appraisal import asking


@pytest.fixture(scope="module")
def surrey(golden: Path) -> Panel:
    """Reading and maths of schools with three years of both; a file's year is the summer."""
    cells: dict[int, dict[int, list[float]]] = {}
    with (golden / "dfe_ks2_surrey_2017_2019.csv").open() as file:
        for row in csv.DictReader(file):
            said = [row[name] for name in ("READ_AVERAGE", "MAT_AVERAGE", "TELIG")]
            if all(text.isdigit() for text in said):
                of_school = cells.setdefault(int(row["URN"]), {})
                of_school[int(row["results_year"]) - 1] = [float(text) for text in said]
    schools = sorted(urn for urn, years in cells.items() if len(years) == 3)
    values = np.array([[cells[urn][year] for year in (2016, 2017, 2018)] for urn in schools])
    made = complete(
        schools=np.array(schools),
        years=np.array([2016, 2017, 2018]),
        outcomes=["reading_average", "maths_average"],
        values=values[:, :, :2],
        pupils=values[:, :, 2],
    )
    return replace(made, trust=np.full(made.size, NONE))


def claims(panel: Panel, *, lists: int = 40) -> int:
    """Of so many lists of 12, how many are said to have done better or worse in reading."""
    rng = np.random.default_rng(1)
    said = [
        asking.first(
            panel,
            Treatment.of(rng.choice(panel.schools, 12, replace=False).tolist(), 2018),
            seed=seed,
        )
        for seed in range(lists)
    ]
    assert all(each.sentences for each in said)
    return sum(each.judgement.verdict in CLAIMS for each in said)


def test_real_schools_that_did_nothing_are_seldom_said_to_have_moved(surrey):
    assert surrey.size > 150
    assert claims(surrey) <= 8


def test_made_up_schools_that_did_nothing_are_seldom_said_to_have_moved():
    panel = asking.only_years(asking.country(5, n=180), (2016, 2017, 2018))
    assert claims(panel) <= 8
