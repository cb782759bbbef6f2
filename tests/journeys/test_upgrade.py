"""Who upgrades loses nothing: a backup that an earlier version wrote is restored and brought up to
date, and every table and column that still exists holds what it held.

`databases/` has one backup for each version kept, made by that version's own code; `databases/make`
says how. The database they become is also compared, wall by wall, with one that is new: that begins
from the baseline, which `make baseline` makes by every migration from nothing.
"""

import lzma
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from leadwell.config import database
from leadwell.lib import backup, embedded

BACKUPS = sorted((Path(__file__).parent / "databases").glob("*.backup.xz"))
GROW = {"django_migrations", "django_content_type", "auth_permission"}
"""Django's own notes of what there is: rows are added, and none is lost."""

COLUMNS = """
select c.relname, a.attname from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
"""
SCHEMA = {
    "columns": """
        select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || ' ' || a.attnotnull || ' ' || a.attstorage::text || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relkind in ('r', 'v') and c.relnamespace = 'public'::regnamespace
          and not a.attisdropped""",
    "constraints": """
        select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        from pg_constraint where connamespace = 'public'::regnamespace""",
    "indexes": "select indexdef from pg_indexes where schemaname = 'public'",
    "triggers": """
        select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal""",
    "functions": """
        select pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '')
        from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')""",
    "walls": "select tablename || policyname || qual || with_check from pg_policies",
    "row security": "select relname from pg_class where relrowsecurity",
    "grants": """
        select table_name || ' ' || grantee || ' ' || privilege_type
        from information_schema.role_table_grants where table_schema = 'public'
          and not (grantee = 'leadwell_app' and privilege_type = 'TRUNCATE')
        union all select table_name || '.' || column_name || ' ' || grantee || ' ' || privilege_type
        from information_schema.column_privileges where table_schema = 'public'""",
    "extensions": "select extname from pg_extension",
}  # fmt: skip
"""All that makes one database as another, but for its rows."""

WRITTEN = re.compile(r"::(?:text|character varying)(?:\[\])?|[()]")
Held = dict[str, dict[str, tuple[int, str]]]


@pytest.fixture(scope="module", params=BACKUPS, ids=lambda path: path.name.partition(".")[0])
def upgraded(
    request, tmp_path_factory, django_db_setup
) -> Iterator[tuple[psycopg.Connection, Held, dict[str, set[str]]]]:
    """The database brought up to date, what it held before, and rows of tables that grow."""
    file = tmp_path_factory.mktemp("old") / "old.backup"
    file.write_bytes(lzma.decompress(request.param.read_bytes()))
    with named(f"upgrade_{os.getpid()}") as url:
        backup.restore(url, file)
        with psycopg.connect(url, autocommit=True) as connection:
            before = held(connection, columns(connection))
            grows = {table: rows(connection, table, before[table]) for table in sorted(GROW)}
        migrated(url)
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection, before, grows


def test_every_row_of_every_table_is_there_as_it_was(upgraded):
    connection, before, grows = upgraded
    now = columns(connection)
    kept = {
        table: [column for column in of if column in now[table]]
        for table, of in before.items()
        if table in now and table not in GROW
    }
    assert sum(before[table][column][0] for table, of in kept.items() for column in of[:1]) > 50
    assert held(connection, kept) == {
        table: {column: before[table][column] for column in of} for table, of in kept.items()
    }
    for table, were in grows.items():
        assert were <= rows(connection, table, before[table]), table


def test_no_table_or_column_of_then_is_gone(upgraded):
    """One that goes on purpose is named here, with the version that stopped using it before."""
    connection, before, _ = upgraded
    now = columns(connection)
    assert {(t, c) for t, of in before.items() for c in of} - {
        (table, column) for table, of in now.items() for column in of
    } == set()


def test_every_constraint_holds_for_every_row(upgraded):
    connection, *_ = upgraded
    of_old_rows = (
        "select conrelid::regclass || ' ' || conname from pg_constraint where not convalidated"
    )
    assert connection.execute(of_old_rows).fetchall() == []
    assert (
        connection.execute("select indexrelid from pg_index where not indisvalid").fetchall() == []
    )


@pytest.mark.parametrize("of", SCHEMA)
def test_it_is_built_and_walled_as_a_new_one_is(upgraded, of):
    connection, *_ = upgraded
    with new_one() as fresh:
        wanted = described(fresh, of)
    assert described(connection, of) == wanted
    assert wanted


def test_a_new_one_holds_what_migrations_leave_and_no_other_row(upgraded):
    connection, *_ = upgraded
    least = "select * from audit_least order by 1"  # how long what is kept, by law
    names = "select app, name from django_migrations order by 1, 2"
    with new_one() as fresh:
        assert {table for table, n in counted(fresh).items() if n} == GROW | {"audit_least"}
        assert fresh.execute(least).fetchall() == connection.execute(least).fetchall()
        assert fresh.execute(names).fetchall() == connection.execute(names).fetchall()


def test_it_is_up_to_date_and_asks_for_nothing_more(upgraded):
    connection, *_ = upgraded
    said = "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
    assert connection.execute(said).fetchone() == (database.fingerprint(),)


@contextmanager
def named(name: str) -> Iterator[str]:
    """The address of a database that is gone behind the block."""
    try:
        yield embedded.url().replace("/leadwell?", f"/{name}?")
    finally:
        with psycopg.connect(embedded.url(), autocommit=True) as server:
            drop = "drop database if exists {}"
            server.execute(sql.SQL(drop).format(sql.Identifier(name)))


def migrated(url: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        database.migrate()


@contextmanager
def new_one() -> Iterator[psycopg.Connection]:
    """The template that every test's database is a copy of."""
    template = f"template_{database.fingerprint()}"
    with psycopg.connect(embedded.url().replace("/leadwell?", f"/{template}?")) as fresh:
        yield fresh


def counted(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    found = {}
    for table in columns(connection):
        query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
        found[table] = connection.execute(query).fetchone()[0]  # type: ignore[index]
    return found


def described(connection: psycopg.Connection, of: str) -> set[str]:
    """In words; casts and brackets are left out, which a restore writes in its own way."""
    return {WRITTEN.sub("", str(row[0])) for row in connection.execute(SCHEMA[of]).fetchall()}


def columns(connection: psycopg.Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(COLUMNS).fetchall():
        found.setdefault(table, []).append(column)
    return found


def held(connection: psycopg.Connection, of: dict[str, list[str]]) -> Held:
    """How many values each column has, and a hash of them all, in whichever order they lie."""
    found: Held = {}
    for table, names in of.items():
        values = [
            sql.SQL(
                "md5(coalesce(string_agg(md5({0}::text), '' order by md5({0}::text)), ''))"
            ).format(sql.Identifier(name))
            for name in names
        ]
        query = sql.SQL("select count(*), {} from {}").format(
            sql.SQL(", ").join(values), sql.Identifier(table)
        )
        row = connection.execute(query).fetchone()
        assert row
        found[table] = {name: (row[0], value) for name, value in zip(names, row[1:], strict=True)}
    return found


def rows(connection: psycopg.Connection, table: str, of: dict[str, object]) -> set[str]:
    """Each row as text, of these columns."""
    query = sql.SQL("select row({})::text from {}").format(
        sql.SQL(", ").join(map(sql.Identifier, of)), sql.Identifier(table)
    )
    return {str(row[0]) for row in connection.execute(query).fetchall()}
