"""What has changed from one review to the next, criterion by criterion. Never a total. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leadwell.explore.models.review import CANNOT_SAY


class Way(StrEnum):
    UP = "up"
    SAME = "same"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Moved:
    """then, now: 0 to 4 as levels are kept; None where nothing was agreed."""

    key: str
    then: int | None
    now: int | None

    @property
    def way(self) -> Way:
        then, now = self.then or CANNOT_SAY, self.now or CANNOT_SAY
        if CANNOT_SAY in (then, now):
            return Way.UNKNOWN
        if now == then:
            return Way.SAME
        return Way.UP if now > then else Way.DOWN


@dataclass(frozen=True, slots=True)
class Counted:
    """n: criteria that have a level both times; up, same and down add up to it."""

    up: int
    same: int
    down: int
    unknown: int

    @property
    def n(self) -> int:
        return self.up + self.same + self.down

    @property
    def sentence(self) -> str:
        """ "Moved up: 9 of 24." and what else there is."""
        said = [f"Moved up: {self.up} of {self.n}."]
        if self.down:
            said.append(f"Moved down: {self.down}.")
        if self.same:
            said.append(f"As before: {self.same}.")
        if self.unknown:
            said.append(f"Not to be compared, because nobody could say: {self.unknown}.")
        return " ".join(said)


def moved(then: Mapping[str, int], now: Mapping[str, int], *, keys: list[str]) -> list[Moved]:
    """Every criterion, in the order of keys."""
    return [Moved(key, then.get(key), now.get(key)) for key in keys]


def counted(found: list[Moved]) -> Counted:
    ways = [one.way for one in found]
    return Counted(*(ways.count(way) for way in (Way.UP, Way.SAME, Way.DOWN, Way.UNKNOWN)))
