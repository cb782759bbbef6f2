"""Names taken out of words that leave the system: found as for a copy of what is held about
somebody, and each put out of sight where it stands."""

import re
from collections.abc import Iterable, Iterator

from leadwell.lib import guard
from leadwell.people.models import Person
from leadwell.people.privacy.others import ADDRESS, LONGEST, WORD, plain, untitled

MASK = "[name]"
ADDRESS_MASK = "[address]"
NUMBER_MASK = "[number]"
WORDS_MASK = "[taken out]"
NUMBER = re.compile(r"(?<!\w)(?:\+44|0)(?:[ ()-]?\d){8,11}(?!\w)")
SHORTEST = 3
"""Letters of a single name that is looked for by itself."""


class Masking:
    """Everybody known here, to be taken out of texts by whole name, by title or initial with a
    surname, by address and telephone number; those close to what is read by each name alone too.
    One query.

    close: full names. also: further words, wherever they stand. shown: full names that may be read,
    of people and of schools that have a name in theirs.
    found: the words that were taken out, as they were written.
    """

    def __init__(
        self, *, close: Iterable[str], also: Iterable[str] = (), shown: Iterable[str] = ()
    ) -> None:
        self.shown = {untitled(plain(name)) for name in shown}
        self.longest_shown = max((len(name.split()) for name in self.shown), default=0)
        everybody = [*Person.objects.values_list("name", flat=True), *close]
        known = {untitled(plain(name)) for name in everybody} - self.shown
        near = {untitled(plain(name)) for name in close} - self.shown
        self.names = {name for name in known if " " in name}
        self.surnames = {name.split()[-1] for name in self.names}
        self.alone = {
            word for name in near for word in name.split() if len(word) >= SHORTEST
        } - guard.titles()
        self.also = [
            re.compile(rf"(?<!\w){re.escape(' '.join(text.split()))}(?!\w)", re.IGNORECASE)
            for text in also
            if text.strip()
        ]
        self.found: set[str] = set()

    def masked(self, text: str) -> str:
        for pattern, mask in (
            *((each, WORDS_MASK) for each in self.also),
            (ADDRESS, ADDRESS_MASK),
            (NUMBER, NUMBER_MASK),
        ):
            self.found |= set(pattern.findall(text))
            text = pattern.sub(mask, text)
        done, at = [], 0
        for start, end in self._spans(text):
            self.found.add(text[start:end])
            done += [text[at:start], MASK]
            at = end
        return "".join([*done, text[at:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand, in order, none in another."""
        words = [*WORD.finditer(text)]
        said = [plain(word.group()) for word in words]
        at = 0
        while at < len(words):
            if n := self._whole(said, at):
                yield words[at].start(), words[at + n - 1].start() + len(said[at + n - 1])
            elif n := self._shown(said, at):
                pass
            elif self._by_title(said, at):
                n = 2
                yield words[at].start(), words[at + 1].start() + len(said[at + 1])
            elif said[at] in self.alone and words[at].group()[0].isupper():
                yield words[at].start(), words[at].start() + len(said[at])
            at += n or 1

    def _whole(self, said: list[str], at: int) -> int:
        """Words of a full name that begins here, the longest; 0 where none does."""
        return _longest(said, at, self.names)

    def _shown(self, said: list[str], at: int) -> int:
        return _longest(said, at, self.shown, most=self.longest_shown)

    def _by_title(self, said: list[str], at: int) -> bool:
        if at + 1 == len(said) or said[at + 1] not in self.surnames:
            return False
        return len(said[at]) == 1 or said[at] in guard.titles()


def _longest(said: list[str], at: int, names: set[str], *, most: int = LONGEST) -> int:
    most = min(most, len(said) - at)
    return next((n for n in range(most, 1, -1) if " ".join(said[at : at + n]) in names), 0)
