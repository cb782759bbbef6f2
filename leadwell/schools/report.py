"""What loading a file found and did: one shape for the terminal, --json, the page and the log."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class LoadReport:
    """A file that was read, and what it changed or (dry run) would change.

    facts: numbers about the file, changes: numbers of what became different, in the reader's order.
    sentences: the same for people, most important first.
    """

    kind: str
    name: str
    sha256: str
    encoding: str
    n_bytes: int
    n_rows: int
    is_dry_run: bool
    is_known: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return self.is_known or not any(
            n
            for name, n in self.changes.items()
            if name.startswith(("n_new", "n_changed", "n_made"))
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"changes_nothing": self.changes_nothing}
