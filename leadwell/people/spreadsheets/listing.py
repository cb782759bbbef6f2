"""What a list that goes out as a spreadsheet is made of. Each list is one Listing, on the floor whose
actions it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.lib.spreadsheet import Column, Kind, Layout, Part, Problem, Value
from leadwell.lib.verdict import Verdict
from leadwell.programmes.models import Programme

KEY = Column(
    "key", "Row", Kind.TEXT, Part.KEY, 14,
    hint="Says which row this is. Leave it as it is; leave it empty in a row that you add.",
)  # fmt: skip
STAYS = "This stays as it is. Write back what stood here, or add a row without a key."


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list as it stands. number: of the thing, 0 for a row that is offered to be filled
    in. name: what it is called on the page. people: whom it is about, by their numbers."""

    number: int
    name: str
    values: Mapping[str, Value]
    thing: Any = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A row that comes back other than it stands. line: None for a row that was added."""

    row: int
    values: Mapping[str, Value]
    line: Line | None = None

    @property
    def changed(self) -> frozenset[str]:
        before = self.line.values if self.line else {}
        return frozenset(key for key, now in self.values.items() if now != before.get(key, ""))


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that rows ask for: a call of an action of the same floor. Raises what that does."""

    rows: tuple[int, ...]
    act: Callable[[User, datetime], object]


@dataclass(slots=True)
class Plan:
    """In the order in which they are done; and what no action need be asked about."""

    doings: list[Doing] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Listing:
    """key: in signatures and rows, never changed. title: of sheet and page. address: of its page;
    with "-file" and "-bring-in", of the two others. lede: what can be changed by it, in a sentence.
    columns: of a programme. lines: as this person sees them. plan: what changes ask for. is_blank:
    whether a row that was added says nothing yet. fixed: why a column stays, by its key."""

    key: str
    title: str
    noun: str
    address: str
    back: str
    lede: str
    may: Callable[[User, Programme], Verdict]
    columns: Callable[[Programme], tuple[Column, ...]]
    lines: Callable[[User, Programme, date], list[Line]]
    plan: Callable[[User, Programme, Sequence[Change], date], Plan]
    is_blank: Callable[[Mapping[str, Value]], bool]
    describe: Callable[[Mapping[str, Value]], str]
    fixed: Mapping[str, str]

    def layout(self, programme: Programme) -> Layout:
        return Layout(self.title, (KEY, *self.columns(programme)))
