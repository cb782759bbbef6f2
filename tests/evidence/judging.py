"""The least valid design, checks and evidence of a question, for tests that change one thing."""

from dataclasses import replace
from datetime import date
from typing import Any

from leadwell.evidence.estimate import Estimate
from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.verdict.checks import Check, Name, State
from leadwell.evidence.verdict.design import Design, Outcome
from leadwell.evidence.verdict.found import Evidence, Later

DESIGN = Design(
    outcome=Outcome.ATTAINMENT,
    n_found=8,
    n_eligible=8,
    n_trusts=8,
    n_in_largest_trust=1,
    starts=(2017,),
    base_years=(2014, 2015, 2016),
    after_years=(2017, 2018),
    is_recruitment_known=True,
    mean_cohort=28.0,
)
PASSED = tuple(Check(name, State.PASSED, f"The check “{name}” is passed.") for name in Name)
PUPIL_SD = 8.0


def design(**changes: Any) -> Design:
    return replace(DESIGN, **changes)


def schools(n: int, **changes: Any) -> Design:
    """n schools, each of a trust of its own."""
    return design(**({"n_found": n, "n_eligible": n, "n_trusts": n} | changes))


def checks(*others: Check) -> tuple[Check, ...]:
    """All passed, but these."""
    made = {check.name: check for check in PASSED} | {check.name: check for check in others}
    return tuple(made.values())


def evidence(
    value: float = 1.3,
    interval: tuple[float, float] | None = (0.5, 2.1),
    interval_90: tuple[float, float] | None = (0.65, 1.95),
    *,
    p: float | None = 0.01,
    p_adjusted: float | None = 0.01,
    n_treated: int = 8,
    n_comparison: int = 38,
    **changes: Any,
) -> Evidence:
    estimate = Estimate(
        outcome="reading_average",
        estimate=value,
        unit="scaled_score",
        method="change against matched similar schools",
        n_treated=n_treated,
        n_comparison=n_comparison,
        interval=interval,
        interval_90=interval_90,
        p=p,
        p_adjusted=p_adjusted,
        n_pupils=448,
    )
    given: dict[str, Any] = {
        "change": 0.9,
        "now": Detectable(1.6, 3),
        "later": Later(2, Detectable(1.2, 2), date(2027, 12, 1)),
        "g": None if interval is None else value / PUPIL_SD,
        "g_interval": interval and (interval[0] / PUPIL_SD, interval[1] / PUPIL_SD),
        "n_as_large": 30,
        "n_drawn": 9_999,
        "source": "Department for Education, performance tables",
        "vintage": "revised",
    }
    return Evidence(estimate=estimate, **(given | changes))
