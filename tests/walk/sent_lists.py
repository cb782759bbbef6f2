"""Specialists and deployments as lists, and what each person should see of them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.people.permissions import Operation
from leadwell.prepare.models import Deployment, PlannedRound, Specialist
from leadwell.programmes.models import Enrolment
from tests.sent import make_deployment, make_round
from tests.walk.crowd import Crowd

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ


def plant(crowd: Crowd) -> None:
    """One that nobody has been let go for yet, and one released, in each programme."""
    for half in (crowd.here, crowd.there):
        for enrolment, state in zip(half.enrolments[1:3], ("proposed", "released"), strict=True):
            part = Enrolment.objects.get(pk=enrolment.pk)
            sent = make_deployment(enrolment=part, state=state)
            make_round(part, sent.specialist, hub=part.hub if state == "proposed" else None)
    crowd.twin.__init__(crowd.twin.on)  # of the roles that these brought


def specialists(reading: "Reading") -> Iterator["Shown"]:
    wanted = {
        one.pk for one in Specialist.objects.all() if reading.may("specialist_register", READ, one)
    }
    yield _linked("specialists", reading.get("prepare:specialists")), wanted


def specialists_file(reading: "Reading") -> Iterator["Shown"]:
    mine = [
        one for one in Specialist.objects.all() if reading.may("specialist_register", READ, one)
    ]
    yield _column(reading.get("prepare:specialists-csv"), "Specialist"), sorted(map(str, mine))


def deployments(reading: "Reading") -> Iterator["Shown"]:
    wanted = {one.pk for one in _mine(reading)}
    yield _linked("deployments", reading.get("prepare:deployments")), wanted


def deployments_file(reading: "Reading") -> Iterator["Shown"]:
    wanted = sorted(str(one.specialist) for one in _mine(reading))
    yield _column(reading.get("prepare:deployments-csv"), "Specialist"), wanted


def of_schools(reading: "Reading") -> Iterator["Shown"]:
    """On the page of each school's part in a programme."""
    for part in reading.twin.enrolments:
        if reading.may("deployment", READ, part):
            page = reading.get("prepare:deployments-of", part.pk)
            wanted = {one.pk for one in _mine(reading) if one.enrolment_id == part.pk}
            yield _linked("deployments", page), wanted


def rounds(reading: "Reading") -> Iterator["Shown"]:
    wanted = {one.pk for one in PlannedRound.objects.all() if reading.may("round", READ, one)}
    yield _linked("rounds", reading.get("prepare:rounds")), wanted


def _mine(reading: "Reading") -> list[Deployment]:
    found = Deployment.objects.select_related("specialist__person")
    return [one for one in found if reading.may("deployment", READ, one)]


def _linked(of: str, page: str) -> set[int]:
    return {int(pk) for pk in re.findall(rf'href="/{of}/(\d+)/"', page)}


def _column(text: str, name: str) -> list[str]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")))
    return sorted(row[name] for row in rows if row.get("Home school") or row.get("From"))


PAGES = {
    "prepare:specialists": specialists,
    "prepare:specialists-csv": specialists_file,
    "prepare:deployments": deployments,
    "prepare:rounds": rounds,
    "prepare:deployments-csv": deployments_file,
}
