"""Lists of visits as files: the same columns and rows, as CSV and as PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase

from leadwell.accounts.models import User
from leadwell.deliver import access, lists
from leadwell.deliver.ledger import in_days, ledger, planned, used
from leadwell.deliver.models import Visit
from leadwell.lib import words
from leadwell.programmes.models import Enrolment
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf import press
from leadwell.web.pdf.document import MOST_ROWS, Column, Document, Section, left_out
from leadwell.web.templatetags.leadwell import day_and_year


@dataclass(frozen=True, slots=True)
class Listed:
    """A list to take away. order: in words. facts: what it says besides its rows."""

    name: str
    title: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Value]]
    order: str
    noun: str = "visit"
    facts: Sequence[tuple[str, str]] = ()

    def as_file(self, ending: str, *, made_on: date) -> HttpResponseBase:
        return self._csv() if ending == "csv" else press.download(self._document(made_on))

    def _csv(self) -> HttpResponseBase:
        names = [text for text, _ in self.columns]
        notes = [f"{what}: {said}" for what, said in self.facts]
        return csv_out.download(
            names, self.rows, name=self.name, notes=[self.title, *notes], is_published=False
        )

    def _document(self, made_on: date) -> Document:
        n = len(self.rows)
        counted = words.count(n, self.noun) if n else "None"
        rows = [[(_said(value), "") for value in row] for row in self.rows[:MOST_ROWS]]
        return Document(
            name=self.name,
            title=self.title,
            made_on=made_on,
            facts=[("How many", counted), ("Order", self.order), *self.facts],
            columns=[Column(text, share) for text, share in self.columns],
            sections=[Section("", rows)],
            left_out=left_out(n, self.order),
            is_published=False,
        )


COLUMNS = (
    ("Day", 1.6), ("From", 0.8), ("School", 2.4), ("Specialist", 1.8), ("Days", 0.7),
    ("State", 1.1), ("What for", 3),
)  # fmt: skip
BY_DAY = "by day"


def calendar(user: User, first: date) -> Listed:
    weeks = lists.calendar(user, first=first).weeks
    last = weeks[-1].monday + lists.A_WEEK - lists.A_DAY
    return Listed(
        name=f"visits-from-{weeks[0].monday:%Y-%m-%d}",
        title=f"Visits, {day_and_year(weeks[0].monday)} to {day_and_year(last)}",
        columns=COLUMNS,
        rows=[_row(visit) for week in weeks for visit in week.visits],
        order=BY_DAY,
    )


def of_school(enrolment: Enrolment) -> Listed:
    visits = lists.of_school(enrolment, enrolment.visits.select_related("specialist"))
    return Listed(
        name=f"visits-{enrolment.standing_school.urn}-{enrolment.programme.code}",
        title=f"Visits to {enrolment.standing_school}, {enrolment.programme}",
        columns=COLUMNS,
        rows=[_row(visit) for visit in visits],
        order=BY_DAY,
        facts=[("Days of support", ledger(enrolment, visits).sentence)],
    )


def unvisited(user: User, on: date) -> Listed:
    return Listed(
        name=f"not-visited-{on:%Y-%m-%d}",
        title=f"Schools without a visit for more than {lists.UNVISITED_AFTER} school days",
        columns=(("School", 3), ("Programme", 2), ("Hub", 1.6), ("School days", 1),
                 ("Since", 1.4), ("Next visit", 1.4)),
        rows=[
            (
                each.school.name,
                str(each.enrolment.programme),
                str(each.enrolment.hub or ""),
                each.n_school_days,
                each.since,
                each.next_on,
            )
            for each in lists.unvisited(user, on)
        ],
        order="the longest first",
        noun="school",
    )  # fmt: skip


def put_off_again(user: User, on: date) -> Listed:
    rows: list[Sequence[Value]] = []
    for visit in lists.put_off_again(user):
        said = list(visit.postponements.all())
        why = ", ".join(f"{each.get_side_display()}: {each.why}" for each in said)
        rows.append((visit.on, str(visit.enrolment.standing_school), str(visit.specialist),
                     len(said), said[0].from_day, why))  # fmt: skip
    return Listed(
        name=f"put-off-{on:%Y-%m-%d}",
        title="Visits put off twice or more",
        columns=(("Now on", 1.4), ("School", 2.4), ("Specialist", 1.8), ("Times", 0.6),
                 ("First day", 1.4), ("Who and why", 3)),
        rows=rows,
        order=BY_DAY,
    )  # fmt: skip


def staff_days(user: User, on: date) -> Listed:
    """Of one's own staff: dates and days, not where or what for."""
    visits = list(access.staff_days_for(user).select_related("specialist"))
    return Listed(
        name=f"days-of-staff-{on:%Y-%m-%d}",
        title="Days of your staff as specialists",
        columns=(("Day", 1.6), ("Who", 2), ("Days", 0.8), ("State", 1.2)),
        rows=[(v.on, str(v.specialist), v.days, v.get_state_display()) for v in visits],
        order=BY_DAY,
        facts=staff_facts(visits),
    )


def staff_facts(visits: Iterable[Visit]) -> list[tuple[str, str]]:
    """Each specialist's days: used and planned."""
    by_name: dict[str, list[Visit]] = {}
    for visit in visits:
        by_name.setdefault(str(visit.specialist), []).append(visit)
    return [
        (name, f"{in_days(used(theirs))} used, {in_days(planned(theirs), noun='')} planned")
        for name, theirs in sorted(by_name.items())
    ]


def _row(visit: Visit) -> Sequence[Value]:
    hour = f"{visit.starts_at:%H:%M}" if visit.starts_at else ""
    school = str(visit.enrolment.standing_school)
    state = visit.get_state_display()
    return (visit.on, hour, school, str(visit.specialist), visit.days, state, visit.purpose)


def _said(value: Value) -> str:
    return day_and_year(value) if isinstance(value, date) else str("" if value is None else value)
