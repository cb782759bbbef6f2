"""The written files, read again with nothing of the product's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from leadwell.demo import files


@dataclass(frozen=True)
class Results:
    """One results file as text: header and rows, a short row keeping only what it has."""

    content: bytes

    @cached_property
    def lines(self) -> list[list[str]]:
        return [line.split(",") for line in self.content.decode("utf-8-sig").split("\r\n")]

    @property
    def header(self) -> list[str]:
        return self.lines[0]

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        return [dict(zip(self.header, line, strict=False)) for line in self.lines[1:]]

    def mainstream(self) -> dict[str, dict[str, str]]:
        """Whole rows of mainstream schools by URN."""
        return {
            row["URN"]: row
            for row in self.rows
            if row["RECTYPE"] == "1" and len(row) == len(self.header)
        }

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column over the mainstream schools; NaN where there is no number."""
        return np.array([number(row[name]) for row in self.mainstream().values()])


def number(cell: str) -> float:
    try:
        return float(cell.removesuffix("%"))
    except ValueError:
        return np.nan


@dataclass(frozen=True)
class World:
    """What was written, read again when asked for."""

    files: files.Files

    @cached_property
    def results(self) -> Mapping[int, Results]:
        return {f.academic_year: Results(f.path.read_bytes()) for f in self.files.results}
