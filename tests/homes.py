"""Homes for the built-in database: real servers, in short names that their account can reach."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from leadwell.config import database
from leadwell.lib import embedded
from leadwell.lib.embedded import processes
from tests.disk import spare_the_disk

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """Under /tmp: tmp_path is too long for a socket, and closed to the server's account."""
    path = Path(tempfile.mkdtemp(dir="/tmp", prefix="lw"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def empty_home(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A LEADWELL_HOME that does not exist yet."""
    parent = Path(tempfile.mkdtemp(dir=scratch))
    parent.chmod(0o711)
    home = parent / "home"
    monkeypatch.setenv("LEADWELL_HOME", str(home))
    yield home
    with suppress(embedded.EmbeddedFailed):
        embedded.stop()
    for data in (home / "data", parent / "moved" / "data"):
        processes.kill_those_in(data)
    shutil.rmtree(parent)


@pytest.fixture(scope="session")
def shared_home(scratch: Path) -> Path:
    home = scratch / "shared"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("LEADWELL_HOME", str(home))
        embedded.start()
        spare_the_disk()
        embedded.stop()
    return home


@pytest.fixture
def home(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A LEADWELL_HOME whose database was made and does not run. Others use it afterwards."""
    monkeypatch.setenv("LEADWELL_HOME", str(shared_home))
    yield shared_home
    monkeypatch.setenv("LEADWELL_HOME", str(shared_home))
    embedded.stop()


@pytest.fixture
def home_to_break(empty_home: Path, shared_home: Path) -> Path:
    """The same, to do with as the test likes."""
    return copied(shared_home, empty_home)


@pytest.fixture(scope="session")
def migrated_home() -> Path:
    """A home with every table and no row, which no test begins: it is copied. Made once a schema,
    by the first process that asks: bringing tables up to date takes most of a minute."""
    home = Path(f"/tmp/leadwell-migrated-{os.geteuid()}-{database.fingerprint()}")
    with open(f"{home}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _migrated(home)
    return home


def _migrated(home: Path) -> None:
    new = home.with_name(f"{home.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("LEADWELL_HOME", str(new))
        with embedded.running():
            spare_the_disk()
            database.migrate()
    new.rename(home)


def copied(home: Path, to: Path) -> Path:
    """As it was, for one use."""
    subprocess.run(["cp", "-a", home, to], check=True)
    return to


class AnotherUser:
    """Another process that uses the database until told to leave, or killed."""

    script = (
        "import sys\n"
        "from leadwell.lib import embedded\n"
        "with embedded.running():\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
    )

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.script],
            cwd=ROOT,
            env=dict(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_ready(self) -> bool:
        assert self.process.stdout
        return self.process.stdout.readline() == "ready\n"

    def leave(self) -> None:
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.leave()


@pytest.fixture
def another_user() -> Iterator[Callable[[], AnotherUser]]:
    users: list[AnotherUser] = []

    def come() -> AnotherUser:
        users.append(AnotherUser())
        return users[-1]

    yield come
    for user in users:
        if user.process.returncode is None:
            user.kill()
