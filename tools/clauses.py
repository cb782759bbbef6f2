"""The page of the clauses of a memorandum, from the library they are drawn from."""

from collections.abc import Iterator

from leadwell.prepare.memoranda.clauses import NEEDED, PROMISES, Clause, library
from tools.markdown import page

INTRO = (
    "What a memorandum of understanding says, clause by clause, as it comes with this release. What "
    "stands in braces is filled in from the programme’s design and the school’s record when a "
    "version is sent; from then on its words never change. A clause that changes is written as its "
    "next version: what was signed keeps the one it was signed with. Clause 7 is in every "
    "memorandum: no page, no action and no row of the database is without it. How: "
    "[agree a memorandum](../how-to/agree-a-memorandum.md)."
)


def clauses() -> str:
    found = library()
    return page(
        "leadwell/prepare/memoranda/clauses/clauses.yaml",
        "# Clauses of a memorandum",
        INTRO,
        f"Version {found.version} of the library.",
        *(part for clause in found.clauses.values() for part in _clause(clause)),
    )


def _clause(clause: Clause) -> Iterator[str]:
    yield f"## {clause.heading}"
    yield f"{NEEDED[clause.needed]}. Version {clause.version}."
    yield from (f"> {text}" for text in clause.says)
    if clause.promises:
        yield "By a day: " + "; ".join(PROMISES[kind].lower() for kind in clause.promises) + "."
