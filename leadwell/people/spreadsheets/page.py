"""What the pages of a spreadsheet say: before it comes, what it would change, and why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leadwell.accounts.models import User
from leadwell.lib.spreadsheet import Problem, Refused, Row, Value
from leadwell.lib.words import count, verb
from leadwell.people.load_page import Listed
from leadwell.people.models import BroughtIn
from leadwell.people.spreadsheets import actions, carrying, comparing, files
from leadwell.people.spreadsheets.comparing import Clash, Compared
from leadwell.people.spreadsheets.listing import KEY, Change, Listing
from leadwell.programmes.models import Programme
from leadwell.web.templatetags.leadwell import day_and_year

MOST_SHOWN = 100
LATELY = 5
REFUSED = "This file was refused. Nothing was changed."
NOT_YET = "Nothing of this file can be brought in yet. Nothing was changed."
OVERTAKEN = "Somebody else has changed what you changed. Nothing was changed."
NOTHING = "This file would change nothing."
AGAIN = "Put these right in the file, save it, and bring it in once more."
TAKE_OUT_AGAIN = "Take the list out again: it has what the others wrote. Then write in it what of yours still holds."


@dataclass(frozen=True, slots=True)
class Preview:
    """carried: what the button brings in; "" where there is none."""

    heading: str
    sentences: tuple[str, ...]
    tables: tuple[Listed, ...]
    carried: str = ""


def lately(listing: Listing, programme: Programme) -> list[BroughtIn]:
    brought = BroughtIn.objects.filter(listing=listing.key, programme=programme)
    return list(brought.select_related("brought_by")[:LATELY])


def refused(reason: Refused) -> Preview:
    sentences = (str(reason), AGAIN) if reason.problems else (str(reason),)
    return Preview(REFUSED, sentences, tuple(_some(_problems(reason.problems))))


def preview(
    content: bytes, listing: Listing, programme: Programme, user: User, *, at: datetime, on: date
) -> Preview:
    """What a file would change, tried out and undone; or why nothing of it can be. Raises Refused."""
    sheet, as_of = files.opened(content, listing, programme)
    found = _compared(listing, programme, user, sheet.rows, on)
    found.problems += sheet.problems
    return _shown(listing, programme, user, found, sheet.rows, sheet.unread, as_of=as_of, at=at)


def bring_in(
    carried: carrying.Carried, listing: Listing, programme: Programme, user: User, *,
    at: datetime, on: date,
) -> Preview | None:  # fmt: skip
    """Bring in what was looked at, held against the list once more. None when it is done; else why
    it is not."""
    found = _compared(listing, programme, user, carried.rows, on)
    if not (found.problems or found.clashes or not found.changes):
        done = actions.bring_in(
            listing=listing, programme=programme, changes=found.changes, sent_id=carried.sent_id,
            as_of=carried.as_of, by=user, at=at,
        )  # fmt: skip
        if not done.problems:
            return None
        found.problems += done.problems
    elif BroughtIn.objects.filter(sent_id=carried.sent_id).exists():
        return None
    return _shown(listing, programme, user, found, carried.rows, (), as_of=carried.as_of, at=at)


def _compared(
    listing: Listing, programme: Programme, user: User, rows: Sequence[Row], on: date
) -> Compared:
    found = comparing.compare(
        listing, programme, files.lines_of(listing, user, programme, on), rows
    )
    if len(found.changes) > actions.MOST_CHANGES:
        raise Refused(
            f"This file would change {len(found.changes):,} rows. Bring in {actions.MOST_CHANGES} at a "
            "time: leave the others as they were."
        )
    return found


def _shown(
    listing: Listing, programme: Programme, user: User, found: Compared, rows: Sequence[Row],
    unread: Sequence[str], *, as_of: datetime, at: datetime,
) -> Preview:  # fmt: skip
    if found.changes:
        tried = actions.try_out(
            listing=listing, programme=programme, changes=found.changes, by=user, at=at
        )
        found.problems += [one for one in tried.problems if one not in found.problems]
    if found.problems or found.clashes:
        return _stopped(found)
    sentences = tuple(_sentences(listing, found, unread, as_of))
    if not found.changes:
        return Preview(NOTHING, sentences, ())
    stood = {row.number: str(row.values[KEY.key]) for row in rows}
    return Preview(
        heading=_heading(listing, found.changes),
        sentences=sentences,
        tables=tuple(_some(_changed(listing, programme, found.changes), _new(listing, found.changes))),
        carried=carrying.packed(listing, programme, user, found.changes, stood=stood, as_of=as_of),
    )  # fmt: skip


def _stopped(found: Compared) -> Preview:
    problems = sorted(found.problems, key=lambda one: one.row)
    sentences = [AGAIN] if problems else []
    if found.clashes:
        sentences.append(TAKE_OUT_AGAIN)
    heading = NOT_YET if problems else OVERTAKEN
    return Preview(
        heading, tuple(sentences), tuple(_some(_clashes(found.clashes), _problems(problems)))
    )


def _heading(listing: Listing, changes: Sequence[Change]) -> str:
    n_new = sum(1 for change in changes if change.line is None)
    n_changed = len(changes) - n_new
    said = [f"change {count(n_changed, listing.noun)}"] if n_changed else []
    said += [f"add {count(n_new, listing.noun)}"] if n_new else []
    return f"This file would {' and '.join(said)}."


def _sentences(
    listing: Listing, found: Compared, unread: Sequence[str], as_of: datetime
) -> list[str]:
    said = [f"The list was taken out on {day_and_year(as_of)}."]
    if found.n_same:
        asks = verb(found.n_same, "asks", "ask")
        said.append(f"{count(found.n_same, 'row').capitalize()} of the file {asks} for no change.")
    if found.n_overtaken:
        said.append(f"Of these, others have changed {found.n_overtaken} since; that stays.")
    if found.n_absent:
        stay = "stays as it is" if found.n_absent == 1 else "stay as they are"
        said.append(f"{count(found.n_absent, listing.noun).capitalize()} not in the file {stay}.")
    if unread:
        said.append(f"Columns that are not read: {', '.join(unread)}.")
    return said


def _problems(problems: Sequence[Problem]) -> Listed:
    rows = [
        (_where(one.row, one.column), f"“{one.text}”: {one.why}" if one.text else one.why)
        for one in problems[:MOST_SHOWN]
    ]
    caption = _first("What to put right", rows, len(problems))
    return Listed(caption, ("Where", "What is wrong"), rows)


def _clashes(clashes: Sequence[Clash]) -> Listed:
    rows = [
        (_where(one.row, one.name), one.column, _said(one.yours), _said(one.now))
        for one in clashes[:MOST_SHOWN]
    ]
    caption = _first("Changed here since you took the list out", rows, len(clashes))
    return Listed(caption, ("Where", "Column", "In your file", "Here now"), rows)


def _changed(listing: Listing, programme: Programme, changes: Sequence[Change]) -> Listed:
    titles = {column.key: column.title for column in listing.columns(programme)}
    rows = [
        (_where(one.row, one.line.name), titles[key], _said(one.line.values[key]), _said(one.values[key]))
        for one in changes
        if one.line
        for key in titles
        if key in one.changed
    ]  # fmt: skip
    caption = _first("What would be changed", rows[:MOST_SHOWN], len(rows))
    return Listed(caption, ("Where", "Column", "Now", "Then"), rows[:MOST_SHOWN])


def _new(listing: Listing, changes: Sequence[Change]) -> Listed:
    rows = [
        (f"Row {one.row:,}", listing.describe(one.values)) for one in changes if one.line is None
    ]
    caption = _first("What would be added", rows[:MOST_SHOWN], len(rows))
    return Listed(caption, ("Where", "What"), rows[:MOST_SHOWN], is_short=True)


def _where(row: int, about: str) -> str:
    """ "Row 7, Headteacher, Marlpit Primary"; what is about no one row is about the file."""
    row_said = f"Row {row:,}" if row else "The file"
    return f"{row_said}, {about}" if about else row_said


def _first(caption: str, rows: Sequence[object], n: int) -> str:
    return caption if len(rows) == n else f"{caption}: the first {len(rows)} of {n:,}"


def _some(*tables: Listed) -> list[Listed]:
    return [table for table in tables if table.rows]


def _said(value: Value) -> str:
    if value == "":
        return "nothing"
    return day_and_year(value) if isinstance(value, date) else str(value)
