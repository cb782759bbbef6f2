"""What a TrueType file has: which characters, and how wide they are.

Typst refuses a document for accessibility when a letter has no shape in the typeface, and lets a
long word run over its neighbour. So both are asked here first, before anything is set. Tables as in
the OpenType specification: cmap formats 4 and 12, head, hhea, hmtx.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import unpack_from

NO_SHAPE = "\N{WHITE SQUARE}"
SPACES = re.compile(" {2,}")
VARIANTS = re.compile("[\N{VARIATION SELECTOR-1}-\N{VARIATION SELECTOR-16}]")
# Typst joins neighbouring digits to equal widths, and pairs of letters a little closer or wider.
ALLOWANCE = 1.08


@dataclass(frozen=True, slots=True)
class Typeface:
    """glyphs: number of the shape by character. widths: of the shapes, in ems."""

    glyphs: dict[int, int]
    widths: list[float]

    def written(self, text: str) -> str:
        """The text with a square in place of each character that has no shape.

        Spaces and line breaks become single spaces. Characters that only steer (directions,
        joiners, soft hyphens, nulls) are left out: nothing seen is lost, and a name cannot turn
        the words after it round.
        """
        composed = unicodedata.normalize("NFC", text)
        if not (composed.isascii() and composed.isprintable()):
            composed = "".join(map(self._shown, composed))
        return SPACES.sub(" ", composed).strip(" ")

    def _shown(self, character: str) -> str:
        if character.isspace():
            # A space that keeps a date together stays one.
            return character if character == "\N{NO-BREAK SPACE}" else " "
        category = unicodedata.category(character)
        if category in ("Cc", "Cf") or VARIANTS.match(character):
            return ""
        has_shape = ord(character) in self.glyphs and category[0] != "C"
        return character if has_shape else NO_SHAPE

    def width(self, text: str) -> float:
        """In ems, a little more rather than less."""
        return ALLOWANCE * sum(self.widths[self.glyphs.get(ord(each), 0)] for each in text)

    def broken(self, text: str, width: float) -> str:
        """The text with a place to break in words wider than that, in ems."""
        if self.width(text) <= width:
            return text
        return " ".join(self._broken(word, width) for word in text.split(" "))

    def _broken(self, word: str, width: float) -> str:
        if self.width(word) <= width:
            return word
        pieces, start = [], 0
        for at in range(1, len(word)):
            if self.width(word[start : at + 1]) > width:
                pieces.append(word[start:at])
                start = at
        return "\N{ZERO WIDTH SPACE}".join([*pieces, word[start:]])


@lru_cache(maxsize=4)
def load(path: Path) -> Typeface:
    data = path.read_bytes()
    tables = {
        data[at : at + 4].decode("ascii"): unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * unpack_from(">H", data, 4)[0], 16)
    }
    (units,) = unpack_from(">H", data, tables["head"] + 18)
    (n_wide,) = unpack_from(">H", data, tables["hhea"] + 34)
    (n_glyphs,) = unpack_from(">H", data, tables["maxp"] + 4)
    wide = [unpack_from(">H", data, tables["hmtx"] + 4 * i)[0] / units for i in range(n_wide)]
    return Typeface(
        glyphs=_glyphs(data, tables["cmap"]),
        widths=wide + wide[-1:] * (n_glyphs - n_wide),
    )


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """From every Unicode table of the file."""
    found: dict[int, int] = {}
    for i in range(unpack_from(">H", data, cmap + 2)[0]):
        at = cmap + unpack_from(">I", data, cmap + 8 + 8 * i)[0]
        (kind,) = unpack_from(">H", data, at)
        if kind == 12:
            for j in range(unpack_from(">I", data, at + 12)[0]):
                first, last, glyph = unpack_from(">III", data, at + 16 + 12 * j)
                found.update((first + k, glyph + k) for k in range(last - first + 1))
        elif kind == 4:
            found.update(_segments(data, at))
    return {character: glyph for character, glyph in found.items() if glyph}


def _segments(data: bytes, at: int) -> dict[int, int]:
    n = unpack_from(">H", data, at + 6)[0] // 2
    lasts, starts = at + 14, at + 16 + 2 * n
    found = {}
    for i in range(n):
        (last,) = unpack_from(">H", data, lasts + 2 * i)
        (first,) = unpack_from(">H", data, starts + 2 * i)
        (delta,) = unpack_from(">H", data, starts + 2 * (n + i))
        offset_at = starts + 2 * (2 * n + i)
        (offset,) = unpack_from(">H", data, offset_at)
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offset:
                (glyph,) = unpack_from(">H", data, offset_at + offset + 2 * (character - first))
                if not glyph:
                    continue
            found[character] = (glyph + delta) & 0xFFFF
    return found
