"""Reading the national panel as arrays, and one school's rows: figures for context, no goals."""

import json
import os
import shutil
import statistics
import time
from collections.abc import Callable

from benchmarks.findings import Finding, Table
from benchmarks.homes import Homes

ROUNDS = 5
N_SCHOOLS = 200


def measure(homes: Homes) -> Finding:
    found = json.loads(homes.large.python("-m", "benchmarks.panel"))
    rows = (
        ("the panel, files fetched from the database", f"{found['cold'] * 1000:,.0f}"),
        ("the panel, files on this machine already", f"{found['warm'] * 1000:,.0f}"),
        ("one school's rows of every year", f"{found['school'] * 1000:,.2f}"),
    )
    return Finding(
        title="Reading results back",
        how=(
            f"The panel of {found['n_schools']:,} schools, {found['n_years']} years and "
            f"{found['n_measures']} measures as arrays (schools/panel.py), {ROUNDS} times each; "
            f"and what a school's page reads, for {N_SCHOOLS} schools in turn. Medians, with "
            "Django started and the database running.",
        ),
        tables=(Table(("what", "ms"), rows),),
    )


def _within() -> None:
    """Measure in this process, which is within a home; print what was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    from leadwell.config.commands import door

    with door.opened():
        from leadwell.reporting.forms import MEASURES
        from leadwell.schools import panel, store
        from leadwell.schools.models import PublishedYear

        years = list(
            PublishedYear.objects.order_by().values_list("academic_year", flat=True).distinct()
        )

        def read() -> panel.ResultsPanel:
            return panel.read(MEASURES, years)

        def read_cold() -> panel.ResultsPanel:
            shutil.rmtree(store.cache_folder())
            return read()

        found = read()
        schools = iter(found.school_ids[:: max(1, found.school_ids.size // N_SCHOOLS)].tolist())
        print(
            json.dumps(
                {
                    "n_schools": found.school_ids.size,
                    "n_years": found.academic_years.size,
                    "n_measures": len(found.values),
                    "cold": _median(read_cold, ROUNDS),
                    "warm": _median(read, ROUNDS),
                    "school": _median(
                        lambda: list(PublishedYear.objects.filter(school=next(schools))),
                        min(N_SCHOOLS, found.school_ids.size),
                    ),
                }
            )
        )


def _median(do: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        do()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    _within()
