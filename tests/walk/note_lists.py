"""What waits for whom and a hub lead's desk, and what each person should see of them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.deliver.models import Note, Visit
from leadwell.deliver.notes import access
from leadwell.people.permissions import Operation, Without

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

DATES = frozenset({Without.RELEASED_ONLY, Without.CONTENT})


def waits(reading: "Reading") -> Iterator["Shown"]:
    """Notes that are not released, and visits that happened without one."""
    notes = Note.objects.filter(due_on__isnull=False).select_related("visit")
    wanted = {
        note.visit_id
        for note in notes
        if reading.twin.may(reading.user, access.record_of(note), Operation.READ, note, DATES)
    }
    bare = Visit.objects.filter(state="happened", note__isnull=True)
    wanted |= {visit.pk for visit in bare if reading.may("visit", Operation.READ, visit)}
    page = reading.get("deliver:waits")
    yield {int(pk) for pk in re.findall(r'href="/visits/(\d+)/"', page)}, wanted


def desk(reading: "Reading") -> Iterator["Shown"]:
    """Signed ones, of which somebody may let each go on."""
    signed = Note.objects.filter(state="signed").select_related("visit")
    wanted = {note.pk for note in signed if reading.may("note_shared", Operation.CHANGE, note)}
    page = reading.get("deliver:desk")
    yield {int(pk) for pk in re.findall(r'href="/notes/(\d+)/check/"', page)}, wanted


PAGES = {"deliver:waits": waits, "deliver:desk": desk}


def plant() -> None:
    """The note of each half is signed, as far as the desk can tell."""
    Note.objects.update(state="signed")
