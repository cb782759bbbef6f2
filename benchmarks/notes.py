"""How long it takes to open the form of a note, to keep and to save it, and to read notes and boards'
pages, at 41 schools and at 3,100 in 171 programmes."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from itertools import count
from typing import Any
from urllib.parse import urlencode

from benchmarks.beside_empty import SIZES, BesideEmpty, Counts, Key, Times
from benchmarks.findings import Finding, Goal
from benchmarks.homes import SEED, TODAY, Homes
from benchmarks.programmes import COUNTRY, SITE
from benchmarks.visiting import EMPTY, EMPTY_URL, TAKING_TURNS, Answer, Visitor, served
from leadwell.demo import files as demo_files

ROUNDS, WARM_UP = 20, 3
KEEP, SAVE = "words kept while one writes", "a part of a note saved"
ACROSS = "board, all programmes"
"""A page by its name, and who asks for it."""
Ask = Callable[..., Answer]
"""Asks once more; takes headers."""


def measure(homes: Homes, *, rounds: int = ROUNDS) -> Finding:
    times: dict[tuple[Key, int], list[float]] = defaultdict(list)
    counts: dict[tuple[Key, int], int] = {}
    told: dict[int, dict[str, Any]] = {}
    country = demo_files.write(
        homes.folder / "notes-files", seed=SEED, today=TODAY, n_schools=COUNTRY
    )
    empty = homes.empty("notes-0")
    empty.load(country, results=False)
    empty.collect_static()
    with ExitStack() as stack:
        asked: list[tuple[tuple[Key, int], Visitor, str, Ask]] = []
        for size in SIZES:
            home = stack.enter_context(homes.copy(empty, f"notes-{size}"))
            home.peopled(size)
            stack.enter_context(home.database())
            told[size] = json.loads(home.python("-m", "benchmarks.note_rows"))
            home.analyze()
            asked += list(_asked(told[size], stack.enter_context(served(home, SITE)), size))
        for (key, size), _, _, ask in asked:
            ask()
            counts[key, size] = int(ask(X_Count_Queries="yes").headers["x-queries"])
        for n in range(WARM_UP + rounds):
            for what, visitor, cookie, ask in asked:
                visitor.page(EMPTY_URL, Cookie=cookie)
                seconds = ask().seconds
                if n >= WARM_UP:
                    times[what].append(seconds)
    return _finding(times, counts, told)


def _asked(
    about: Mapping[str, Any], port: int, size: int
) -> Iterable[tuple[tuple[Key, int], Visitor, str, Ask]]:
    visitor = Visitor(port)
    cookies = about["cookies"]

    def read(url: str, cookie: str) -> Ask:
        return lambda **more: visitor.page(url, Cookie=cookie, **more)

    for (name, who), url in pages(about).items():
        yield ((name, who), size), visitor, cookies[who], read(url, cookies[who])
    author = cookies["specialist"]
    for name, ask in ((KEEP, _keeping(visitor, about)), (SAVE, _saving(visitor, about))):
        yield ((name, "specialist"), size), visitor, author, ask


def pages(about: Mapping[str, Any]) -> dict[Key, str]:
    board, write = f"/programmes/{about['programme']}/board/", f"/visits/{about['visit']}/note/"
    note, part = f"/notes/{about['note']}/", f"/enrolments/{about['enrolment']}/"
    told: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        (EMPTY, EMPTY_URL, tuple(about["cookies"])),
        (ACROSS, "/board/", ("board member", "steering member")),
        ("board of a programme", board, ("board member", "steering member", "lead")),
        ("a school on the board’s page", f"{part}board/", ("board member",)),
        ("decisions", "/decisions/", ("board member",)),
        ("decide", f"{part}decide/", ("board member",)),
        ("home", "/", ("board member", "specialist", "head", "hub lead")),
        ("my trust", "/trust/", ("chief executive",)),
        ("note", note, ("specialist", "head", "hub lead", "board member")),
        ("what came of a note", f"{note}chain/", ("board member",)),
        ("notes of a school", f"{part}notes/", ("head",)),
        ("what waits", "/notes/waiting/", ("hub lead", "lead")),
        ("notes to check", "/notes/to-check/", ("hub lead",)),
        ("visits", "/visits/", ("specialist",)),
        *((f"form, {slug}", f"{write}{slug}/", ("specialist",)) for slug in about["words"]),
        ("before it is shared", f"{write}share/", ("specialist",)),
    )  # fmt: skip
    return {(name, who): url for name, url, whose in told for who in whose}


def _keeping(visitor: Visitor, about: Mapping[str, Any]) -> Ask:
    """What keeping.js sends each ten seconds: other words each time, on from the version before."""
    key = f"{about['keys']['specialist']}:note-seen:{about['visit']}"
    turns, versions = count(1), [0]

    def keep(**more: str) -> Answer:
        turn = next(turns)
        words = about["words"]["seen"] | {"strength-1": f"Counters, {turn}"}
        sent = {"key": key, "words": words, "base": versions[-1], "device": "d", "turn": turn}
        answer = visitor.post(
            f"/visits/{about['visit']}/note/seen/keep/", json.dumps(sent | {"active": turn}),
            about["cookies"]["specialist"], "application/json", **more,
        )  # fmt: skip
        versions[:] = [json.loads(answer.text)["version"]]
        return answer

    return keep


def _saving(visitor: Visitor, about: Mapping[str, Any]) -> Ask:
    """The button under a part of a note, as a browser without a script sends it."""
    turns = count(1)

    def save(**more: str) -> Answer:
        sent = about["words"]["done"] | {"purpose": f"Number talk {next(turns)}", "then": "later"}
        return visitor.post(
            f"/visits/{about['visit']}/note/done/", urlencode(sent | {"kept-version": "999999"}),
            about["cookies"]["specialist"], "application/x-www-form-urlencoded", **more,
        )  # fmt: skip

    return save


def _finding(
    times: Times,
    counts: Counts,
    told: Mapping[int, Mapping[str, Any]],
) -> Finding:
    beside, many = BesideEmpty(times, counts), SIZES[-1]
    saves = max(beside.worst(key) for key in beside.keys if key[0] in {KEEP, SAVE})
    boards = max(beside.worst(key) for key in beside.keys if key[0] == ACROSS)
    return Finding(
        title="Notes of visit and boards",
        how=(
            "As with people and programmes. Of 41 schools the notes are the demonstration’s; of "
            "3,100 every other school has two released notes, a visit to come, two actions, and "
            "every sixth a decision, written into the same tables; councils have term dates. "
            f"{told[many]['n_notes']:,} notes are released, and the board member sits on the boards "
            f"of {told[many]['n_programmes']} programmes.",
            f"{beside.rounds} rounds, {TAKING_TURNS}",
        ),
        tables=(beside.table(),),
        goals=(
            Goal("Keeping and saving words", saves, 6),
            Goal(f"The board’s page of {many:,} schools", boards, 10),
            beside.goal_of_queries(),
        ),
    )  # fmt: skip
