"""The guard of free text: what to think about before it is sent. It warns and never forbids.

`find` compares strings here, guard.js the same in a browser, by the same words.yaml; nothing is
learned and nothing leaves the machine.
"""

from leadwell.lib.guard.finding import Found, Kind, count, find, for_page, titles

__all__ = ["Found", "Kind", "count", "find", "for_page", "titles"]
