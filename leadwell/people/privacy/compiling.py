"""Everything held about somebody, table by table from the dictionary, with others masked.

Read anew each time and kept nowhere. A cell that names somebody else begins masked; who answers the
request decides about each cell of words or of other people.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people.models import Person, Role
from leadwell.people.permissions import table
from leadwell.people.privacy import lines, places, retention
from leadwell.people.privacy.dictionary import BASES, Table, table_of
from leadwell.people.privacy.lines import ONES_OWN_EYES
from leadwell.people.privacy.others import Others
from leadwell.people.privacy.places import Named
from leadwell.people.privacy.shares import in_words

SECRET = {"password", "session_key", "session_data", "data", "key", "told"}
"""Columns that would let whoever reads them in, and lists of other people's numbers."""

ONE_BY_ONE = 20
"""Rows up to which each cell is decided by itself; above, a column of the table as a whole."""

MASKED = "[about somebody else]"
A_FILE = "[a file: it is given by itself]"
HIDDEN = "[kept secret: it would let in whoever reads it]"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one row. key: what the choice about it is called; "" for a plain fact that is
    always shown. names_others: begins masked."""

    label: str
    text: str
    key: str = ""
    names_others: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One table: why it is held, for how long, and its rows. note: where rows cannot be given."""

    table: str
    what: str
    why: str
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.rows) > ONE_BY_ONE

    @property
    def choices(self) -> list[Cell]:
        """Cells to decide about, each choice once; one that names others stands for its column."""
        found: dict[str, Cell] = {}
        for cell in (cell for row in self.rows for cell in row if cell.key):
            if cell.key not in found or cell.names_others:
                found[cell.key] = cell
        return list(found.values())


def compiled(person: Person, *, with_words: bool = True) -> list[Part]:
    """Every table that has something; newest entries of the dictionary included by themselves.
    Under each name that somebody had here before it turned out who they are.

    with_words: also what others wrote with their name in it, wherever it stands.
    """
    selves = (person, *person.merged.order_by("pk"))
    return [part for each in selves for part in _compiled(each, with_words)]


def _compiled(person: Person, with_words: bool) -> list[Part]:
    who = places.named(person)
    others = Others(who)
    # Who opened what is long and says little of them, so it comes last.
    entries = sorted(places.personal(), key=lambda entry: entry.model._meta.app_label == "audit")
    found = [_part(entry, who, others) for entry in entries]
    if with_words:
        found += written(who, others, entries)
    return [part for part in found if part.rows or part.note]


def said(cell: Cell, shown: frozenset[str]) -> str:
    """What the file says: shown are the keys of what is to be read."""
    return cell.text if not cell.key or cell.key in shown else MASKED


def shown_first(parts: Sequence[Part]) -> frozenset[str]:
    """Before anybody decides: all but what names others."""
    return frozenset(cell.key for part in parts for cell in part.choices if not cell.names_others)


def _about(entry: Table, who: Named) -> QuerySet[Any]:
    """Rows that the dictionary leads to from somebody, as they are now."""
    conditions = [each for each in (places.about(entry, who), places.naming(entry, who)) if each]
    manager = entry.model._default_manager
    if not conditions:
        return manager.none()
    either = Q()
    for condition in conditions:
        either |= condition
    return manager.filter(pk__in=manager.filter(either).values("pk"))


def written(who: Named, others: Others, entries: Sequence[Table]) -> Iterator[Part]:
    """What others wrote with somebody's name in it, in rows that are about something else: the
    words alone. Where somebody else here has that name too, the officer sees who is meant, and
    until then it is masked."""
    known = {entry.name for entry in entries}
    for model, columns in places.worded():
        entry = table_of(model)
        if entry is None or entry.name in ONES_OWN_EYES:
            continue
        keys = places.naming_in_words(model, columns, who.names)
        is_now = model is entry.model
        if keys and entry.name in known:
            mine = _about(entry, who).values_list("pk", flat=True)
            keys = _without(model, keys, set(mine), is_now=is_now)
        each = len(keys) <= ONE_BY_ONE
        rows = [_words(model, key, columns, who, others, each=each) for key in keys]
        if rows:
            when = "" if is_now else ", as it was before"
            kept = in_words(entry, retention.in_force())
            why = f"{entry.purpose}. {BASES[entry.basis]}. Kept {kept}."
            yield Part(entry.name, f"Your name in: {entry.what.lower()}{when}", why, rows)


def _without(
    model: type[models.Model], keys: list[Any], shown: set[Any], *, is_now: bool
) -> list[Any]:
    """But for rows that are in the copy whole."""
    if is_now:
        return [key for key in keys if key not in shown]
    of = model._default_manager.filter(pk__in=keys).exclude(pgh_obj__in=shown)
    return list(of.order_by("pk").values_list("pk", flat=True))


def _words(
    model: type[models.Model], key: Any, columns: Sequence["models.Field[Any, Any]"], who: Named,
    others: Others, *, each: bool,
) -> list[Cell]:  # fmt: skip
    row = model._default_manager.get(pk=key)
    found = [Cell("from", f"{model._meta.verbose_name} {key}")]
    for column in columns:
        text = _written(getattr(row, column.attname))
        if text and any(_says(text, name) for name in who.names):
            which = f"{row._meta.label}:{key if each else '*'}:{column.name}"
            is_masked = others.has_same_name or others.are_named_in(text)
            found.append(Cell(str(column.verbose_name), text, which, is_masked))
    return found


def _says(text: str, name: str) -> bool:
    return " ".join(name.lower().split()) in " ".join(text.lower().split())


def _part(entry: Table, who: Named, others: Others) -> Part:
    kept = in_words(entry, retention.in_force())
    why = f"{entry.purpose}. {BASES[entry.basis]}. Kept {kept}."
    if entry.name in ONES_OWN_EYES:
        n = lines.n_about(entry, who)
        note = f"{n}: only their writer can open them, by signing in." if n else ""
        return Part(entry.name, entry.what, why, (), note)
    rows = list(_rows(entry, who))
    each = len(rows) <= ONE_BY_ONE
    return Part(
        entry.name, entry.what, why, [_cells(entry, row, who, others, each=each) for row in rows]
    )


def _rows(entry: Table, who: Named) -> Iterator[models.Model]:
    """As they are, then as they were."""
    now = list(_about(entry, who))
    yield from now
    if history := places.history_of(entry):
        earlier = history._default_manager.filter(pgh_obj__in=[row.pk for row in now])
        yield from earlier.order_by("pgh_obj", "pgh_created_at")


def _cells(
    entry: Table, row: models.Model, who: Named, others: Others, *, each: bool
) -> list[Cell]:
    found = []
    if at := getattr(row, "pgh_created_at", None):
        found.append(Cell("as it was from", _written(at)))
    for name in entry.columns:
        column = row._meta.get_field(name)
        assert isinstance(column, models.Field)
        label = str(column.verbose_name)
        if isinstance(column, models.BinaryField):
            found.append(Cell(label, A_FILE))
            continue
        if name in SECRET:
            found.append(Cell(label, HIDDEN))
            continue
        if not (text := _text(row, column, who)):
            continue
        naming = others.are_named_in(text) or _is_somebody_else(row, column, who)
        # Every column of words or of people can be decided about, whatever the machine finds.
        is_open = naming or places.holds_words(column) or column.related_model in {User, Person}
        which = f"{row._meta.label}:{row.pk if each else '*'}:{name}"
        found.append(Cell(label, text, which if is_open else "", naming))
    return found


def _text(row: models.Model, column: "models.Field[Any, Any]", who: Named) -> str:
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    value = getattr(row, column.attname)
    if value in (None, "", [], {}):
        return ""
    if isinstance(column, models.ForeignKey):
        return _referred(column, value, who)
    if column.name in POINTING:
        return ", ".join(_name_of(number, who) for number in _numbers(value))
    if column.name in CODED:
        return CODED[column.name](value)
    return _written(value)


POINTING = {"by_user": User, "about_people": Person}
CODED: dict[str, Callable[[str], str]] = {
    "as_roles": lambda codes: ", ".join(Role(code).label for code in codes.split()),
    "record": lambda key: table()[key].title if key in table() else key,
}
"""Columns that hold codes, in words."""


def _referred(column: "models.ForeignKey[Any, Any]", value: Any, who: Named) -> str:
    if (column.related_model is Person and value == who.person) or (
        column.related_model is User and value == who.user
    ):
        return who.name
    thing = column.related_model._base_manager.filter(pk=value).first()
    return str(thing) if thing else f"number {value}"


def _name_of(number: int, who: Named) -> str:
    return who.name if number in {who.person, who.user} else f"number {number}"


def _numbers(value: Any) -> list[int]:
    return list(value) if isinstance(value, list) else [value]


def _is_somebody_else(row: models.Model, column: "models.Field[Any, Any]", who: Named) -> bool:
    value = getattr(row, column.attname)
    if column.related_model is Person or column.name == "about_people":
        return bool(set(_numbers(value)) - {who.person})
    if column.related_model is User or column.name == "by_user":
        return bool(set(_numbers(value)) - {who.user})
    return False


def _written(value: Any) -> str:
    """As one reads it: lists and what is under names too."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d %B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        said = ((str(name).replace("_", " "), _written(each)) for name, each in value.items())
        return "; ".join(f"{name}: {each}" for name, each in said if each)
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_written, value)))
    return "" if value is None else str(value)
