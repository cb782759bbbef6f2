"""Under which rules the rows of one table are kept. Most tables have one rule for all of them. Of
some a few rows are apart, because of how they stand, and what is a part of these is apart with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leadwell.people.privacy.dictionary import Apart, Table, tables
from leadwell.people.privacy.retention import Rule

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Share:
    """Rows of one table under one rule, by its key. apart: None for all that are in no other share.
    way: from a row to the one that stands so, "" or "candidate__"; head: the table of that one."""

    entry: Table
    keep: str
    head: Table
    apart: Apart | None = None
    way: str = ""

    def __hash__(self) -> int:
        return hash((self.entry.name, self.place))

    @property
    def place(self) -> str:
        """What it is called among those of its table."""
        return (
            ""
            if self.apart is None
            else f"{self.way}{self.keep}{self.head.apart.index(self.apart)}"
        )

    def rows(self) -> Rows:
        every: Rows = self.entry.model._default_manager.order_by()
        if self.apart is None:
            for one in _apart(self.entry):
                every = every.exclude(pk__in=one.rows().values("pk"))
            return every
        heads = self.head.model._default_manager.order_by().filter(**self.apart.when)
        return every.filter(**{f"{self.way}pk__in": heads.values("pk")})


def shares_of(entry: Table) -> list[Share]:
    """Its own rule first."""
    return [Share(entry, entry.keep, entry), *_apart(entry)]


def in_words(entry: Table, known: Mapping[str, Rule]) -> str:
    """How long its rows are kept, by each of its rules."""
    keys = dict.fromkeys(share.keep for share in shares_of(entry))
    first, *others = (known[key] for key in keys)
    return "; ".join(
        [first.how_long, *(f"{one.how_long} for {_lower(one.title)}" for one in others)]
    )


def _apart(entry: Table) -> list[Share]:
    own = [Share(entry, one.keep, entry, one) for one in entry.apart]
    if not entry.goes_with:
        return own
    column: Any = entry.model._meta.get_field(entry.goes_with)
    whole = tables()[column.related_model._meta.label]
    return own + [
        Share(entry, one.keep, one.head, one.apart, f"{entry.goes_with}__{one.way}")
        for one in _apart(whole)
    ]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
