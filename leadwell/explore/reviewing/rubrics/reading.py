"""A rubric's file, read and checked as a whole: the shape by its table, then what no table says."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from leadwell.explore.reviewing.rubrics.rubric import Criterion, Rubric
from leadwell.explore.reviewing.rubrics.shape import FORMAT, MOST_BYTES, RUBRIC
from leadwell.programmes.shaped import format_of, read, refuse_if_faulty
from leadwell.schools.sources.refusal import Refused, shortened

FOLDER = Path(__file__).parent
Called = tuple[str, int]
"""Key and version."""


def read_rubric(data: bytes, *, name: str) -> Rubric:
    """Raises Refused, saying which line of which file and why, for anything but a whole rubric of
    this format."""
    told = format_of(data, name=name, most_bytes=MOST_BYTES)
    if told is not None and told != str(FORMAT):
        raise Refused(
            f"{shortened(name)} was not taken: it is written in format {shortened(told)}, and this "
            f"version of Leadwell reads format {FORMAT}."
        )
    made: Rubric
    made, found = read(data, RUBRIC, name=name, most_bytes=MOST_BYTES)
    for thing, reason in _twice(made):
        found.fault(found.line_of(thing), "key", reason, thing.key)
    refuse_if_faulty(found, name)
    return made


def text_of(data: bytes) -> str:
    """A rubric's file as it is kept: with plain ends of lines, whatever made it or carried it.

    Raises UnicodeDecodeError for what read_rubric would refuse.
    """
    return data.decode("utf-8-sig").replace("\r\n", "\n")


@lru_cache(maxsize=64)
def of_text(text: str) -> Rubric:
    """One that was read before, from what was kept of it. Raises Refused as read_rubric does."""
    return read_rubric(text.encode(), name="the rubric")


@cache
def shipped() -> Mapping[Called, tuple[Rubric, str]]:
    """Those that come with Leadwell, each with its text, by key and version.

    Raises Refused for a file that cannot be right, ValueError for two of one key and version.
    """
    files = sorted(FOLDER.glob("*.yaml"))
    made = [
        (read_rubric(data, name=file.name), text_of(data))
        for file in files
        for data in [file.read_bytes()]
    ]
    by_name = {(one.key, one.version): (one, text) for one, text in made}
    if len(by_name) != len(made):
        raise ValueError("two rubrics that come with Leadwell have the same key and version")
    return MappingProxyType(by_name)


def _twice(made: Rubric) -> Iterator[tuple[Criterion, str]]:
    """Criteria that are called the same in two domains: within one the table sees it."""
    seen: set[str] = set()
    for domain in made.domains:
        here = {each.key for each in domain.criteria}
        for each in domain.criteria:
            if each.key in seen:
                yield each, "stands in another domain too"
        seen |= here
