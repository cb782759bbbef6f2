"""Between preview and yes, the rows that would change anything go with the page, signed: the site
keeps no copy of a file, and what is confirmed is what was looked at, by the same person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

from leadwell.accounts.models import User
from leadwell.lib.spreadsheet import Column, Kind, Part, Row, Value
from leadwell.people.spreadsheets import keys
from leadwell.people.spreadsheets.listing import Change, Listing
from leadwell.programmes.models import Programme

GOOD_FOR = timedelta(hours=2)


class Gone(Exception):
    """What a page carried is no more to be trusted: too old, or not as we made it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """sent_id: that it is brought in once, however often it is sent."""

    sent_id: UUID
    as_of: datetime
    rows: tuple[Row, ...]


def packed(
    listing: Listing, programme: Programme, user: User, changes: list[Change], *,
    stood: dict[int, str], as_of: datetime,
) -> str:  # fmt: skip
    """stood: the key as the file has it, by row."""
    names = [column.key for column in _carried(listing, programme)]
    rows = [
        [
            change.row,
            [stood.get(change.row, ""), *(keys.said(change.values[one]) for one in names[1:])],
        ]
        for change in changes
    ]
    said = [str(uuid4()), as_of.isoformat(), rows]
    return signing.dumps(said, salt=_salt(listing, programme, user), compress=True)


def opened(listing: Listing, programme: Programme, user: User, carried: str) -> Carried:
    """Raises Gone."""
    try:
        sent_id, as_of, rows = signing.loads(
            carried, salt=_salt(listing, programme, user), max_age=GOOD_FOR
        )
    except signing.BadSignature as error:
        raise Gone from error
    columns = _carried(listing, programme)
    found = [
        Row(
            number,
            {one.key: _meant(one.kind, value) for one, value in zip(columns, values, strict=True)},
        )
        for number, values in rows
    ]
    return Carried(UUID(sent_id), datetime.fromisoformat(as_of), tuple(found))


def _carried(listing: Listing, programme: Programme) -> list[Column]:
    """The key first."""
    return [one for one in listing.layout(programme).columns if one.part != Part.SHOWN]


def _salt(listing: Listing, programme: Programme, user: User) -> str:
    return f"leadwell.people.spreadsheets.carried|{listing.key}|{programme.pk}|{user.pk}"


def _meant(kind: Kind, value: str | float) -> Value:
    if kind == Kind.DAY and isinstance(value, str) and value:
        return date.fromisoformat(value)
    return value
