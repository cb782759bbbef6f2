"""Which processes of this computer belong to a data directory."""

import contextlib
from pathlib import Path

import psutil


def postmaster(data: Path) -> int | None:
    """The process id in the pid file, if it really is the PostgreSQL of `data`; else None.

    After a restart the number may belong to anything, another PostgreSQL included.
    """
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n")[0])
        return pid if _is_in(psutil.Process(pid), data) else None
    except (OSError, ValueError, psutil.Error):
        return None


def kill_those_in(data: Path) -> None:
    """End what is left of a server whose first process has died. Its log of changes is kept."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if _is_in(process, data):
                process.kill()


def _is_in(process: psutil.Process, data: Path) -> bool:
    places = {str(data.resolve()), f"{data.resolve()} (deleted)"}
    return process.name() == "postgres" and process.cwd() in places
