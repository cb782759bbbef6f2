import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.homes import copied

COMMAND = [sys.executable, "-c", "from leadwell.config.cli import main; main()"]


@pytest.fixture
def home_to_break(empty_home: Path, migrated_home: Path) -> Path:
    """Of journeys: with every table."""
    return copied(migrated_home, empty_home)


@pytest.fixture
def leadwell(home_to_break, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """The command line, in a home of its own: exit status, what it printed, what it complained of."""
    monkeypatch.setenv("LEADWELL_HOME", str(home_to_break))
    monkeypatch.setenv("LEADWELL_MODE", "development")

    def run(*words):
        done = subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def begun(leadwell):
    """A command that has got as far as saying these words, still running."""
    processes = []

    def begin(*words, until):
        process = subprocess.Popen(
            [*COMMAND, *map(str, words)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        for line in process.stderr:
            if until in line:
                return process
        raise AssertionError(f"it ended without saying {until!r}")

    yield begin
    for process in processes:
        process.kill()
        process.wait()
        process.stderr.close()
