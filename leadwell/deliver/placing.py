"""Visits and notes of visit with their schools at hand, in a short query for each kind of thing
and none where there is nothing: joined to them all at once, planning alone takes up to 13 ms."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects

from leadwell.deliver.models import Note, NoteAnswer, NoteVersion, Visit
from leadwell.people.placing import at_hand, beside, of_parts


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


def whole_note(note: Note) -> Note:
    """The same of one, with its hub and the words shown."""
    placed_notes([note])
    at_hand([note.enrolment], "hub")
    at_hand([note], "shown")
    return note


def with_parts(version: NoteVersion) -> NoteVersion:
    """Everything a page or a file says of it."""
    beside([version], "activities")
    beside([version], "in_view")
    at_hand(beside([version], "ingredients"), "ingredient")
    at_hand(beside([version], "agreed"), "owner")
    answers = NoteAnswer.objects.select_related("action", "said")
    prefetch_related_objects([version], Prefetch("answers", answers), "people_met")
    return version
