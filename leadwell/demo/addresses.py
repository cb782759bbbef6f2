"""Where each invented school is: streets, towns, and numbers that reach nobody."""

from dataclasses import dataclass

import numpy as np

from leadwell.demo.country import Country
from leadwell.demo.geography import words
from leadwell.demo.sites import Ints

ACCENTED_STREET = "Orée Lane"  # a letter that is not ASCII, for a few: real registers have some
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that end real postcodes


@dataclass(frozen=True, slots=True)
class Addresses:
    """One a site. easting and northing: metres, 0 for the very few nobody recorded."""

    street: list[str]
    town: list[str]
    postcode: list[str]
    telephone: list[str]
    easting: Ints
    northing: Ints


def draw(country: Country) -> Addresses:
    """Addresses for every site. Postcode areas QX and ZZ do not exist; 01632 960 rings nowhere."""
    rng = np.random.default_rng([country.seed, 2])
    n = len(country.sites)
    streets = words()["street"]
    street = [streets[i] for i in rng.integers(len(streets), size=n).tolist()]
    for site in range(45, n, 1_500):
        street[site] = ACCENTED_STREET
    house = rng.integers(1, 1_000, n)
    land, town = country.land, country.sites.town
    off = rng.normal(0, 1_500, (2, n)).clip(-4_000, 4_000).astype(np.int64)
    unknown = rng.random(n) < 0.002
    return Addresses(
        street=street,
        town=[land.towns[t] for t in town.tolist()],
        postcode=_postcodes(rng, country.sites.town),
        telephone=[f"01632960{number:03d}" for number in house.tolist()],
        easting=np.where(unknown, 0, land.town_easting[town] + off[0]),
        northing=np.where(unknown, 0, land.town_northing[town] + off[1]),
    )


def _postcodes(rng: np.random.Generator, town: Ints) -> list[str]:
    """One district a town: area QX for the first 900 towns, ZZ after."""
    inward = rng.integers(0, (10, len(_LETTERS), len(_LETTERS)), (town.size, 3)).tolist()
    return [
        f"{'QX' if t < 900 else 'ZZ'}{t % 900 % 99 + 1} {digit}{_LETTERS[a]}{_LETTERS[b]}"
        for t, (digit, a, b) in zip(town.tolist(), inward, strict=True)
    ]
