"""Keeping what is there: backup and restore."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from leadwell.config import database
from leadwell.config.commands import door
from leadwell.lib.version import __version__

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Write everything (rows, files, history) to one file."""
    from leadwell.lib import backup as backups

    with door.opened(as_json=as_json):
        try:
            manifest = backups.dump(
                database.url(),
                file,
                made_at=datetime.now(UTC),
                leadwell_version=__version__,
            )
        except backups.BackupFailed as failure:
            door.refuse(str(failure), as_json=as_json)
        door.show(
            {"file": str(file), "sha256": manifest.dump_sha256, "n_bytes": file.stat().st_size},
            [f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB)."],
            as_json=as_json,
        )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Put back everything from a backup, in place of what is there."""
    from leadwell.lib import backup as backups

    with door.opened(migrate=False, as_json=as_json):
        try:
            manifest = backups.restore(database.url(), door.existing(file, as_json=as_json))
        except backups.BackupFailed as failure:
            door.refuse(str(failure), as_json=as_json)
        door.show(
            {"file": str(file), "made_at": str(manifest.made_at), "sha256": manifest.dump_sha256},
            [f"Restored the backup of {manifest.made_at}."],
            as_json=as_json,
        )
