"""A released note with names taken out, for somebody outside who has a right to ask for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from leadwell.deliver.notes.reading import NotePage
from leadwell.deliver.notes.record import record
from leadwell.people.models import RoleHeld
from leadwell.people.privacy.masking import Masking
from leadwell.web.pdf.document import Column
from leadwell.web.pdf.record import Light, Lights, Part, Record

MARK = "NAMES ARE TAKEN OUT of this copy, and whatever is marked so."
AS_THEY_ARE = (Lights, Column)
"""Colours and headings of columns: our own words."""
FIRST = ("heading", "label", "caption")
"""What stands before the words of a piece."""


@dataclass(frozen=True, slots=True)
class Masked:
    """record: to be printed. headings: of every part there is. people: those close to the note that
    it names, by full name. lines: of each part, its heading and what it says. n_masked: different
    words that were taken out."""

    record: Record
    headings: tuple[str, ...]
    people: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    n_masked: int


def masked(
    page: NotePage, *, also: Iterable[str] = (), shown: Iterable[str] = (),
    left_out: Collection[str] = (),
) -> Masked:  # fmt: skip
    """shown: full names that may be read, of people close to the note; others stay masked. left_out:
    headings of parts. What the hub must know and what was said of the note before it was signed are
    never in it."""
    whole = record(replace(page, risk=None, remarks=()))
    close = _close(page)
    # A school may be called as somebody there is: it is no person.
    known = (str(page.note.enrolment.standing_school), str(page.note.enrolment.programme))
    read_by_name = [name for name in shown if name in close]
    masking = Masking(close=close, also=also, shown=(*read_by_name, *known))
    parts = [part for part in whole.parts if part.heading not in left_out]
    read: list[Part] = [
        replace(part, pieces=tuple(_walked(piece, masking) for piece in part.pieces))
        for part in parts
    ]
    made = replace(
        whole,
        name=f"{whole.name} names taken out",
        lede=masking.masked(whole.lede),
        marks=(MARK, *whole.marks),
        parts=read,
    )
    texts = "\n".join(text for part in whole.parts for text in _texts(part))
    return Masked(
        record=made,
        headings=tuple(part.heading for part in whole.parts),
        people=tuple(name for name in close if name in texts or name in whole.lede),
        lines=tuple((part.heading, tuple(_texts(part.pieces))) for part in read),
        n_masked=len(masking.found),
    )


def _close(page: NotePage) -> list[str]:
    """Who wrote it, who was met, and everybody who has or had a role at the school."""
    school = page.note.enrolment.standing_school
    here = RoleHeld.objects.at_schools([school.pk]).order_by()
    names = {str(person) for person in page.version.people_met.all()}
    names |= {str(page.note.author), *here.values_list("person__name", flat=True)}
    return sorted(names)


def _walked(value: Any, masking: Masking) -> Any:
    """The same piece with every text in it masked."""
    if isinstance(value, str):
        return masking.masked(value)
    if isinstance(value, list | tuple):
        return tuple(_walked(one, masking) for one in value)
    if not is_dataclass(value) or isinstance(value, (type, *AS_THEY_ARE)):
        return value
    said = {one.name: _walked(getattr(value, one.name), masking) for one in fields(value)}
    return replace(value, **said)


def _texts(value: Any) -> Iterable[str]:
    """Every text in it, in its order."""
    if isinstance(value, str):
        yield from [value] if value else []
    elif isinstance(value, list | tuple):
        if all(isinstance(one, str) for one in value):
            yield from filter(None, [", ".join(filter(None, value))])
        else:
            for one in value:
                yield from _texts(one)
    elif isinstance(value, Light):
        yield from _texts((value.name, value.level, value.change))
    elif is_dataclass(value) and not isinstance(value, Column):
        names = sorted((one.name for one in fields(value)), key=lambda name: name not in FIRST)
        for name in names:
            yield from _texts(getattr(value, name))
