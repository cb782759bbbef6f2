"""Plans as lists, what a board is to approve, and schools under codes; what each person should see."""

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.evaluation.models import SchoolCode
from leadwell.explore.models import Candidate
from leadwell.explore.models.candidate import IN_THE_SET
from leadwell.people.permissions import Operation, Without
from leadwell.prepare.models import Plan
from leadwell.prepare.models.plan import APPROVED
from leadwell.programmes.models import Enrolment, Programme
from tests.factories import NOON, make_person
from tests.planned import make_plan

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ
LINK = re.compile(r'href="/plans/(\d+)/"')
APPROVED_TOO = frozenset({Without.RELEASED_ONLY})
UNDER_CODES = frozenset({Without.NAMES})
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"


def plant() -> None:
    """Of every other part in a programme a plan, of which some are approved; a code for each."""
    without = Enrolment.objects.filter(plans=None).order_by("pk")
    for n, enrolment in enumerate(without[::2]):
        make_plan(enrolment=enrolment, state="live" if n % 2 else "draft")
    by = make_person()
    for n, part in enumerate(Enrolment.objects.select_related("school__continued_by")):
        code = "B" + "".join(CONSONANTS[n // 20**place % 20] for place in range(3))
        SchoolCode.objects.get_or_create(
            programme_id=part.programme_id, school=part.standing_school,
            defaults={"code": code, "given_by": by, "given_at": NOON},
        )  # fmt: skip


def of_schools(reading: "Reading") -> Iterator["Shown"]:
    for part in Enrolment.objects.all():
        if reading.twin.may(reading.user, "plan", READ, part, APPROVED_TOO):
            page = reading.get("prepare:plans", part.pk)
            wanted = {
                one.pk
                for one in Plan.objects.filter(enrolment=part)
                if reading.twin.may(
                    reading.user, "plan", READ, one,
                    APPROVED_TOO if one.state in APPROVED else frozenset(),
                )
            }  # fmt: skip
            yield {int(pk) for pk in LINK.findall(page)}, wanted


def to_approve(reading: "Reading") -> Iterator["Shown"]:
    """Of all of a programme: its board, and who leads, manages or oversees it."""
    for programme in Programme.objects.all():
        roles = {role.role for role in reading.twin.held(reading.user)}
        of_all = {"PL", "STL", "PM", "BRD-STRATEGIC", "BRD-STEERING"} & roles
        if not of_all or not reading.twin.may(
            reading.user, "selection", READ, programme, frozenset({Without.FIGURES_ONLY})
        ):
            continue
        if not any(
            programme.pk in reading.twin.footing(role).programmes
            for role in reading.twin.held(reading.user)
            if role.role in of_all
        ):
            continue
        here = Candidate.objects.filter(programme=programme, state__in=IN_THE_SET)
        wanted = sorted(one.standing_school.urn for one in here)
        rows = rows_of(reading, "explore:set-csv", programme.code)
        yield sorted(int(row["URN"]) for row in rows if row["URN"]), wanted


def under_codes(reading: "Reading") -> Iterator["Shown"]:
    """Every school of the programme, and of no other; named to who leads it alone."""
    for programme in Programme.objects.all():
        if not reading.twin.may(reading.user, "coded_school", READ, programme, UNDER_CODES):
            continue
        codes = {one.code for one in SchoolCode.objects.filter(programme=programme)}
        rows = rows_of(reading, "evaluation:coded-csv", programme.code, "schools")
        yield {row["Code"] for row in rows if row["Code"] in codes}, codes
        is_named = reading.twin.may(reading.user, "coded_school", READ, programme)
        yield any(row.get("School") for row in rows), is_named


def rows_of(reading: "Reading", name: str, *named: object) -> list[dict[str, str]]:
    taken = reading.get(name, *named).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(taken.split("\r\n\r\n")[0])))
