"""What can go wrong with the built-in database, in plain sentences."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NO_WHEEL = (
    "There is no built-in PostgreSQL for this computer (Alpine Linux, for one, has none). "
    "Set DATABASE_URL to a PostgreSQL 16 or newer."
)


class EmbeddedFailed(RuntimeError):
    """The built-in database cannot be used: `str()` says what happened and what to do."""


def from_text(text: str, *, base: Path, otherwise: str) -> EmbeddedFailed:
    """A program's complaint (its stderr, or the end of its log) as a sentence."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return EmbeddedFailed(_disk_full(base))
    if "Read-only file system" in text:
        return EmbeddedFailed(_read_only(base))
    if "could not look up" in text and "user ID" in text:
        return EmbeddedFailed(
            "This user id has no account name on this computer, and PostgreSQL needs one. "
            "Add an account for it, or set DATABASE_URL."
        )
    said = [line.strip() for line in text.splitlines() if "FATAL" in line or "error" in line]
    last = said[-1] if said else text.strip().rpartition("\n")[2]
    last = re.sub(r"^.*\[\d+\] ", "", last)  # the log's own time and process number
    return EmbeddedFailed(f"{otherwise} It said: {last}" if last else otherwise)


@contextmanager
def plainly(base: Path) -> Iterator[None]:
    """Turn what the operating system refuses into a sentence about `base`."""
    try:
        yield
    except OSError as error:
        raise EmbeddedFailed(_from_os(error, base)) from error


def _from_os(error: OSError, base: Path) -> str:
    where = error.filename or base
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _disk_full(base)
        case errno.EROFS:
            return _read_only(base)
        case errno.EACCES | errno.EPERM:
            return (
                f"You may not write to {where}. Run Leadwell as the user it belongs to, "
                "or set LEADWELL_HOME to a directory of your own."
            )
        case errno.ENOTDIR | errno.EEXIST:
            return (
                f"{where} is in the way: Leadwell needs a directory at {base}. "
                "Move the file, or set LEADWELL_HOME to another directory."
            )
        case _:
            return f"The database in {base} could not be used: {error.strerror or error}."


def _disk_full(base: Path) -> str:
    return f"The disk that holds {base} is full. Free at least 200 MB on it and try again."


def _read_only(base: Path) -> str:
    return f"{base} cannot be written to. Set LEADWELL_HOME to a directory that can."
