"""What `leadwell restore` does about people who were forgotten: reads the lists, forgets again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import ProgrammingError

from leadwell.people.privacy import actions, erasures
from leadwell.people.privacy.erasures import Listed


def listed_so_far() -> list[Listed]:
    """Everybody forgotten so far, by the rows of this database and by the file beside it."""
    try:
        rows = erasures.in_rows()
    except ProgrammingError:  # tables of an installation older than the list, or none at all
        rows = []
    return erasures.together(rows, erasures.in_file())


def forget_again(listed: Sequence[Listed], *, by: str, at: datetime) -> int:
    """How many people a restore had brought back, and were forgotten again."""
    return sum(actions.erase_again(listed=one, by=by, at=at) for one in listed)
