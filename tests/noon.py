"""The day of the tests. What pages and letters say hangs on what day it is: it is always this one."""

from datetime import UTC, datetime

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""Of a Friday in term."""
