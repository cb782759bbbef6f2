"""Lists of visits and what each person should see of them: for test_lists."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from leadwell.deliver.models import Postponement, Visit
from leadwell.people.models import Person
from leadwell.people.permissions import Operation, Without
from leadwell.programmes.models import Enrolment, StageSpan
from tests.factories import NOON, make_visit
from tests.walk.crowd import Crowd

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ, CHANGE = Operation.READ, Operation.CHANGE
DATES_TOO = frozenset({Without.CONTENT})
WEEKS = timedelta(weeks=4)
ENDINGS = ("csv", "pdf")


def plant(crowd: Crowd) -> None:
    """Work under way for a hundred days and nobody there since; visits put off twice; somebody
    of a school in one hub who goes to one in another; visits beyond the four weeks."""
    today = timezone.localdate()
    for enrolment in Enrolment.objects.filter(left_on=None):
        StageSpan.objects.create(
            enrolment=enrolment, stage="deliver", starts_on=today - timedelta(days=100)
        )
    for half in (crowd.here, crowd.there):
        visit = half.things["deliver.Visit"]
        for n in (2, 1):
            Postponement.objects.create(
                visit=visit, from_day=visit.on - n * WEEKS, to_day=visit.on, side="school",
                reason="cover", said_by=visit.specialist, said_at=NOON,
            )  # fmt: skip
        away = Person.objects.create(
            name=f"Away {half.programme.code}", home_school=half.enrolments[0].school
        )
        for n in (3, 40):
            make_visit(enrolment=half.enrolments[3], specialist=away, on=today + timedelta(days=n))


def calendar(reading: "Reading") -> Iterator["Shown"]:
    wanted = {visit.pk for visit in _in_calendar(reading)}
    yield _numbered(reading.get("deliver:my-visits")), wanted
    for ending in ENDINGS:
        yield counted(reading, "deliver:my-visits", ending), len(wanted)


def unvisited(reading: "Reading") -> Iterator["Shown"]:
    lately = set(Visit.objects.filter(state="happened").values_list("enrolment", flat=True))
    wanted = {
        each.pk
        for each in reading.twin.enrolments
        if each.left_on is None and each.pk not in lately and reading.may("visit", CHANGE, each)
    }
    page = reading.get("deliver:unvisited")
    yield {int(n) for n in re.findall(r'href="/enrolments/(\d+)/visits/"', page)}, wanted
    for ending in ENDINGS:
        yield counted(reading, "deliver:unvisited", ending), len(wanted)


def put_off(reading: "Reading") -> Iterator["Shown"]:
    often = Visit.objects.filter(postponements__isnull=False).distinct()
    wanted = {visit.pk for visit in often if reading.may("visit", CHANGE, visit)}
    yield _numbered(reading.get("deliver:put-off")), wanted
    for ending in ENDINGS:
        yield counted(reading, "deliver:put-off", ending), len(wanted)


def staff_days(reading: "Reading") -> Iterator["Shown"]:
    """The dates and days of one's own staff: where they go is told to nobody here."""
    wanted = [visit for visit in Visit.objects.all() if _is_of_staff(reading, visit)]
    page = reading.get("deliver:staff-days")
    yield len(reading.rows(page)), len(wanted)
    yield _numbered(page), set()
    yield [v for v in wanted if str(v.enrolment.standing_school) in page], []
    for ending in ENDINGS:
        yield counted(reading, "deliver:staff-days", ending), len(wanted)


def _in_calendar(reading: "Reading") -> list[Visit]:
    seen = [visit for visit in Visit.objects.all() if reading.may("visit", READ, visit)]
    mine = [visit for visit in seen if visit.specialist.user_id == reading.user.pk]
    monday = reading.twin.on - timedelta(days=reading.twin.on.weekday())
    return [visit for visit in mine or seen if monday <= visit.on < monday + WEEKS]


def _is_of_staff(reading: "Reading", visit: Visit) -> bool:
    """By the one grant that reaches people by where they work."""
    home = visit.specialist.home_school_id
    if home is None:
        return False
    heads = [role for role in reading.twin.held(reading.user) if role.role == "HH"]
    own = {school for role in heads for school in reading.twin.footing(role).schools}
    return reading.twin.standing(home) in own and reading.may("visit", READ, visit, DATES_TOO)


def _numbered(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'href="/visits/(\d+)/"', page)}


def counted(reading: "Reading", name: str, ending: str) -> int:
    """The rows of a CSV file; what a PDF says of how many it has."""
    text = reading.get(f"{name}-{ending}")
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        return rows.index([]) - 1
    found = re.search(r"How many\s+(None|\d+)", text)
    assert found, text
    return 0 if found[1] == "None" else int(found[1])


PAGES = {
    "deliver:my-visits": calendar,
    "deliver:unvisited": unvisited,
    "deliver:put-off": put_off,
    "deliver:staff-days": staff_days,
}
FILES = {f"{name}-{ending}" for name in PAGES for ending in ENDINGS}
"""Read together with their pages."""
