"""Which agreed actions a person sees, and who may be given one."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import among, any_of, grants, numbered, of_schools, together, within
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.permissions import Operation, Reach
from leadwell.people.phrased import asked
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment

AT_WORK_THERE = (
    Role.SUBJECT_LEADER, Role.HEADTEACHER, Role.SENIOR_LEADER, Role.TEACHER,
    Role.SCHOOL_FINANCE_CONTACT,
)  # fmt: skip


def actions_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[AgreedAction]:
    """Actions of the schools whose plan one sees, and where a role grants no more, one's own."""
    enrolments = access.enrolments_for(user, key="plan", operation=operation)
    reached = [among("enrolment_id", enrolments.values("pk"))]
    if mine := _as_owner(user, operation):
        reached.append(numbered("owner_id", mine))
    return within(AgreedAction.objects.all(), reached)


def own_actions_for(user: User) -> QuerySet[AgreedAction]:
    """Those of which one is the owner, among those one sees."""
    return actions_for(user).filter(owner__user=user)


def holds(user: User, operation: Operation, action: AgreedAction) -> bool:
    """Whether a role of today grants this about this action."""
    granted = access.holds(user, "plan", operation, on=action.enrolment)
    return granted or action.owner_id in _as_owner(user, operation)


def led_for(user: User) -> QuerySet[AgreedAction]:
    """Actions of the hubs that one leads."""
    hubs = {pk for one in access.held(user) if one.role == Role.HUB_LEAD for pk in one.hubs}
    return actions_for(user).filter(numbered("enrolment__hub_id", hubs))


def overseen_for(user: User) -> QuerySet[AgreedAction]:
    """Actions of the hubs and programmes one looks after."""
    return within(
        AgreedAction.objects.all(),
        [
            among("enrolment_id", Enrolment.objects.filter(reached).values("pk"))
            for reached in _overseen(user)
        ],
    )


def oversees(user: User) -> bool:
    """Whether somebody looks after the actions of a hub or programme."""
    return bool(_overseen(user))


def followed_up_for(user: User) -> QuerySet[AgreedAction] | None:
    """Actions of schools that one is sent to as a specialist, or whose subject one leads; None
    for whoever is and does neither."""
    granted = grants(access.held(user), "plan", Operation.CHANGE)
    reached = [
        one.enrolments_within(grant.reach)
        for one, grant in granted
        if one.role in {Role.SPECIALIST, Role.SUBJECT_LEADER}
    ]
    if not reached:
        return None
    return within(
        AgreedAction.objects.all(),
        [among("enrolment_id", within(Enrolment.objects.all(), reached).values("pk"))],
    )


def owners_at(enrolment: Enrolment, *, on: date) -> QuerySet[Person]:
    """Who can be given an action there: who works at the school, its specialists and its hub
    lead."""
    return _owners(on, enrolment.pk, enrolment.standing_school.pk, enrolment.hub_id)


def owners_for(user: User, on: date, enrolment: int, school: int, hub: int) -> QuerySet[Person]:
    """The same as a question that is written once, for who gives an action there. hub: 0 for
    none."""
    return _owners(on, enrolment, school, hub)


def _owners(on: date, enrolment: int, school: int, hub: int | None) -> QuerySet[Person]:
    at = frozenset({school})
    here = RoleHeld.objects.filter(of_schools("school_id", at))
    now = here.live_on(on).filter(role__in=AT_WORK_THERE).values("person")
    sent = RoleHeld.objects.live_on(on).filter(role=Role.SPECIALIST, enrolment=enrolment)
    leads = RoleHeld.objects.live_on(on).filter(role=Role.HUB_LEAD, hub=hub)
    never_had_one = ~Q(among("pk", here.values("person")))
    works = of_schools("home_school_id", at) & never_had_one
    agreed = AgreedAction.objects.filter(
        among("enrolment_id", Enrolment.objects.filter(of_schools("school_id", at)).values("pk"))
    )
    named = among("pk", agreed.open().values("owner")) & never_had_one
    known = (among("pk", each.values("person")) for each in (sent, leads))
    return any_of(Person.objects.all(), [among("pk", now), *known, works, named])


def without_posts_unseen(user: User, people: Iterable[Person]) -> None:
    """Of those whom somebody may not look up, an action tells the name and not the post: taken
    from these rows as read, which are for showing and not for saving."""
    people = list(people)
    of = frozenset(person.pk for person in people)
    seen = set(asked(_looked_up, user, access.today(), of))
    for person in people:
        if person.pk not in seen:
            person.post = ""


def _looked_up(user: User, on: date, people: Collection[int]) -> QuerySet[Person, int]:
    """Of these people those whom somebody may look up."""
    seen = access.people_for(user).filter(numbered("pk", people))
    return seen.order_by().values_list("pk", flat=True)


def who_agrees(enrolment: Enrolment, *, on: date) -> QuerySet[Person]:
    """Who agrees actions there: its specialists and who leads the subject."""
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk]).live_on(on)
    leads = here.filter(role=Role.SUBJECT_LEADER).values("person")
    sent = RoleHeld.objects.live_on(on).filter(role=Role.SPECIALIST, enrolment=enrolment)
    return Person.objects.filter(Q(pk__in=leads) | Q(pk__in=sent.values("person")))


def _overseen(user: User) -> list[Q]:
    granted = together(grants(access.held(user), "plan", Operation.READ))
    far = {Reach.HUB, Reach.PROGRAMME}
    return [one.enrolments_within(reach) for one, reach in granted if reach in far]


def _as_owner(user: User, operation: Operation) -> set[int]:
    granted = grants(access.held(user), "plan", operation)
    return {one.person for one, grant in granted if grant.reach == Reach.SELF}
