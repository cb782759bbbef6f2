"""Governors' reports as a list: of which school and term, how far, since when and by when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models import Value as Literal
from django.db.models.functions import Coalesce

from leadwell.accounts.models import User
from leadwell.deliver.tables import Listed
from leadwell.govern import access
from leadwell.govern.models import GovernorsReport
from leadwell.govern.models.report import GovernorsReportQuerySet
from leadwell.govern.placing import placed_reports
from leadwell.lib import words
from leadwell.people.held import numbered
from leadwell.people.phrased import asked
from leadwell.programmes.models import Enrolment
from leadwell.web.csv_out import Value
from leadwell.web.templatetags.leadwell import day_and_year

A_PAGE = 50
ORDER = "the newest term first, then by school"
COLUMNS = (
    ("School", 2.6), ("Programme", 2), ("Term", 1.6), ("How far", 1.8), ("Since", 1.2),
    ("Due", 1.2), ("Governors meet", 1.2), ("Issued", 1.2), ("Received", 1.2), ("Minute", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One report on a day. is_open: whether whoever asks reads it too."""

    report: GovernorsReport
    on: date
    is_open: bool

    @property
    def how_far(self) -> str:
        if self.report.is_late_on(self.on):
            return f"{self.report.get_state_display()}, late: the term is over"
        if because := self.report.obligation.skipped_because:
            return f"Not owed: {because[0].lower()}{because[1:]}"
        return str(self.report.get_state_display())

    @property
    def when(self) -> str:
        """The day that matters now."""
        report = self.report
        if report.received_on:
            return f"at the meeting of {day_and_year(report.received_on)}, {report.minute_ref}"
        if report.issued_on:
            return f"on {day_and_year(report.issued_on)}"
        return f"since {day_and_year(report.since)}, due {day_and_year(report.obligation.due_on)}"

    @property
    def cells(self) -> Sequence[Value]:
        one = self.report
        return (
            str(one.school), str(one.enrolment.programme), one.term_said, self.how_far,
            one.since.date(), one.obligation.due_on, one.meeting_on, one.issued_on,
            one.received_on, one.minute_ref,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """lines: a page of them. n_due: of terms that are over; n_in_time: issued by then."""

    lines: tuple[Line, ...]
    page: Page
    n_due: int
    n_in_time: int

    @property
    def sentence(self) -> str:
        if not self.n_due:
            return "No report has been due so far: none of these terms is over."
        return (
            f"{self.n_in_time} of {words.count(self.n_due, 'report')} of terms that are over "
            f"{words.verb(self.n_in_time, 'was', 'were')} issued within the term."
        )


def reports_page(
    user: User, on: date, *, enrolment: Enrolment | None = None, number: str = "1"
) -> ReportsPage:
    """A constant number of queries, however many schools."""
    counted = asked(_counted_of, user, on, enrolment.pk) if enrolment else asked(_counted, user, on)
    n, n_due, n_in_time = counted[0] if counted else (0, 0, 0)
    page = Paginator(range(n), A_PAGE).get_page(number)
    first = A_PAGE * (page.number - 1)
    shown = _in_order(_rows(user, on, enrolment))[first : first + A_PAGE] if n else ()
    return ReportsPage(tuple(_lines(user, on, shown)), page, n_due, n_in_time)


def _counted(user: User, on: date) -> QuerySet[GovernorsReport, Any]:
    """How many in all; of terms that are over, how many were due, and issued by then."""
    return _count(_rows(user, on, None), on)


def _counted_of(user: User, on: date, enrolment: int) -> QuerySet[GovernorsReport, Any]:
    return _count(_rows(user, on, None).filter(enrolment=enrolment), on)


def _count(rows: GovernorsReportQuerySet, on: date) -> QuerySet[GovernorsReport, Any]:
    due = Q(term_ends_on__lt=on, obligation__skipped_because="")
    in_time = due & Q(issued_on__lte=F("term_ends_on"))
    one = rows.order_by().annotate(of_all=Literal(1)).values("of_all")
    return one.annotate(
        n=Count("pk"), n_due=Count("pk", filter=due), n_in_time=Count("pk", filter=in_time)
    ).values_list("n", "n_due", "n_in_time")


def listed(user: User, on: date) -> Listed:
    """The same as a file."""
    lines = _lines(user, on, _in_order(_rows(user, on, None)))
    return Listed(
        name=f"governors-reports-{on:%Y-%m-%d}",
        title="Governors’ reports of terms that have begun",
        columns=COLUMNS,
        rows=[line.cells for line in lines],
        order=ORDER,
        noun="report",
    )


def _rows(user: User, on: date, enrolment: Enrolment | None) -> GovernorsReportQuerySet:
    """Of terms that have begun."""
    begun = access.listed_for(user, on).filter(term_starts_on__lte=on)
    return begun.filter(enrolment=enrolment) if enrolment else begun


def _in_order(rows: GovernorsReportQuerySet) -> GovernorsReportQuerySet:
    name = Coalesce("enrolment__school__continued_by__name", "enrolment__school__name")
    return rows.order_by("-term_starts_on", name, "pk")


def _lines(user: User, on: date, found: Iterable[GovernorsReport]) -> list[Line]:
    reports = placed_reports(found)
    numbers = frozenset(one.pk for one in reports)
    opened = {pk for (pk,) in asked(_opened, user, on, numbers)}
    return [Line(one, on, one.pk in opened) for one in reports]


def _opened(user: User, on: date, numbers: Collection[int]) -> QuerySet[GovernorsReport, Any]:
    return access.reports_for(user).filter(numbered("pk", numbers)).order_by().values_list("pk")
