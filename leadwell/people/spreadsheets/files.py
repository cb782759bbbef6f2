"""A list as a file, and what such a file says of itself when it comes back."""

from datetime import date, datetime

from django.core import signing
from django.utils.timezone import localtime

from leadwell.accounts.models import User
from leadwell.lib.spreadsheet import Refused, Sheet, Value, canonical, read, write
from leadwell.people.spreadsheets import keys
from leadwell.people.spreadsheets.listing import Line, Listing
from leadwell.programmes.models import Programme

SALT = "leadwell.people.spreadsheets.file"
MARK, AS_OF = "Mark", "As it stood"
NO_MARK = (
    "The hidden sheet of this file does not say which list it is. Take the list out again, and work "
    "in that file."
)


def written(listing: Listing, programme: Programme, lines: list[Line], *, at: datetime) -> bytes:
    """The list, as an XLSX file. Text stands in it as it will be compared."""
    layout = listing.layout(programme)
    rows = (
        [
            keys.key_of(listing, programme, line),
            *(line.values[one.key] for one in layout.columns[1:]),
        ]
        for line in lines
    )
    about = {
        "This is": f"{listing.title} of {programme} ({programme.code}), from Leadwell",
        AS_OF: f"{localtime(at):%Y-%m-%d %H:%M}",
        "What to do": "Change the white columns. Add rows at the end, without a key. Bring it in again "
        "on the page it came from. What is not in the file stays as it is.",
        MARK: signing.dumps([listing.key, programme.pk, at.isoformat()], salt=SALT),
    }
    return write(layout, rows, about=about, at=at)


def opened(content: bytes, listing: Listing, programme: Programme) -> tuple[Sheet, datetime]:
    """What is in a file of this list, and as of when. Raises Refused."""
    sheet = read(content, listing.layout(programme))
    try:
        key, number, taken_at = signing.loads(sheet.about.get(MARK, ""), salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Refused(NO_MARK) from error
    if key != listing.key:
        raise Refused("This is a file of another list. Bring it in on the page it came from.")
    if number != programme.pk:
        raise Refused(f"This is a file of another programme, not of {programme}.")
    return sheet, datetime.fromisoformat(taken_at)


def lines_of(listing: Listing, user: User, programme: Programme, on: date) -> list[Line]:
    """As they stand, each text as a file writes it."""
    return [
        Line(line.number, line.name, _canonical(line), line.thing, line.people)
        for line in listing.lines(user, programme, on)
    ]


def _canonical(line: Line) -> dict[str, Value]:
    return {
        key: canonical(value) if isinstance(value, str) else value
        for key, value in line.values.items()
    }
