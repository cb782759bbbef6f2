"""An invented year group as each of the three tiers of readers sees it: for the page of pieces."""

from datetime import date

from leadwell.evidence.disclosure.policy import Tier
from leadwell.evidence.disclosure.register import Register
from leadwell.evidence.disclosure.release import release
from leadwell.evidence.disclosure.table import PUPILS, Kind, Row, Table, Tally
from leadwell.web.released.chart import drawing_of
from leadwell.web.released.page import Shown
from leadwell.web.released.table import Line, ReleasedTable

AS_AT = date(2026, 7, 14)
READERS = {
    Tier.SCHOOL: "Year 6 at Tansy Hill, as its head sees it",
    Tier.PROGRAMME: "Year 6 at Tansy Hill, as the board sees it",
    Tier.PUBLIC: "Year 6 at Tansy Hill, as the public sees it",
}
ROWS = (
    Line("all", "All pupils"),
    Line("disadvantaged", "Disadvantaged"),
    Line("others", "Others"),
    Line("support", "SEN support"),
    Line("plan", "Education, health and care plan"),
)
COLUMNS = (
    Line(PUPILS, "Number of pupils"),
    Line("expected", "At the expected standard"),
    Line("score", "Average scaled score"),
)
# Pupils, those at the expected standard, and the sum of their scores, by group and need.
COUNTED = {
    ("disadvantaged", "none"): (14, 7, 1382),
    ("disadvantaged", "support"): (8, 0, 744),
    ("disadvantaged", "plan"): (4, 1, 365),
    ("others", "none"): (40, 31, 4184),
    ("others", "support"): (10, 0, 941),
}


def tiers() -> list[Shown]:
    """Three tables and their charts: the same pupils, the same engine, three readers."""
    return [shown(tier) for tier in READERS]


def shown(tier: Tier) -> Shown:
    released = ReleasedTable(
        release=release(counted(), tier=tier, register=Register()),
        name=f"year 6 {tier}",
        title=READERS[tier],
        rows=ROWS,
        columns=COLUMNS,
        source="Invented.",
        as_at=AS_AT,
    )
    return Shown(released, drawing_of(released, "expected", ident=f"released-{tier}"))


def counted() -> Table:
    """What the school has counted."""
    tallies = {
        f"{group} {need}": Tally(n, {"expected": met}, {"score": total})
        for (group, need), (n, met, total) in COUNTED.items()
    }
    rows = [Row("all", frozenset(tallies), Kind.COHORT)]
    for line in ROWS[1:]:
        atoms = frozenset(atom for atom in tallies if line.key in atom.split())
        rows.append(Row(line.key, atoms, Kind.GROUP))
    return Table(tallies, tuple(rows), outcomes=("expected",), scores=("score",))
