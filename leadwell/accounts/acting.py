"""Telling the database, for one transaction, who is acting: its own walls go by that."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def acting_as(user_id: int | None) -> Iterator[None]:
    """One transaction in which the walls know this person; None is nobody, who sees nothing.

    May stand within itself: what was there before is put back. The end of the outermost, and on an
    error the rollback, do so by themselves.
    """
    stands_within = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('leadwell.user', true), set_config('leadwell.user', %s, true)",
            [str(user_id or "")],
        )
        before = cursor.fetchone()[0] or ""
        yield
        if stands_within:
            cursor.execute("select set_config('leadwell.user', %s, true)", [before])
