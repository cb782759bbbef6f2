"""Starting, sharing and stopping the server of this home."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from leadwell.lib.embedded import binaries, place, server
from leadwell.lib.embedded.failure import plainly
from leadwell.lib.embedded.place import Place


def url() -> str:
    """The DATABASE_URL of the built-in database. Starts nothing and touches nothing."""
    return place.url(place.home())


def start() -> str:
    """Have the server run, and answer with its URL: about 1 s the first time, 0.01 s when it runs.

    It runs until `stop()`, or until the next `running()` that nobody else shares ends.
    Raises EmbeddedFailed.
    """
    with plainly(place.home()):
        at = place.here()
        with _transition(at):
            server.ensure(at, binaries.directory(at))
    return url()


def stop() -> None:
    """Stop the server if it runs, whoever uses it. Raises EmbeddedFailed."""
    if not place.home().exists():
        return
    with plainly(place.home()):
        at = place.here()
        with _transition(at):
            server.end(at, binaries.directory(at))


@contextmanager
def running() -> Iterator[str]:
    """Use the server: start it if none runs, and stop it when the last user leaves.

    A user that is killed leaves a server behind; the next one takes it over and stops it.
    Yields its URL. Raises EmbeddedFailed.
    """
    at, using = _join()
    try:
        yield url()
    finally:
        _leave(at, using)


def _join() -> tuple[Place, IO[str]]:
    with plainly(place.home()), ExitStack() as undo:
        at = place.here()
        with _transition(at):
            using = undo.enter_context(at.lock_file("users"))
            fcntl.flock(using, fcntl.LOCK_SH)
            server.ensure(at, binaries.directory(at))
        undo.pop_all()
    return at, using


def _leave(at: Place, using: IO[str]) -> None:
    with plainly(at.base), _transition(at):
        using.close()  # not unlocked: a process forked from this one may still be using it
        with at.lock_file("users") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            server.end(at, binaries.directory(at))


@contextmanager
def _transition(at: Place) -> Iterator[None]:
    """One process at a time joins, leaves, starts or stops. The kernel frees it if it dies."""
    with at.lock_file("lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
