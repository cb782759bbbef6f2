"""The schools of a programme under codes: all tables, and the page that leads to them."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.evaluation.coded import access
from leadwell.evaluation.coded.plans import plans_tables
from leadwell.evaluation.coded.reviews import reviews_tables
from leadwell.evaluation.coded.schools import schools_table
from leadwell.evaluation.coded.table import Cell, Codes, Table, codes_of
from leadwell.programmes.models import Programme

SHOWN = (
    "Code", "School", "Joined", "Left", "How far", "Takes part as", "Pupils on roll", "Ready",
)  # fmt: skip
"""What the page shows of each school; the rest is in the file."""
LEFT_OUT = (
    "Names, and every word that somebody wrote.",
    "Days: the term alone is said. Terms begin in September, January and April here, whatever the "
    "school's own calendar says.",
    "Figures of pupils and published figures: bands take their place.",
    "Hubs, peer reviews, notes of visit and coaching.",
)
TO_NOBODY = (
    "Codes are not anonymous. Do not try to find out which school one is; give this to nobody."
)


@dataclass(frozen=True, slots=True)
class CodedPage:
    """columns, rows: of the schools, as the page shows them. n_without: schools that have no code
    yet, and are in no table. n_named: schools whose names stand beside their codes."""

    tables: tuple[Table, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    n_without: int
    n_named: int


def tables_of(user: User, programme: Programme, on: date) -> tuple[Table, ...]:
    """A constant number of queries, however many schools there are."""
    return _tables(user, programme, codes_of(user, programme), on)


def coded_page(user: User, programme: Programme, on: date) -> CodedPage:
    codes = codes_of(user, programme)
    tables = _tables(user, programme, codes, on)
    schools = tables[0]
    kept = [n for n, column in enumerate(schools.columns) if column in SHOWN]
    return CodedPage(
        tables,
        columns=tuple(schools.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in schools.rows),
        n_without=len(access.without_code(user, programme)),
        n_named=sum(pk in codes.of for pk in codes.named),
    )


def _tables(user: User, programme: Programme, codes: Codes, on: date) -> tuple[Table, ...]:
    return (
        schools_table(user, programme, codes),
        *reviews_tables(user, programme, codes),
        *plans_tables(user, programme, codes, on),
    )
