"""The real worker, for tests that send it files."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from leadwell.people import actions


@contextmanager
def to_oneself() -> Iterator[None]:
    """No job of another test; the worker's threads hang up when their task is done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
        yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs; delete from procrastinate_workers")


def work(*queues: str) -> None:
    """The real worker, until no job is left. In a thread of its own: where browser tests run in
    this process too, Playwright keeps an event loop in the first."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work, list(queues) or [actions.LOADS_QUEUE]).result()


def _work(queues: list[str]) -> None:
    with (
        _without_a_clock(),
        app.replace_connector(app.connector.get_worker_connector()) as worker,
    ):
        worker.run_worker(
            queues=queues, wait=False, listen_notify=False, install_signal_handlers=False
        )
    connections.close_all()


@contextmanager
def _without_a_clock() -> Iterator[None]:
    """Jobs the hour of the day would add are a test's own business: it may add the same one."""
    app.perform_import_paths()  # or what it adds now is forgotten afterwards
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.periodic_registry, "periodic_tasks", {})
        yield
