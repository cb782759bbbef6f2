"""How long each page takes with few schools and with many, against an empty page."""

import random
import statistics
from contextlib import ExitStack

from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import Home, Homes
from benchmarks.visiting import EMPTY, Visitor, pages, served, somebody

ROUNDS = 40
WARM_UP = 5
SITE, BARE_SITE = "benchmarks.counting:application", "benchmarks.bare:application"
BARE = "bare Django view"
BARE_URL = "/"
NEW = "each time"  # in the name of a page that is another at each ask
BEFORE_URL = "/account/"  # what one comes from: the empty page itself would have it warmed for it

Times = dict[tuple[str, int], list[float]]  # by page, and by the number of schools
Asked = tuple[tuple[str, int], Visitor, list[str]]
Counts = dict[tuple[str, int], int]


def measure(homes: Homes, *, rounds: int = ROUNDS) -> Finding:
    counts: Counts = {}
    with ExitStack() as stack:
        asked: list[Asked] = []
        for home in (homes.small, homes.large):
            asked += _asked(stack, home)
        times: Times = {key: [] for key, *_ in asked}
        for key, visitor, urls in asked:
            if key[0] != BARE:
                visitor.page(urls[-1])
                counted = visitor.page(urls[-2:][0], X_Count_Queries="yes")
                counts[key] = int(counted.headers["x-queries"])
        for n in range(WARM_UP + rounds):
            for key, visitor, urls in random.Random(n).sample(asked, len(asked)):
                visitor.page(BARE_URL if key[0] == BARE else BEFORE_URL)
                seconds = visitor.page(urls[n % len(urls)]).seconds
                if n >= WARM_UP:
                    times[key].append(seconds)
    return _finding(times, counts)


def _asked(stack: ExitStack, home: Home) -> list[Asked]:
    """Every page of one home with who asks for it; servers end with the stack."""
    stack.enter_context(home.database())
    about = somebody(home)
    n_schools, session = int(about["n_schools"]), str(about["session"])
    site = Visitor(stack.enter_context(served(home, SITE)), session)
    bare = Visitor(stack.enter_context(served(home, BARE_SITE)), session)
    pages_here = [((name, n_schools), site, urls) for name, urls in pages(about).items()]
    return [((BARE, n_schools), bare, [BARE_URL]), *pages_here]


def _finding(times: Times, counts: Counts) -> Finding:
    medians = {key: statistics.median(each) * 1000 for key, each in times.items()}
    few, many = sorted({size for _, size in times})
    names = list(dict.fromkeys(name for name, _ in times))

    def row(name: str) -> tuple[str, ...]:
        cells: list[str] = []
        for size in (few, many):
            ms = medians[name, size]
            n = counts.get((name, size))
            cells += [
                f"{ms:.1f}", f"{ms / medians[EMPTY, size]:.1f}", "" if n is None else str(n)
            ]  # fmt: skip
        return (name, *cells)

    ratios = {
        name: max(medians[name, size] / medians[EMPTY, size] for size in (few, many))
        for name in names
        if name not in (BARE, EMPTY)
    }
    again, new = (
        max((name for name in ratios if (NEW in name) == is_new), key=lambda name: ratios[name])
        for is_new in (False, True)
    )
    head = [f"{what}, {size:,} schools" for size in (few, many) for what in ("ms", "times", "SQL")]
    return Finding(
        title="Pages",
        how=(
            "Over HTTP on one kept connection from the real web server (granian, one process, "
            "production mode) with a session, as an administrator. “Times” is against the empty "
            "page of the same size: the page about cookies, which for somebody signed in reads "
            "whose session it is and whether they are behind broken glass, and nothing else. The "
            "bare view is Django with the session middleware only, answering one line from one "
            "session row.",
            f"{len(next(iter(times.values())))} rounds, each in an order of its own, by lot; medians. "
            "Before each page that is measured the same server answers the account page (the bare "
            "one its only page) unmeasured: no line pays for another server having had the machine "
            "just before, and the empty page is not its own warming-up. "
            "SQL: statements to the database. A page that is asked for again may be remembered in "
            "part; the lines that ask for another each time show what it costs when it is not.",
        ),
        tables=(Table(("page", *head), tuple(row(name) for name in names)),),
        goals=(
            Goal(f"The slowest page ({again}) against the empty page", ratios[again], 4),
            Goal(f"The slowest that was not asked for before ({new})", ratios[new], 4),
            Goal(
                "The empty page against a bare view",
                max(medians[EMPTY, size] / medians[BARE, size] for size in (few, many)),
                3,
            ),
        ),
    )
