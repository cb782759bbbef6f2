"""Governors' reports of the demonstration: of the last term that is over and of this one, by the
actions of real life, from whatever notes there are by then. Call it once notes are made."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from leadwell.accounts.models import User
from leadwell.demo.terms import Terms
from leadwell.govern import actions, promising
from leadwell.govern.models import GovernorsReport, ReportState
from leadwell.people import access
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.programmes.models import Enrolment, Programme
from leadwell.reporting import issuing
from leadwell.schools.calendar import TermDates, terms_of

A_DAY = timedelta(days=1)
BEFORE_THE_END = timedelta(days=18)
"""Issued so long before the term ends; governors meet twelve days later."""
MEETING_AFTER = timedelta(days=12)
RISKS = (
    "Release time was lost twice to other cover. The head has asked governors to keep it free.",
    "Two classes began late. The subject leader teaches beside them until the half-term.",
    "Books for the project came late; they are here now.",
)
QUESTION = "How do pupils talk about mathematics now, compared with a year ago?"
ANSWER = "More of them say how they worked something out. Governors are welcome to come and listen."
TURNS = 4
LATE, NOT_RECEIVED, ASKED = 0, 2, 3
"""Places of every four schools: late with it; receipt still to be noted; a question that waits. At
the fourth a question was answered."""
DRAFTED = 8
"""Schools whose draft is made at once."""


@dataclass(frozen=True, slots=True)
class _School:
    """One school and who there has to do with its report. place: among those of the programme."""

    part: Enrolment
    place: int
    head: User
    governor: User


def make(programme: Programme, terms: Terms) -> int:
    """Rows for every target school; the last term's issued but for a few, this term's drafted
    where its day has come. How many were issued."""
    parts = _target_schools(programme, terms)
    if not parts:
        return 0
    over = _last_over(parts, terms.today)
    promising.promise_reports(at=terms.at(over.ends_on))
    people = _people(parts, terms.today)
    n = 0
    for place, part in enumerate(parts):
        report = part.governors_reports.filter(
            academic_year=over.academic_year, term=over.term
        ).first()
        head, governor = people[part.pk]
        if report and not report.is_issued and head and governor and place % TURNS != LATE:
            _tell(terms, report, _School(part, place, head, governor), over)
            n += 1
    _draft(parts[:DRAFTED], terms)
    return n


def _draft(parts: list[Enrolment], terms: Terms) -> None:
    """This term's, where its day has come; those of the other schools the next night drafts."""
    yesterday = terms.today - A_DAY
    waiting = GovernorsReport.objects.wanted().filter(
        enrolment__in=parts, state=ReportState.DUE, drafts_on__lte=yesterday
    )
    for report in waiting.order_by("pk"):
        actions.draft_report(report=report, by=None, at=terms.at(yesterday))


def _tell(terms: Terms, report: GovernorsReport, school: _School, over: TermDates) -> None:
    on = over.ends_on - BEFORE_THE_END
    at, meeting_on = terms.at(on), on + MEETING_AFTER
    for user in (school.head, school.governor):
        access.remember(user)  # asked once, as within a request
    common: dict[str, Any] = {"report": report, "by": school.head, "at": at}
    actions.set_meeting(meeting_on=meeting_on, **common)
    actions.draft_report(**common)
    actions.edit_report(texts={"risks": RISKS[school.place % len(RISKS)]}, **common)
    report = GovernorsReport.objects.with_places().get(pk=report.pk)
    among = access.schools_for(school.head)
    issuing.issue(
        report=report, among=among, authenticated_at=at, by=school.head, at=at,
    )  # fmt: skip
    turn = school.place % TURNS
    if turn != NOT_RECEIVED:
        actions.receive_report(
            report=report, on=meeting_on, minute_ref="7.2", by=school.governor,
            at=terms.at(meeting_on + A_DAY),
        )  # fmt: skip
        _ask(terms, report, school, meeting_on, is_answered=turn != ASKED)


def _ask(
    terms: Terms, report: GovernorsReport, school: _School, meeting_on: date, *, is_answered: bool
) -> None:
    at = terms.at(meeting_on)
    asked = actions.ask_question(report=report, text=QUESTION, by=school.governor, at=at)
    if is_answered:
        actions.answer_question(
            question=asked, answer=ANSWER, minute_ref="7.3", by=school.head,
            at=terms.at(meeting_on + A_DAY),
        )  # fmt: skip


def _target_schools(programme: Programme, terms: Terms) -> list[Enrolment]:
    here = Enrolment.objects.open_on(terms.today).filter(
        programme=programme, part=Enrolment.Part.TARGET
    )
    return list(here.select_related("school__continued_by", "programme").order_by("pk"))


def _last_over(parts: list[Enrolment], today: date) -> TermDates:
    """The last term that is over: the country has no term dates of its own."""
    school = parts[0].standing_school
    year_before = today - timedelta(days=365)
    known = terms_of([school], first=year_before, last=today)[school.pk]
    return [term for term in known if term.ends_on < today][-1]


def _people(parts: list[Enrolment], today: date) -> dict[int, tuple[User | None, User | None]]:
    """The head and the first governor of each school, with an account. Two queries."""
    schools = {part.standing_school.pk: part.pk for part in parts}
    held = RoleHeld.objects.at_schools(list(schools)).live_on(today)
    found: dict[int, dict[str, Person]] = {}
    for role in (
        held.filter(role__in=[Role.HEADTEACHER, Role.GOVERNOR])
        .select_related("person__user", "school__continued_by")
        .order_by("pk")
    ):
        assert role.school
        part = schools[role.school.continued_by_id or role.school.pk]
        found.setdefault(part, {}).setdefault(role.role, role.person)
    return {
        part: (_user(by_role.get(Role.HEADTEACHER)), _user(by_role.get(Role.GOVERNOR)))
        for part, by_role in found.items()
    }


def _user(person: Person | None) -> User | None:
    return person.user if person else None
