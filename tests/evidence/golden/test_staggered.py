"""County teenage employment and minimum wages: did 2.5.1, fixest 0.12.2 and staggered 1.2.3 in R.

500 counties, 2003 to 2007, three cohorts; Callaway and Sant'Anna (2021), section 5.
"""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from leadwell.evidence.regression.event_study import sun_abraham
from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.staggered_aggregation import aggregate, pretest, simple
from leadwell.evidence.regression.starts import NEVER, first_columns
from leadwell.evidence.regression.two_way import took_part, two_way

RIGHT = 1e-8
WAYS = [
    ("nevertreated_none_reg", {"comparison": "never"}),
    ("nevertreated_lpop_reg", {"comparison": "never", "adjust": "regression"}),
    ("nevertreated_lpop_dr", {"comparison": "never", "adjust": "doubly robust"}),
    ("notyettreated_none_reg", {"comparison": "not yet"}),
    ("notyettreated_lpop_reg", {"comparison": "not yet", "adjust": "regression"}),
    ("notyettreated_lpop_dr", {"comparison": "not yet", "adjust": "doubly robust"}),
]


@pytest.fixture(scope="module")
def mpdta(golden) -> SimpleNamespace:
    table = np.genfromtxt(golden / "mpdta.csv", delimiter=",", names=True)
    counties, row = np.unique(table["countyreal"], return_inverse=True)
    years, column = np.unique(table["year"].astype(np.int64), return_inverse=True)
    values = np.full((counties.size, years.size, 1), np.nan)
    values[row, column, 0] = table["lemp"]
    starts, population = np.empty(counties.size, np.int64), np.empty((counties.size, 1))
    first = table["firsttreat"].astype(np.int64)
    starts[row] = np.where(first == 0, NEVER, first)
    population[row, 0] = table["lpop"]
    return SimpleNamespace(
        panel={"values": values, "starts": starts, "years": years},
        population=population,
        expected=json.loads((golden / "expected_R.json").read_text())["mpdta"],
    )


@pytest.mark.parametrize(("name", "way"), WAYS, ids=[name for name, _ in WAYS])
def test_group_time_effects_and_all_their_means(mpdta, name, way):
    covariates = mpdta.population if "lpop" in name else None
    effects = group_time_effects(**mpdta.panel, covariates=covariates, **way)
    theirs = mpdta.expected[name]
    assert effects.cohorts.tolist() == theirs["group"]
    assert effects.years.tolist() == theirs["time"]
    assert effects.effects[:, 0] == pytest.approx(theirs["att"], abs=RIGHT)
    assert effects.ranged.se[:, 0] == pytest.approx(theirs["se"], abs=RIGHT)
    assert round(float(pretest(effects)[0]), 5) == theirs["wald_pretest_p"][0][0]

    overall = simple(effects).overall
    assert overall.estimate[0] == pytest.approx(theirs["simple"]["overall"], abs=RIGHT)
    assert overall.se[0] == pytest.approx(theirs["simple"]["se"], abs=RIGHT)
    for by, their_name in (("event", "dynamic"), ("cohort", "group_agg"), ("year", "calendar")):
        found, wanted = aggregate(effects, by=by), theirs[their_name]
        assert found.at.tolist() == wanted["egt"]
        assert found.each.estimate[:, 0] == pytest.approx(wanted["att"], abs=RIGHT)
        assert found.each.se[:, 0] == pytest.approx(wanted["se_egt"], abs=RIGHT)
        assert found.overall.estimate[0] == pytest.approx(wanted["overall"], abs=RIGHT)
        assert found.overall.se[0] == pytest.approx(wanted["se"], abs=RIGHT)


def test_a_universal_base(mpdta):
    found = aggregate(group_time_effects(**mpdta.panel, base="universal"), by="event")
    theirs = mpdta.expected["nevertreated_none_reg_universal_base"]
    errors = [np.nan if one == "NA" else one for one in theirs["se"]]
    assert found.at.tolist() == theirs["egt"]
    assert found.each.estimate[:, 0] == pytest.approx(theirs["att"], abs=RIGHT)
    assert found.each.se[:, 0] == pytest.approx(errors, abs=RIGHT, nan_ok=True)


def test_cohorts_as_they_are_have_neymans_standard_errors(mpdta):
    effects, theirs = group_time_effects(**mpdta.panel, comparison="not yet"), mpdta.expected
    found = {
        "simple": simple(effects, cohorts="given").overall,
        "cohort": aggregate(effects, by="cohort", cohorts="given").overall,
        "calendar": aggregate(effects, by="year", cohorts="given").overall,
    }
    for name, overall in found.items():
        (wanted,) = theirs[f"staggered_cs_{name}"]
        assert overall.estimate[0] == pytest.approx(wanted["estimate"], abs=RIGHT)
        assert overall.se[0] == pytest.approx(wanted["se_neyman"], abs=RIGHT)
    events = aggregate(effects, by="event", cohorts="given")
    for wanted in theirs["staggered_cs_eventstudy"]:
        (at,) = np.flatnonzero(events.at == wanted["eventTime"])
        assert events.each.estimate[at, 0] == pytest.approx(wanted["estimate"], abs=RIGHT)
        assert events.each.se[at, 0] == pytest.approx(wanted["se_neyman"], abs=RIGHT)


def test_two_way_fixed_effects(mpdta):
    columns = first_columns(mpdta.panel["starts"], mpdta.panel["years"])
    found = two_way(mpdta.panel["values"], took_part(columns, 5))
    assert found.coefficients[0, 0] == pytest.approx(mpdta.expected["twfe"]["coef"], abs=RIGHT)
    assert found.ranged.se[0, 0] == pytest.approx(mpdta.expected["twfe"]["se"], abs=RIGHT)


def test_sun_and_abraham(mpdta):
    found, each = sun_abraham(**mpdta.panel), mpdta.expected["sunab_period"]
    overall = mpdta.expected["sunab_att"]
    assert [f"year::{event}" for event in found.events] == each["term"]
    assert found.each.estimate[:, 0] == pytest.approx(each["est"], abs=RIGHT)
    assert found.each.se[:, 0] == pytest.approx(each["se"], abs=RIGHT)
    assert found.overall.estimate[0, 0] == pytest.approx(overall["Estimate"], abs=RIGHT)
    assert found.overall.se[0, 0] == pytest.approx(overall["Std. Error"], abs=RIGHT)
    assert found.overall.p[0, 0] == pytest.approx(overall["Pr(>|t|)"], abs=RIGHT)
