"""The board's lines, decisions and a trust's schools, and what each person should see of them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.govern.models import Decision
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Without
from leadwell.programmes.models import Enrolment, Programme
from tests.factories import make_decision
from tests.walk.crowd import Crowd
from tests.walk.visit_lists import counted

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ
RELEASED = frozenset({Without.RELEASED_ONLY})
COUNTED = RELEASED | {Without.FIGURES_ONLY}
LINE = re.compile(r'href="/enrolments/(\d+)/board/"')
ENDINGS = ("csv", "pdf")


def plant(crowd: Crowd) -> None:
    """About every school one decision that is published to it and one that is not."""
    for enrolment in Enrolment.objects.all():
        for is_published in (True, False):
            make_decision(enrolment=enrolment, is_published=is_published)


def boards(reading: "Reading") -> Iterator["Shown"]:
    parts = _lines(reading)
    yield _shown(reading.get("reporting:boards")), {part.pk for part in parts}
    for ending in ENDINGS:
        yield counted(reading, "reporting:boards", ending), len(parts)


def decisions(reading: "Reading") -> Iterator["Shown"]:
    wanted = [one for one in Decision.objects.all() if _is_open(reading, one)]
    page = reading.get("govern:decisions")
    shown = {int(pk) for pk in re.findall(r'href="/decisions/(\d+)/"', page)}
    yield shown, {one.pk for one in wanted}
    for ending in ENDINGS:
        yield counted(reading, "govern:decisions", ending), len(wanted)


def trust(reading: "Reading") -> Iterator["Shown"]:
    """Of the trusts one is chief executive of, whatever else one is."""
    others = {role.role for role in reading.twin.roles} - {Role.CHIEF_EXECUTIVE}
    wanted = {
        part.pk
        for part in _open_parts(reading)
        if reading.twin.may(
            reading.user, "note_released", READ, part, RELEASED, but_as={*others, "SYS"}
        )
    }
    yield _shown(reading.get("reporting:trust")), wanted
    for ending in ENDINGS:
        yield counted(reading, "reporting:trust", ending), len(wanted)


def board_of_a_programme(reading: "Reading") -> Iterator["Shown"]:
    """Lines of schools whose released notes one may open; of others, that they are counted."""
    for programme in Programme.objects.all():
        if not reading.may("note_released", READ, programme, COUNTED):
            continue
        mine = [part for part in _lines(reading) if part.programme_id == programme.pk]
        page = reading.get("reporting:board", programme.code)
        yield _shown(page), {part.pk for part in mine}
        taken = reading.get("reporting:board-csv", programme.code)
        rows = list(csv.reader(io.StringIO(taken.removeprefix("\ufeff"))))
        yield rows.index([]) - 1, len(mine)
        here = [one for one in Decision.objects.all() if one.enrolment.programme_id == programme.pk]
        seen = {one.pk for one in here if _is_open(reading, one)}
        found = re.search(r"(\d+) decisions? open</h2>", page)
        yield int(found[1]) if found else 0, len(seen)


def _lines(reading: "Reading") -> list[Enrolment]:
    return [
        part for part in _open_parts(reading) if reading.may("note_released", READ, part, RELEASED)
    ]


def _open_parts(reading: "Reading") -> list[Enrolment]:
    on = reading.twin.on
    return [part for part in reading.twin.enrolments if not part.left_on or part.left_on >= on]


def _is_open(reading: "Reading", one: Decision) -> bool:
    leaving_out = RELEASED if one.is_published else frozenset()
    return reading.may("board_decision", READ, one, leaving_out)


def _shown(page: str) -> set[int]:
    return {int(pk) for pk in LINE.findall(page)}


PAGES = {
    "reporting:boards": boards,
    "govern:decisions": decisions,
    "reporting:trust": trust,
}
FILES = {f"{name}-{ending}" for name in PAGES for ending in ENDINGS}
"""Read together with their pages."""
