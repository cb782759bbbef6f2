"""What a benchmark found: tables, and goals that are met or missed; as lines and as a page."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `most` of `unit`; found: what was measured."""

    what: str
    found: float
    most: float
    unit: str = "times"

    @property
    def is_met(self) -> bool:
        return self.found <= self.most

    @property
    def sentence(self) -> str:
        verdict = "met" if self.is_met else "MISSED"
        return f"{self.what}: {self.found:,.3g} {self.unit}, goal at most {self.most:g}: {verdict}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a heading; the first column is words, the others are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One benchmark's answer. how: paragraphs on how it was measured."""

    title: str
    how: tuple[str, ...]
    tables: tuple[Table, ...]
    goals: tuple[Goal, ...] = ()


def as_markdown(finding: Finding, facts: str) -> str:
    """A page. facts: on what it was measured and when."""
    parts = [f"# {finding.title}", facts, *finding.how, *map(_markdown_table, finding.tables)]
    if finding.goals:
        parts.append("\n".join(f"- {goal.sentence}" for goal in finding.goals))
    return "\n\n".join(parts)


def as_text(finding: Finding) -> str:
    parts = [finding.title.upper(), *finding.how, *map(_text_table, finding.tables)]
    return "\n\n".join([*parts, *(goal.sentence for goal in finding.goals)]) + "\n"


def _markdown_table(table: Table) -> str:
    dashes = ["---", *["---:"] * (len(table.head) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (table.head, dashes, *table.rows))


def _text_table(table: Table) -> str:
    lines: Sequence[Sequence[str]] = (table.head, *table.rows)
    widths = [max(len(line[i]) for line in lines) for i in range(len(table.head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
