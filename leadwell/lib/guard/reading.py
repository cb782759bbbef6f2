"""Text as the guard reads it: folded, so that accents, curly quotes and capitals do not matter, and
cut into words, each of which knows where it stood.

guard.js does the same, step by step: what is changed here is changed there, and both are run over
tests/lib/guard_vectors.json.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

QUOTES = dict.fromkeys(map(ord, "’‘ʼʻ´′＇"), "'")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
SAME = QUOTES | DASHES
SPACES = "\t\n\v\f\r\x85"

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
BETWEEN = re.compile(r" *-? *")
AFTER_A_SHORT = re.compile(r"\.? *-? *")
REVERSED = re.compile(r" *, *")


@dataclass(frozen=True, slots=True)
class Word:
    """key: what is compared: folded, without apostrophes and without the 's of possession. raw: as
    it was written, without that 's. start, end: in the folded text; stop: before that 's."""

    key: str
    raw: str
    start: int
    stop: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Begins with a capital, or is written in letters that have none."""
        first = self.raw[:1]
        return first != first.lower() or first == first.upper()


@dataclass(frozen=True, slots=True)
class Read:
    """folded: the text folded. at: for each of its characters, which of the text it came from.
    places: where each word stands."""

    text: str
    folded: str
    at: tuple[int, ...]
    words: tuple[Word, ...]
    places: Mapping[str, Sequence[int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Of the text, for a span of the folded that is not empty; with the marks at its end."""
        last = self.at[end - 1] + 1
        while last < len(self.text) and unicodedata.category(self.text[last])[0] == "M":
            last += 1
        return self.at[start], last


def read(text: str) -> Read:
    folded: list[str] = []
    at: list[int] = []
    for i, character in enumerate(text):
        for each in _folded(character):
            folded.append(each)
            at.append(i)
    whole = "".join(folded)
    words = tuple(_words(text, whole, at))
    places: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        places.setdefault(word.key, []).append(i)
    return Read(text, whole, tuple(at), words, places)


def _folded(character: str) -> str:
    if character.isascii() and character >= " ":
        return character.lower()
    parts = unicodedata.normalize("NFKD", SAME.get(ord(character), character))
    return "".join(_plain(part) for part in parts)


def _plain(part: str) -> str:
    """Marks and what cannot be seen go; every space is a space."""
    part = SAME.get(ord(part), part)
    category = unicodedata.category(part)
    if part in SPACES or category[0] == "Z":
        return " "
    return "" if category[0] == "M" or category in {"Cf", "Cs"} else part.lower()


def _words(text: str, folded: str, at: Sequence[int]) -> Iterator[Word]:
    for found in WORD.finditer(folded):
        start, end = found.span()
        stop = end - 2 if found.group().endswith("'s") else end
        key = folded[start:stop].replace("'", "")
        yield Word(key, text[at[start] : at[stop - 1] + 1], start, stop, end)


def keys(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in read(text).words)


def phrase(read: Read, wanted: Sequence[str]) -> Iterator[int]:
    """Where these words stand one after another, with no more between two than a space or a
    hyphen; after an initial a full stop too."""
    for i in read.places.get(wanted[0], ()):
        if follows(read, i, wanted):
            yield i


def follows(read: Read, i: int, wanted: Sequence[str]) -> bool:
    """Whether these words stand from word i on."""
    if len(read.words) < i + len(wanted):
        return False
    if any(read.words[i + n].key != key for n, key in enumerate(wanted)):
        return False
    return all(joined(read, i + n) for n in range(len(wanted) - 1))


def joined(
    read: Read, i: int, *, is_title: bool = False, by: re.Pattern[str] | None = None
) -> bool:
    """Whether word i and the next belong together."""
    one, next_one = read.words[i], read.words[i + 1]
    gap = read.folded[one.end : next_one.start]
    short = AFTER_A_SHORT if is_title or len(one.key) == 1 else BETWEEN
    return bool((by or short).fullmatch(gap))
