"""Making a backup."""

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg

from leadwell.lib.backup import archive, programs
from leadwell.lib.backup.archive import Manifest, Written
from leadwell.lib.backup.failure import BackupFailed, complaint
from leadwell.lib.backup.programs import Program


def dump(url: str, to: Path, *, made_at: datetime, leadwell_version: str) -> Manifest:
    """Write the whole database, as it is at one moment, to the file `to`; others may go on working.

    A file that is there already is replaced only by a whole new one. Raises BackupFailed.
    """
    server = _server_version(url)
    program = programs.find("pg_dump", url, at_least=int(server.partition(".")[0]))
    with archive.writing(to) as file:
        written = _write_dump(file, url, program)
        manifest = Manifest(
            made_at=made_at.isoformat(),
            leadwell_version=leadwell_version,
            server_version=server,
            dump_major=program.major,
            dump_sha256=written.sha256,
            dump_bytes=written.n_bytes,
        )
        archive.write_manifest(file, manifest)
    return manifest


def _write_dump(file: IO[bytes], url: str, program: Program) -> Written:
    where, env = programs.sign_in(url)
    # Level 1: five times as fast as the usual 6, and little larger.
    options = ["--format=custom", "--compress=1", "--no-password", f"--dbname={where}"]
    command = [str(program.path), *options]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=env) as process:
            assert process.stdout
            written = archive.write_dump(file, process.stdout)
        if process.returncode:
            said.seek(0)
            problem = complaint(said.read().decode(errors="replace"))
            raise BackupFailed(f"The backup was not made. {problem}")
    return written


def _server_version(url: str) -> str:
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute("show server_version").fetchone()
    except psycopg.OperationalError as error:
        raise BackupFailed(f"The database did not answer. It said: {error}") from error
    return str(row[0]).split()[0] if row else ""
