"""How long pages about people and programmes take at 41 schools and at 3,100, and making those."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import Any

from benchmarks.beside_empty import SIZES, BesideEmpty, Counts, Key, Times
from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import SEED, TODAY, Homes
from benchmarks.visiting import EMPTY, EMPTY_URL, TAKING_TURNS, Visitor, served
from leadwell.demo import files as demo_files

ROUNDS = 20
WARM_UP = 3
COUNTRY = 3_600  # schools: enough for the largest size
SITE = "benchmarks.counting:application"
MB = 1_000_000

LONG = {
    ("programmes", "data officer"), ("my schools", "data officer"),
    ("my schools without a contact", "data officer"), ("people", "data officer"),
    ("home", "data officer"), ("people", "administrator"), ("people by place", "administrator"),
    ("people by name asked", "administrator"), ("who to invite", "administrator"),
    ("home", "administrator"), ("programmes", "administrator"),
}  # fmt: skip
"""Pages of those who see every school or everybody: 3,100 schools stand behind each."""


def measure(homes: Homes, *, rounds: int = ROUNDS) -> Finding:
    made: list[tuple[str, ...]] = []
    times: dict[tuple[Key, int], list[float]] = defaultdict(list)
    counts: dict[tuple[Key, int], int] = {}
    country = demo_files.write(
        homes.folder / "peopled-files", seed=SEED, today=TODAY, n_schools=COUNTRY
    )
    empty = homes.empty("peopled-0")
    empty.load(country, results=False)
    empty.collect_static()
    with ExitStack() as stack:
        asked = []
        for size in (4, *SIZES):
            home = stack.enter_context(homes.copy(empty, f"peopled-{size}"))
            run = home.peopled(size)
            stack.enter_context(home.database())
            home.analyze()
            if size not in SIZES:
                made.append(_row_of_making(size, run.seconds, run.peak, ""))
                continue
            about: dict[str, Any] = json.loads(home.python("-m", "benchmarks.peopled", "sessions"))
            made.append(_row_of_making(size, run.seconds, run.peak, f"{about['n_accounts']:,}"))
            port = stack.enter_context(served(home, SITE))
            asked += list(_asked(about, port, size))
        for (key, size), visitor, cookie, urls in asked:
            visitor.page(urls[-1], Cookie=cookie)
            answer = visitor.page(urls[0], Cookie=cookie, X_Count_Queries="yes")
            counts[key, size] = int(answer.headers["x-queries"])
        for n in range(WARM_UP + rounds):
            for what, visitor, cookie, urls in asked:
                visitor.page(EMPTY_URL, Cookie=cookie)
                seconds = visitor.page(urls[n % len(urls)], Cookie=cookie).seconds
                if n >= WARM_UP:
                    times[what].append(seconds)
    return _finding(times, counts, made)


def _row_of_making(size: int, seconds: float, peak: int, accounts: str) -> tuple[str, ...]:
    return (f"{size:,} schools", accounts, f"{seconds:.0f}", f"{peak / MB:,.0f}")


def _asked(
    about: Mapping[str, Any], port: int, size: int
) -> Iterable[tuple[tuple[Key, int], Visitor, str, list[str]]]:
    """Every page with each who asks for it, over one connection: idle ones would be closed."""
    visitor = Visitor(port)
    for (name, who), urls in pages(about).items():
        yield ((name, who), size), visitor, about["cookies"][who], urls


def pages(about: Mapping[str, Any]) -> dict[Key, list[str]]:
    """Addresses by page and by who asks. Where there are several, they take turns."""
    programme = f"/programmes/{about['programme']}/"
    enrolment, person = f"/enrolments/{about['enrolment']}/", f"/people/{about['person']}/"
    school = f"/schools/{about['urn']}"
    everybody = tuple(about["cookies"])
    lead, admin, head = ("lead",), ("administrator",), ("head",)
    told: tuple[tuple[str, tuple[str, ...], list[str]], ...] = (
        (EMPTY, everybody, [EMPTY_URL]),
        ("home", everybody, ["/"]),
        ("programmes", (*lead, *admin, *head, "data officer"), ["/programmes/"]),
        ("programme", (*lead, *head, "data officer"), [programme]),
        ("find a school to enrol", lead, [f"{programme}schools/?q=mill"]),
        ("hub", (*lead, "hub lead"), [f"/hubs/{about['hub']}/"]),
        ("my schools",
         (*lead, "hub lead", "specialist", *head, "governor", "chief executive", "data officer"),
         ["/my-schools/"]),
        ("my schools without a contact", (*lead, "data officer"), ["/my-schools/?without=finance"]),
        ("enrolment", (*lead, *head, "specialist"), [enrolment]),
        ("another enrolment each time", lead, [f"/enrolments/{pk}/" for pk in about["enrolments"]]),
        ("people", (*lead, "hub lead", *head, *admin, "data officer"), ["/people/"]),
        ("people by place", (*lead, *admin), ["/people/?sort=where"]),
        ("people by name asked", (*lead, *admin), ["/people/?q=wren"]),
        ("person", (*lead, *head, *admin), [person]),
        ("another person each time", lead, [f"/people/{pk}/" for pk in about["heads"]]),
        ("who to invite", (*lead, *admin), ["/people/invite/"]),
        ("add somebody", lead, ["/people/new/"]),
        ("change somebody", lead, [f"{person}change/"]),
        ("give a role", lead, [f"{person}roles/new/"]),
        ("give a role at a school", lead, [f"{person}roles/new/?role=TCH"]),
        ("end a role", lead, [f"/roles/{about['role']}/end/"]),
        ("hand a role over", lead, [f"/roles/{about['role']}/hand-over/"]),
        ("handover", lead, [f"/handovers/{about['handover']}/"]),
        ("contacts of a school", (*lead, *head, "governor"), [f"{school}/people/"]),
        ("a school so far", head, [f"{school}/so-far/"]),
        ("who looked", head, ["/looked/"]),
        ("begin a stage", lead, [f"{enrolment}stage/"]),
        ("change a programme", lead, [f"{programme}about/"]),
        ("add a strand", lead, [f"{programme}strands/add/"]),
        ("change a strand", lead, [f"/strands/{about['strand']}/change/"]),
        ("open a programme", admin, ["/programmes/new/"]),
    )  # fmt: skip
    return {(name, who): urls for name, whose, urls in told for who in whose}


def _finding(times: Times, counts: Counts, made: list[tuple[str, ...]]) -> Finding:
    beside = BesideEmpty(times, counts)
    short, long = (
        max((key for key in beside.keys if (key in LONG) == is_long), key=beside.worst)
        for is_long in (False, True)
    )
    return Finding(
        title="People and programmes",
        how=(
            "Over HTTP from the real web server (granian, one process, production mode), each page "
            "as somebody who may open it, signed in with an app. “Times” is against the page about "
            "cookies for the same person at the same size. Programmes are made through the actions "
            f"in a country of {COUNTRY:,} schools; of 3,100, most are copies by the database.",
            f"{beside.rounds} rounds, {TAKING_TURNS}",
        ),
        tables=(
            Table(("made", "accounts", "seconds", "MB"), tuple(made)),
            beside.table(),
        ),
        goals=(
            Goal(f"The slowest page ({', '.join(short)}) against the empty page", beside.worst(short), 4),
            Goal(f"The slowest list of everybody’s ({', '.join(long)})", beside.worst(long), 8),
            beside.goal_of_queries(),
        ),
    )  # fmt: skip
