"""The database a command works on: the embedded one unless DATABASE_URL names another."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from leadwell.lib import embedded


@contextmanager
def serving() -> Iterator[None]:
    """A running database for as long as the block lasts; the last user of an embedded one stops it."""
    if os.environ.get("DATABASE_URL"):
        yield
    else:
        with embedded.running():
            yield


def migrate() -> None:
    """Bring the tables up to date, as the owner; safe to run again.

    In a process of its own, because the site's own connections act as a role that may not.
    """
    for command in (["migrate", "--verbosity=0", "--skip-checks"], ["createcachetable"]):
        done = subprocess.run(
            [sys.executable, "-m", "leadwell.config.owner", *command],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise RuntimeError(f"The tables could not be brought up to date: {''.join(last)}")
