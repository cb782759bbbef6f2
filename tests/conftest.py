"""Every test shares one server; each worker copies a migrated template (a file copy, 0.2 s)."""

import fcntl
import gc
import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import psycopg
import pytest
import time_machine
from hypothesis import settings as examples
from psycopg import sql

from leadwell.config import database
from leadwell.lib import embedded
from leadwell.lib.roomy import roomily
from tests.disk import spare_the_disk
from tests.noon import NOON

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ("tests.homes",)

# How long an example takes says how busy the machine is, and nothing of the code. The examples are
# the same each time: what is found must be found by whoever wrote it, and not by chance by another.
# LEADWELL_EXAMPLES=other draws others.
examples.register_profile("leadwell", deadline=None, derandomize=True)
examples.register_profile("other", deadline=None)
examples.load_profile(os.environ.get("LEADWELL_EXAMPLES", "leadwell"))


def pytest_configure() -> None:
    """It is noon of the tests' own day, whenever they are run: pages and letters ask what day it is.

    The clock goes on from there. The database has its own, and so has a browser.
    """
    time_machine.travel(NOON, tick=True).start()


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage again and again is a twentieth of
    all the time the tests take."""
    gc.set_threshold(20_000, 50, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What some tests have to say beside that they passed: how much was tried, how many taps.

    A worker's own output is not shown, so they say it as a property called `said`.
    """
    said = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == "said"
    ]
    if said:
        terminalreporter.section("what was tried")
        for line in sorted(said):
            terminalreporter.write_line(str(line))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are called by their argument: an archive carries the second it was made in, and two
    workers that name one test differently cannot share the tests out.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """As the site answers, with room for calls that go deep: a third of what the tests take."""
    runner = item.config.pluginmanager.get_plugin("runner")
    assert runner
    return roomily(runner.pytest_runtest_protocol, item, nextitem)


FIRST = (
    "journeys/test_upgrade.py",
    "demo/test_world.py",
    "demo/test_choosing_world.py",
    "walk/test_every_address.py",
    "browser/test_pages_of_people.py",
)
"""What takes longest, and what is made once for a whole file."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, one test would keep one worker busy while others have nothing
    left to do. And what stands first is never shared out among workers, each of which would have
    to make the same again."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """A sort keeps the order of those that are alike."""
    places = (n for n, path in enumerate(FIRST) if item.nodeid.partition("::")[0].endswith(path))
    return next(places, len(FIRST))


@pytest.fixture
def real_time() -> Iterator[None]:
    """As the database has it, which dates what a row was before and the queue of jobs; and as a
    server has it that is a process of its own."""
    with time_machine.travel(time_machine.escape_hatch.datetime.datetime.now(UTC)):
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files, where they are beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("shared/data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def golden() -> Path:
    """Published cases with their answers, where they are beside the checkout."""
    folder = ROOT.parent / "shared" / "golden"
    if not folder.is_dir():
        pytest.skip("shared/golden is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: object) -> Iterator[None]:
    """A database of this worker's own, copied from a template that is made once a schema."""
    from django.conf import settings
    from django.db import connections

    name = f"test_{worker_id}_{os.getpid()}"
    with embedded.running():
        default = settings.DATABASES["default"]
        spare_the_disk()
        with _server(default) as server:
            template = _template(server, default)
            _copy(server, template, name)
            for connection in connections.all():
                connection.close()
            default["NAME"] = connections["default"].settings_dict["NAME"] = name
            yield
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                for connection in connections.all():
                    connection.close()
            _drop(server, name)


def _server(default: dict) -> psycopg.Connection:
    return psycopg.connect(
        host=default["HOST"] or default["OPTIONS"]["host"],
        user=default["USER"],
        dbname=default["NAME"],
        autocommit=True,
    )


def _template(server: psycopg.Connection, default: dict) -> str:
    """The template's name; made by the first worker that asks, while the others wait."""
    template = f"template_{database.fingerprint()}"
    with open(embedded.home() / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = server.execute("select 1 from pg_database where datname = %s", [template])
        if known.fetchone():
            return template
        fresh = sql.Identifier(f"{template}_new")
        server.execute(sql.SQL("drop database if exists {}").format(fresh))
        server.execute(sql.SQL("create database {}").format(fresh))
        url = embedded.url().replace("/leadwell?", f"/{template}_new?")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", url)
            database.migrate()
        with psycopg.connect(
            host=server.info.host, user=default["USER"], dbname=f"{template}_new"
        ) as new:
            # Only so that tests of whole transactions can clear up; the site cannot truncate.
            new.execute("grant truncate on all tables in schema public to leadwell_app")
        server.execute(
            sql.SQL("alter database {} rename to {}").format(fresh, sql.Identifier(template))
        )
    return template


def _copy(server: psycopg.Connection, template: str, name: str) -> None:
    with open(embedded.home() / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _drop(server: psycopg.Connection, name: str) -> None:
    """Not "with (force)": the owner may not end an autovacuum by it, and would be refused; a plain
    drop may."""
    server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = %s and usename = current_user",
        [name],
    )
    server.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
