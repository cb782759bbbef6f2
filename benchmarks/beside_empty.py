"""Pages as somebody, with few schools and with many, beside the empty page as the same person."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.findings import Goal, Table
from benchmarks.visiting import EMPTY

SIZES = (41, 3_100)
Key = tuple[str, str]  # a page, and who asks for it
Times = Mapping[tuple[Key, int], list[float]]
Counts = Mapping[tuple[Key, int], int]


@dataclass(frozen=True, slots=True)
class BesideEmpty:
    """times: seconds, by page and size; the empty page is among them for everybody. counts:
    statements to the database."""

    times: Times
    counts: Counts

    @property
    def keys(self) -> list[Key]:
        return [key for key in dict.fromkeys(key for key, _ in self.times) if key[0] != EMPTY]

    @property
    def sizes(self) -> list[int]:
        """Numbers of schools, the fewest first."""
        return sorted({size for _, size in self.times})

    @property
    def rounds(self) -> int:
        return len(next(iter(self.times.values())))

    def ms(self, key: Key, size: int) -> float:
        return statistics.median(self.times[key, size]) * 1000

    def ratio(self, key: Key, size: int) -> float:
        return self.ms(key, size) / self.ms((EMPTY, key[1]), size)

    def worst(self, key: Key) -> float:
        return max(self.ratio(key, size) for size in self.sizes)

    def table(self) -> Table:
        head = [
            f"{what}, {size:,} schools" for size in self.sizes for what in ("ms", "times", "SQL")
        ]
        return Table(("page", *head), tuple(self._row(key) for key in self.keys))

    def goal_of_queries(self) -> Goal:
        """That no page asks the database more because there are more schools."""
        few, many = self.sizes
        more = [key for key in self.keys if self.counts[key, many] > self.counts[key, few]]
        which = f" ({'; '.join(', '.join(key) for key in more)})" if more else ""
        return Goal(
            f"Pages that ask the database more at {many:,} schools{which}", len(more), 0, "pages"
        )

    def _row(self, key: Key) -> tuple[str, ...]:
        cells = [", ".join(key)]
        for size in self.sizes:
            count = str(self.counts[key, size])
            cells += [f"{self.ms(key, size):.1f}", f"{self.ratio(key, size):.1f}", count]
        return tuple(cells)
