"""What happened to single schools of the trial programme (each school's story, by its code)."""

from datetime import date, timedelta

from leadwell.demo import deploying, designing, programme_world, trial_schools
from leadwell.demo import people_world as cast
from leadwell.demo.deploying import Sending
from leadwell.demo.people_world import Scene
from leadwell.demo.plans import Member, other_schools
from leadwell.demo.programme_world import Made, Stage
from leadwell.explore.designing.actions import take_step
from leadwell.people.models import Capacity, Handover, Role, RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.people.running import actions as running
from leadwell.prepare.deploying.agreeing import actions as agreeing
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import Trust

STEERING = "Exe-08"
"""Its head is on the steering group too."""
SUSTAINING = ("Exe-05", "Tamar-06", "Torbay-04", "Parrett-03", "Stour-06", "Stour-08")
COHORT = "L-38"
INVITED = 3
COHORT_TEACHERS = (5, 5, 5, 5, 5, 5, 4, 4)  # 38 people at eight schools


def tell_trial(scene: Scene, made: Made) -> None:
    """Everything in the 41 schools that is not as planned."""
    _heads_change(scene, made)
    _specialist_changes(scene, made)
    _trust_of_four(scene)
    _academy(scene, made)
    _withdraws(scene, made)
    _go_on_alone(scene, made)
    head = made.staff[STEERING].head.person
    since = scene.terms.day(1, 9, 15)
    cast.give(scene, head, Role.STEERING_GROUP_MEMBER, since=since, programme=made.programme)


def tell_trust(scene: Scene) -> None:
    _trust_of_four(scene)


def _heads_change(scene: Scene, made: Made) -> None:
    """Four in two years: an interim at Exe-03, one to come or just come at Tamar-02, two settled."""
    terms = scene.terms
    for code, first_day, capacity in (
        ("Exe-03", terms.day(1, 1, 1), Capacity.INTERIM),
        ("Torbay-05", terms.day(1, 9, 1), Capacity.FULL),
        ("Stour-06", terms.day(1, 1, 1), Capacity.FULL),
    ):
        told_on = first_day - timedelta(days=60)
        _follow(scene, made.staff[code].head, first_day, told_on, capacity=capacity)
    last_day = date(terms.today.year - (terms.today.month < 9), 12, 31)
    told_on = date(last_day.year, 10, 12)
    _follow(scene, made.staff["Tamar-02"].head, last_day + timedelta(days=1), told_on)


def _follow(
    scene: Scene,
    role: RoleHeld,
    first_day: date,
    told_on: date,
    *,
    capacity: Capacity = Capacity.FULL,
) -> None:
    """Somebody new follows a head. Steps that were due a week ago have been done."""
    terms = scene.terms
    # An address at school only from the first day on: until then the person works elsewhere.
    home = role.school if terms.has_come(first_day) else None
    person = cast.colleague(scene, on=told_on, post="Headteacher", home=home)
    handover = roles.hand_over(
        role=role,
        to=person,
        first_day=first_day,
        capacity=capacity,
        by=scene.by,
        at=terms.at(told_on),
    )
    _finish_due_steps(scene, handover)


def _finish_due_steps(scene: Scene, handover: Handover) -> None:
    for step in handover.steps.order_by("due_on", "kind"):
        if scene.terms.has_come(step.due_on + timedelta(days=7)):
            roles.finish_step(step=step, by=scene.by, at=scene.terms.at(step.due_on))


def _specialist_changes(scene: Scene, made: Made) -> None:
    """Torbay-02 has another specialist since January: with their visit together the first one's
    agreement ended, and what that one saw."""
    terms, code, follows_as = scene.terms, "Torbay-02", "SLE-15"
    together_on = terms.weekday(1, 1, 9)
    sending = Sending(
        follows_as, len(made.deployments), made.specialists[follows_as], made.enrolments[code],
        made.staff[code], made.hub_leads["Torbay"], proposed_on=terms.weekday(1, 11, 24),
        starts_on=terms.weekday(1, 1, 4),
    )  # fmt: skip
    coming = deploying.agree(
        scene, sending, follows=made.deployments[code],
        because="Their own school needs them on the days of the visits since a colleague left",
    )  # fmt: skip
    by = deploying.account(coming.specialist.person)
    agreeing.say_handover(deployment=coming, on=together_on, by=by, at=terms.at(together_on))
    _finish_due_steps(scene, Handover.objects.get(coming=coming.role))


def _trust_of_four(scene: Scene) -> None:
    """Its chief executive, whose schools are those four."""
    since = scene.terms.day(0, 3, 8)
    person = cast.colleague(scene, on=since, post="Chief executive")
    trust = Trust.objects.get(name=trial_schools.load().trust)
    cast.give(scene, person, Role.CHIEF_EXECUTIVE, since=since, trust=trust)


def _academy(scene: Scene, made: Made) -> None:
    """Exe-02 became an academy on 1 February, by the register: all that was written of it before
    is still there, and its governors have another chair since."""
    since = scene.terms.day(1, 2, 1)
    school = made.enrolments["Exe-02"].school
    person = cast.colleague(scene, on=since, post="Chair of the academy’s governors")
    cast.give(scene, person, Role.GOVERNOR, since=since, school=school)


def _withdraws(scene: Scene, made: Made) -> None:
    """Parrett-02 leaves in the second half of the spring term; so it has or will have."""
    terms = scene.terms
    running.leave_programme(
        enrolment=made.enrolments["Parrett-02"],
        last_day=terms.day(1, 3, 26),
        why=Enrolment.WhyLeft.CAPACITY,
        by=made.lead,
        at=terms.at(terms.day(1, 3, 5)),
    )


def _go_on_alone(scene: Scene, made: Made) -> None:
    """Six schools are far enough in the second autumn."""
    begins = scene.terms.day(2, 11, 2)
    if not scene.terms.has_come(begins):
        return
    for code in SUSTAINING:
        running.begin_stage(
            enrolment=made.enrolments[code],
            stage=Stage.SUSTAIN,
            on=begins,
            by=made.lead,
            at=scene.terms.at(begins),
        )


def literacy(scene: Scene, made: Made, others: int) -> None:
    """Another programme, without hubs, that a trial school is in as well.

    others: how many schools of the country are taken up by other stories.
    """
    terms = scene.terms
    programme = programme_world.open_programme(scene, "literacy", {}, opened_on=terms.day(0, 1, 18))
    designing.begin(scene, programme.programme, lead=programme.lead)
    joined_on = terms.day(0, 3, 15)
    schools = [made.enrolments["Tamar-01"].school, *other_schools(3, after=others)]
    for school in schools:
        cast.head_of(scene, school, since=joined_on)
        enrolment = running.enrol_school(
            programme=programme.programme,
            school=school,
            joined_on=joined_on,
            by=programme.lead,
            at=terms.at(joined_on),
        )
        programmes.agree_work(
            enrolment=enrolment, on=joined_on, by=programme.lead, at=terms.at(joined_on)
        )


def leadership(scene: Scene, *, others: int) -> None:
    """The programme for middle leaders, with its cohort of 38 at eight schools."""
    terms = scene.terms
    opened_on = terms.day(0, 1, 25)
    made = programme_world.open_programme(scene, "leadership", {}, opened_on=opened_on, years=1)
    designing.begin(scene, made.programme, lead=made.lead)
    begins = terms.first_day
    hub = running.add_hub(
        programme=made.programme, name=f"Cohort {COHORT}", by=made.lead, at=terms.at(opened_on)
    )
    schools = other_schools(len(COHORT_TEACHERS), after=others)
    for school, n in zip(schools, COHORT_TEACHERS, strict=False):
        cast.head_of(scene, school, since=begins)
        enrolment = running.enrol_school(
            programme=made.programme,
            school=school,
            hub=hub,
            joined_on=begins,
            by=made.lead,
            at=terms.at(begins),
        )
        programmes.agree_work(enrolment=enrolment, on=begins, by=made.lead, at=terms.at(begins))
        for _ in range(n):
            person = cast.colleague(
                scene, on=begins, post="Middle leader", home=school, signs_in=False
            )
            cast.give(scene, person, Role.TEACHER, since=begins, school=school)
    if scene.terms.has_come(made.programme.ends_on):
        for verb in ("close", "follow"):
            take_step(
                programme=made.programme, verb=verb, by=made.lead,
                at=terms.at(made.programme.ends_on),
            )  # fmt: skip


def invitations(scene: Scene, members: list[Member], *, site: str) -> None:
    """A teacher at each of the first schools has not followed the letter that invites them."""
    for member in members[:INVITED]:
        person = cast.colleague(
            scene, on=scene.terms.today, post="Teaching assistant", home=member.school,
            signs_in=False,
        )  # fmt: skip
        since = scene.terms.today - timedelta(days=1)
        cast.give(scene, person, Role.TEACHER, since=since, school=member.school)
        roles.invite(person=person, site=site, by=scene.by, at=scene.terms.at(since))
