"""The whole database in one file, and back: the same for the built-in database and any other."""

from leadwell.lib.backup.archive import Manifest, read
from leadwell.lib.backup.dumping import dump
from leadwell.lib.backup.failure import BackupFailed
from leadwell.lib.backup.restoring import fill, restore

__all__ = ["BackupFailed", "Manifest", "dump", "fill", "read", "restore"]
