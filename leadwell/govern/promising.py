"""Reports that are owed, as rows made in advance: one a school and term.

Clause 7 of its memorandum of understanding promises them, in every school whose memorandum is in
force. A worker looks every ten minutes for schools of which that is so since lately, and every
night for whatever is missing. Made once, a row keeps its term and its day, whatever term dates are
loaded later. What was skipped because a memorandum had ended is owed again under the next.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from leadwell.govern.models import GovernorsReport
from leadwell.govern.models.report import UNISSUED
from leadwell.lib import academic_year as years
from leadwell.lib.school_days import SchoolDays
from leadwell.prepare.deploying.agreeing.actions.closing import HAS_LEFT
from leadwell.prepare.memoranda.promising import HAS_ENDED
from leadwell.prepare.models import MemorandumStep
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment, Obligation, Programme
from leadwell.schools.calendar import TermDates, school_days_of, terms_of

KIND = "governors_report"
BEFORE_THE_MEETING = 15
BEFORE_IT_IS_DUE = 15
"""School days: before the meeting it is due, and as many before that it is drafted."""
NO_WORK = (Programme.State.ARCHIVED, Programme.State.STOPPED)
A_DAY = timedelta(days=1)

Key = tuple[int, int, str]


def promise_reports(*, at: datetime, lately: bool = False) -> int:
    """Make the rows that are missing, for terms that are not over; how many. Run again, none.
    lately: of schools alone whose memorandum is in force since today or yesterday, and that have
    none yet or none that is still owed: nothing but a question where there are none."""
    today = timezone.localdate(at)
    parts = list(_new(today) if lately else _parts(today))
    if not parts:
        return 0
    schools = {part.standing_school for part in parts}
    last = max((part.programme.ends_on for part in parts), default=today)
    terms = terms_of(schools, first=today, last=max(today, last))
    days = school_days_of(schools)
    given_up = GovernorsReport.objects.filter(obligation__skipped_because=HAS_ENDED)
    known: dict[Key, Obligation | None] = dict.fromkeys(
        GovernorsReport.objects.values_list("enrolment", "academic_year", "term")
    )
    for one in given_up.select_related("obligation"):
        known[one.enrolment_id, one.academic_year, one.term] = one.obligation
    return sum(
        _promise_all(
            part, terms[part.standing_school.pk], days[part.standing_school.pk], known, at=at
        )
        for part in parts
    )


def skip_of_left(*, at: datetime) -> int:
    """A school that has left owes no report that was due after its last day; how many."""
    left = GovernorsReport.objects.filter(
        state__in=UNISSUED,
        obligation__skipped_because="",
        obligation__met_on=None,
        enrolment__left_on__lt=timezone.localdate(at),
    ).select_related("obligation", "enrolment")
    n = 0
    for report in left:
        if report.enrolment.left_on and report.obligation.due_on > report.enrolment.left_on:
            programmes.skip_promise(obligation=report.obligation, because=HAS_LEFT, by=None, at=at)
            n += 1
    return n


def due_day(term_ends_on: date, meeting_on: date | None, days: SchoolDays) -> date:
    """Fifteen school days before the meeting; before the last day of the term where none is known,
    and no later than that, so that a meeting never puts it off."""
    latest = days.before(term_ends_on, BEFORE_THE_MEETING)
    return min(latest, days.before(meeting_on, BEFORE_THE_MEETING)) if meeting_on else latest


def first_day_of_draft(due_on: date, days: SchoolDays) -> date:
    return days.before(due_on, BEFORE_IT_IS_DUE)


def _new(today: date) -> QuerySet[Enrolment]:
    """By when it came into force here: one on paper may have been signed long ago."""
    came = MemorandumStep.objects.filter(
        verb__in=["begin", "record"], at__date__gte=today - A_DAY
    ).order_by()
    there = GovernorsReport.objects.filter(enrolment=OuterRef("pk"))
    given_up = there.filter(obligation__skipped_because=HAS_ENDED, term_ends_on__gte=today)
    return _parts(today).filter(
        ~Exists(there) | Exists(given_up), pk__in=came.values("memorandum__enrolment")
    )


def _parts(today: date) -> QuerySet[Enrolment]:
    """Partner schools too: what every memorandum promises holds for every school."""
    running = Enrolment.objects.open_on(today).filter(
        programme__ends_on__gte=today, work_agreed_on__isnull=False
    )
    return (
        running.exclude(programme__state__in=NO_WORK)
        .select_related("programme", "school__continued_by")
        .order_by("pk")
    )


@transaction.atomic
def _promise_all(
    part: Enrolment,
    terms: Collection[TermDates],
    days: SchoolDays,
    known: Mapping[Key, Obligation | None],
    *,
    at: datetime,
) -> int:
    """known: terms that have a row, and the row where it was given up."""
    today, n = timezone.localdate(at), 0
    for term in terms:
        if term.ends_on < today or not _is_owed(part, term, days):
            continue
        key = (part.pk, term.academic_year, str(term.term))
        if key not in known:
            _promise(part, term, days, at=at)
        elif given_up := known[key]:
            programmes.promise_again(obligation=given_up, by=None, at=at)
        else:
            continue
        n += 1
    return n


def _is_owed(part: Enrolment, term: TermDates, days: SchoolDays) -> bool:
    """Of each term of the programme in which the school takes part before the report is due."""
    programme = part.programme
    begun = max(part.joined_on, programme.starts_on)
    ends_on = min(part.left_on or programme.ends_on, programme.ends_on)
    due_on = due_day(term.ends_on, None, days)
    return begun < due_on <= ends_on


def _promise(part: Enrolment, term: TermDates, days: SchoolDays, *, at: datetime) -> None:
    due_on = due_day(term.ends_on, None, days)
    name = f"{term.term.label} term {years.label(term.academic_year)}"
    GovernorsReport.objects.create(
        enrolment=part,
        obligation=programmes.promise(
            enrolment=part, kind=KIND, detail=name, due_on=due_on, by=None, at=at
        ),
        academic_year=term.academic_year,
        term=term.term,
        term_starts_on=term.starts_on,
        term_ends_on=term.ends_on,
        drafts_on=first_day_of_draft(due_on, days),
        since=at,
    )
