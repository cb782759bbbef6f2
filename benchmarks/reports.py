"""How long pages and files of governors' reports take at 41 schools and at 3,100; and whether 200
PDF files, made by the worker, slow anybody down."""

import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import Any

import psycopg

from benchmarks.beside_empty import SIZES, BesideEmpty, Counts, Key, Times
from benchmarks.findings import Finding, Goal
from benchmarks.homes import SEED, TODAY, Home, Homes
from benchmarks.programmes import COUNTRY, SITE
from benchmarks.visiting import EMPTY, Visitor, served, serving_all
from leadwell.demo import files as demo_files

ROUNDS, WARM_UP = 20, 3
N_PAPERS = 200
PDF = "PDF of a draft, made anew"
"""A page by its name, and who asks for it."""
URL = "from leadwell.lib import embedded; print(embedded.url())"
WAITING = "select count(*) from procrastinate_jobs where queue_name = 'papers' and status = any(%s)"


def measure(homes: Homes, *, rounds: int = ROUNDS) -> Finding:
    times: dict[tuple[Key, int], list[float]] = defaultdict(list)
    counts: dict[tuple[Key, int], int] = {}
    country = demo_files.write(
        homes.folder / "reports-files", seed=SEED, today=TODAY, n_schools=COUNTRY
    )
    empty = homes.empty("reports-0")
    empty.load(country, results=False)
    empty.collect_static()
    with ExitStack() as stack:
        asked: list[tuple[tuple[Key, int], Visitor, str, str]] = []
        for size in SIZES:
            home = stack.enter_context(homes.copy(empty, f"reports-{size}"))
            home.peopled(size)
            stack.enter_context(home.database())
            about = json.loads(home.python("-m", "benchmarks.report_rows", "make"))
            home.analyze()
            asked += list(_asked(about, stack.enter_context(served(home, SITE)), size))
        for (key, size), visitor, cookie, url in asked:
            visitor.page(url, Cookie=cookie)
            answer = visitor.page(url, Cookie=cookie, X_Count_Queries="yes")
            counts[key, size] = int(answer.headers["x-queries"])
        for n in range(WARM_UP + rounds):
            for what, visitor, cookie, url in asked:
                seconds = visitor.page(url, Cookie=cookie).seconds
                if n >= WARM_UP:
                    times[what].append(seconds)
    with homes.copy(empty, "reports-printing") as home:
        home.peopled(SIZES[0])
        printing = _printing(home)
    return _finding(times, counts, printing)


def _asked(
    about: Mapping[str, Any], port: int, size: int
) -> Iterable[tuple[tuple[Key, int], Visitor, str, str]]:
    visitor = Visitor(port)
    for (name, who), url in pages(about).items():
        yield ((name, who), size), visitor, about["cookies"][who], url


def pages(about: Mapping[str, Any]) -> dict[Key, str]:
    written, issued = (f"/governors-reports/{about[name]}/" for name in ("written", "issued"))
    return {
        **{(EMPTY, who): "/cookies/" for who in about["cookies"]},
        ("reports", "lead"): "/governors-reports/",
        ("reports", "head"): "/governors-reports/",
        ("reports", "data officer"): "/governors-reports/",
        ("home", "head"): "/",
        ("home", "governor"): "/",
        ("issued report", "governor"): issued,
        ("report being written", "head"): written,
        ("its words", "head"): f"{written}edit/",
        ("before it is issued", "head"): f"{written}issue/",
        (PDF, "head"): f"{written}report.pdf",
        ("PDF of an issued report", "governor"): f"{issued}report.pdf",
        ("Word document", "governor"): f"{issued}report.docx",
    }


def _printing(home: Home) -> dict[str, float]:
    """seconds: for all papers. before, while_: the median page, in seconds. n: pages meanwhile."""
    with home.database():
        about = json.loads(home.python("-m", "benchmarks.report_rows", "make"))
        home.analyze()
    with serving_all(home) as (_, port):
        visitor = Visitor(port)
        asked = [
            (about["cookies"][who], url) for (_, who), url in pages(about).items()
            if not url.endswith((".pdf", ".docx"))
        ]  # fmt: skip
        with psycopg.connect(home.python("-c", URL).strip(), autocommit=True) as jobs:
            _until(jobs, 0)  # what the demonstration has issued
            before = [_visit(visitor, asked, n) for n in range(ROUNDS * len(asked))]
            home.python("-m", "benchmarks.report_rows", "queue", str(N_PAPERS))
            begun, meanwhile = time.perf_counter(), []
            while _waiting(jobs):
                meanwhile.append(_visit(visitor, asked, len(meanwhile)))
            seconds = time.perf_counter() - begun
    return {
        "seconds": seconds, "before": statistics.median(before),
        "while": statistics.median(meanwhile), "n": len(meanwhile),
    }  # fmt: skip


def _visit(visitor: Visitor, asked: list[tuple[str, str]], n: int) -> float:
    cookie, url = asked[n % len(asked)]
    return visitor.page(url, Cookie=cookie).seconds


def _waiting(jobs: psycopg.Connection) -> int:
    found = jobs.execute(WAITING, [["todo", "doing"]]).fetchone()
    return int(found[0]) if found else 0


def _until(jobs: psycopg.Connection, n: int) -> None:
    while _waiting(jobs) > n:
        time.sleep(0.2)


def _finding(
    times: Times,
    counts: Counts,
    printing: Mapping[str, float],
) -> Finding:
    beside = BesideEmpty(times, counts)
    page = max((key for key in beside.keys if key[0] != PDF), key=beside.worst)
    n, seconds = int(printing["n"]), printing["seconds"]
    return Finding(
        title="Governors’ reports",
        how=(
            "As with people and programmes; no results are loaded, so that no chart is drawn. Then "
            f"the worker of `leadwell serve` printed {N_PAPERS} papers, one at a time, in "
            f"{seconds:.0f} seconds, while one person asked for {n:,} pages one after another.",
        ),
        tables=(beside.table(),),
        goals=(
            Goal("One PDF, made anew, against the empty page", beside.worst((PDF, "head")), 40),
            Goal(f"The slowest page or file but that ({', '.join(page)})", beside.worst(page), 8),
            beside.goal_of_queries(),
            Goal(
                f"The median page while {N_PAPERS} papers are printed, against before",
                printing["while"] / printing["before"], 1.5,
            ),
        ),
    )  # fmt: skip
