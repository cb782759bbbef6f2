"""Starting and stopping the server, whatever an earlier one left behind.

Every process of the server inherits a lock on the file `server`, which the kernel lets go when the
last of them has died. That, and no pid file, says whether a server is alive: it is right after
`kill -9`, after a restart of the computer, for zombies, and from another container.
"""

import fcntl
import subprocess
import time
from pathlib import Path
from typing import IO

from leadwell.lib.embedded import binaries, cluster, processes
from leadwell.lib.embedded.failure import EmbeddedFailed, from_text
from leadwell.lib.embedded.place import SOCKET, Place

ANSWERS, STARTING = 0, 1  # what pg_isready returns
PATIENCE = 30.0  # seconds for a server that is alive to answer, or to leave
RECOVERY = 600.0  # seconds for one that says it is starting: it may have much to recover
LOG_LIMIT = 5_000_000  # bytes of log after which a new one is begun


def ensure(place: Place, bin_: Path) -> None:
    """Have the server answer, starting it if need be. The caller holds the home's lock."""
    if _answers(place, bin_):
        return
    with place.lock_file("server") as alive:
        if not _wait_until_dead(place, bin_, alive):
            return
        cluster.make_settings(place)
        cluster.make_sockets(place)
        cluster.make_data(place, bin_)
        cluster.check_data(place, bin_)
        _forget_pid_files(place)
        written = _launch(place, bin_, alive)
    _wait_until_answers(place, bin_, written)
    cluster.make_roles(place, bin_)
    binaries.forget_older(place)


def end(place: Place, bin_: Path) -> None:
    """Stop the server if it runs. The caller holds the home's lock."""
    with place.lock_file("server") as alive:
        if not _is_dead(alive) and not _stops(place, bin_, alive):
            raise EmbeddedFailed(
                f"The database in {place.base} could not be stopped. It may belong to another "
                "container: stop it there."
            )
        cluster.forget_sockets(place)


def _stops(place: Place, bin_: Path, alive: IO[str]) -> bool:
    for mode in ("fast", "immediate"):
        _control(place, bin_, "-m", mode, "stop")
        if _dies_within(60, alive):
            return True
    processes.kill_those_in(place.data)
    return _dies_within(5, alive)


def state(place: Place, bin_: Path) -> int:
    """What pg_isready says: ANSWERS, STARTING, or something else for no answer."""
    where = ["-h", str(place.sockets), "-U", "postgres", "-d", "postgres"]
    return place.run(bin_ / "pg_isready", "-q", *where).returncode


def _answers(place: Place, bin_: Path) -> bool:
    # Without its files (somebody removed them) a server still answers for a minute.
    return (place.data / "PG_VERSION").exists() and state(place, bin_) == ANSWERS


def _wait_until_dead(place: Place, bin_: Path, alive: IO[str]) -> bool:
    """Wait for what is left of an earlier server: True once it is dead, False if it answers."""
    begun = time.monotonic()
    while not _is_dead(alive):
        if _answers(place, bin_):
            return False
        waited, is_starting = time.monotonic() - begun, state(place, bin_) == STARTING
        if waited > 0.5 and not processes.postmaster(place.data):
            processes.kill_those_in(place.data)  # a busy one does not notice its parent's death
        elif waited > 0.5 and not place.socket.exists():  # removed, or the home has moved
            _control(place, bin_, "-m", "fast", "stop")
        if waited > (RECOVERY if is_starting else PATIENCE):
            raise EmbeddedFailed(
                f"The database in {place.base} is running but does not answer. It may belong to "
                "another container: stop it there, or set LEADWELL_HOME to another directory."
            )
        time.sleep(0.05)
    return True


def _forget_pid_files(place: Place) -> None:
    """Remove pid files whose number now belongs to another process: PostgreSQL would not start."""
    if processes.postmaster(place.data):
        raise EmbeddedFailed(
            f"A PostgreSQL that Leadwell did not start is using {place.data}. Stop it first."
        )
    for file in (place.data / "postmaster.pid", place.sockets / f"{SOCKET}.lock"):
        file.unlink(missing_ok=True)


def _launch(place: Place, bin_: Path, alive: IO[str]) -> int:
    """Start the server without waiting for it; how much its log held before."""
    log = _log(place)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.rename(log.with_name("log.old"))
    written = log.stat().st_size if log.exists() else 0
    # Relative names, from `base`: pg_ctl puts them before a shell, which must not read our path.
    options = ["-l", "data/log", "-o", "-c config_file=conf/postgresql.conf"]
    _control(place, bin_, *options, "start", pass_fds=[alive.fileno()])
    return written


def _wait_until_answers(place: Place, bin_: Path, written: int) -> None:
    # Our own waiting: pg_ctl looks ten times a second only, and every command would pay for it.
    end_by = time.monotonic() + RECOVERY
    with place.lock_file("server") as alive:
        while state(place, bin_) != ANSWERS:
            if _is_dead(alive) or time.monotonic() > end_by:
                log = _log(place)
                said = log.read_bytes()[written:].decode(errors="replace") if log.exists() else ""
                problem = f"The database in {place.base} did not start."
                raise from_text(said, base=place.base, otherwise=problem)
            time.sleep(0.01)


def _log(place: Place) -> Path:
    return place.data / "log"


def _control(
    place: Place, bin_: Path, *args: str | Path, pass_fds: list[int] | None = None
) -> subprocess.CompletedProcess[str]:
    quiet = {"capture_output": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return place.run(
        bin_ / "pg_ctl", "-D", "data", "-s", "-W", *args, pass_fds=pass_fds or [], **quiet
    )


def _is_dead(alive: IO[str]) -> bool:
    """Whether no process of the server is left; if so, the lock is now ours to hand on."""
    try:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _dies_within(seconds: float, alive: IO[str]) -> bool:
    end_by = time.monotonic() + seconds
    while not _is_dead(alive):
        if time.monotonic() > end_by:
            return False
        time.sleep(0.005)
    return True
