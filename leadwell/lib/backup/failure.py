"""What can go wrong with a backup, in plain sentences."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BackupFailed(RuntimeError):
    """A backup was not made, or not restored: `str()` says what happened and what to do."""


@contextmanager
def plainly(file: Path) -> Iterator[None]:
    """Turn what the operating system refuses about `file` into a sentence."""
    try:
        yield
    except OSError as error:
        raise BackupFailed(_sentence(error, file)) from error


def complaint(said: str) -> str:
    """The first error in what one of PostgreSQL's programs wrote, as a sentence; else nothing."""
    lines = said.strip().splitlines()
    errors = [line for line in lines if "error:" in line or "ERROR:" in line] or lines
    return f"PostgreSQL said: {errors[0]}" if errors else ""


def _sentence(error: OSError, file: Path) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk that holds {file.parent} is full. Free some space and try again."
        case errno.ENOENT:
            missing = file.parent if not file.parent.exists() else file
            return f"There is no {missing}. Check the name and try again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"You may not use {file}. Choose a file in a directory of your own."
        case errno.EISDIR:
            return f"{file} is a directory. Name a file in it."
        case _:
            return f"{file} could not be used: {error.strerror or error}."
