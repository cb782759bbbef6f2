"""`make baseline`: an empty installation, by every migration from nothing, kept as a backup."""

import json
import lzma
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from leadwell.config import baseline, database
from leadwell.lib import backup, embedded
from leadwell.lib.version import __version__


def main() -> None:
    scratch = Path(tempfile.mkdtemp(dir="/tmp", prefix="lw"))
    scratch.chmod(0o711)  # the server's own account has to reach into it
    os.environ["LEADWELL_HOME"] = str(scratch / "home")
    os.environ.pop("DATABASE_URL", None)
    try:
        with embedded.running():
            database.migrate(from_nothing=True)
            made = scratch / "empty.backup"
            backup.dump(
                database.url(), made, made_at=datetime.now(UTC), leadwell_version=__version__
            )
        baseline.EMPTY.write_bytes(lzma.compress(made.read_bytes(), preset=9))
    finally:
        shutil.rmtree(scratch)
    holds = {"fingerprint": database.fingerprint(), "migrations": baseline.migrations()}
    baseline.HOLDS.write_text(json.dumps(holds, indent=1) + "\n")
    print(f"{baseline.EMPTY.name}: {baseline.EMPTY.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
