"""Which school went before which, as the register's own file of links tells it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadwell.demo.changes import Change, Fate
from leadwell.demo.country import Country
from leadwell.demo.register import as_typed, day_text

ONE_WAY_EVERY = (83, 31)  # links told only by the new school, and only by the old one
UNDATED_EVERY = 5


@dataclass(frozen=True, slots=True)
class _Edge:
    """A school that went before another: entries, by index."""

    old: int
    new: int
    on: np.datetime64
    kind: str = ""


def links_text(country: Country) -> str:
    """The links, each told by the new school and by the old one, but for a few."""
    entries = country.entries
    lines = ['"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"']
    for order, edge in enumerate(_edges(country)):
        on = "" if order % UNDATED_EVERY == 3 else day_text(edge.on)
        old, new = edge.old, edge.new
        told = [("Predecessor", new, old), ("Successor", old, new)]
        if not edge.kind and order % ONE_WAY_EVERY[0] == 2:
            told = told[:1]
        elif not edge.kind and order % ONE_WAY_EVERY[1] == 7:
            told = told[1:]
        for word, here, there in told:
            name = as_typed(there, entries.name[there])
            urns = f"{entries.urn[here]},{entries.urn[there]}"
            lines.append(f'{urns},"{name}","{word}{edge.kind}","{on}"')
    return "\r\n".join([lines[0], *sorted(lines[1:])])


def _edges(country: Country) -> Iterator[_Edge]:
    for site in np.flatnonzero(country.second_entry >= 0).tolist():
        first, second = int(country.first_entry[site]), int(country.second_entry[site])
        yield _Edge(first, second, country.converted_on[site])
    for change in country.changes:
        yield from _changed(country, change)


def _changed(country: Country, change: Change) -> Iterator[_Edge]:
    kinds_of_link = {
        Fate.AMALGAMATED: " - amalgamated",
        Fate.MERGED: " - merged",
        Fate.SPLIT: " - Split School",
    }
    for old in change.closed:
        for new in change.heirs:
            heir = country.second_entry[new] if change.fate is Fate.MERGED else -1
            lived = heir >= 0 and country.converted_on[new] <= change.closed_on
            entry = heir if lived else country.first_entry[new]
            first = int(country.first_entry[old])
            yield _Edge(first, int(entry), change.closed_on + 1, kinds_of_link[change.fate])
