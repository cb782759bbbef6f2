"""What the pages of a handover say: before it, what moves and what stays; after it, the steps."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.lib.words import count
from leadwell.people import access
from leadwell.people.models import Handover, HandoverStep, Person, Role, RoleHeld
from leadwell.people.roles import handing, rules
from leadwell.people.roles.wording import title, where
from leadwell.programmes.models import Obligation
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day, day_and_year

MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. may_finish: whether whoever asks may tick it."""

    step: HandoverStep
    on: date
    may_finish: bool

    @property
    def whose(self) -> str:
        return str(Role(self.step.for_role).label)

    @property
    def when(self) -> str:
        """ "by Sun 6 Dec", "was due Thu 19 Nov", "done Sun 22 Nov by Eli Wood"."""
        if self.step.done_at:
            return f"done {day(self.step.done_at)} by {self.step.done_by}"
        return f"{'was due' if self.step.due_on < self.on else 'by'} {day(self.step.due_on)}"

    @property
    def is_to_read(self) -> bool:
        return self.step.kind == HandoverStep.Kind.BRIEF and not self.step.done_at


@dataclass(frozen=True, slots=True)
class HandoverPage:
    handover: Handover
    title: str
    where: str
    school: School | None
    steps: tuple[Step, ...]

    @property
    def headline(self) -> str:
        coming = self.handover.coming
        leaving = self.handover.leaving.person
        return f"{coming.person} follows {leaving}" if coming else f"Nobody follows {leaving} yet"

    @property
    def since(self) -> str:
        """ "Headteacher, Marlpit Primary, from Sun 22 Nov 2026"."""
        coming = self.handover.coming
        first = f", from {day_and_year(coming.starts_on)}" if coming else ""
        return f"{self.title}, {self.where}{first}"

    @property
    def n_done(self) -> int:
        return sum(1 for each in self.steps if each.step.done_at)


def about(handover: Handover, user: User, *, on: date) -> HandoverPage:
    """A handover and its steps; queries do not grow with them."""
    leaving = handover.leaving
    steps = handover.steps.select_related("done_by")
    may = rules.steps_to_finish(user, handover)
    school = leaving.enrolment.standing_school if leaving.enrolment else leaving.school
    return HandoverPage(
        handover=handover,
        title=title(leaving),
        where=where(leaving),
        school=(school.continued_by or school) if school else None,
        steps=tuple(
            Step(step, on, step.done_at is None and step.for_role in may) for step in steps
        ),
    )


def known_at(school: School, user: User) -> list[Person]:
    """People of a school whom this user sees: who has a role there, but for its specialists, or
    works there and never had one. Who has left is not offered."""
    here = RoleHeld.objects.at_schools([school.pk]).exclude(role=Role.SPECIALIST)
    now = here.filter(ends_on=None).values("person")
    works = Q(home_school=school) & ~Q(pk__in=here.values("person"))
    return list(access.people_for(user).filter(Q(pk__in=now) | works)[:MOST_NAMED])


def successors(role: RoleHeld, user: User) -> list[Person]:
    """Who might follow, of those known: of a school, its own people."""
    if role.school:
        known = known_at(role.school.continued_by or role.school, user)
    else:
        known = list(access.people_for(user).order_by("name", "pk")[:MOST_NAMED])
    is_capacity_only = role.role == Role.HEADTEACHER and role.capacity != "full"
    return [one for one in known if one.pk != role.person_id or is_capacity_only]


def moves(role: RoleHeld, *, on: date) -> list[str]:
    """What goes to whoever follows, in sentences."""
    said = [
        f"Everything about {where(role)} that {role.person} sees in this role, from its first day."
    ]
    parts = handing.parts(role, on)
    if not parts:
        return said
    promises = Obligation.objects.filter(enrolment__in=parts).open()
    n, n_late = promises.count(), promises.late_on(on).count()
    if not n:
        return said
    late = f", {n_late} of them past {'its day' if n_late == 1 else 'their day'}" if n_late else ""
    return [*said, f"{count(n, 'open promise')} of the school{late}: they stay the school’s."]


def stays(role: RoleHeld) -> list[str]:
    return [
        f"What {role.person} wrote and signed stays under {role.person}’s name.",
        f"{role.person} still sees what other roles of theirs let them see.",
    ]
