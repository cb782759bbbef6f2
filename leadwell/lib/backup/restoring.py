"""Putting a backup in the place of the database: whole, or not at all."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from leadwell.lib.backup import archive, programs
from leadwell.lib.backup.archive import Manifest
from leadwell.lib.backup.failure import BackupFailed, complaint

Admin = psycopg.Connection[tuple[int | str | bool, ...]]
LOCK = 5_323_901  # one restore at a time


def restore(url: str, from_: Path, *, disconnect: bool = False) -> Manifest:
    """Put the database of the backup `from_` in the place of the one at `url`.

    It is restored beside the old one and the two change names in one transaction, so a failure at
    any moment leaves the old one. Refuses while others are connected, unless `disconnect`: then
    they are cut off at the change of names. Raises BackupFailed.
    """
    manifest = archive.read(from_)
    name = str(conninfo_to_dict(url)["dbname"])
    new, old = f"{name}_restoring", f"{name}_before_restore"
    with _admin(url) as admin:
        program = _check(admin, url, manifest, from_)
        if not disconnect:
            _check_nobody_else(admin, name)
        _drop(admin, new)
        try:
            _fill(admin, url, new, from_, program)
            _swap(admin, name=name, new=new, old=old, disconnect=disconnect)
        except BaseException:
            with suppress(psycopg.Error):
                _drop(admin, new)
            raise
        with suppress(psycopg.Error):  # if it stays, the next restore removes it
            _drop(admin, old)
    return manifest


def fill(url: str, from_: Path) -> Manifest:
    """Put all that a backup holds into the database at `url`, which has no tables yet: whole, or
    not at all. Raises BackupFailed."""
    manifest = archive.read(from_)
    with _admin(url) as admin:
        program = _check(admin, url, manifest, from_)
    _pour(*programs.sign_in(url), from_, program)
    return manifest


def _check(admin: Admin, url: str, manifest: Manifest, from_: Path) -> programs.Program:
    major = admin.info.server_version // 10_000
    made_by = int(manifest.server_version.partition(".")[0])
    if made_by > major:
        raise BackupFailed(
            f"{from_} was made by PostgreSQL {made_by}, and this is PostgreSQL {major}. "
            f"Restore it into PostgreSQL {made_by} or later."
        )
    return programs.find("pg_restore", url, at_least=max(major, manifest.dump_major))


def _check_nobody_else(admin: Admin, name: str) -> None:
    n = _n_connected(admin, name)
    if n:
        who = "One other connection uses" if n == 1 else f"{n} other connections use"
        raise BackupFailed(
            f"{who} the database. Stop Leadwell (the site and its worker) first, "
            "or ask for them to be disconnected. Nothing changed."
        )


def _fill(admin: Admin, url: str, new: str, from_: Path, program: programs.Program) -> None:
    try:
        admin.execute(_with_name("create database {} template template0", new))
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupFailed(
            f"{admin.info.user} may not make a database. Ask whoever runs PostgreSQL for: "
            f"ALTER ROLE {admin.info.user} CREATEDB. Nothing changed."
        ) from error
    _pour(*programs.sign_in(url, database=new), from_, program)
    with psycopg.connect(make_conninfo(url, dbname=new), autocommit=True) as connection:
        connection.execute("analyze")


def _pour(where: str, env: dict[str, str], from_: Path, program: programs.Program) -> None:
    options = ["--single-transaction", "--exit-on-error", "--no-password", f"--dbname={where}"]
    with tempfile.TemporaryFile() as said:
        command = [str(program.path), *options]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said, env=env) as process:
            assert process.stdin
            with archive.open_dump(from_) as (_, dump), suppress(BrokenPipeError):
                shutil.copyfileobj(dump, process.stdin, archive.CHUNK)
                process.stdin.close()
        if process.returncode:
            said.seek(0)
            problem = "The backup could not be restored, and nothing changed."
            raise BackupFailed(f"{problem} {complaint(said.read().decode(errors='replace'))}")


def _swap(admin: Admin, *, name: str, new: str, old: str, disconnect: bool) -> None:
    _drop(admin, old)
    exists = admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    for is_last in (False, False, True):  # somebody may connect again in the instant between
        if disconnect:
            _cut_off(admin, name)
        try:
            with admin.transaction():
                if exists:
                    admin.execute(_with_name("alter database {} rename to {}", name, old))
                admin.execute(_with_name("alter database {} rename to {}", new, name))
            return
        except psycopg.errors.ObjectInUse:  # PostgreSQL has waited five seconds for them to leave
            if is_last or not disconnect:
                _check_nobody_else(admin, name)
                raise BackupFailed("The database is in use. Nothing changed; try again.") from None


def _cut_off(admin: Admin, name: str) -> None:
    admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = %s and backend_type = 'client backend'",
        [name],
    )


@contextmanager
def _admin(url: str) -> Iterator[Admin]:
    """A connection to the server that is not to the database itself."""
    try:
        connection = psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupFailed(f"The database did not answer. It said: {error}") from error
    with connection:
        locked = connection.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if not locked or not locked[0]:
            raise BackupFailed("Another restore is running. Wait for it to end.")
        try:
            yield connection
        except psycopg.Error as error:
            raise BackupFailed(f"The backup was not restored. PostgreSQL said: {error}") from error


def _n_connected(admin: Admin, name: str) -> int:
    row = admin.execute(
        "select count(*) from pg_stat_activity"
        " where datname = %s and backend_type = 'client backend'",
        [name],
    ).fetchone()
    return int(row[0]) if row else 0


def _drop(admin: Admin, name: str) -> None:
    admin.execute(_with_name("drop database if exists {}", name))


def _with_name(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
