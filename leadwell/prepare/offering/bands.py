"""Tables of sizes as data: how much goes with a place for a school of so many pupils. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.prepare.models import Given

AMOUNTS = tuple(kind.value for kind in Given)
NEEDED = {"code", *AMOUNTS}
MAY_HAVE = {"up_to", "phases", "paired_places", "shares_sessions"}


class NoSize(ValueError):
    """Nobody knows how large a school is; str() says so. No size is guessed."""


@dataclass(frozen=True, slots=True)
class Band:
    """amounts: of one school year. up_to: pupils on roll at most; None for the largest."""

    code: str
    amounts: Mapping[Given, int]
    from_pupils: int
    up_to: int | None = None
    phases: frozenset[str] = frozenset()
    paired_places: int = 0
    shares_sessions: bool = False

    @property
    def pupils(self) -> str:
        """ "105 to 210 pupils"."""
        if self.up_to is None:
            return f"more than {self.from_pupils - 1} pupils, or a secondary school"
        if self.from_pupils <= 1:
            return f"up to {self.up_to} pupils"
        return f"{self.from_pupils} to {self.up_to} pupils"


@dataclass(frozen=True, slots=True)
class BandTable:
    id: str
    title: str
    bands: tuple[Band, ...]

    def band(self, code: str) -> Band:
        return next(each for each in self.bands if each.code == code)

    def band_of(self, *, school: str, n_pupils: int | None, phase: str) -> Band:
        """school: its name, for the words. Raises NoSize where the roll decides and is not known."""
        by_phase = next((each for each in self.bands if phase in each.phases), None)
        if by_phase:
            return by_phase
        if not n_pupils:
            raise NoSize(
                f"The register does not say how many pupils {school} has, and no size is guessed. "
                "Load a register that has it, or ask the school to put its entry right."
            )
        return next(each for each in self.bands if each.up_to is None or n_pupils <= each.up_to)


def current() -> BandTable:
    """By which new offers are made."""
    return every()[-1]


def of(table: str) -> BandTable:
    """The table an offer was made by. Raises KeyError where there is none."""
    return {each.id: each for each in every()}[table]


@cache
def every() -> tuple[BandTable, ...]:
    text = files(__package__).joinpath("bands.yaml").read_text(encoding="utf-8")
    return build(yaml.safe_load(text)["tables"])


def build(rows: Sequence[Mapping[str, Any]]) -> tuple[BandTable, ...]:
    """Checked. Raises ValueError saying what is wrong: an id or code written twice, a word that is
    not known, an amount that is no whole number, sizes that do not follow one another."""
    made = tuple(map(_table, rows))
    _once("a table", [each.id for each in made])
    if not made:
        raise ValueError("there is no table of sizes")
    return made


def _table(row: Mapping[str, Any]) -> BandTable:
    if set(row) != {"id", "title", "bands"}:
        raise ValueError(f"a table of sizes has id, title and bands, not {sorted(row)}")
    bands: list[Band] = []
    for each in row["bands"]:
        before = bands[-1] if bands else None
        if before and before.up_to is None:
            raise ValueError(f"{row['id']}: nothing comes after the largest size")
        bands.append(_band(each, from_pupils=(before.up_to or 0) + 1 if before else 1))
    _once(f"{row['id']}: a size", [each.code for each in bands])
    if not bands or bands[-1].up_to is not None:
        raise ValueError(f"{row['id']}: the last size has to be open upwards")
    return BandTable(row["id"], row["title"], tuple(bands))


def _band(row: Mapping[str, Any], *, from_pupils: int) -> Band:
    code = row.get("code", "?")
    if missing := NEEDED - set(row):
        raise ValueError(f"{code}: {', '.join(sorted(missing))} not said")
    if unknown := set(row) - NEEDED - MAY_HAVE:
        raise ValueError(f"{code}: {', '.join(sorted(unknown))} not known")
    numbers = [row[name] for name in (*AMOUNTS, "up_to", "paired_places") if name in row]
    if any(type(each) is not int or not 0 <= each <= 999 for each in numbers):
        raise ValueError(f"{code}: amounts are whole numbers from 0 to 999")
    up_to = row.get("up_to")
    if up_to is not None and up_to < from_pupils:
        raise ValueError(f"{code}: its size ends before it begins")
    return Band(
        code=code,
        amounts={kind: row[kind.value] for kind in Given},
        from_pupils=from_pupils,
        up_to=up_to,
        phases=frozenset(row.get("phases", ())),
        paired_places=row.get("paired_places", 0),
        shares_sessions=row.get("shares_sessions", False),
    )


def _once(what: str, names: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise ValueError(f"{what} is written twice")
