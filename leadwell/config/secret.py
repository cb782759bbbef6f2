"""The key that signs sessions and links."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def secret_key(environ: Mapping[str, str], home: Path) -> str:
    """LEADWELL_SECRET_KEY, else one made once and kept in a file only its owner can read.

    Several hosts must share a key, so with an external database it has to be given.
    """
    if given := environ.get("LEADWELL_SECRET_KEY"):
        return given
    if environ.get("LEADWELL_MODE") in {"test", "development"}:
        return "not-a-secret: development and tests only"
    if environ.get("DATABASE_URL") and environ.get("LEADWELL_MODE") != "demo":
        raise SystemExit(
            "Set LEADWELL_SECRET_KEY: with DATABASE_URL set, every host needs the same one."
        )
    return _kept_key(home)


def _kept_key(home: Path) -> str:
    file = home / "secret-key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f"secret-key.{os.getpid()}")
        half.touch(mode=0o600)
        half.write_text(secrets.token_urlsafe(50))
        try:
            os.link(half, file)  # the first of two racing starts wins; both then read the same key
        except FileExistsError:
            pass
        finally:
            half.unlink()
    return file.read_text()
