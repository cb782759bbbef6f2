"""The golden table: what others published or printed of known data, and what the engine says of it.

Made from the data of tests/evidence/golden, which are handed over beside the checkout; without them
the page stays as it is.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import Homes
from leadwell.evidence.matching.adjustment import adjusted_difference
from leadwell.evidence.matching.nearest import comparison_weights
from leadwell.evidence.matching.pairing import pairs
from leadwell.evidence.matching.propensity import propensity
from leadwell.evidence.panel import Floats
from leadwell.evidence.permuting.randomisation import randomisation_test
from leadwell.evidence.pupils import random_intercept
from leadwell.evidence.regression.clusters import (
    classical,
    clustered,
    clustered_two_ways,
    least_squares,
    ranged,
    robust,
)
from leadwell.evidence.regression.event_study import sun_abraham
from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.staggered_aggregation import aggregate, simple
from leadwell.evidence.regression.starts import NEVER, first_columns
from leadwell.evidence.regression.two_way import took_part, two_way
from leadwell.evidence.sizes import hedges, pooling, power_trials
from leadwell.evidence.sizes.power_trials import Trial
from leadwell.evidence.surveys.paired_tests import marginal_homogeneity, signed_rank, symmetry
from leadwell.evidence.synthetic.checks import placebos
from leadwell.evidence.synthetic.control import Case, Method, estimate
from tests.evidence.published import FOLDER

CLOSED = 1e-8
SYNTHETIC = 1e-4


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity. within: how far ours may be from the published one, as both are printed."""

    case: str
    quantity: str
    published: float
    ours: float
    within: float = CLOSED

    @property
    def is_met(self) -> bool:
        return abs(self.ours - self.published) <= self.within


class Absent(RuntimeError):
    """The published data are not beside the checkout."""


def measure(_homes: Homes | None = None, *, folder: Path = FOLDER) -> Finding:
    """Raises Absent."""
    if not folder.is_dir():
        raise Absent(
            "what was published is not beside this checkout: the golden table stays as it was"
        )
    found = lines(folder)
    missed = [line for line in found if not line.is_met]
    return Finding(
        title="The golden table",
        how=(
            "Known data, what was published of them or printed by the authors' own programs, and "
            "what the engine says of the same data. “Within” is how far apart the two may be: "
            "1e-8 for what has a formula (more where fewer digits were printed, or a search stops "
            "early), 1e-4 for synthetic control, three Monte Carlo standard errors for what is "
            "drawn. Matches are of the same people, and balance to the digits printed: "
            "tests/evidence/golden has these and more.",
        ),
        tables=(
            Table(
                ("case", "quantity", "published", "ours", "difference", "within"),
                tuple(_row(line) for line in found),
            ),
        ),
        goals=(Goal(f"quantities that differ by more, of {len(found)}", len(missed), 0, ""),),
    )


def lines(folder: Path) -> list[Line]:
    in_r = json.loads((folder / "expected_R.json").read_text())
    in_python = json.loads((folder / "expected_py.json").read_text())
    in_r2 = json.loads((folder / "expected_R2.json").read_text())
    made: list[Callable[[], Iterator[Line]]] = [
        lambda: _staggered(folder, in_r["mpdta"]),
        lambda: _tobacco(folder, in_r["prop99"], in_python["prop99_diffdiff_sdid"]["value"]),
        lambda: _clusters(folder, in_r["petersen"]),
        lambda: _matching(folder, in_r["lalonde"]),
        lambda: _sizes(folder, in_r["hedges"]),
        lambda: _pupils(folder, in_r["eef"]["lme4"]),
        lambda: _power(in_r2["powerup"]),
        lambda: _permuting(folder, in_python["ri_fisher_exact"]["value"]),
        lambda: _paired(in_python),
    ]
    return [line for each in made for line in each()]


def _row(line: Line) -> tuple[str, ...]:
    return (
        line.case,
        line.quantity,
        f"{line.published:.10g}",
        f"{line.ours:.10g}",
        f"{abs(line.ours - line.published):.1e}",
        f"{line.within:.1e}",
    )


def _staggered(folder: Path, theirs: dict[str, Any]) -> Iterator[Line]:
    table = np.genfromtxt(folder / "mpdta.csv", delimiter=",", names=True)
    counties, row = np.unique(table["countyreal"], return_inverse=True)
    years, column = np.unique(table["year"].astype(np.int64), return_inverse=True)
    values = np.full((counties.size, years.size, 1), np.nan)
    values[row, column, 0] = table["lemp"]
    starts, population = np.empty(counties.size, np.int64), np.empty((counties.size, 1))
    first = table["firsttreat"].astype(np.int64)
    starts[row] = np.where(first == 0, NEVER, first)
    population[row, 0] = table["lpop"]
    case = "minimum wages, 500 counties"
    for name, said, way in (
        ("nevertreated_none_reg", "never treated", {"comparison": "never"}),
        ("notyettreated_none_reg", "not yet treated", {"comparison": "not yet"}),
        (
            "nevertreated_lpop_dr",
            "doubly robust",
            {"comparison": "never", "covariates": population},
        ),
    ):
        effects = group_time_effects(values, starts, years, **way)
        overall, wanted = simple(effects).overall, theirs[name]
        yield Line(case, f"{said}: effect", wanted["simple"]["overall"], float(overall.estimate[0]))
        yield Line(case, f"{said}: error", wanted["simple"]["se"], float(overall.se[0]))
        by_event = aggregate(effects, by="event").overall
        yield Line(case, f"{said}: mean of event times", wanted["dynamic"]["overall"],
                   float(by_event.estimate[0]))  # fmt: skip
    fixed = two_way(values, took_part(first_columns(starts, years), years.size))
    yield Line(
        case, "two-way fixed effects", theirs["twfe"]["coef"], float(fixed.coefficients[0, 0])
    )
    yield Line(case, "their error", theirs["twfe"]["se"], float(fixed.ranged.se[0, 0]))
    sun = sun_abraham(values, starts, years).overall
    yield Line(case, "Sun and Abraham", theirs["sunab_att"]["Estimate"], float(sun.estimate[0, 0]))
    yield Line(case, "their error", theirs["sunab_att"]["Std. Error"], float(sun.se[0, 0]))


def _tobacco(folder: Path, theirs: dict[str, Any], in_python: dict[str, Any]) -> Iterator[Line]:
    rows = _rows(folder / "california_prop99.csv")
    names = sorted({row["State"] for row in rows})
    years = np.array(sorted({int(row["Year"]) for row in rows}))
    values = np.full((len(names), len(years)), np.nan)
    for row in rows:
        values[names.index(row["State"]), int(row["Year"]) - years[0]] = row["PacksPerCapita"]
    treated = np.array([name == "California" for name in names])
    asked = Case(np.arange(len(names)), years, values, treated, 1989)
    case = "California's tobacco law"
    for method, name in (
        (Method.SYNTHETIC_DID, "synthdid"),
        (Method.SYNTHETIC_CONTROL, "sc"),
        (Method.DID, "did"),
    ):
        yield Line(
            case,
            method.value.replace("_", " "),
            theirs[name],
            estimate(asked, method).effect,
            SYNTHETIC,
        )
    ours = placebos(asked, estimate(asked, Method.SYNTHETIC_DID))
    apart = ours.effects - ours.effects.mean()
    # Theirs is of 200 drawn with repeats, and has an error of its own; ours takes each state once.
    error = ours.se * float(((apart**4).mean() / (apart**2).mean() ** 2 - 1) / 800) ** 0.5
    for said, wanted in (
        ("its authors' program", theirs["placebo_se_200reps_seed12345"][0]),
        ("diff-diff", in_python["se"]),
    ):
        yield Line(case, f"placebo error, {said}", wanted, ours.se, 3 * error)


def _clusters(folder: Path, theirs: dict[str, Any]) -> Iterator[Line]:
    panel = np.genfromtxt(folder / "petersen.csv", delimiter=",", names=True)
    firm, year = panel["firm"].astype(np.int64), panel["year"].astype(np.int64)
    fit = least_squares(panel["y"][:, None], np.column_stack([np.ones(len(panel)), panel["x"]]))
    found = {
        "se_ols": classical(fit),
        "se_hc1": robust(fit),
        "se_firm": clustered(fit, firm, kind="CR1"),
        "se_year": clustered(fit, year, kind="CR1"),
        "se_both": clustered_two_ways(fit, firm, year),
        "se_firm_CR2": clustered(fit, firm),
        "se_year_CR2": clustered(fit, year),
        "se_year_CR3": clustered(fit, year, kind="CR3"),
    }
    for name, variance in found.items():
        ours = float(ranged(fit, variance).se[1, 0])
        yield Line("Petersen's panel", name.removeprefix("se_"), theirs[name][1], ours)


def _matching(folder: Path, theirs: dict[str, Any]) -> Iterator[Line]:
    people = _rows(folder / "lalonde_matchit.csv")
    race = np.array([person["race"] for person in people])
    plain = ("age", "educ", "married", "nodegree", "re74", "re75")
    values = np.column_stack(
        [np.array([float(person[name]) for person in people]) for name in plain]
        + [race == name for name in ("hispan", "white")]
    )
    treated = np.array([person["treat"] == "1" for person in people])
    outcome = np.array([float(person["re78"]) for person in people])
    score = propensity(values, treated).probability

    def difference(weights: Floats, covariates: Floats) -> float:
        return adjusted_difference(outcome, covariates, took_part=treated, weights=weights)

    case, nothing = "job training, MatchIt's example", np.empty((len(people), 0))
    yield Line(case, "before matching", theirs["naive_diff"],
               difference(np.ones(len(people)), nothing))  # fmt: skip
    for name, said, options in (
        ("nn_ps_1to1_noreplace", "nearest propensity", {}),
        ("nn_ps_caliper02", "within a caliper", {"caliper": 0.2 * np.std(score, ddof=1)}),
        ("nn_ps_exact_race", "within race", {"exact": (np.unique(race, return_inverse=True)[1],)}),
    ):
        found = pairs(score, treated, order="largest", **options)
        weights = comparison_weights(found, np.flatnonzero(treated))
        weights = np.where(treated, found.found > 0, weights)
        wanted = theirs[name]
        yield Line(case, f"{said}: difference", wanted["att_diff"], difference(weights, nothing))
        yield Line(case, f"{said}: adjusted", wanted["att_gcomp"], difference(weights, values))


def _sizes(folder: Path, theirs: dict[str, Any]) -> Iterator[Line]:
    for name in ("a", "b", "c"):
        one = theirs[name]
        groups = [hedges.Group(one[f"m{i}"], one[f"s{i}"], one[f"n{i}"]) for i in (1, 2)]
        found = hedges.of_means(*groups)
        yield Line("Hedges' g by metafor", f"{name}: g", one["g"], found.g)
        yield Line("Hedges' g by metafor", f"{name}: variance", one["v_LS"], found.se**2)
    rows = _rows(folder / "metafor_normand1999.csv")
    sites = [np.array([float(row[name]) for row in rows]) for name in ("yi", "vi")]
    fixed, random = pooling.fixed(*sites), pooling.random_effects(*sites)
    case = "nine trials of stroke care"
    yield Line(case, "fixed mean", theirs["normand_FE"]["b"], fixed.estimate)
    yield Line(case, "random mean", theirs["normand_REML"]["b"], random.estimate)
    yield Line(case, "error, Knapp and Hartung", theirs["normand_REML_knha"]["se"], random.se)
    yield Line(case, "variance between (their search stops at 1e-5)",
               theirs["normand_REML"]["tau2"], random.tau2, 1e-7)  # fmt: skip


def _pupils(folder: Path, theirs: dict[str, Any]) -> Iterator[Line]:
    trial = np.genfromtxt(folder / "eef_crtData.csv", delimiter=",", names=True)
    found = random_intercept.fit(
        score=trial["Posttest"],
        school=trial["School"].astype(np.int64),
        covariates=np.column_stack([trial["Intervention"], trial["Prettest"]]),
        names=("Intervention", "Prettest"),
    )
    case = "a trial of whole schools, by lme4"
    for name, said in (("Intervention", "took part"), ("Prettest", "test before")):
        value, error = found.of(name)
        yield Line(case, said, theirs["fixef"][name], value, 1e-5)
        yield Line(case, f"{said}: error", theirs["se"][name], error, 1e-5)
    pair = (found.school_variance, found.pupil_variance)
    for said, wanted, ours in zip(("schools", "pupils"), theirs["var_school_resid"], pair,
                                  strict=True):  # fmt: skip
        yield Line(case, f"variance of {said}", wanted, ours, 1e-5)


def _power(theirs: dict[str, Any]) -> Iterator[Line]:
    trial = Trial(schools=20, pupils=15, icc=0.17)
    blocks = Trial(schools=44, pupils=20, icc=0.10, blocks=5)
    case = "power, by PowerUpR"
    yield Line(case, "20 schools of 15", theirs["cra2_rho.17_n15_J20"], power_trials.detect(trial))
    yield Line(case, "power for .629", theirs["cra2_power_es.629"],
               power_trials.power_of(0.629, trial))  # fmt: skip
    yield Line(case, "44 in 5 blocks", theirs["bcra3f2_rho.10_n20_J44_K5"],
               power_trials.detect(blocks))  # fmt: skip


def _permuting(folder: Path, eight: dict[str, Any]) -> Iterator[Line]:
    data = _columns(folder / "ri.csv")
    found = randomisation_test(data["y"].astype(float), data["d"] == "1")
    yield Line("eight people, 70 choices", "difference", eight["obs"], found.coefficient)
    yield Line("eight people, 70 choices", "p", eight["p_two"], found.p)
    data = _columns(folder / "colombia_ritest.csv")
    known = ~np.isin(data["dayscorab"], ("", "NA"))
    data = {name: column[known] for name, column in data.items()}
    names = ("b_dayscorab", "miss_b_dayscorab", "round2", "round3")
    found = randomisation_test(
        data["dayscorab"].astype(float),
        data["b_treat"] == "1",
        strata=data["b_pair"].astype(int),
        clusters=data["b_block"].astype(int),
        controls=np.column_stack([data[name].astype(float) for name in names]),
        draws=9_999,
        seed=1,
    )
    case = "villages of Colombia"
    yield Line(case, "difference (6 digits printed)", -0.180738, found.coefficient, 5e-7)
    # Published from 1,000 draws: three standard errors of that.
    yield Line(case, "p by choices", 0.107, found.p, 3 * (0.107 * 0.893 / 1_000) ** 0.5)


def _paired(theirs: dict[str, Any]) -> Iterator[Line]:
    vision = np.array(
        [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
    )
    wanted = theirs["stuart_maxwell_vision"]["value"]
    case = "eyes of 7,477 women"
    margins, balance = marginal_homogeneity(vision), symmetry(vision)
    yield Line(case, "Stuart and Maxwell", wanted["stuart_maxwell"], margins.statistic)
    yield Line(case, "its p", wanted["p"], margins.p)
    yield Line(case, "Bowker", wanted["bowker"], balance.statistic)
    maize = np.array([6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75.0])
    ranks, wanted = signed_rank(maize), theirs["wilcoxon_scipy"]["value"]
    yield Line("Darwin's maize", "signed ranks", wanted["stat"], ranks.statistic)
    yield Line("Darwin's maize", "p", wanted["p"], ranks.p)


def _columns(path: Path) -> dict[str, np.ndarray]:
    rows = _rows(path)
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
