"""A simulated country as stored columns, and the question that is asked of it."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from benchmarks import simulated
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.panel import Floats, Panel, Treatment, complete
from leadwell.evidence.verdict.design import Outcome
from leadwell.evidence.verdict.phrases import Words

N_SCHOOLS, N_OUTCOMES, N_TREATED = 16_000, 12, 40
N_BEFORE, N_AFTER = 4, 4  # of the earlier of two start years
SD = 8.0
OUTCOMES = tuple(f"outcome_{place:02}" for place in range(N_OUTCOMES))
CONTEXT = ("disadvantaged_pct", "eal_pct")
COLUMNS = (*OUTCOMES, "pupils", *CONTEXT, "region", "trust")


@dataclass(frozen=True, slots=True)
class Stored:
    """files: one Parquet file a year, as results are kept. starts: two years."""

    files: tuple[Path, ...]
    years: tuple[int, ...]
    starts: tuple[int, int]


def store(folder: Path, *, n_schools: int = N_SCHOOLS, seed: int = 1) -> Stored:
    """Write what results of so many schools look like once they are loaded: values and reasons."""
    rng = np.random.default_rng(seed)
    made = simulated.country(
        rng, n_schools=n_schools, n_before=N_BEFORE, n_after=N_AFTER, n_outcomes=N_OUTCOMES
    )
    folder.mkdir(parents=True, exist_ok=True)
    context = rng.uniform(0, 50, (n_schools, len(CONTEXT)))
    region = rng.integers(0, 9, n_schools)
    for t, year in enumerate(made.years.tolist()):
        columns = {name: made.results[:, t, k] for k, name in enumerate(OUTCOMES)}
        columns |= {"pupils": made.pupils[:, t], "region": region, "trust": made.trust}
        columns |= {name: context[:, place] for place, name in enumerate(CONTEXT)}
        _write(folder / f"{year}.parquet", year, n_schools, columns)
    return stored(folder)


def stored(folder: Path) -> Stored:
    """What `store` wrote to a folder."""
    paths = tuple(sorted(folder.glob("*.parquet")))
    years = tuple(int(path.stem) for path in paths)
    return Stored(paths, years, (years[N_BEFORE], years[N_BEFORE + 1]))


def _write(path: Path, year: int, n: int, columns: dict[str, Floats]) -> None:
    table = {"urn": 100_000 + np.arange(n), "academic_year": np.full(n, year)}
    for name, values in columns.items():
        is_hidden = np.zeros(n, dtype=np.bool_)
        table |= {name: values, f"{name}__reason": is_hidden.astype(np.uint8)}
    relation = duckdb.connect()
    relation.register("t", table)
    relation.execute(f"copy t to '{path}' (format parquet)")
    relation.close()


def load(stored: Stored) -> Panel:
    """The panel, by DuckDB from its columns, as `schools.panel` reads it."""
    names = ", ".join(f'"{name}", "{name}__reason"' for name in COLUMNS)
    with duckdb.connect() as duck:
        found = [
            duck.execute(
                f"select urn, {names} from read_parquet(?) order by urn", [str(path)]
            ).fetchnumpy()
            for path in stored.files
        ]
    values = np.empty((len(found[0]["urn"]), len(found), N_OUTCOMES))
    for t, columns in enumerate(found):
        for k, name in enumerate(OUTCOMES):
            values[:, t, k] = np.where(columns[f"{name}__reason"] == 0, columns[name], np.nan)
    panel = complete(
        schools=found[0]["urn"],
        years=np.array(stored.years),
        outcomes=OUTCOMES,
        values=values,
        pupils=np.column_stack([columns["pupils"] for columns in found]),
    )
    return replace(
        panel,
        region=found[0]["region"].astype(np.int64),
        trust=found[0]["trust"].astype(np.int64),
        context=np.column_stack([found[N_BEFORE - 1][name] for name in CONTEXT]),
        context_names=CONTEXT,
    )


def took_part(panel: Panel, stored: Stored, *, seed: int = 1) -> Treatment:
    """N_TREATED schools, half from each start year."""
    rng = np.random.default_rng(seed)
    schools = rng.choice(panel.schools, N_TREATED, replace=False)
    return Treatment(schools, np.repeat(stored.starts, N_TREATED // 2).astype(np.int64))


def question(*, draws: int = 9_999) -> Question:
    return Question(
        asked=tuple(
            Asked(name, Outcome.ATTAINMENT, Words(f"subject {place}"), SD)
            for place, name in enumerate(OUTCOMES)
        ),
        primary=OUTCOMES[:1],
        source="nobody",
        vintage="simulated",
        is_recruitment_known=True,
        next_results={2019: date(2020, 12, 1)},
        draws=draws,
    )
