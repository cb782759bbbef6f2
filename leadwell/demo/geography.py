"""The invented land: regions, local authorities and towns, with places on the National Grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

Ints = NDArray[np.int64]

SCHOOLS_PER_AUTHORITY = 112
TOWNS_PER_AUTHORITY = 9
KM = 1_000


@dataclass(frozen=True, slots=True)
class Region:
    """A region: code and name as the register has them; box is west, east, south, north in metres.

    disadvantage: how much commoner disadvantage is, in logits. lift: results, in SDs of schools.
    """

    code: str
    name: str
    box: tuple[int, int, int, int]
    disadvantage: float
    lift: float


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority. region: its index. ended_on: set for one that was reorganised."""

    code: int
    name: str
    region: int
    easting: int
    northing: int
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """regions and authorities by index; towns as arrays.

    open_authorities: how many of `authorities`, from the first, still exist.
    previous: shape (open_authorities,). Index of the authority whose land it took, or -1.
    town_authority, town_easting, town_northing: shape (n_towns,).
    """

    regions: tuple[Region, ...]
    authorities: tuple[Authority, ...]
    open_authorities: int
    previous: Ints
    towns: tuple[str, ...]
    town_authority: Ints
    town_easting: Ints
    town_northing: Ints


@cache
def words() -> dict[str, Any]:
    """The word parts and regions of places.yaml."""
    text = resources.files(__package__).joinpath("places.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def draw(rng: np.random.Generator, n_schools: int) -> Land:
    """An invented land with room for n_schools: 14 authorities at least, 150 for a country."""
    regions = tuple(Region(**{**facts, "box": tuple(facts["box"])}) for facts in words()["regions"])
    n_open = max(14, min(150, round(n_schools / SCHOOLS_PER_AUTHORITY)))
    standing = tuple(_authorities(rng, regions, n_open))
    ended, previous = _reorganised(standing)
    centres = np.repeat(np.arange(n_open), TOWNS_PER_AUTHORITY)
    spread = rng.normal(0, 7 * KM, (2, centres.size)).clip(-14 * KM, 14 * KM)
    return Land(
        regions=regions,
        authorities=standing + ended,
        open_authorities=n_open,
        previous=previous,
        towns=tuple(_town_names(rng, centres.size)),
        town_authority=centres,
        town_easting=np.array([a.easting for a in standing])[centres] + spread[0].astype(int),
        town_northing=np.array([a.northing for a in standing])[centres] + spread[1].astype(int),
    )


def _authorities(
    rng: np.random.Generator, regions: tuple[Region, ...], n_open: int
) -> Iterator[Authority]:
    """The five hubs' authorities in the south-west first; then one from each region in turn."""
    names = [first + last for last in words()["authority_last"] for first in _firsts()]
    hubs = words()["hub_authorities"]
    names = hubs + [name for name in names if name not in hubs]
    south_west = [region.name for region in regions].index("South West")
    codes = rng.permutation(np.arange(203, 980, 5))
    for index in range(n_open):
        region = south_west if index < len(hubs) else (index - len(hubs)) % len(regions)
        west, east, south, north = regions[region].box
        yield Authority(
            code=int(codes[index]),
            name=names[index],
            region=region,
            easting=int(rng.integers(west, east)),
            northing=int(rng.integers(south, north)),
        )


def _firsts() -> list[str]:
    firsts: list[str] = words()["authority_first"]
    return firsts


def _reorganised(standing: tuple[Authority, ...]) -> tuple[tuple[Authority, ...], Ints]:
    """Two old authorities whose land others took, in April 2019 and April 2023."""
    previous = np.full(len(standing), -1, dtype=np.int64)
    ended: list[Authority] = []
    hubs = len(words()["hub_authorities"])
    for name, region, code, on in (
        ("Marrowminster", 0, 991, date(2019, 4, 1)),
        ("Hobbleminster", 4, 992, date(2023, 4, 1)),
    ):
        heirs = [i for i, a in enumerate(standing) if i >= hubs and a.region == region][:2]
        previous[heirs] = len(standing) + len(ended)
        first = standing[heirs[0]]
        ended.append(Authority(code, name, region, first.easting, first.northing, ended_on=on))
    return tuple(ended), previous


def _town_names(rng: np.random.Generator, n: int) -> Iterator[str]:
    """n names, used again with "Upper" and "Nether" once the plain ones run out."""
    plain = [first + last for first in words()["town_first"] for last in words()["town_last"]]
    order = rng.permutation(len(plain))
    for index in range(n):
        before = ("", "Upper ", "Nether ", "East ", "West ")[index // len(plain)]
        yield before + plain[order[index % len(plain)]]
