"""A national file of results, command to prompt, against what DuckDB needs to read it as text."""

import importlib.util
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks import processes
from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import Home, Homes
from benchmarks.processes import MB, Run

YEAR = 2018
ROUNDS = 5

COMMAND, EMPTY = "leadwell import-results", "the same, onto no register"
NOT_COMPILED = "the same, Python not compiled"
STARTING = "a leadwell command that does nothing"
DUCKDB, POLARS = "DuckDB, its own reader", "polars"
NOTHING = "Python that imports DuckDB"

DO_NOTHING = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "leadwell.config.settings"
from leadwell.config import cli
from leadwell.config.commands import door
with door.opened():
    from leadwell.schools import actions
"""
# All text, nothing guessed. Some rows of the file end early, so filling up is the least it takes.
WITH_DUCKDB = """
import sys, duckdb
source, to = sys.argv[1:]
print(*duckdb.execute(
    f"COPY (SELECT * FROM read_csv('{source}', delim=',', quote='\\"', header=true,"
    f" all_varchar=true, null_padding=true)) TO '{to}' (FORMAT parquet)").fetchone())
"""
WITH_POLARS = """
import sys, polars
source, to = sys.argv[1:]
frame = polars.read_csv(source, infer_schema=False, truncate_ragged_lines=True)
frame.write_parquet(to)
print(frame.height)
"""


def measure(homes: Homes, *, rounds: int = ROUNDS) -> Finding:
    file = next(file.path for file in homes.files.results if file.academic_year == YEAR)
    n_rows, n_columns = _shape(file)
    empty = homes.empty("migrated")
    registered = homes.empty("registered")
    registered.load(homes.files, results=False)
    _python(homes, empty, DO_NOTHING)  # now it is compiled
    runs: dict[str, list[Run]] = defaultdict(list)
    for _ in range(rounds):
        runs[COMMAND].append(_imported(homes, registered, file))
        runs[DUCKDB].append(_peer(homes, WITH_DUCKDB, file, n_rows))
        runs[EMPTY].append(_imported(homes, empty, file))
        runs[NOT_COMPILED].append(_imported(homes, registered, file, is_compiled=False))
        runs[STARTING].append(_python(homes, empty, DO_NOTHING))
        runs[NOTHING].append(_python(homes, empty, "import duckdb"))
        if importlib.util.find_spec("polars"):
            runs[POLARS].append(_peer(homes, WITH_POLARS, file, n_rows))
    return _finding(runs, file, n_rows, n_columns)


def _finding(runs: dict[str, list[Run]], file: Path, n_rows: int, n_columns: int) -> Finding:
    seconds = {name: statistics.median(run.seconds for run in each) for name, each in runs.items()}
    peaks = {name: max(run.peak for run in each) for name, each in runs.items()}
    peer = seconds[DUCKDB]
    rows = tuple(
        (
            name,
            f"{seconds[name]:.2f}",
            f"{min(run.seconds for run in each):.2f} to {max(run.seconds for run in each):.2f}",
            f"{seconds[name] / peer:.2f}",
            f"{peaks[name] / MB:,.0f}",
        )
        for name, each in runs.items()
    )
    starting = seconds[STARTING]
    work = (seconds[COMMAND] - starting) / (peer - seconds[NOTHING])
    return Finding(
        title="Loading a national results file",
        how=(
            f"A wide Key Stage 2 file for 2018/19 of {n_rows:,} rows and {n_columns} columns "
            f"({file.stat().st_size / MB:.0f} MB), invented. Each line is a process of its own from "
            "start to end. The command checks every cell, keeps every text and writes a row a "
            "school to PostgreSQL, in one transaction, into a home whose database is not running "
            "yet and holds the register; DuckDB reads the file as text and writes Parquet, and "
            "checks nothing. "
            f"Of the command's time {starting / seconds[COMMAND]:.0%} is starting and ending: "
            "Python, Django and the built-in database, most of it while the file is read already. "
            f"Without starting on either side, the command takes {work:.2f} times as long.",
            f"{len(runs[COMMAND])} rounds, the lines taking turns; medians. Memory is the sum of "
            "each process's own peak, the database's processes apart. Python's modules are "
            "compiled beforehand, as an installer does; in one line they are not. "
            + ("" if POLARS in runs else "polars is not installed, so it is not here."),
        ),
        tables=(Table(("process", "seconds", "range", "times DuckDB", "peak MB"), rows),),
        goals=(
            Goal("Loading against DuckDB reading", seconds[COMMAND] / peer, 3),
            Goal("Peak memory of loading", max(peaks[COMMAND], peaks[EMPTY]) / MB, 1_000, "MB"),
        ),
    )


def _imported(homes: Homes, begin_with: Home, file: Path, *, is_compiled: bool = True) -> Run:
    with homes.copy(begin_with, "copy") as home:
        words = ("import-results", file, "--year", "2018/19")
        return home.leadwell(*words, is_compiled=is_compiled)


def _python(homes: Homes, home: Home, script: str, *words: Path) -> Run:
    log = homes.folder / "python.log"
    return processes.run([sys.executable, "-c", script, *words], env=home.env, log=log)


def _peer(homes: Homes, script: str, file: Path, n_rows: int) -> Run:
    to = homes.folder / "peer.parquet"
    done = _python(homes, Home(homes.folder / "none"), script, file, to)
    to.unlink()
    if int(done.out) != n_rows:
        raise processes.Failed(f"The peer wrote {done.out.strip()} rows of {n_rows}.")
    return done


def _shape(file: Path) -> tuple[int, int]:
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return len(lines) - 1, lines[0].count(",") + 1
