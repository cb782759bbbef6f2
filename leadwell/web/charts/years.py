"""Figures over academic years: points, lines, and the years in which there are none."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from leadwell.lib.academic_year import label
from leadwell.web.charts.drawing import NO_FIGURE, Absence


@dataclass(frozen=True, slots=True)
class Point:
    """One year's figure with its 95% range, or why there is none.

    academic_year: the year it starts.
    """

    academic_year: int
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    absent: Absence | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A group's figures. short_name is for the line's end, where room is scarce."""

    name: str
    points: tuple[Point, ...]
    short_name: str = ""

    @property
    def brief(self) -> str:
        return self.short_name or self.name

    def at(self, academic_year: int) -> Point:
        """The year's point; "No figure" where none was handed in."""
        for point in self.points:
            if point.academic_year == academic_year:
                return point
        return Point(academic_year, absent=NO_FIGURE)

    def last(self) -> Point | None:
        """The latest year with a figure."""
        known = [point for point in self.points if point.value is not None]
        return max(known, key=lambda point: point.academic_year, default=None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Years next to one another without a figure, for one reason."""

    first: int
    last: int
    absent: Absence

    @property
    def years(self) -> str:
        """2019/20, or 2019/20 and 2020/21, or 2019/20 to 2021/22."""
        if self.first == self.last:
            return label(self.first)
        joined = " and " if self.last == self.first + 1 else " to "
        return label(self.first) + joined + label(self.last)


def stretches(points: Iterable[Point]) -> list[Stretch]:
    """The years without a figure, those of one reason together. Points in order of year."""
    found = []
    for absent, group in groupby(
        points, key=lambda p: (p.absent or NO_FIGURE) if p.value is None else None
    ):
        years = [point.academic_year for point in group]
        if absent is not None:
            found.append(Stretch(years[0], years[-1], absent))
    return found


def runs(points: Iterable[Point]) -> list[list[Point]]:
    """The points with figures, cut wherever a year has none: a line never bridges a gap.
    Points in order of year, one for each."""
    return [
        list(group)
        for is_known, group in groupby(points, key=lambda point: point.value is not None)
        if is_known
    ]
