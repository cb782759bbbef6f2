"""The database a command works on: the embedded one unless DATABASE_URL names another."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from leadwell.config import baseline
from leadwell.lib import embedded

WITH_MIGRATIONS = ("django", "django-allauth", "procrastinate")


class NotUpToDate(RuntimeError):
    """The tables could not be brought up to date; str() says why."""


def url() -> str:
    """Where the rows are, as the owner."""
    return os.environ.get("DATABASE_URL") or embedded.url()


@contextmanager
def serving() -> Iterator[None]:
    """A running database while the block lasts; the last user of an embedded one stops it."""
    if os.environ.get("DATABASE_URL"):
        yield
    else:
        with embedded.running():
            yield


def migrate(*, from_nothing: bool = False) -> None:
    """Bring the tables up to date, as the owner. Raises NotUpToDate.

    from_nothing: an empty database goes through every migration, and does not begin from the
    baseline. In processes of their own, because the site's own connections act as a role that may not. What
    was done last is written on the database itself, so that nothing is asked twice.
    """
    wanted = fingerprint()
    with psycopg.connect(url(), autocommit=True) as connection:
        if _written(connection) == wanted:
            return
        begun_as = None if from_nothing else baseline.begin(connection, url())
        if begun_as != wanted:
            for command in (["migrate", "--verbosity=0", "--skip-checks"], ["createcachetable"]):
                _as_owner(command)
        connection.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(connection.info.dbname), sql.Literal(wanted)
            )
        )


def _as_owner(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "leadwell.config.owner", *command], capture_output=True, text=True
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise NotUpToDate(f"The tables could not be brought up to date: {''.join(last)}")


def _written(connection: psycopg.Connection) -> str | None:
    row = connection.execute(
        "select shobj_description(oid, 'pg_database') from pg_database "
        "where datname = current_database()"
    ).fetchone()
    return row[0] if row else None


def fingerprint() -> str:
    """Of every migration that there is: ours by their text, others by their package's version."""
    ours = sorted(Path(__file__).parent.parent.glob("*/migrations/*.py"))
    parts = [path.name.encode() + path.read_bytes() for path in ours]
    parts += [f"{name} {version(name)}".encode() for name in WITH_MIGRATIONS]
    return f"{hashlib.sha256(b''.join(parts)).hexdigest()[:16]}"
