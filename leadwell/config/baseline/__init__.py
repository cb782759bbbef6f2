"""An empty installation as a backup, from which a new database begins; what is newer is migrated.

From nothing every migration has to be gone through, and Django makes all models anew for each step
of each: most of a minute, which nobody should wait for who only wants to look. `make baseline`
writes it anew. tests/journeys/test_upgrade.py holds a database begun so beside one from nothing.
"""

import json
import lzma
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from psycopg import Connection

from leadwell.lib import backup

HERE = Path(__file__).parent
EMPTY, HOLDS = HERE / "empty.backup.xz", HERE / "holds.json"
FLOORS = HERE.parent.parent


def begin(connection: Connection, url: str) -> str | None:
    """Fill the database at `url` if there is nothing in it; the fingerprint of what it then is.
    None where there is something, or nothing to begin with: whoever asked migrates as ever."""
    if not (_is_empty(connection) and fits()):
        return None
    with tempfile.NamedTemporaryFile(suffix=".backup") as file:
        file.write(lzma.decompress(EMPTY.read_bytes()))
        file.flush()
        with suppress(backup.BackupFailed):  # another PostgreSQL, or none of its programs here
            backup.fill(url, Path(file.name))
            return str(json.loads(HOLDS.read_text())["fingerprint"])
    return None


def fits() -> bool:
    """Whether every migration that it holds is still there, as it was."""
    held = json.loads(HOLDS.read_text())["migrations"] if HOLDS.exists() else {}
    now = migrations()
    return bool(held) and all(now.get(name) == digest for name, digest in held.items())


def migrations() -> dict[str, str]:
    """Ours, by floor and name: a hash of the text of each."""
    return {
        f"{path.parent.parent.name}/{path.stem}": sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(FLOORS.glob("*/migrations/0*.py"))
    }


def _is_empty(connection: Connection) -> bool:
    row = connection.execute(
        "select not exists (select from pg_class where relnamespace = 'public'::regnamespace)"
    ).fetchone()
    return bool(row and row[0])
