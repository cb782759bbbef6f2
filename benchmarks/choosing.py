"""Looking for schools by need among few and among all there are, and what is asked of each."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from benchmarks.beside_empty import BesideEmpty, Counts, Key, Times
from benchmarks.findings import Finding, Goal
from benchmarks.homes import FEW, SEED, TODAY, Home, Homes
from benchmarks.programmes import SITE
from benchmarks.visiting import EMPTY, EMPTY_URL, TAKING_TURNS, Visitor, served
from leadwell.demo import files as demo_files

COUNTY = 120
"""Schools of the small country."""
ROUNDS = 25
WARM_UP = 3
LEAD = "lead"
MOST = 8
BESIDE = ("the schools of the programme", "what is asked of schools", "clashes of the programme")
"""Not pages of looking: measured for how often they ask."""
PIECE = {"HX_Request": "true"}
"""As a filter is changed: the list alone is drawn again."""


def measure(homes: Homes, *, rounds: int = ROUNDS) -> Finding:
    times: dict[tuple[Key, int], list[float]] = defaultdict(list)
    counts: dict[tuple[Key, int], int] = {}
    with ExitStack() as stack:
        asked = [
            one
            for size, home in ((COUNTY, _county(homes)), (homes.n_schools, homes.large))
            for one in _asked(stack, homes, home, size)
        ]
        for key, visitor, headers, urls in asked:
            for n in (-1, -2):  # what is kept for everybody is kept; another filter, counted
                answer = visitor.page(urls[n % len(urls)], **headers, X_Count_Queries="yes")
            counts[key] = int(answer.headers["x-queries"])
        for n in range(WARM_UP + rounds):
            for key, visitor, headers, urls in asked:
                visitor.page(EMPTY_URL, Cookie=headers["Cookie"])
                seconds = visitor.page(urls[n % len(urls)], **headers).seconds
                if n >= WARM_UP:
                    times[key].append(seconds)
    return _finding(times, counts)


def _county(homes: Homes) -> Home:
    """As few schools as there can be programmes among, with their results."""
    home = homes.empty("county")
    folder = homes.folder / "county-files"
    home.load(demo_files.write(folder, seed=SEED, today=TODAY, n_schools=COUNTY))
    home.collect_static()
    return home


def _asked(
    stack: ExitStack, homes: Homes, loaded: Home, size: int
) -> Iterator[tuple[tuple[Key, int], Visitor, dict[str, str], list[str]]]:
    home = stack.enter_context(homes.copy(loaded, f"choosing-{size}"))
    home.peopled(FEW)
    stack.enter_context(home.database())
    home.analyze()
    about: dict[str, Any] = json.loads(home.python("-m", "benchmarks.peopled", "sessions"))
    visitor = Visitor(stack.enter_context(served(home, SITE)))
    cookie = {"Cookie": about["cookies"][LEAD]}
    for name, (more, urls) in pages(about).items():
        yield ((name, LEAD), size), visitor, cookie | more, urls


def pages(about: Mapping[str, Any]) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Headers and addresses by page. Where there are several addresses, they take turns."""
    programme = f"/programmes/{about['programme']}"
    schools = f"{programme}/choosing/schools/"

    def each(filter_: str, values: range) -> list[str]:
        return [f"{schools}?{filter_}={value}" for value in values]

    return {
        EMPTY: ({}, [EMPTY_URL]),
        "all schools, lowest result first": ({}, [schools]),
        "widest gap first": ({}, [f"{schools}?sort=gap"]),
        "the largest primary schools": ({}, [f"{schools}?sort=-pupils&phase=Primary"]),
        "another page each time": ({}, each("page", range(1, 1 + WARM_UP + ROUNDS))),
        "another result each time": ({}, each("below", range(40, 40 + WARM_UP + ROUNDS))),
        "another size each time, the list alone": (
            PIECE, each("least", range(50, 50 + WARM_UP + ROUNDS)),
        ),
        "another gap each time, the list alone": (
            PIECE, each("sort=gap&gap", range(1, 1 + WARM_UP + ROUNDS)),
        ),
        "the schools of the programme": ({}, [f"{programme}/choosing/"]),
        "what is asked of schools": ({}, ["/radar/"]),
        "clashes of the programme": ({}, [f"{programme}/overload/"]),
    }  # fmt: skip


def _finding(times: Times, counts: Counts) -> Finding:
    beside = BesideEmpty(times, counts)
    looking = [key for key in beside.keys if key[0] not in BESIDE]
    slowest = max(looking, key=beside.worst)
    return Finding(
        title="Looking for schools",
        how=(
            "Over HTTP from the real web server (granian, one process, production mode), each page "
            "as who leads a programme, signed in with an app. “Times” is against the page about "
            "cookies for the same person at the same size. What fits a filter is remembered until "
            "something is loaded: lines with another filter each time show what it costs when it "
            "is not.",
            f"{beside.rounds} rounds, {TAKING_TURNS}",
        ),
        tables=(beside.table(),),
        goals=(
            Goal(f"The slowest page of looking ({slowest[0]}) against the empty page", beside.worst(slowest), MOST),
            beside.goal_of_queries(),
        ),
    )  # fmt: skip
