"""How the site's own connections ask: what is read often is planned once.

Planning takes longer than answering most of what a page reads. Parameters go beside the statement,
which is thereby the same for everybody; one that reads, and that a connection has asked before, is
kept prepared there: so many of them and no more. The database plans anew by itself when a table
changes, when another role asks, and wherever a plan for all would be worse than one for this.
Everything else goes to the server as ever, for some of it is several statements in one.
"""

from typing import Any, Self

from django.db.backends.postgresql.base import CursorMixin
from psycopg import ClientCursor, Connection
from psycopg import Cursor as PlainCursor

AFTER = 3
"""Times a connection asks before a statement is kept."""
MOST = 200
"""Statements a connection keeps, some 100 kB each on the server: those of pages opened every day."""
MOST_BESIDE = 65_535
"""Parameters that the server takes beside one statement; thousands of new rows have more."""


class Cursor(CursorMixin, PlainCursor[Any]):
    def __init__(self, connection: Connection[Any], **how: Any) -> None:
        connection.prepared_max = MOST
        super().__init__(connection, **how)

    def execute(
        self,
        query: Any,
        params: Any = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> Self:
        if prepare is None and not _reads(query):
            prepare = False
        if params is not None and len(params) > MOST_BESIDE:
            query, params = ClientCursor(self.connection).mogrify(query, params), None
        return super().execute(query, params, prepare=prepare, binary=binary)


def _reads(query: Any) -> bool:
    return isinstance(query, str) and query.lstrip()[:7].lower().startswith(("select ", "with "))
