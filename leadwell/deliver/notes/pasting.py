"""Text of a document, pasted, into pieces by its headings, and these into the words of the form.

Nothing is thrown away: a line that is no heading we know stays in the piece it stands in, what
stands before the first heading goes to what was seen, and words that are there already stay before
those that come.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from leadwell.deliver.models.version import MOST_ACTIONS, MOST_STRENGTHS
from leadwell.people.drafts.words import Words, plain

UNTITLED = "seen seen"
"""Where text goes that stands under no heading we know."""
TITLES = {
    "done purpose": "What the visit was for",
    "before gap_task_note": "About the task from the last training",
    "seen seen": "What was seen",
    "seen adaptations": "What the school has adapted",
    "seen strengths": "Strengths, a line each",
    "agreed actions": "Actions agreed, a line each",
    "standing engagement-reason": "Why engagement is so",
    "standing implementation-reason": "Why implementation is so",
    "standing impact-reason": "Why impact is so",
    "following readiness_note": "How readiness has changed",
    "following next_focus": "What the next visit is for",
    "following risk": "Anything the hub must know",
}
IN_LINES = {
    "seen strengths": tuple(f"strength-{n}" for n in range(1, MOST_STRENGTHS + 1)),
    "agreed actions": tuple(f"a{n}-what" for n in range(1, MOST_ACTIONS + 1)),
}
"""Places in which each line has a field of its own; what is over stands in the last of them."""

LONGEST_HEADING = 60
LINES = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
"""How Word and others end a line within a paragraph, or a side."""
SPACES = re.compile("[\u00a0\u2007\u202f\ufeff]")
BULLET = re.compile(r"^[ \t]*(?:[•‣◦▪●○·∙\uf0a7\uf0b7\uf0d8–*-]|o(?=\t))[ \t]+")
NUMBER = re.compile(r"^(?:\d{1,2}[.)]|\(?[a-z][.)])\s+", re.IGNORECASE)
ENDS = " \t:.–-—*#"


@dataclass(frozen=True, slots=True)
class Piece:
    """heading: as it was written, "" where there was none. to: a key of TITLES."""

    heading: str
    text: str
    to: str

    @property
    def lines(self) -> list[str]:
        """Without bullets and numbers."""
        found = (NUMBER.sub("", BULLET.sub("", line)).strip() for line in self.text.split("\n"))
        return [line for line in found if line]


def cleaned(text: str) -> str:
    """As text alone: markup stays and is shown as it is written. Whatever no text holds is left
    out; bullets are "- ", odd spaces are spaces, and no more than one empty line is in a row."""
    lines = plain(SPACES.sub(" ", LINES.sub("\n", text))).split("\n")
    tidied = "\n".join(BULLET.sub("- ", line).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", tidied).strip("\n")


def split(text: str) -> list[Piece]:
    """In the order of the document."""
    pieces: list[Piece] = []
    heading, to, lines = "", UNTITLED, list[str]()
    for line in cleaned(text).split("\n"):
        found = _heading(line)
        if found is None:
            lines.append(line)
            continue
        pieces += _piece(heading, lines, to)
        heading, to, rest = found
        lines = [rest] if rest else []
    return pieces + list(_piece(heading, lines, to))


def _piece(heading: str, lines: Iterable[str], to: str) -> Iterable[Piece]:
    """A heading with nothing below it is one all the same, so that one sees that it was read."""
    text = "\n".join(lines).strip("\n")
    if text.strip() or heading:
        yield Piece(heading, text, to)


def _heading(line: str) -> tuple[str, str, str] | None:
    """The heading, where it leads, and what follows it on the line; None: it is none."""
    said, colon, rest = line.partition(":")
    for words, after in ((line, ""), (said, rest.strip() if colon else "")):
        if len(words) <= LONGEST_HEADING and (to := _known().get(_plainly(words))):
            return words.strip(ENDS), to, after
    return None


def _plainly(words: str) -> str:
    bare = NUMBER.sub("", BULLET.sub("", words.strip())).strip(ENDS)
    return " ".join(bare.lower().replace("’", "'").split()).removeprefix("the ")


@cache
def _known() -> Mapping[str, str]:
    """Where each heading leads."""
    text = files(__package__).joinpath("headings.yaml").read_text(encoding="utf-8")
    listed: dict[str, list[str]] = yaml.safe_load(text)
    return {words.removeprefix("the "): to for to, many in listed.items() for words in many}


def slug_of(piece: Piece) -> str:
    """Of the part of the form it goes to."""
    return piece.to.split(" ")[0]


def with_piece(words: Words, piece: Piece, *, given: str = "") -> Words:
    """The words of a part with a piece added. given: what its field holds before anybody writes,
    which gives way: it is kept where it comes from."""
    if fields := IN_LINES.get(piece.to):
        return _with_lines(words, piece.lines, fields)
    field = piece.to.split(" ")[1]
    before = str(words.get(field, ""))
    return words | {field: _after("" if before.strip() == given else before, piece.text)}


def _with_lines(words: Words, lines: list[str], fields: tuple[str, ...]) -> Words:
    words = dict(words)
    for line in lines:
        if any(_holds(str(words.get(name, "")), line) for name in fields):
            continue
        empty = (name for name in fields if not str(words.get(name, "")).strip())
        field = next(empty, fields[-1])
        words[field] = _after(str(words.get(field, "")), line)
    return words


def _after(before: str, text: str) -> str:
    """Below what is there; once, however often it is pasted."""
    if not before.strip():
        return text
    return before if _holds(before, text) else f"{before}\n{text}"


def _holds(before: str, text: str) -> bool:
    """Whole lines: "Talk" is not in "Talk in pairs"."""
    return f"\n{text}\n" in f"\n{before}\n"
