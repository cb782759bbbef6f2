"""Programmes of the demonstration: opened, filled and brought to its day through the actions."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from leadwell.accounts.models import User
from leadwell.demo import deploying, designing
from leadwell.demo import people_world as cast
from leadwell.demo.deploying import Sending
from leadwell.demo.people_world import Scene, Staff
from leadwell.demo.plans import HubPlan, Member, Plan, topics
from leadwell.demo.terms import Terms
from leadwell.people import access
from leadwell.people.models import Capacity, Person, Role
from leadwell.people.roles import actions as roles
from leadwell.people.running import actions as running
from leadwell.prepare.models import Deployment, Specialist
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment, Hub, ImplementationStage, Programme

Stage = ImplementationStage
PARTS = ("aims", "strands", "controllers", "led_by", "years", "instruments")


@dataclass(frozen=True, slots=True)
class Made:
    """A programme as it was made. Who leads a hub by its name; schools' parts and staff, and the
    agreement by which somebody was first sent there, by the school's code; lines of the register by
    the specialist's."""

    programme: Programme
    lead: User
    manager: Person
    hubs: dict[str, Hub] = field(default_factory=dict)
    hub_leads: dict[str, User] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    specialists: dict[str, Specialist] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)


def make(scene: Scene, plan: Plan) -> Made:
    """One programme with all its people, from the January before it starts to the world's day."""
    terms = scene.terms
    made = open_programme(scene, plan.topic, plan.facts, opened_on=terms.day(0, 1, 11))
    _governance(scene, made, plan)
    designing.begin(scene, made.programme, lead=made.lead)
    place = 0
    for hub in plan.hubs:
        _hub(scene, made, hub, has_deputy=plan.has_deputies)
        for member in hub.members:
            _enrol(scene, made, hub.name, member)
            made.staff[member.code] = cast.staff_a_school(
                scene, member, place=place, since=terms.day(0, 3, 8)
            )
            place += 1
    for hub in plan.hubs:
        _specialists(scene, made, hub)
    roles_confirmed_on = terms.day(1, 9, 14)
    for member in plan.members:
        roles.confirm_contacts(school=member.school, by=made.lead, at=terms.at(roles_confirmed_on))
    return made


def open_programme(
    scene: Scene, topic: str, facts: dict[str, Any], *, opened_on: date, years: int = 2,
    after: Made | None = None,
) -> Made:  # fmt: skip
    """A programme with what it says of itself, led by somebody new.

    years: how many it lasts from the first September after it was opened. after: one that it
    follows, with the same lead and manager, from the September after that has ended.
    """
    told = topics()[topic] | facts
    at = scene.terms.at(opened_on)
    lead = (
        after.lead.person
        if after
        else cast.colleague(scene, on=opened_on, post=f"Programme lead, {told['led_by']}")
    )
    own = {name: value for name, value in told.items() if name not in PARTS}
    september = date(after.programme.ends_on.year if after else opened_on.year, 9, 1)
    programme = running.open_programme(
        lead=lead,
        lead_organisation=told["led_by"],
        by=scene.by,
        at=at,
        starts_on=september,
        ends_on=date(september.year + years, 7, 23),
        **own,
    )
    assert lead.user  # a colleague signs in
    access.remember(lead.user)  # asked once, as within a request
    _describe(scene.terms, programme, told, by=lead.user, opened_on=opened_on)
    designing.describe(scene, programme, told, by=lead.user, opened_on=opened_on)
    manager = (
        after.manager
        if after
        else cast.colleague(scene, on=opened_on, post=f"Project manager, {told['led_by']}")
    )
    cast.give(scene, manager, Role.PROJECT_MANAGER, since=opened_on, programme=programme)
    return Made(programme, lead.user, manager)


def _describe(
    terms: Terms, programme: Programme, told: dict[str, Any], *, by: User, opened_on: date
) -> None:
    """Aims, strands, ingredients and controllers."""
    at = terms.at(opened_on)
    for aim in told["aims"]:
        year, month, day = (int(part) for part in aim["due"].split("-"))
        due = terms.day(year, month, day)
        running.add_aim(
            programme=programme,
            by=by,
            at=at,
            **{name: aim[name] for name in aim if name != "due"},
            due_on=due,
        )
    for strand in told["strands"]:
        own = {name: value for name, value in strand.items() if name != "ingredients"}
        added = running.add_strand(programme=programme, by=by, at=at, **own)
        for ingredient in strand["ingredients"]:
            running.add_ingredient(strand=added, by=by, at=at, **ingredient)
    for controller in told["controllers"]:
        running.add_controller(programme=programme, by=by, at=at, **controller)


def _governance(scene: Scene, made: Made, plan: Plan) -> None:
    """Who leads its content, its boards, its money, its evaluation, its data."""
    since, programme = scene.terms.day(0, 2, 15), made.programme
    strategic = cast.colleague(scene, on=since, post="Strategic lead, a head of mathematics")
    cast.give(scene, strategic, Role.STRATEGIC_LEAD, since=since, programme=programme)
    for code, n in plan.others.items():
        for _ in range(n):
            person = cast.colleague(scene, on=since)
            cast.give(scene, person, Role(code), since=since, programme=programme)
    cast.data_officer(scene, programme.lead_organisation.name, since=since)


def _hub(scene: Scene, made: Made, plan: HubPlan, *, has_deputy: bool) -> None:
    since = scene.terms.day(0, 3, 1)
    hub = running.add_hub(
        programme=made.programme,
        name=plan.name,
        led_by=plan.led_by,
        by=made.lead,
        at=scene.terms.at(since),
    )
    made.hubs[plan.name] = hub
    for capacity in [Capacity.FULL, Capacity.DEPUTY][: 1 + has_deputy]:
        person = cast.colleague(scene, on=since, post="Hub lead" if capacity == "full" else "")
        cast.give(scene, person, Role.HUB_LEAD, since=since, capacity=capacity, hub=hub)
        made.hub_leads.setdefault(plan.name, deploying.account(person))


def _enrol(scene: Scene, made: Made, hub: str, member: Member) -> None:
    """A school's part, and its stages up to the world's day."""
    terms = scene.terms
    joined_on = terms.day(0, 3, 8)
    enrolment = running.enrol_school(
        programme=made.programme,
        school=member.school,
        hub=made.hubs[hub],
        part=Enrolment.Part.PARTNER if member.is_partner else Enrolment.Part.TARGET,
        joined_on=joined_on,
        by=made.lead,
        at=terms.at(joined_on),
    )
    programmes.agree_work(enrolment=enrolment, on=joined_on, by=made.lead, at=terms.at(joined_on))
    made.enrolments[member.code] = enrolment
    for stage, on in ((Stage.PREPARE, terms.day(0, 4, 12)), (Stage.DELIVER, terms.day(1, 9, 1))):
        running.begin_stage(enrolment=enrolment, stage=stage, on=on, by=made.lead, at=terms.at(on))


def _specialists(scene: Scene, made: Made, plan: HubPlan) -> None:
    """Each has a place in the hub and a line on the register, and goes to some of its schools until
    the programme ends, by an agreement for each."""
    terms, keeper = scene.terms, made.hub_leads[plan.name]
    since, proposed_on = terms.day(0, 4, 12), terms.weekday(0, 6, 10)
    starts_on = terms.weekday(1, 9, 6)
    for specialist in plan.specialists:
        cast.releases_specialists(scene, specialist.home, since=since)
        person = cast.colleague(
            scene, on=since, post="Maths teacher and specialist", home=specialist.home
        )
        cast.give(scene, person, Role.SPECIALIST, since=since, hub=made.hubs[plan.name])
        code, n = specialist.code, len(made.specialists)
        line = made.specialists[code] = deploying.enlist(scene, keeper, code, person, n=n)
        for school in specialist.to:
            part, staff, place = made.enrolments[school], made.staff[school], len(made.deployments)
            sending = Sending(code, place, line, part, staff, keeper, proposed_on, starts_on)
            made.deployments[school] = deploying.agree(scene, sending)
