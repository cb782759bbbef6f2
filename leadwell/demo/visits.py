"""Visits of the demonstration: one to each school in each half-term, made by the actions, and what
came of them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import connection

from leadwell.accounts.models import User
from leadwell.deliver import actions
from leadwell.deliver.models import Side, Visit
from leadwell.demo import notes
from leadwell.demo.half_terms import N_VISITS as N_HALF_TERMS
from leadwell.demo.half_terms import HalfTerm, half_terms, without_tests
from leadwell.demo.notes import N_INGREDIENTS, Readers
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.lib.school_days import SchoolDays
from leadwell.people import access
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.running import actions as running
from leadwell.programmes.models import ActiveIngredient, Enrolment
from leadwell.schools.calendar import school_days

AGREED = Decimal(12)
HALF, THREE_QUARTERS = Decimal("0.50"), Decimal("0.75")
HOURS = (time(9), time(13))
PURPOSES = (
    "Plan the first lessons together",
    "See how pupils explain a partner’s method",
    "Look at books of Year 4 with the subject leader",
    "Say what goes on until the summer",
)
A_DAY = timedelta(days=1)
BEFORE = timedelta(days=21)
SOON, LATELY = timedelta(days=14), timedelta(days=30)
PUT_OFF_OF_25 = (0, 9, 17)
"""Which of each 25 visits in a row are put off once: 12 in a hundred, spread over schools and years."""
N_VISITS = 451
"""Of 41 schools, one to each in each half-term. A school that left and one with no specialist have
fewer: others have what those do not need."""
ONCE_MORE = timedelta(days=10)
"""How long after a visit the second one of the same half-term is."""
LOOKED_AT = (1, 4, 12)
"""Places after which the database looks how much there is by now."""
TABLES = (
    "deliver_visit, deliver_note, deliver_noteversion, deliver_noteactivity, "
    "deliver_noteingredient, deliver_noteanswer, deliver_noteaction, prepare_agreedaction, "
    "prepare_progresssaid"
)
NOT_VISITED, PUT_OFF, NOT_SAID, SILENT = 2, 3, 1, 0
"""Places, among the schools, of those that have a story: nobody has been there this year; the next
visit was put off twice; nobody says whether the last one happened; what the next is for is not
written."""
STORIES = (NOT_VISITED, PUT_OFF, NOT_SAID, SILENT)
Planned = tuple[HalfTerm, Visit]


@dataclass(frozen=True, slots=True)
class Round:
    """One school over the two years. place: among the schools."""

    scene: Scene
    by: User
    enrolment: Enrolment
    code: str
    place: int
    days: SchoolDays
    readers: Readers

    @property
    def today(self) -> date:
        return self.scene.terms.today


def make(scene: Scene, made: Made) -> None:
    """For every school that is still in the programme and to which somebody is sent. The project
    manager writes them in."""
    by = made.manager.user
    assert by  # a colleague signs in
    access.remember(by)  # asked once, as within a request
    ingredients = tuple(
        ActiveIngredient.objects.filter(strand__programme=made.programme)[:N_INGREDIENTS]
    )
    rounds = []
    for place, (code, enrolment) in enumerate(made.enrolments.items()):
        enrolment.refresh_from_db()
        if enrolment.left_on:
            continue
        agreed_on = scene.terms.at(scene.terms.day(1, 9, 6))
        running.change_enrolment(
            enrolment=enrolment, days_agreed=AGREED, by=made.lead, at=agreed_on
        )
        days = school_days(enrolment.standing_school)
        readers = _readers(enrolment, scene.terms.today, ingredients)
        rounds.append(Round(scene, by, enrolment, code, place, days, readers))
    planned = {school.place: _planned(school) for school in rounds}
    if len(made.enrolments) * N_HALF_TERMS == N_VISITS:
        _plan_again(rounds, planned)
    for n, school in enumerate(rounds):
        if n in LOOKED_AT:
            _look_at_sizes()
        _go_round(school, planned[school.place])


def _look_at_sizes() -> None:
    """All is made in one transaction, so that nobody else tells the planner how much there is."""
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {TABLES}")


def _readers(
    enrolment: Enrolment, today: date, ingredients: tuple[ActiveIngredient, ...]
) -> Readers:
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk]).live_on(today)
    there = list(here.select_related("person__user").order_by("role", "pk"))
    head = next(one for one in there if one.role == Role.HEADTEACHER)
    lead = RoleHeld.objects.live_on(today).filter(role=Role.HUB_LEAD, hub=enrolment.hub_id)
    hub_lead = lead.order_by("pk").select_related("person__user")[0].person.user
    assert head.person.user  # heads and hub leads sign in
    assert hub_lead
    owners = tuple(one.person for one in there if one.role in {Role.SUBJECT_LEADER, Role.TEACHER})
    for user in (head.person.user, hub_lead):
        access.remember(user)
    return Readers(head.person.user, head.starts_on, hub_lead, owners, ingredients)


def _planned(school: Round) -> list[Planned]:
    """All its visits, in the order of time."""
    planned = ((half_term, _visit(school, half_term)) for half_term in _of_school(school))
    return [(half_term, visit) for half_term, visit in planned if visit]


def _plan_again(rounds: Sequence[Round], planned: dict[int, list[Planned]]) -> None:
    """A second visit in the last half-term, to as many schools as it takes."""
    missing = N_VISITS - sum(len(visits) for visits in planned.values())
    for school in rounds:
        half_term, last = planned[school.place][-1]
        if missing <= 0:
            return
        if school.place in STORIES:
            continue
        on = without_tests(school.days.after(last.on + ONCE_MORE, 1))
        on = school.days.after(on - A_DAY, 1)
        if again := _visit(school, half_term, on=on):
            planned[school.place].append((half_term, again))
            missing -= 1


def _go_round(school: Round, visits: Sequence[Planned]) -> None:
    """All visits are planned by then. In the order of time, what came of them: a note answers what
    the one before it agreed, and names the next visit."""
    following = [visit for _, visit in visits[1:]]
    for (half_term, visit), after in zip_longest(visits, following):
        if visit.on < school.today and not _is_silent(school, visit):
            _happened(school, visit, half_term, after)


def _is_silent(school: Round, visit: Visit) -> bool:
    return school.place == NOT_SAID and visit.on >= school.today - LATELY


def _happened(school: Round, visit: Visit, half_term: HalfTerm, after: Visit | None) -> None:
    days = THREE_QUARTERS if school.place % 4 == 0 else HALF
    at = school.scene.terms.at(visit.on + A_DAY)
    actions.say_happened(visit=visit, days=days, by=school.by, at=at)
    sent = school.enrolment.deployed.live_on(school.today).filter(role=Role.SPECIALIST)
    if sent.filter(person=visit.specialist).exists():
        visit.refresh_from_db()
        notes.tell(
            school.scene, visit, school.readers, school.days, place=school.place,
            number=half_term.number, next_on=after.on if after else None,
        )  # fmt: skip


def _of_school(school: Round) -> Iterator[HalfTerm]:
    this_year = school.scene.terms.day(1 + (school.today >= school.scene.terms.day(2, 9, 1)), 9, 1)
    for half_term in half_terms(school.scene.terms):
        if school.place != NOT_VISITED or not this_year <= half_term.first <= school.today:
            yield half_term


def _visit(school: Round, half_term: HalfTerm, on: date | None = None) -> Visit | None:
    """None where nobody is sent there, or the day will not do. on: of a second one, if not its day
    in the half-term."""
    which = f"{school.code} {half_term.number}{' again' if on else ''}"
    on = on or school.days.after(half_term.day(school.place) - A_DAY, 1)
    sent = school.enrolment.deployed.live_on(on).filter(role=Role.SPECIALIST).first()
    if sent is None:
        return None
    hour = HOURS[school.place % 2]
    on = _free(sent.person, on, hour, school.days)
    try:
        visit = actions.plan_visit(
            sent_id=uuid5(UUID(int=0), which),
            enrolment=school.enrolment,
            specialist=sent.person,
            on=on,
            starts_at=hour,
            days=HALF,
            purpose="" if school.place == SILENT and on >= school.today
            else PURPOSES[half_term.number % len(PURPOSES)],
            by=school.by,
            at=school.scene.terms.at(on - BEFORE),
        )  # fmt: skip
    except PermissionDenied:  # such as too long after the visit before, in a first year
        return None
    return _with_its_fate(school, visit, half_term)


def _with_its_fate(school: Round, visit: Visit, half_term: HalfTerm) -> Visit:
    """Put off or confirmed, as it may be."""
    is_next = school.today <= visit.on <= school.today + timedelta(weeks=8)
    if school.place == PUT_OFF and is_next:
        for side, reason in ((Side.SCHOOL, "cover"), (Side.SPECIALIST, "illness")):
            _put_off(school, visit, side, reason)
    elif _is_put_off(school.place, half_term.number) and visit.on < school.today:
        _put_off(school, visit, Side.SCHOOL, ("cover", "illness", "event")[school.place % 3])
    elif school.today <= visit.on < school.today + SOON:
        at = school.scene.terms.at(school.today - A_DAY)
        actions.confirm_visit(visit=visit, by=school.by, at=at)
    visit.refresh_from_db()
    return visit


def _is_put_off(place: int, number: int) -> bool:
    return (place * N_HALF_TERMS + number) % 25 in PUT_OFF_OF_25


def _put_off(school: Round, visit: Visit, side: Side, reason: str) -> None:
    """A few days later, said some days before."""
    visit.refresh_from_db()
    to_day = _free(visit.specialist, school.days.after(visit.on, 3), visit.starts_at, school.days)
    if visit.on < school.today <= to_day:
        return  # it would not have happened yet
    with suppress(PermissionDenied):
        actions.postpone_visit(
            visit=visit, to_day=to_day, starts_at=visit.starts_at, side=side, reason=reason,
            by=school.by, at=school.scene.terms.at(visit.on - timedelta(days=4)),
        )  # fmt: skip


def _free(person: Person, on: date, hour: time | None, days: SchoolDays) -> date:
    """The first school day from this one on which nothing else begins at that hour."""
    while person.visits.filter(on=on, starts_at=hour).exists():
        on = days.after(on, 1)
    return on
