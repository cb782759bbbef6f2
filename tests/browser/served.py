"""The real server, as `leadwell serve` runs it, on the database of a test: to be killed."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
from django.db import connection
from psycopg import sql

from leadwell.config import database
from leadwell.lib import embedded

SERVE = [sys.executable, "-c", "from leadwell.config.cli import main; main()", "serve", "--port"]
PATIENCE = 60
"""Seconds for a server to be up, on a machine that does much else."""


class Server:
    """On a port of its own, which stays the same when it is started again. home: for its files."""

    def __init__(self, home: Path) -> None:
        name = connection.settings_dict["NAME"]
        self.database = embedded.url().replace("/leadwell?", f"/{name}?")
        self.env = os.environ | {"DATABASE_URL": self.database, "LEADWELL_HOME": str(home)}
        with psycopg.connect(self.database, autocommit=True) as owner:  # a copy: it is up to date
            is_up_to_date = sql.SQL("comment on database {} is {}")
            owner.execute(is_up_to_date.format(sql.Identifier(name), database.fingerprint()))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*SERVE, str(self.port)], env=self.env, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        eventually(self._is_up)

    def kill(self) -> None:
        """kill -9, of all of it at once: nothing is finished, nobody is told."""
        if self.process is None:
            return
        supervisor = psutil.Process(self.process.pid)
        killed = [supervisor, *supervisor.children(recursive=True)]
        for each in killed:
            each.kill()
        psutil.wait_procs(killed, timeout=10)
        self.process.wait()
        self.process = None

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def eventually(question: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < end, f"{question.__name__} did not come true"
        time.sleep(0.1)
