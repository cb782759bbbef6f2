"""How many schools have which colour: all that the steering group is told of notes of visit."""

from collections import Counter
from dataclasses import dataclass

from leadwell.deliver.models import Rag
from leadwell.deliver.models.version import ASPECTS
from leadwell.lib import words
from leadwell.people.disclosure.releasing import policy
from leadwell.reporting.board.rows import DIRECTIONS, Alike

LADDER = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY)


@dataclass(frozen=True, slots=True)
class Tally:
    """One aspect. counts: a colour and how many schools have it. n_down, n_up: since the note
    before."""

    aspect: str
    counts: tuple[tuple[Rag, int], ...]
    n_down: int
    n_up: int

    @property
    def label(self) -> str:
        return self.aspect.capitalize()

    @property
    def change(self) -> str:
        """ "2 down, 1 up"; "" where nothing moved."""
        said = (
            f"{self.n_down} down" if self.n_down else "",
            f"{self.n_up} up" if self.n_up else "",
        )
        return ", ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Panel:
    """n: schools with a released note; n_without: those that have none yet. tallies: () where they
    are hidden. fewest: schools below which they are."""

    n: int
    n_without: int
    tallies: tuple[Tally, ...]
    fewest: int

    @property
    def is_hidden(self) -> bool:
        return bool(self.n) and not self.tallies

    @property
    def sentence(self) -> str:
        said = (
            f"{words.count(self.n, 'school')} {words.verb(self.n, 'has', 'have')} a released note"
        )
        if self.n_without:
            said += f", {self.n_without} {words.verb(self.n_without, 'has', 'have')} none yet"
        return f"{said}."

    @property
    def hidden(self) -> str:
        return (
            f"The colours are not counted here: fewer than {self.fewest} schools would be told "
            "whose notes are not open to you, and one could work out which is which."
        )


def panel(alike: Alike) -> Panel:
    """Of all schools that count, those one reads and those one does not.

    These are colours of the programme's work in schools: no pupil is counted, so the rules of small
    groups of pupils do not apply. A count over a few schools would still tell of each of them what
    only its notes tell, so the same threshold is kept for the schools one does not read: none, or
    as many as the threshold. Without a filter by hub, so that no two counts can be subtracted.
    """
    with_note = Counter({key: many for key, many in alike.items() if key[0]})
    fewest, n = policy().threshold, with_note.total()
    n_unread = sum(many for (_, is_open), many in with_note.items() if not is_open)
    shown = n > 0 and (n_unread == 0 or n_unread >= fewest)
    tallies = tuple(_tally(i, with_note) for i in range(len(ASPECTS))) if shown else ()
    return Panel(n, alike.total() - n, tallies, fewest)


def _tally(i: int, alike: Alike) -> Tally:
    n, ways = Counter[str](), Counter[str]()
    for (pairs, _), many in alike.items():
        n[pairs[i][0]] += many
        ways[DIRECTIONS[pairs[i]]] += many
    return Tally(ASPECTS[i], tuple((rag, n[rag]) for rag in LADDER), ways["down"], ways["up"])
