import io
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from leadwell.lib import backup, embedded
from leadwell.lib.backup import BackupFailed, archive, programs

AT = datetime(2027, 11, 14, 21, 30, tzinfo=UTC)

# What a real database has that a careless restore would lose.
CONTENT = """
create extension btree_gist;
alter default privileges grant select, insert on tables to leadwell_app;
create table school (
  id int generated always as identity primary key,
  name text not null unique,
  results float8[] not null
);
create table membership (
  school_id int not null references school,
  person text not null,
  during daterange not null,
  exclude using gist (school_id with =, person with =, during with &&)
);
create view first_school as select * from school where id = 1;
create table draft (author text not null, note text not null);
alter table draft enable row level security;
create policy own_drafts on draft using (author = current_setting('leadwell.user', true));
insert into school (name, results)
  select 'Школа £' || n, array_agg(n * m / 7.0) from generate_series(1, 3000) n,
  generate_series(1, 40) m group by n order by n;
insert into membership
  select n, 'Alice', daterange('2027-09-01', '2028-09-01') from generate_series(1, 3000) n;
insert into draft values ('alice', 'mine'), ('bob', 'his');
"""


@pytest.fixture(scope="module")
def server(shared_home: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("LEADWELL_HOME", str(shared_home))
        with embedded.running() as url:
            yield url
            empty(url)


@pytest.fixture
def url(server: str) -> str:
    """A database with something in it, and nobody connected."""
    empty(server)
    fill(server)
    return server


@pytest.fixture(scope="module")
def whole(server: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The content of a backup of a database with something in it."""
    file = tmp_path_factory.mktemp("whole") / "backup"
    with admin(server) as connection:
        connection.execute("create database leadwell_whole owner leadwell_owner")
    url = server.replace("/leadwell?", "/leadwell_whole?")
    fill(url)
    dump(url, file)
    return file.read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "monday.leadwell"


def admin(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("owner@/leadwell", "owner@/postgres"), autocommit=True)


def databases(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("select datname from pg_database where datname like 'leadwell%'")
    return [name for (name,) in rows]


def empty(url: str) -> None:
    with admin(url) as connection:
        for name in databases(connection):
            connection.execute(f'drop database "{name}" with (force)')
        connection.execute("create database leadwell owner leadwell_owner")


def fill(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(CONTENT)


def fingerprint(url: str) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a hash of them all."""
    found = {}
    with psycopg.connect(url) as connection:
        for table in ("school", "membership", "draft", "first_school"):
            query = (
                f"select count(*), md5(string_agg(t::text, '|' order by t::text)) from {table} t"
            )
            found[table] = connection.execute(query).fetchone()
    return found


def dump(url: str, to: Path) -> backup.Manifest:
    return backup.dump(url, to, made_at=AT, leadwell_version="0.1.0")


# There and back


def test_a_wrecked_database_comes_back_with_every_row(home_to_break, file, monkeypatch):
    url = embedded.start()
    fill(url)
    before = fingerprint(url)
    dump(url, file)
    embedded.stop()
    subprocess.run(["rm", "-r", home_to_break / "data" / "base"], check=True)
    (home_to_break / "data").rename(home_to_break / "wreck")
    with embedded.running():
        backup.restore(url, file)
        assert fingerprint(url) == before
    assert before["school"][0] == 3000


def test_what_was_done_since_the_backup_is_gone_and_nothing_is_left_over(url, file):
    before = fingerprint(url)
    dump(url, file)
    with psycopg.connect(url) as connection:
        connection.execute("delete from membership")
        connection.execute("create table since (n int)")
    backup.restore(url, file)
    assert fingerprint(url) == before
    with psycopg.connect(url) as connection:
        assert connection.execute("select to_regclass('since')").fetchone() == (None,)
        assert databases(connection) == ["leadwell"]


def test_the_roles_can_do_afterwards_what_they_could_before_and_no_more(url, file):
    dump(url, file)
    backup.restore(url, file)
    with psycopg.connect(url, autocommit=True) as connection:
        owners = connection.execute(
            "select distinct pg_get_userbyid(relowner) from pg_class"
            " where relnamespace = 'public'::regnamespace"
        ).fetchall()
        connection.execute("create table later (n int)")
        connection.execute("set role leadwell_app")
        connection.execute("insert into later values (1)")
        connection.execute("insert into school (name, results) values ('Another', '{}')")
        connection.execute("select set_config('leadwell.user', 'alice', false)")
        drafts = connection.execute("select note from draft").fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("delete from school")
    assert owners == [("leadwell_owner",)]
    assert drafts == [("mine",)]


def test_constraints_and_counters_still_hold(url, file):
    dump(url, file)
    backup.restore(url, file)
    with psycopg.connect(url, autocommit=True) as connection:
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute("insert into membership values (1, 'Alice', '[2028-01-01,)')")
        added = "insert into school (name, results) values ('Another', '{}') returning id"
        assert connection.execute(added).fetchone() == (3001,)


def test_the_file_says_what_it_is(url, file):
    made = dump(url, file)
    assert backup.read(file) == made
    assert (made.made_at, made.leadwell_version) == ("2027-11-14T21:30:00+00:00", "0.1.0")
    assert made.server_version.startswith("18.")
    with tarfile.open(file) as tar:
        assert tar.getnames() == ["database.dump", "manifest.json"]
        assert json.load(tar.extractfile("manifest.json"))["dump_sha256"] == made.dump_sha256


def test_the_dump_inside_can_be_taken_out_and_read_without_leadwell(url, file, tmp_path):
    dump(url, file)
    with tarfile.open(file) as tar:
        tar.extract("database.dump", tmp_path)
    program = programs.find("pg_restore", url, at_least=18).path
    done = subprocess.run(
        [program, "--list", tmp_path / "database.dump"], capture_output=True, text=True
    )
    assert "TABLE DATA public school" in done.stdout


def test_only_its_owner_may_read_a_backup(url, file):
    dump(url, file)
    assert file.stat().st_mode & 0o777 == 0o600


# Refused before anything is touched


@pytest.mark.parametrize("where", [0.001, 0.3, 0.6, 0.9])
def test_a_backup_with_one_changed_byte_is_refused(server, whole, file, where):
    content = bytearray(whole)
    content[max(600, int(len(content) * where))] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupFailed, match="is damaged: it is not what was written"):
        backup.restore(server, file)


def test_a_damaged_backup_changes_nothing(url, file):
    dump(url, file)
    before = fingerprint(url)
    file.write_bytes(file.read_bytes().replace(b"dump_sha256", b"dump_sha257"))
    with pytest.raises(BackupFailed, match="is damaged"):
        backup.restore(url, file)
    assert fingerprint(url) == before


@pytest.mark.parametrize("left", [0.99, 0.5, 0.001])
def test_a_backup_cut_short_is_refused(server, whole, file, left):
    file.write_bytes(whole[: int((len(whole) - 2000) * left)])
    with pytest.raises(BackupFailed, match=r"is damaged|is not a Leadwell backup"):
        backup.restore(server, file)


def tar_of(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Not found</html>",
        b"PGDMP" + bytes(9000),
        bytes(10240),
        tar_of("holiday.jpg", b"..."),
        tar_of("manifest.json", b"{}"),
        tar_of("manifest.json", b"[1]"),
    ],
    ids=["empty", "page", "dump", "zeros", "tar", "manifest", "list"],
)
def test_another_file_is_not_taken_for_a_backup(file, content):
    file.write_bytes(content)
    with pytest.raises(BackupFailed, match=r"is not a Leadwell backup|is damaged"):
        backup.read(file)


def forged(file: Path, **other: object) -> None:
    """A whole backup file of a few bytes, whose manifest says something else."""
    with archive.writing(file) as out:
        written = archive.write_dump(out, io.BytesIO(b"PGDMP, or so it says"))
        said = {
            "made_at": AT.isoformat(),
            "leadwell_version": "0.1.0",
            "server_version": "18.6",
            "dump_major": 18,
            "dump_sha256": written.sha256,
            "dump_bytes": written.n_bytes,
        }
        archive.write_manifest(out, backup.Manifest(**(said | other)))


def test_a_backup_of_a_newer_leadwell_is_refused_by_its_version(file):
    forged(file, format=2, leadwell_version="9.0")
    with pytest.raises(BackupFailed, match=r"made by a newer Leadwell \(9\.0\)"):
        backup.read(file)


def test_a_backup_of_a_newer_postgresql_is_refused(url, file):
    forged(file, server_version="99.1")
    with pytest.raises(BackupFailed, match="was made by PostgreSQL 99, and this is PostgreSQL 18"):
        backup.restore(url, file)


def test_a_file_that_is_not_there_is_named(file):
    with pytest.raises(BackupFailed, match=r"There is no .*monday\.leadwell"):
        backup.read(file)
    with pytest.raises(BackupFailed, match="is a directory"):
        backup.read(file.parent)


# Failing half-way


def test_a_restore_that_fails_leaves_the_old_database(url, file):
    forged(file)
    before = fingerprint(url)
    with pytest.raises(BackupFailed, match=r"could not be restored, and nothing changed\."):
        backup.restore(url, file)
    assert fingerprint(url) == before
    with admin(url) as connection:
        assert databases(connection) == ["leadwell"]


def test_a_restore_that_fails_at_its_last_statement_leaves_the_old_database(url, file):
    with psycopg.connect(url) as connection:
        connection.execute("create role passing_guest")
        connection.execute("grant select on school to passing_guest")
    dump(url, file)
    with psycopg.connect(url) as connection:
        connection.execute("revoke select on school from passing_guest")
        connection.execute("drop role passing_guest")
    before = fingerprint(url)
    with pytest.raises(BackupFailed, match='role "passing_guest" does not exist'):
        backup.restore(url, file)
    assert fingerprint(url) == before


def test_what_a_killed_restore_left_behind_is_cleared_by_the_next(url, file):
    dump(url, file)
    before = fingerprint(url)
    with admin(url) as connection:
        connection.execute("create database leadwell_restoring")
        connection.execute("create database leadwell_before_restore")
    backup.restore(url, file)
    assert fingerprint(url) == before
    with admin(url) as connection:
        assert databases(connection) == ["leadwell"]


def test_a_backup_that_cannot_be_made_keeps_the_one_before(url, file):
    file.write_text("the one before")
    with pytest.raises(BackupFailed, match="did not answer"):
        dump("postgresql://nobody@/leadwell?host=/nowhere", file)
    with psycopg.connect(url.replace("leadwell_owner@", "postgres@")) as connection:
        connection.execute("create table not_ours (n int)")
    with pytest.raises(BackupFailed, match=r"was not made\..*permission denied"):
        dump(url, file)
    assert file.read_text() == "the one before"
    assert os.listdir(file.parent) == [file.name]


def test_a_directory_that_does_not_exist_is_named(url, tmp_path):
    with pytest.raises(BackupFailed, match=r"There is no .*/elsewhere\."):
        dump(url, tmp_path / "elsewhere" / "monday.leadwell")


# Others at work


def test_a_restore_waits_until_nobody_uses_the_database(url, file):
    dump(url, file)
    with psycopg.connect(url), pytest.raises(BackupFailed) as refusal:
        backup.restore(url, file)
    assert "One other connection uses the database. Stop Leadwell" in str(refusal.value)


def test_others_are_disconnected_when_that_is_asked(url, file):
    dump(url, file)
    before = fingerprint(url)
    other = psycopg.connect(url)
    backup.restore(url, file, disconnect=True)
    with pytest.raises(psycopg.OperationalError):
        other.execute("select 1")
    other.close()
    assert fingerprint(url) == before


def test_two_restores_at_once_are_refused(url, file):
    dump(url, file)
    with admin(url) as connection:
        connection.execute("select pg_advisory_lock(5323901)")
        with pytest.raises(BackupFailed, match="Another restore is running"):
            backup.restore(url, file)


# The programs


def test_no_password_is_shown_in_the_list_of_processes():
    where, env = programs.sign_in("postgresql://alice:s3cret@db.example/leadwell", database="new")
    assert "s3cret" not in where
    assert "dbname=new" in where
    assert env["PGPASSWORD"] == "s3cret"


def test_programs_too_old_for_the_server_are_not_used(server):
    with pytest.raises(BackupFailed, match=r"needs pg_dump of PostgreSQL 99.*postgresql-client-99"):
        programs.find("pg_dump", server, at_least=99)


def test_the_wheels_programs_are_not_sent_over_a_network(server):
    here = programs.find("pg_dump", server, at_least=18).path
    assert here.parent.parent.name == "pginstall"
    with pytest.raises(BackupFailed, match="Install PostgreSQL's client programs"):
        programs.find("pg_dump", "postgresql://alice@db.example/leadwell", at_least=18)
