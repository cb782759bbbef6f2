"""Lists that outlive a restore: files of lines beside the database, which only grow."""

import os
from collections.abc import Iterable
from pathlib import Path

from leadwell.lib import embedded


def file(name: str) -> Path:
    return embedded.home() / name


def lines(name: str) -> list[str]:
    return file(name).read_text(encoding="utf-8").splitlines() if file(name).is_file() else []


def add(name: str, more: Iterable[str]) -> None:
    """On the disk when this returns. A line that a lost machine cut short is ended first."""
    path = file(name)
    is_cut = path.is_file() and not path.read_bytes().endswith(b"\n")
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as to:
        to.write("\n" if is_cut else "")
        to.writelines(f"{line}\n" for line in more)
        to.flush()
        os.fsync(to.fileno())
