"""Whose governors' reports a person reads, of which they see only dates, and which are late."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.govern.models import GovernorsReport, ReportQuestion
from leadwell.govern.models.report import ISSUED, UNISSUED, GovernorsReportQuerySet
from leadwell.people import access
from leadwell.people.held import Held, among, grants, numbered, within
from leadwell.people.models import Role
from leadwell.people.permissions import Grant, Operation, Without
from leadwell.programmes.models import Enrolment

KEY, QUESTION = "governors_report", "governors_question"
RELEASED_ONLY = frozenset({Without.RELEASED_ONLY})
DATES_ONLY = frozenset({Without.CONTENT})


def reports_for(user: User) -> GovernorsReportQuerySet:
    """Reports whose words this person reads: at their own school from the draft on, elsewhere and
    as a governor once they are issued."""
    granted = grants(access.held(user), KEY, Operation.READ, leaving_out=RELEASED_ONLY)
    return _reports(_seen(one, grant) for one, grant in granted)


def of_number(user: User, on: date, pk: int) -> GovernorsReportQuerySet:
    """One of them, as a question that is written once."""
    return reports_for(user).filter(pk=pk)


def questions_of(user: User, on: date, report: int) -> QuerySet[ReportQuestion]:
    """What governors asked of one report, if this person reads it."""
    return questions_for(user).filter(report=report)


def late_for(user: User, on: date) -> GovernorsReportQuerySet:
    """Those that were not issued by the end of their term, of all schools whose issued reports one
    reads: that nothing came is told to whoever would read it. Not to governors: it is the head
    who tells them."""
    return _reports(arm for one, grant in _granted(user) for arm in _if_late(one, grant, on))


def listed_for(user: User, on: date) -> GovernorsReportQuerySet:
    """All of which a list tells the dates: those one reads, those of which one sees dates and
    states alone, and late ones."""
    return _reports(
        arm
        for one, grant in _granted(user)
        for arm in (_seen(one, grant), *_if_late(one, grant, on))
    )


def led_late_for(user: User, on: date) -> GovernorsReportQuerySet:
    """Late ones of the hubs that one leads."""
    hubs = {pk for one in access.held(user) if one.role == Role.HUB_LEAD for pk in one.hubs}
    return late_for(user, on).filter(numbered("enrolment__hub_id", hubs))


def written_for(user: User) -> GovernorsReportQuerySet:
    """Those this person writes."""
    own = access.enrolments_for(user, key=KEY, operation=Operation.CHANGE)
    return GovernorsReport.objects.filter(among("enrolment_id", own.values("pk")))


def signed_for(user: User) -> GovernorsReportQuerySet:
    """Those this person issues."""
    own = access.enrolments_for(user, key=KEY, operation=Operation.SIGN)
    return GovernorsReport.objects.filter(among("enrolment_id", own.values("pk")))


def governed_for(user: User) -> GovernorsReportQuerySet:
    """Issued ones of the schools of which this person is a governor."""
    return _reports(
        _arm(one, grant, ISSUED)
        for one, grant in grants(access.held(user), KEY, Operation.SIGN, leaving_out=RELEASED_ONLY)
        if grant.role == Role.GOVERNOR
    )


def questions_for(user: User) -> QuerySet[ReportQuestion]:
    """What governors ask stays between them and their school."""
    own = access.enrolments_for(user, key=QUESTION)
    here = GovernorsReport.objects.filter(among("enrolment_id", own.values("pk")))
    return ReportQuestion.objects.filter(among("report_id", here.values("pk")))


def governs(user: User, enrolment: Enrolment) -> bool:
    """Whether somebody is a governor of this school."""
    return any(
        grant.role == Role.GOVERNOR and one.reaches(grant.reach, enrolment)
        for one, grant in grants(access.held(user), KEY, Operation.SIGN, leaving_out=RELEASED_ONLY)
    )


def has_reports(user: User) -> bool:
    """Whether governors' reports are this person's business."""
    return bool(_granted(user))


def _granted(user: User) -> list[tuple[Held, Grant]]:
    """All that lets somebody see that there is a report."""
    leaving_out = RELEASED_ONLY | DATES_ONLY
    return grants(access.held(user), KEY, Operation.READ, leaving_out=leaving_out)


def _seen(one: Held, grant: Grant) -> Q:
    return _arm(one, grant, ISSUED if grant.without & RELEASED_ONLY else ())


def _if_late(one: Held, grant: Grant, on: date) -> tuple[Q, ...]:
    if grant.role == Role.GOVERNOR:
        return ()
    late = Q(obligation__skipped_because="", term_ends_on__lt=on)
    return (_arm(one, grant, UNISSUED) & late,)


def _reports(arms: Iterable[Q]) -> GovernorsReportQuerySet:
    return cast("GovernorsReportQuerySet", within(GovernorsReport.objects.all(), arms))


def _arm(one: Held, grant: Grant, states: tuple[str, ...] = ()) -> Q:
    """states: all of them where none is named."""
    here = one.enrolments_within(grant.reach)
    near = among("enrolment_id", Enrolment.objects.filter(here).values("pk")) if here else Q()
    return near & Q(state__in=states) if states else near
