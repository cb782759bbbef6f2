"""The library of clauses: shipped data in versions, strictly read. No Django."""

from leadwell.prepare.memoranda.clauses.clause import (
    GOVERNORS,
    NEEDED,
    PROMISES,
    Clause,
    Library,
    filled,
    list_of,
)
from leadwell.prepare.memoranda.clauses.reading import library, read

__all__ = [
    "GOVERNORS",
    "NEEDED",
    "PROMISES",
    "Clause",
    "Library",
    "filled",
    "library",
    "list_of",
    "read",
]
