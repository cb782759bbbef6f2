"""What governors' reports want of somebody: to be written, issued, answered, noted as received."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.govern import access
from leadwell.govern.models import GovernorsReport, ReportQuestion, ReportState
from leadwell.govern.models.report import GovernorsReportQuerySet
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.people.models import Role
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand, of_parts
from leadwell.people.wants import MOST, Want
from leadwell.schools.calendar import school_days_of
from leadwell.web.templatetags.leadwell import day, day_and_year

TERMS_FOR_THE_HUB = 2
"""Reports in a row that a school has not issued, at which the hub lead is told."""
ANSWER_WITHIN = 10
"""School days."""


def unwritten(user: User, on: date) -> GovernorsReportQuerySet:
    """Drafts that nobody has touched, and reports that are late: for who writes them."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return GovernorsReport.objects.none()
    mine = access.written_for(user)
    wanted = mine.wanted().filter(state=ReportState.DRAFTED) | mine.late_on(on)
    if people.holds(user, access.KEY, Operation.SIGN):
        wanted = wanted.exclude(state=ReportState.EDITED)  # that is asked for by `to_issue`
    return _first(wanted)


def to_write(user: User, on: date) -> list[Want]:
    return [_to_write(report, on) for report in _placed(asked(unwritten, user, on))]


def unissued(user: User, on: date) -> GovernorsReportQuerySet:
    """Reports that have been edited: for the head."""
    if not people.holds(user, access.KEY, Operation.SIGN):
        return GovernorsReport.objects.none()
    return _first(access.signed_for(user).wanted().filter(state=ReportState.EDITED))


def to_issue(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"Issue the governors’ report of the {report.term_said}",
            why=_why(report, on) or f"{report.school}: its words are written",
            url=reverse("reporting:issue-report", args=[report.pk]),
            verb="Issue it",
            due_on=report.obligation.due_on,
            late=report.obligation.due_on < on,
        )
        for report in _placed(asked(unissued, user, on))
    ]


def unanswered(user: User, on: date) -> QuerySet[ReportQuestion]:
    """Questions of governors: for who writes the report."""
    if not people.holds(user, access.QUESTION, Operation.CHANGE):
        return ReportQuestion.objects.none()
    return access.questions_for(user).filter(answer="").order_by("asked_at")[:MOST]


def to_answer(user: User, on: date) -> list[Want]:
    questions = asked(unanswered, user, on)
    of_parts(at_hand(questions, "report"))
    days = school_days_of({one.report.school for one in questions}) if questions else {}
    found = []
    for one in questions:
        due_on = days[one.report.school.pk].after(one.asked_at.date(), ANSWER_WITHIN)
        found.append(
            Want(
                title="A governor has asked about the report",
                why=f"“{one.text}” Asked on {day(one.asked_at)}",
                url=reverse("govern:answer", args=[one.pk]),
                verb="Answer",
                due_on=due_on,
                late=due_on < on,
            )
        )
    return found


def issued(user: User, on: date) -> GovernorsReportQuerySet:
    """Issued reports whose meeting is over, or that have no meeting yet: for governors."""
    if not any(one.role == Role.GOVERNOR for one in people.held(user)):
        return GovernorsReport.objects.none()
    return _first(access.governed_for(user).filter(state=ReportState.ISSUED))


def to_receive(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"Read the report of the {report.term_said}",
            why=f"{report.school}. Ask what you wish to know, and note the minute that received it",
            url=report.get_absolute_url(),
            verb="Read it",
            due_on=report.meeting_on,
            late=report.meeting_on is not None and report.meeting_on < on,
        )
        for report in _placed(asked(issued, user, on))
    ]


def late(user: User, on: date) -> GovernorsReportQuerySet:
    """Late ones in the hubs one leads."""
    if not any(one.role == Role.HUB_LEAD for one in people.held(user)):
        return GovernorsReport.objects.none()
    return access.led_late_for(user, on)


def late_in_my_hubs(user: User, on: date) -> list[Want]:
    """Schools of the hubs one leads that have issued none for two terms."""
    terms_late: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for report in of_parts(asked(late, user, on)):
        terms_late.setdefault(report.enrolment_id, []).append(report.term_said)
        names[report.enrolment_id] = str(report.school)
    return [
        Want(
            title=f"{names[enrolment]}: {words.count(len(terms), 'governors’ report')} late",
            why=f"Not issued by the end of the term: {words.listed(terms)}",
            url=reverse("govern:reports-of", args=[enrolment]),
            verb="See them",
        )
        for enrolment, terms in terms_late.items()
        if len(terms) >= TERMS_FOR_THE_HUB
    ][:MOST]


def _to_write(report: GovernorsReport, on: date) -> Want:
    return Want(
        title=f"Write the governors’ report of the {report.term_said}",
        why=_why(report, on) or f"{report.school}: a draft from this term’s notes is ready",
        url=(
            reverse("govern:edit-report", args=[report.pk])
            if report.is_written
            else report.get_absolute_url()
        ),
        verb="Write it",
        due_on=report.obligation.due_on,
        late=report.obligation.due_on < on,
    )


def _why(report: GovernorsReport, on: date) -> str:
    if report.is_late_on(on):
        ended = day_and_year(report.term_ends_on)
        return f"{report.school}: the term ended on {ended}, and governors have not had it"
    return ""


def _first(reports: GovernorsReportQuerySet) -> GovernorsReportQuerySet:
    return reports.order_by("obligation__due_on", "pk")[:MOST]


def _placed(reports: list[GovernorsReport]) -> list[GovernorsReport]:
    found = of_parts(reports)
    at_hand(found, "obligation")
    return found
