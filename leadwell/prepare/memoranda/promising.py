"""What follows from a memorandum that is active, as rows with their days: see clauses.

The reports to governors are promised by clause 7 and made where they are written, on `govern`,
which looks at which schools have a memorandum in force. All other rows are made here, once each.

What has no row, and why: hours a week (clause 3) have no day. Days of events and visits are on
`deliver`, which has rows of its own for them, and so have the five school days in which a note is
shared and the five in which it is signed (clause 8): a second row could only say something else.
Claims of a half-term (clause 11) are owed by nobody: who does not claim loses them. How the three
pupils get on (clause 12) will be asked for where they are kept, in windows of its own; until then
there is the day by which they are chosen. Whom the school turns to (clause 17) is a person and no
day: when their role ends the hub is told, see `turning`.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.lib.school_days import SchoolDays
from leadwell.prepare.deploying.agreeing.actions.closing import HAS_LEFT
from leadwell.prepare.memoranda.clauses import PROMISES, Clause, library
from leadwell.prepare.models import Memorandum
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.schools.calendar import TermDates, school_days, terms_of
from leadwell.web.templatetags.leadwell import day_and_year

SIGNED, REAFFIRM = "memorandum_signed", "reaffirm_memorandum"
"""What is owed before it is active, and by a head who came later."""
SIGN_WITHIN = REAFFIRM_WITHIN = 20
BY_AND_BY = 20
"""School days."""
OURS = frozenset(PROMISES) - {"governors_report"}
"""Kinds that are made here."""
HAS_ENDED = "The memorandum has ended"
NOT_SKIPPED = ("governors_report", "end_evaluation")
"""Kinds that leaving does not lift here: reports are skipped where they are written, on `govern`; a
deployment that ends with the school's part is evaluated after it."""
FOLLOW_UP = "follow_up"
RELEASE = "release"
OTHER_DAYS = "The memorandum names other days now"
NO_MORE = "The memorandum does not promise it any more"
GIVEN_UP = (HAS_ENDED, OTHER_DAYS, NO_MORE)
"""Why rows were skipped here, and not by somebody: promised anew, they are owed again."""
A_DAY = timedelta(days=1)


class Due(NamedTuple):
    """One thing by a day. detail: which of several of its kind."""

    kind: str
    detail: str
    due_on: date


def promise_all(memorandum: Memorandum, *, by: User | None, at: datetime) -> int:
    """Make the rows that are missing, and open again those that a version or memorandum before had
    given up; how many. Again, none: whatever term dates were loaded since, a row keeps its day.
    What is in no clause any more is not owed."""
    enrolment, today = memorandum.enrolment, timezone.localdate(at)
    kinds = {kind for clause in _clauses(memorandum) for kind in clause.promises} & OURS
    rows = enrolment.obligations.all()
    known = set(rows.exclude(skipped_because__in=GIVEN_UP).values_list("kind", "detail"))
    given_up = list(rows.filter(skipped_because__in=GIVEN_UP))
    due = [*dues(enrolment), *_released(memorandum)]
    missing = [one for one in due if one.kind in kinds and (one.kind, one.detail) not in known]
    _skip_days_given_up(memorandum, by=by, at=at)
    for left in rows.filter(kind__in=OURS - kinds).open():
        programmes.skip_promise(obligation=left, because=NO_MORE, by=by, at=at)
    for one in missing:
        if row := next((each for each in given_up if _is_of(each, one, today)), None):
            programmes.promise_again(obligation=row, by=by, at=at)
        else:
            programmes.promise(enrolment=enrolment, by=by, at=at, **one._asdict())
    return len(missing)


def _is_of(row: Obligation, due: Due, today: date) -> bool:
    """Whether a row that was given up is this one. Its day may be over while another memorandum
    gives a new one: then the old row stays as it was."""
    same = (row.kind, row.detail) == (due.kind, due.detail)
    return same and (row.due_on >= today or row.due_on == due.due_on)


def dues(enrolment: Enrolment) -> Iterator[Due]:
    """Everything that can follow, from the day on which work was agreed: what is over by then is
    owed by nobody. Two queries."""
    programme, school = enrolment.programme, enrolment.standing_school
    days = school_days(school)
    since = max(enrolment.work_agreed_on or enrolment.joined_on, programme.starts_on)
    yield Due("launch", "", days.after(since, BY_AND_BY))
    yield Due("school_plan", "", days.after(since, BY_AND_BY))
    terms = [
        term
        for term in terms_of([school], first=since, last=programme.ends_on)[school.pk]
        if since < term.ends_on <= programme.ends_on
    ]
    for term in terms:
        name = f"{term.term.label} term {years.label(term.academic_year)}"
        yield Due("briefing", name, term.ends_on)
    if second := _second_year(terms, programme.first_year):
        yield Due("relaunch", "", days.after(second.starts_on - A_DAY, BY_AND_BY))
    yield Due("focus_pupils", "", days.after(since, BY_AND_BY))
    yield Due("last_claims", "", _before(programme.ends_on, days))
    yield Due("money_lapses", "", programme.ends_on)
    yield Due("sustainability_plan", "", _before(programme.ends_on, days))
    for n in range(1, programme.follow_up_years + 1):
        name = f"year {n} after the programme"
        yield Due("follow_up", name, date(programme.ends_on.year + n, 12, 31))


def _released(memorandum: Memorandum) -> Iterator[Due]:
    """Days named in the version that holds, from the day on which work was agreed."""
    since = memorandum.enrolment.work_agreed_on
    for day in _days_of(memorandum):
        if since is None or day >= since:
            yield Due(RELEASE, day_and_year(day), day)


def _skip_days_given_up(memorandum: Memorandum, *, by: User | None, at: datetime) -> None:
    """Of a version before: a variation named others."""
    named = _days_of(memorandum)
    owed = memorandum.enrolment.obligations.filter(kind=RELEASE).exclude(due_on__in=named)
    for one in owed.open():
        programmes.skip_promise(obligation=one, because=OTHER_DAYS, by=by, at=at)


def _days_of(memorandum: Memorandum) -> list[date]:
    return memorandum.in_force.released_on if memorandum.in_force else []


def _clauses(memorandum: Memorandum) -> list[Clause]:
    """Those of the version that holds, as they were when it was sent; of one on paper, those that
    every memorandum has."""
    version = memorandum.in_force
    if version is None:
        return [one for one in library().clauses.values() if one.is_always]
    known = library().of(version.library)
    return [known[number] for number in version.clauses]


def skip_open(enrolment: Enrolment, *, because: str, by: User | None, at: datetime) -> None:
    """Nothing of it is owed any more."""
    kinds = [*PROMISES, SIGNED, REAFFIRM]
    for one in Obligation.objects.filter(enrolment=enrolment, kind__in=kinds).open():
        programmes.skip_promise(obligation=one, because=because, by=by, at=at)


@transaction.atomic
def skip_of_left(*, at: datetime) -> int:
    """A school that has left owes nothing that was due after its last day; how many rows. One that
    stayed to the end of the programme still says how it went since."""
    owed = Obligation.objects.open().filter(
        enrolment__left_on__lt=timezone.localdate(at), due_on__gt=F("enrolment__left_on")
    )
    stayed = Q(kind=FOLLOW_UP, enrolment__why_left=Enrolment.WhyLeft.COMPLETED)
    lifted = owed.exclude(kind__in=NOT_SKIPPED).exclude(stayed).order_by("pk")
    found = list(lifted.select_for_update(of=("self",)))
    for one in found:
        programmes.skip_promise(obligation=one, because=HAS_LEFT, by=None, at=at)
    return len(found)


def keep(enrolment: Enrolment, kind: str, *, by: User | None, at: datetime, on: date) -> None:
    """What was owed of this kind is done."""
    for one in Obligation.objects.filter(enrolment=enrolment, kind=kind).open():
        programmes.keep_promise(obligation=one, on=on, by=by, at=at)


def _second_year(terms: list[TermDates], first_year: int) -> TermDates | None:
    return next((term for term in terms if term.academic_year == first_year + 1), None)


def _before(ends_on: date, days: SchoolDays) -> date:
    return days.before(ends_on, BY_AND_BY)
