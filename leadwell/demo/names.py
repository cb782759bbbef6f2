"""Names and addresses of people who do not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import yaml


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    email: str


@cache
def words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First names, and surnames."""
    text = resources.files(__package__).joinpath("names.yaml").read_text("utf-8")
    told = yaml.safe_load(text)
    surnames = (f"{a}{b}" for a in told["surname_first"] for b in told["surname_last"])
    return tuple(told["first"]), tuple(surnames)


def draw(seed: int) -> Iterator[Named]:
    """Some seventeen thousand people, no two of one name; the same seed, the same people."""
    firsts, surnames = words()
    rng = np.random.default_rng([seed, 11])
    for n in rng.permutation(len(firsts) * len(surnames)).tolist():
        first, surname = firsts[n % len(firsts)], surnames[n // len(firsts)]
        yield Named(f"{first} {surname}", f"{first}.{surname}@example.org".lower())
