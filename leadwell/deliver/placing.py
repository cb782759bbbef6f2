"""Visits and notes of visit with their schools at hand, in a short query for each kind of thing
and none where there is nothing: joined to them all at once, planning alone takes up to 13 ms."""

from collections.abc import Iterable

from leadwell.deliver.models import Note, Visit
from leadwell.people.placing import at_hand, of_parts


def placed_visits(visits: Iterable[Visit]) -> list[Visit]:
    """These visits, each with its school, programme and specialist."""
    found = of_parts(visits)
    at_hand(found, "specialist")
    return found


def placed_notes(notes: Iterable[Note]) -> list[Note]:
    """These notes, each with its author, and its visit as above."""
    found = list(notes)
    placed_visits(at_hand(found, "visit"))
    at_hand(found, "author")
    return found
