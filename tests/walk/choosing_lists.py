"""Candidates as lists, and what each person should see of them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.explore.models import Candidate
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment, Programme
from tests.factories import make_candidate
from tests.walk.crowd import Crowd

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ
LINK = re.compile(r'href="/candidates/(\d+)/"')


def plant(crowd: Crowd) -> None:
    """Each school put forward once more, for its own programme."""
    for enrolment in Enrolment.objects.select_related("programme", "hub", "school"):
        known = Candidate.objects.filter(programme=enrolment.programme, school=enrolment.school)
        if not known.exists():
            make_candidate(
                programme=enrolment.programme, hub=enrolment.hub, school=enrolment.school
            )


def results(reading: "Reading") -> Iterator["Shown"]:
    wanted = {one.pk for one in Candidate.objects.all() if reading.may("selection", READ, one)}
    yield {int(pk) for pk in LINK.findall(reading.get("explore:results"))}, wanted


def of_a_programme(reading: "Reading") -> Iterator["Shown"]:
    for programme in Programme.objects.all():
        if not reading.may("selection", READ, programme):
            continue
        here = Candidate.objects.filter(programme=programme)
        wanted = {one.pk for one in here if reading.may("selection", READ, one)}
        page = reading.get("explore:choosing", programme.code)
        yield {int(pk) for pk in LINK.findall(page)}, wanted
        taken = reading.get("explore:choosing-csv", programme.code).removeprefix("\ufeff")
        rows = csv.DictReader(io.StringIO(taken))
        schools = {one.standing_school.urn for one in here if one.pk in wanted}
        yield {int(row["URN"]) for row in rows if row["URN"]}, schools
        paper = reading.get("explore:choosing-pdf", programme.code)
        yield counted(paper), len(wanted)


def counted(paper: str) -> int:
    """How many schools a PDF file says that it has."""
    [said] = re.findall(r"How many (None|[\d,]+)", " ".join(paper.split()))
    return 0 if said == "None" else int(said.replace(",", ""))


PAGES = {"explore:results": results}
