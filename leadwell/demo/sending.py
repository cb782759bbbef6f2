"""How the agreements of the demonstration's specialists went on, three that are on their way, and a
round."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.deliver import actions as visiting
from leadwell.deliver.models import Visit
from leadwell.demo.deploying import SPECIALISMS, account
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.demo.reviewing import casts
from leadwell.lib import academic_year as years
from leadwell.prepare.deploying.agreeing import actions as agreeing
from leadwell.prepare.deploying.agreeing import rules
from leadwell.prepare.deploying.agreeing.actions.closing import Seen
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.deploying.matching import finding
from leadwell.prepare.deploying.matching.finding import Wanted
from leadwell.prepare.models import Deployment, DeploymentState, Specialist
from leadwell.prepare.models.deployment import Effect
from leadwell.prepare.round import actions as rounds
from leadwell.programmes.models import Enrolment

State = DeploymentState
RESTS = "Parrett-07"
"""The school at which the work rests."""
WHY = "Their own school needs them until a colleague is back; the visits are found new days then"
RESTED = timedelta(days=10)
"""Before the world's day, at the earliest."""
FATES: tuple[tuple[str, ...], ...] = ((), ("release",), ("release", "host"))
"""How far each of the deployments is: who has signed."""
DAYS, USUAL = Decimal(3), Decimal(6)
EVALUATED = timedelta(days=12)
"""After its last day."""
REVIEWS = (
    {"is_working": "Yes: teachers ask for the next unit before the visit",
     "is_right": "Yes, and Year 5 joins in September", "to_change": "", "satisfaction": 5},
    {"is_working": "Yes in Years 3 and 4; later than hoped in Year 6",
     "is_right": "Yes; less watching of lessons, more planning together",
     "to_change": "Visits begin with the subject leader", "satisfaction": 4},
    {"is_working": "In part: two visits were put off", "is_right": "Yes",
     "to_change": "Days are fixed for a term at a time", "satisfaction": 3},
)  # fmt: skip
EFFECTS = (
    (Effect.SOME, "Drawn models in three books of four; in one of four in September"),
    (Effect.UNCLEAR, "It is too early to say; the books are looked at again in summer"),
)
SAID = "The first visits made it easy to begin. Staff were sorry that it ended early"
COMMENT = (
    "The school was open and planned the days with me. The next one begins from the plans made"
)
OUTCOMES = "Pupils of Years 3 and 4 draw what they are told; books in July, looked at with the head"


def go_on(scene: Scene, made: Made) -> None:
    """What has become of the agreements by the world's day. Call it once visits are made."""
    live = Deployment.objects.filter(enrolment__programme=made.programme).of_state(State.ACTIVE)
    for n, one in enumerate(live.at_hand().order_by("pk")):
        if scene.terms.has_come(one.review_on):
            by, at = made.hub_leads[_hub_of(one)], scene.terms.at(one.review_on)
            agreeing.review(
                deployment=one,
                by=by,
                at=at,
                exit_on=scene.terms.last_day,
                **REVIEWS[n % len(REVIEWS)],
            )
    if RESTS in made.enrolments:
        _rest(scene, made)
    agreeing.finish_over(at=scene.terms.at(scene.terms.today))
    ended = Deployment.objects.filter(enrolment__programme=made.programme).of_state(State.ENDED)
    for one in ended.at_hand().order_by("pk"):
        _evaluate(scene, one)


def _hub_of(one: Deployment) -> str:
    assert one.enrolment.hub  # where specialists are, there are hubs
    return one.enrolment.hub.name


def _rest(scene: Scene, made: Made) -> None:
    """The specialist is not there for a while. Visits to come are called off, and those that were
    stay."""
    terms, part = scene.terms, made.enrolments[RESTS]
    manager = account(made.manager)
    one = Deployment.objects.at_hand().get(pk=made.deployments[RESTS].pk)
    last = part.visits.filter(state=Visit.State.HAPPENED).order_by("-on").first()
    on = max(terms.today - RESTED, last.on if last else terms.first_day)
    by, at = made.hub_leads[_hub_of(one)], terms.at(on)
    agreeing.suspend(deployment=one, because=WHY, by=by, at=at)
    for visit in Visit.objects.to_come().filter(enrolment=part).order_by("on", "pk"):
        visiting.cancel_visit(visit=visit, because=WHY, by=manager, at=at)


def _evaluate(scene: Scene, one: Deployment) -> None:
    """By the head of the school, and by who was sent there."""
    assert one.ended_on  # it has ended
    on = one.ended_on + EVALUATED
    if not scene.terms.has_come(on):
        return
    at = scene.terms.at(on)
    effects = [Seen(text, *EFFECTS[n % len(EFFECTS)]) for n, text in enumerate(one.priorities)]
    by = account(scene.heads[one.enrolment.school_id].person)
    agreeing.evaluate(deployment=one, effects=effects, satisfaction=4, words=SAID, by=by, at=at)
    agreeing.comment(deployment=one, text=COMMENT, by=account(one.specialist.person), at=at)


def send(scene: Scene, made: Made) -> None:
    """Three more that are on their way, and a round that is asked for."""
    keeper = account(made.manager)
    starts_on = scene.terms.today + timedelta(days=14)
    ends_on = min(years.last_day(years.of(starts_on)), scene.terms.last_day)
    if starts_on < ends_on - timedelta(days=14):  # else the programme is nearly over
        for fate, (enrolment, specialist) in zip(
            FATES, _pairs(scene, made, keeper, starts_on, ends_on), strict=False
        ):
            _propose(scene, keeper, enrolment, specialist, fate, starts_on, ends_on)
    rounds.ask_for_round(
        programme=made.programme, hub=None, first_day=scene.terms.today, usual_days=USUAL,
        by=keeper, at=scene.terms.at(scene.terms.today),
    )  # fmt: skip


def _pairs(
    scene: Scene, made: Made, keeper: User, starts_on: date, ends_on: date
) -> Iterator[tuple[Enrolment, Specialist]]:
    """Schools of the middle of the list, each with whoever fits best and can be released."""
    wanted = Wanted((SPECIALISMS[0],), frozenset(), starts_on, ends_on, {years.of(starts_on): DAYS})
    for cast in list(casts(scene, made))[8:]:
        for fit in finding.for_school(keeper, cast.enrolment, wanted).shortlist:
            specialist = Specialist.objects.at_hand().get(pk=fit.known.key)
            if rules.may_propose(keeper, cast.enrolment, specialist, wanted):
                yield cast.enrolment, specialist
                break


def _propose(
    scene: Scene, keeper: User, enrolment: Enrolment, specialist: Specialist,
    fate: tuple[str, ...], starts_on: date, ends_on: date,
) -> None:  # fmt: skip
    at = scene.terms.at(scene.terms.today - timedelta(days=6))
    head = scene.heads[enrolment.school_id].person
    made = agreeing.propose(
        enrolment=enrolment, specialist=specialist, days={years.of(starts_on): DAYS}, by=keeper,
        at=at, starts_on=starts_on, ends_on=ends_on, review_on=starts_on + (ends_on - starts_on) / 2,
        priorities=["Bar models that return from year to year"], outcomes=OUTCOMES,
        lead_contact=head,
    )  # fmt: skip
    home = rules.home_head(specialist)
    signers = {"release": home.person.user if home else None, "host": head.user}
    for verb in fate:
        if by := signers[verb]:
            shown = Deployment.objects.get(pk=made.pk)
            agreeing.sign(
                verb=verb, deployment=shown, shown=sha256(shown), authenticated_at=at, by=by, at=at
            )
