"""What a new database begins from; journeys/test_upgrade compares it with one brought up to date."""

import json
import lzma

import psycopg
import pytest

from leadwell.config import baseline, database
from leadwell.lib import embedded


@pytest.fixture
def empty(django_db_setup):
    """The address of a database with nothing in it."""
    with psycopg.connect(embedded.url(), autocommit=True) as server:
        server.execute("drop database if exists nothing_yet")
        server.execute("create database nothing_yet")
        yield embedded.url().replace("/leadwell?", "/nothing_yet?")
        server.execute("drop database nothing_yet with (force)")


def tables(connection: psycopg.Connection) -> set[str]:
    found = connection.execute("select tablename from pg_tables where schemaname = 'public'")
    return {name for (name,) in found.fetchall()}


def test_what_it_holds_are_migrations_as_they_are():
    """Else `make baseline` was forgotten where a migration that had not landed was changed."""
    assert baseline.fits()


def test_an_empty_database_is_filled_and_knows_as_what(empty):
    with psycopg.connect(empty, autocommit=True) as connection:
        begun_as = baseline.begin(connection, empty)
        assert begun_as == json.loads(baseline.HOLDS.read_text())["fingerprint"]
        assert {"django_migrations", "prepare_offer", "web_cache"} <= tables(connection)


def test_one_that_holds_something_is_left_alone(empty):
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("create table mine (n int)")
        assert baseline.begin(connection, empty) is None
        assert tables(connection) == {"mine"}


def test_a_migration_that_was_changed_is_gone_through_from_nothing(empty, monkeypatch, tmp_path):
    held = json.loads(baseline.HOLDS.read_text())
    held["migrations"]["people/0001_initial"] = "another"
    (tmp_path / "holds.json").write_text(json.dumps(held))
    monkeypatch.setattr(baseline, "HOLDS", tmp_path / "holds.json")
    with psycopg.connect(empty, autocommit=True) as connection:
        assert baseline.begin(connection, empty) is None
        assert tables(connection) == set()


def test_a_file_that_cannot_be_read_leaves_nothing_behind(empty, monkeypatch, tmp_path):

    broken = tmp_path / "empty.backup.xz"
    broken.write_bytes(lzma.compress(b"no backup"))
    monkeypatch.setattr(baseline, "EMPTY", broken)
    with psycopg.connect(empty, autocommit=True) as connection:
        assert baseline.begin(connection, empty) is None
        assert tables(connection) == set()


def test_what_is_newer_than_it_is_migrated_on_top(empty, monkeypatch):
    """It is not taken for what is wanted today unless it is."""
    asked = []
    monkeypatch.setenv("DATABASE_URL", empty)
    monkeypatch.setattr(database, "fingerprint", lambda: "tomorrow")
    monkeypatch.setattr(database, "_as_owner", asked.append)
    database.migrate()
    assert [words[0] for words in asked] == ["migrate", "createcachetable"]
