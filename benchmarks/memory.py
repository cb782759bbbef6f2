"""Memory of a whole installation after somebody has visited every page."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil

from benchmarks import processes
from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import Home, Homes
from benchmarks.processes import MB
from benchmarks.visiting import Visitor, pages, serving_all, somebody

VISITORS = 6  # as many as the web process has threads
MOST = 600  # MB


def measure(homes: Homes) -> Finding:
    home = homes.large
    with serving_all(home) as (process, port):
        about = somebody(home)
        before = _shares(home, process.pid)
        with ThreadPoolExecutor(VISITORS) as everyone:
            list(everyone.map(lambda _: _visit(port, about), range(VISITORS)))
        after = _shares(home, process.pid)
    rows = [(name, f"{before[name] / MB:,.0f}", f"{n / MB:,.0f}") for name, n in after.items()]
    totals = (f"{sum(before.values()) / MB:,.0f}", f"{sum(after.values()) / MB:,.0f}")
    return Finding(
        title="Memory of a whole installation",
        how=(
            "`leadwell serve` with the whole country loaded: the built-in PostgreSQL, one web "
            f"process, one worker and the process that watches over them, after {VISITORS} people "
            "at once have each visited every page. Proportional set size: what n processes "
            "share counts one nth for each, so the sum is what the machine really gives.",
        ),
        tables=(Table(("MB", "begun", "after every page"), (*rows, ("together", *totals))),),
        goals=(Goal("Memory together", sum(after.values()) / MB, MOST, "MB"),),
    )


def _visit(port: int, about: dict[str, Any]) -> None:
    visitor = Visitor(port, str(about["session"]))
    for urls in pages(about).values():
        for url in urls:
            visitor.page(url)


def _shares(home: Home, pid: int) -> dict[str, int]:
    """Bytes by part. Processes are told apart by what they run."""
    postmaster = int((home.path / "data" / "postmaster.pid").read_text().split()[0])
    watching, *below = processes.tree(pid)
    web = [each for each in below if "granian" in " ".join(_words(each))]
    # The web server's own worker may have a name of its own: it is whatever is below it.
    web_pids = {each.pid for top in web for each in processes.tree(top.pid)}
    return {
        "PostgreSQL": _sum(processes.tree(postmaster)),
        "web": processes.shares(web_pids),
        "worker": _sum(each for each in below if each.pid not in web_pids),
        "watching over them": _sum([watching]),
    }


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.NoSuchProcess:
        return []


def _sum(found: Iterable[psutil.Process]) -> int:
    return processes.shares(each.pid for each in found)
