"""What loading a file found and did: one shape for the terminal, --json, the page and the log."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from leadwell.lib.words import count
from leadwell.schools.reasons import Reason

ENCODINGS = {
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
}
RECORD_TYPES = {
    1: "mainstream",
    2: "special",
    3: "local_authority",
    4: "england_all",
    5: "england_state",
    6: "region",
}
NOUNS = {
    "mainstream": ("mainstream school", ""),
    "special": ("special school", ""),
    "local_authority": ("council", ""),
    "england_all": ("row for all schools in England", "rows for all schools in England"),
    "england_state": (
        "row for state-funded schools in England",
        "rows for state-funded schools in England",
    ),
    "region": ("region", ""),
}


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
        different = ("n_new", "n_changed", "n_made", "n_now", "n_undone", "replaces")
        return self.is_known or not any(
            what for name, what in self.changes.items() if name.startswith(different)
        )

    def lines(self) -> list[str]:
        """Everything for people: what changes, then what the file is."""
        return [*self.sentences, *(self._about_the_file() if not self.is_known else [])]

    def _about_the_file(self) -> list[str]:
        facts = self.facts
        short = facts.get("n_short_rows", 0)
        said = [
            f"{self.name}: {self.n_bytes:,} bytes, {ENCODINGS.get(self.encoding, self.encoding)}, "
            f"{count(self.n_rows, 'row')}{f', {short:,} of them ending early' if short else ''}."
        ]
        if facts.get("layout"):
            said.append(f"Layout: {facts['layout']}. Year: {facts['year_check']}.")
        for year, rows in facts.get("rows_by_record_type", {}).items():
            kinds = [count(n, *NOUNS[kind]) for kind, n in rows.items()]
            said.append(f"{year}: {', '.join(kinds)}.")
        said += _cells(facts.get("cells_by_reason", {}))
        if absent := facts.get("absent_measures"):
            said.append(f"Measures not in this file: {', '.join(absent)}.")
        if unknown := facts.get("unknown_columns"):
            said.append(f"Columns not known, kept as text: {', '.join(unknown)}.")
        if groups := facts.get("unknown_groups"):
            said.append(
                f"Groups of pupils or subjects not known, kept as text: {'; '.join(groups)}."
            )
        return said

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"changes_nothing": self.changes_nothing}


SAID_ELSEWHERE = {"value", "column_absent", "not_produced"}
UNCODED = {"blank": "blank", "row_cut": "in rows that end early", "row_absent": "without a row"}


def _cells(by_measure: Mapping[str, Mapping[str, int]]) -> list[str]:
    """How many cells hold a figure, and how many each code: counts to hold beside the file's own."""
    n = Counter[str]()
    for reasons in by_measure.values():
        n.update(reasons)
    if not n["value"]:
        return []
    codes = [
        f"{UNCODED.get(reason) or Reason[reason.upper()].text} {times:,}"
        for reason, times in n.most_common()
        if reason not in SAID_ELSEWHERE
    ]
    without = f" Without one: {', '.join(codes)}." if codes else ""
    return [f"Cells read: {n['value']:,} with a figure.{without}"]
