"""A county of invented schools whose results move by chance, and by as much as is planted."""

from collections.abc import Sequence

import numpy as np
import pytest

from leadwell.evaluation import answering, frames
from leadwell.evaluation.answering import Ground
from leadwell.evaluation.frames import Frame
from leadwell.evaluation.trying import remembered
from leadwell.evidence.appraisal.question import Asked
from leadwell.evidence.panel import NONE, Panel, Why
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.phrases import Words

N = 1200
URNS = range(900101, 900101 + N)
YEARS = (2015, 2016, 2017, 2018, 2022, 2023)
START = 2018
A_TRUST = 6  # schools
TRUSTS = 150  # the rest are the council's
ASKED = (
    Asked(
        "reading_average",
        Outcome.ATTAINMENT,
        Words("the average scaled score in reading"),
        pupil_sd=8.0,
    ),
)


def ground(
    *,
    plus: float = 0.0,
    schools: Sequence[int] = (),
    seed: int = 1,
    hidden: int | None = None,
    closed: int | None = None,
) -> Ground:
    """plus: points in reading, from 2018/19 on, of `schools`. hidden: one whose last figure is.
    closed: one with no results since the start."""
    rng = np.random.default_rng(seed)
    t = len(YEARS)
    pupils = np.repeat(rng.integers(18, 62, (N, 1)).astype(float), t, axis=1)
    noise = rng.standard_normal((N, t)) * np.sqrt(0.5 + 79.4 / pupils)
    took_part = np.isin(URNS, schools)[:, None] & (np.array(YEARS) >= START)
    values = np.round(104 + 2.5 * rng.standard_normal((N, 1)) + noise) + plus * took_part
    why = np.zeros((N, t, 1), dtype=np.uint8)
    if hidden is not None:
        at = URNS.index(hidden)
        values[at, -1], why[at, -1] = np.nan, Why.SUPPRESSED
    if closed is not None:
        at = URNS.index(closed)
        values[at, 3:], why[at, 3:] = np.nan, Why.CLOSED
    trust = np.where(np.arange(N) < A_TRUST * TRUSTS, np.arange(N) // A_TRUST, NONE)
    same = np.zeros(N, dtype=np.int64)
    panel = Panel(
        schools=np.array(URNS, dtype=np.int64),
        years=np.array(YEARS, dtype=np.int64),
        outcomes=("reading_average",),
        values=values[:, :, None],
        why=why,
        pupils=pupils,
        region=same,
        area=same,
        phase=same,
        trust=trust.astype(np.int64),
        context=rng.uniform(5, 45, (N, 1)),
        context_names=("disadvantaged_pct",),
        predecessor=np.full(N, NONE, dtype=np.int64),
    )
    names = tuple(f"{_NAMES[urn % 7]} {urn} Primary School" for urn in URNS)
    frame = Frame(panel, names, np.array(URNS, dtype=np.int64), (True,) * N, np.zeros(N, bool))
    return Ground(frame, ASKED, "2015/16 to 2023/24, final")


_NAMES = ("Larkfield", "Marlpit", "Combe", "Alder Brook", "Birchwater", "Hobnail Down", "Elm Heath")


def stand(patch: pytest.MonkeyPatch, on: Ground) -> None:
    """Let the site answer from this county as if its files were loaded."""
    remembered._answer.cache_clear()
    remembered._ground.cache_clear()
    patch.setattr(answering, "ground", lambda *_, **__: on)
    patch.setattr(frames, "loaded_years", lambda: list(YEARS))
    patch.setattr(frames, "schools_of", lambda urns: {u: u for u in urns if u in URNS})
