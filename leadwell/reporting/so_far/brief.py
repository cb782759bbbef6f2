""" "Your school so far": two pages for whoever is new at a school, from what is known here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import numbered
from leadwell.people.models import HandoverStep, Role, RoleHeld
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand, beside
from leadwell.people.roles import contacts
from leadwell.people.roles.wording import hub_name, title
from leadwell.programmes.models import Enrolment, Obligation, StageSpan
from leadwell.reporting.so_far.work import Work, work
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day

MOST_PROMISES = 8
"""Of each kind a programme, so that it stays two pages; the rest is counted."""
AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Promises:
    """The first few, and how many more there are."""

    shown: tuple[str, ...]
    n: int

    @property
    def n_more(self) -> int:
        return self.n - len(self.shown)


@dataclass(frozen=True, slots=True)
class Part:
    """The school's part in one programme."""

    enrolment: Enrolment
    stages: tuple[StageSpan, ...]
    specialists: tuple[str, ...]
    late: Promises
    due: Promises
    is_over: bool

    @property
    def hub(self) -> str:
        return hub_name(self.enrolment.hub) if self.enrolment.hub else ""

    @property
    def stage(self) -> str:
        return self.stages[-1].get_stage_display() if self.stages else ""


@dataclass(frozen=True, slots=True)
class Brief:
    """wants: what waits for somebody at the school, with the day."""

    school: School
    made_on: date
    parts: tuple[Part, ...]
    contacts: contacts.Contacts
    wants: tuple[HandoverStep, ...]
    with_the_hub: tuple[HandoverStep, ...]
    work: Work

    @property
    def n_late(self) -> int:
        return sum(part.late.n for part in self.parts)


def about(school: School, user: User, *, on: date) -> Brief:
    """Only parts in programmes this user may read. Queries do not grow with the school's history."""
    parts = asked(_parts, user, on, school.pk)
    at_hand(parts, "programme")
    at_hand(parts, "hub")
    at_hand(at_hand(parts, "school"), "continued_by")
    beside(parts, "stages")
    beside(parts, "obligations")
    deployed = _deployed(parts, user, on)
    steps = asked(_steps, user, on, school.pk)
    at_school = {kind.role for kind in contacts.KINDS}
    return Brief(
        school=school,
        made_on=on,
        parts=tuple(_part(each, deployed.get(each.pk, ()), on) for each in parts),
        contacts=contacts.about(school, on=on),
        wants=tuple(step for step in steps if step.for_role in at_school),
        with_the_hub=tuple(step for step in steps if step.for_role not in at_school),
        work=work(user, school, parts, on),
    )


def _part(enrolment: Enrolment, specialists: Iterable[RoleHeld], on: date) -> Part:
    promised = [
        each for each in enrolment.obligations.all() if each.state_on(on) in {"late", "due"}
    ]
    late = [each for each in promised if each.due_on < on]
    due = [each for each in promised if on <= each.due_on <= on + AHEAD]
    return Part(
        enrolment=enrolment,
        stages=tuple(enrolment.stages.all()),
        specialists=tuple(f"{one.person}, {title(one).lower()}" for one in specialists),
        late=_promises(late, "was due"),
        due=_promises(due, "by"),
        is_over=enrolment.left_on is not None and enrolment.left_on < on,
    )


def _promises(rows: list[Obligation], by: str) -> Promises:
    first = sorted(rows, key=lambda row: row.due_on)[:MOST_PROMISES]
    said = tuple(f"{row.what}, {by} {day(row.due_on)}" for row in first)
    return Promises(said, len(rows))


def _deployed(parts: list[Enrolment], user: User, on: date) -> dict[int, list[RoleHeld]]:
    found: dict[int, list[RoleHeld]] = {}
    by_number = {part.pk: part for part in parts}
    roles = asked(_sent, user, on, frozenset(by_number))
    at_hand(roles, "person")
    for role in roles:
        role.enrolment = by_number[role.enrolment_id or 0]
        found.setdefault(role.enrolment.pk, []).append(role)
    return found


def _parts(user: User, on: date, school: int) -> QuerySet[Enrolment]:
    here = Enrolment.objects.of_schools([school]).order_by().values("pk")
    return access.enrolments_for(user).filter(pk__in=here).order_by("-joined_on", "pk")


def _sent(user: User, on: date, parts: Collection[int]) -> QuerySet[RoleHeld]:
    """Specialists of today whose deployments this user sees."""
    seen = access.roles_for(user, key="deployment").order_by().values("pk")
    live = RoleHeld.objects.live_on(on).filter(role=Role.SPECIALIST, pk__in=seen)
    return live.filter(numbered("enrolment_id", parts))


def _steps(user: User, on: date, school: int) -> QuerySet[HandoverStep]:
    """Still to do in handovers at this school that this user sees, soonest first."""
    here = RoleHeld.objects.at_schools([school]).order_by().values("pk")
    seen = access.handovers_for(user).filter(leaving__in=here, closed_at=None)
    return HandoverStep.objects.filter(handover__in=seen, done_at=None).order_by("due_on")
