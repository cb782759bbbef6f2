"""The list of governors' reports and what each person should see of it: for test_lists."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from leadwell.govern.models import GovernorsReport
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Without
from leadwell.programmes.models import Enrolment
from tests.factories import make_report
from tests.walk.crowd import Crowd
from tests.walk.visit_lists import counted

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ
ONCE_ISSUED = frozenset({Without.RELEASED_ONLY})
DATES = frozenset({Without.CONTENT})
NAME = "govern:reports"


def plant(crowd: Crowd) -> None:
    """At every school one that is late and one whose term has only begun."""
    today = timezone.localdate()
    for enrolment in Enrolment.objects.all():
        for term, since, until in (("spring", 200, -100), ("summer", 10, 60)):
            make_report(
                enrolment=enrolment, academic_year=2025, term=term,
                term_starts_on=today - timedelta(days=since),
                term_ends_on=today + timedelta(days=until),
            )  # fmt: skip


def reports(reading: "Reading") -> Iterator["Shown"]:
    every = GovernorsReport.objects.with_places().filter(term_starts_on__lte=reading.twin.on)
    wanted = [report for report in every if is_listed(reading, report)]
    page = reading.get(NAME)
    yield len(reading.rows(page)), len(wanted)
    opened = {report.pk for report in wanted if is_open(reading, report)}
    yield {int(pk) for pk in re.findall(r'href="/governors-reports/(\d+)/"', page)}, opened
    for ending in ("csv", "pdf"):
        yield counted(reading, NAME, ending), len(wanted)


def is_open(reading: "Reading", report: GovernorsReport) -> bool:
    """Whether its words are theirs to read."""
    leaving_out = ONCE_ISSUED if report.is_issued else frozenset()
    return reading.may("governors_report", READ, report, leaving_out)


def is_listed(reading: "Reading", report: GovernorsReport) -> bool:
    """Its dates: also of one that is late, to whoever would read it, but for governors."""
    is_late = report.is_late_on(reading.twin.on)
    as_if_issued = reading.twin.may(
        reading.user, "governors_report", READ, report, ONCE_ISSUED, but_as={Role.GOVERNOR}
    )
    return (
        is_open(reading, report)
        or reading.may("governors_report", READ, report, DATES)
        or (is_late and as_if_issued)
    )


PAGES = {NAME: reports}
FILES = {f"{NAME}-{ending}" for ending in ("csv", "pdf")}
"""Read together with the page."""
