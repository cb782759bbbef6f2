"""The backup file: a tar of `database.dump` (pg_dump's custom format) and `manifest.json`.

The dump is written as it arrives, so a backup needs no second copy on disk; the manifest, which
holds its hash, comes after it.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from leadwell.lib.backup.failure import BackupFailed, plainly

DUMP, MANIFEST, KIND, FORMAT = "database.dump", "manifest.json", "leadwell backup", 1
CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup file says about itself."""

    made_at: str  # ISO 8601, as handed in
    leadwell_version: str
    server_version: str  # of the PostgreSQL that was dumped: 18.6
    dump_major: int  # of the pg_dump that wrote it; an older pg_restore cannot read it
    dump_sha256: str
    dump_bytes: int
    kind: str = KIND
    format: int = FORMAT


@dataclass(frozen=True)
class Written:
    """What passed into a file: its SHA-256 in hex, and its length in bytes."""

    sha256: str
    n_bytes: int


@contextmanager
def writing(to: Path) -> Iterator[IO[bytes]]:
    """A file that appears at `to` whole, or not at all. Readable by nobody but ourselves."""
    partial = to.with_name(f".{to.name}.partial-{os.getpid()}")
    with plainly(to):
        try:
            with open(partial, "wb", opener=lambda p, f: os.open(p, f, 0o600)) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(to)
        finally:
            partial.unlink(missing_ok=True)


def write_dump(file: IO[bytes], source: IO[bytes]) -> Written:
    """Copy all of `source` in as the dump; its length, known only then, goes in front of it."""
    file.write(bytes(tarfile.BLOCKSIZE))
    digest, n_bytes = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        file.write(chunk)
        digest.update(chunk)
        n_bytes += len(chunk)
    file.write(_padding(n_bytes))
    file.seek(0)
    file.write(_header(DUMP, n_bytes))
    file.seek(0, os.SEEK_END)
    return Written(digest.hexdigest(), n_bytes)


def write_manifest(file: IO[bytes], manifest: Manifest) -> None:
    """Put the manifest after the dump, and end the file."""
    text = json.dumps(asdict(manifest), indent=2).encode() + b"\n"
    end = bytes(2 * tarfile.BLOCKSIZE)
    file.write(_header(MANIFEST, len(text)) + text + _padding(len(text)) + end)


def read(from_: Path) -> Manifest:
    """The manifest of a backup whose dump is whole. Raises BackupFailed for any other file."""
    with open_dump(from_) as (manifest, dump):
        digest = hashlib.sha256()
        while chunk := dump.read(CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != manifest.dump_sha256:
        raise BackupFailed(_damaged(from_))
    return manifest


@contextmanager
def open_dump(from_: Path) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """The manifest, and the dump to read (its hash unchecked: see `read`)."""
    with plainly(from_), from_.open("rb") as file:
        try:
            tar = tarfile.TarFile(fileobj=file)
        except tarfile.TarError:
            raise BackupFailed(_not_a_backup(from_)) from None
        with tar:
            yield _manifest(tar, from_), _member(tar, DUMP, from_)


def _manifest(tar: tarfile.TarFile, from_: Path) -> Manifest:
    try:
        found = json.loads(_member(tar, MANIFEST, from_).read())
        is_ours, newer = found["kind"] == KIND, found["format"] > FORMAT
        if newer and is_ours:
            raise BackupFailed(
                f"{from_} was made by a newer Leadwell ({found['leadwell_version']}). "
                "Restore it with that version or a later one."
            )
        manifest = Manifest(**found)
    except (ValueError, TypeError, KeyError):
        raise BackupFailed(_damaged(from_)) from None
    if not is_ours:
        raise BackupFailed(_not_a_backup(from_))
    return manifest


def _member(tar: tarfile.TarFile, name: str, from_: Path) -> IO[bytes]:
    try:
        names = tar.getnames()
        member = tar.extractfile(name) if name in names else None
    except tarfile.TarError:
        raise BackupFailed(_damaged(from_)) from None
    if member is None:
        problem = _damaged if DUMP in names else _not_a_backup
        raise BackupFailed(problem(from_))
    return member


def _header(name: str, n_bytes: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = n_bytes, 0o600
    return info.tobuf(format=tarfile.GNU_FORMAT)


def _padding(n_bytes: int) -> bytes:
    return bytes(-n_bytes % tarfile.BLOCKSIZE)


def _not_a_backup(from_: Path) -> str:
    return f"{from_} is not a Leadwell backup. Choose a file made by `leadwell backup`."


def _damaged(from_: Path) -> str:
    return f"{from_} is damaged: it is not what was written. Use another backup; nothing changed."
