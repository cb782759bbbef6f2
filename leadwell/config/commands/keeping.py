"""Keeping what is there: backup and restore."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadwell.config.commands import door
from leadwell.lib.version import __version__
from leadwell.lib.words import count

if TYPE_CHECKING:
    from leadwell.deliver.notes.purging import Listed as Purged
    from leadwell.people.privacy.erasures import Listed

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Write everything (rows, files, history) to one file."""
    from leadwell.config import database
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
        _keep_lists()
        door.show(
            {"file": str(file), "sha256": manifest.dump_sha256, "n_bytes": file.stat().st_size},
            [f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB)."],
            as_json=as_json,
        )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Put back everything from a backup, in place of what is there. Who was forgotten stays so."""
    from leadwell.config import database
    from leadwell.lib import backup as backups

    with door.opened(migrate=False, as_json=as_json):
        from leadwell.deliver.notes import purging
        from leadwell.people.privacy import restoring

        listed, purges = restoring.listed_so_far(), purging.listed_so_far()
        _hang_up()
        try:
            manifest = backups.restore(database.url(), door.existing(file, as_json=as_json))
        except backups.BackupFailed as failure:
            door.refuse(str(failure), as_json=as_json)
        n_forgotten = _forget_again(listed)
        n_purged = _purge_again(purges)
        lines = [f"Restored the backup of {manifest.made_at}."]
        if n_forgotten:
            who = count(n_forgotten, "person", "people")
            lines.append(f"Forgot {who} again whom the backup still knew.")
        if n_purged:
            times = count(n_purged, "note")
            lines.append(f"Took words out of {times} again that were for a safeguarding lead.")
        door.show(
            {
                "file": str(file),
                "made_at": str(manifest.made_at),
                "sha256": manifest.dump_sha256,
                "n_forgotten_again": n_forgotten,
                "n_purged_again": n_purged,
            },
            lines,
            as_json=as_json,
        )


def _keep_lists() -> None:
    """The files beside the database have all that the rows have, whatever happened since."""
    from leadwell.deliver.notes import purging
    from leadwell.people.privacy import erasures

    erasures.write_missing()
    purging.write_missing()


def _forget_again(listed: "Sequence[Listed]") -> int:
    """Only once the tables are those of today: a backup may be older than they are."""
    if not listed:
        return 0
    from leadwell.config import database
    from leadwell.people.privacy import restoring

    database.migrate()
    return restoring.forget_again(listed, by=door.who(), at=datetime.now(UTC))


def _purge_again(listed: "Sequence[Purged]") -> int:
    """As above."""
    if not listed:
        return 0
    from leadwell.config import database
    from leadwell.deliver.notes import purging

    database.migrate()
    return purging.purge_again(listed, by=door.who(), at=datetime.now(UTC))


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()
