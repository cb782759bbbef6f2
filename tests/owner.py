"""The database as its owner has it, for what the site itself may not do."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_owner():
    """Who sees every row, whatever the walls are."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield cursor
        cursor.execute("set role leadwell_app")
