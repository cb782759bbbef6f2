"""The links file of the register of schools: which URN followed which, as the register tells it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leadwell.schools.sources import files, headers
from leadwell.schools.sources.files import Kind, Table
from leadwell.schools.sources.refusal import Problems
from leadwell.schools.sources.texts import read_date, read_urn, read_words

_ALIASES = {
    "urn": ("URN",),
    "link_urn": ("LinkURN",),
    "link_name": ("LinkName",),
    "link_type": ("LinkType",),
    "established_on": ("LinkEstablishedDate",),
}

_KNOWN_TYPES = frozenset({
    "successor", "successor - merged", "successor - amalgamated", "successor - split school",
    "predecessor", "predecessor - merged", "predecessor - amalgamated",
    "predecessor - split school", "result of amalgamation", "sixth form centre link",
    "sixth form centre school", "merged - change in age range",
    "merged - expansion of school capacity",
    "merged - expansion in school capacity and changer in age range", "expansion", "closure",
    "other", "parent", "child",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One line: `link_urn` stands to `urn` as `link_type` says ("Successor": it came after).

    established_on: None when blank, as three in ten are.
    """

    urn: int
    link_urn: int
    link_name: str
    link_type: str
    established_on: date | None


@dataclass(frozen=True, slots=True)
class Links:
    """A links file that was read whole.

    links: in file order, a line that repeats another kept once. n_repeated: such lines.
    unknown_types: how often each link type occurs that this reader has not met before; such
        links are kept, and join nothing.
    """

    table: Table
    links: list[Link]
    n_repeated: int
    unknown_types: Mapping[str, int]


def read(path: Path, *, scratch: Path) -> Links:
    """Read a links file.

    path: the file as downloaded. scratch: a folder for the clean copy.

    Raises Refused, with lines and columns, when the file is something else, is damaged or cut, or
    a value does not read.
    """
    kind = files.recognise(files.read_header(path))
    if kind not in (Kind.GIAS_LINKS, Kind.OTHER):
        raise files.wrong_kind(kind, Kind.GIAS_LINKS)
    table = files.read_table(path, to=scratch / "links.csv", may_be_short=False)
    places = headers.match(table.header, _ALIASES, _ALIASES)
    problems = Problems()
    found = list(_links(table, places, problems))
    problems.refuse_if_any(
        "This links file holds values that cannot be right, so none of it was taken in. "
        "Download it again."
    )
    links = list(dict.fromkeys(found))
    types = Counter(link.link_type for link in links)
    unknown = {kind: n for kind, n in types.items() if kind.casefold() not in _KNOWN_TYPES}
    return Links(table, links, n_repeated=len(found) - len(links), unknown_types=unknown)


def _links(table: Table, places: Mapping[str, int], problems: Problems) -> list[Link]:
    links = []
    for line, row in table.rows():
        cells = {field: row[index].strip() for field, index in places.items()}
        try:
            column = "urn"
            urn = read_urn(cells["urn"])
            column = "link_urn"
            link_urn = read_urn(cells["link_urn"])
            column = "established_on"
            established_on = read_date(cells["established_on"])
            column = "link_type"
            if not read_words(cells["link_type"], most=120):
                raise ValueError("this is blank")
        except ValueError as error:
            problems.add(line, table.header[places[column]], cells[column], str(error))
            continue
        links.append(Link(urn, link_urn, cells["link_name"], cells["link_type"], established_on))
    return links
