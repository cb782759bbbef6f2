"""The demonstration's specialists on the register, three deployments on their way, and a round."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.demo.reviewing import casts
from leadwell.lib import academic_year as years
from leadwell.people import access as people
from leadwell.people.models import Person
from leadwell.prepare.deploying.agreeing import actions as agreeing
from leadwell.prepare.deploying.agreeing import rules
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.deploying.matching import finding
from leadwell.prepare.deploying.matching.finding import Wanted
from leadwell.prepare.deploying.register import access, actions
from leadwell.prepare.models import Deployment, Specialist
from leadwell.prepare.round import actions as rounds
from leadwell.programmes.models import Enrolment
from leadwell.programmes.models.intensity import HALF_TERMS

EXPIRING, FEW_DAYS, UNSEEN = "SLE-12", "SLE-19", "SLE-07"
"""Whose check is soon over; who has few days; whose check nobody has seen yet."""
SINCE = timedelta(days=70)
"""Before the world's day."""
SPECIALISMS = ("Bar modelling", "Number facts", "Reasoning aloud", "Mixed-age planning")
TRAINED = ("Asking before advising", "Showing an idea in a lesson", "Leading a group of colleagues")
CONTEXTS = (["small"], ["large"], ["mixed_age", "small"], ["many_fsm"])
FATES: tuple[tuple[str, ...], ...] = ((), ("release",), ("release", "host"))
"""How far each of the deployments is: who has signed."""
DAYS, USUAL = Decimal(3), Decimal(6)
OUTCOMES = "Pupils of Years 3 and 4 draw what they are told; books in July, looked at with the head"


def send(scene: Scene, made: Made) -> None:
    keeper = made.manager.user
    assert keeper  # a colleague signs in
    people.remember(keeper)  # asked once, as within a request
    waiting = set(access.to_register_for(keeper).values_list("person", flat=True))
    for n, (code, person) in enumerate(made.specialists.items()):
        if person.pk in waiting:
            _register(scene, keeper, code, person, n)
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


def _register(scene: Scene, keeper: User, code: str, person: Person, n: int) -> None:
    on = scene.terms.today - SINCE
    at = scene.terms.at(on)
    one = actions.register(
        person=person, by=keeper, at=at, phases=["primary"], subjects=["Mathematics"],
        specialisms=[SPECIALISMS[n % 4], SPECIALISMS[(n + 1 + n // 4 % 3) % 4]],
        contexts=CONTEXTS[n % 4], n_trained=n % 2,
        designation="By the teaching school, after a term beside a colleague",
    )  # fmt: skip
    actions.say_trainings(
        specialist=one, by=keeper, at=at,
        trainings=[(on - timedelta(days=40 * k), title) for k, title in enumerate(TRAINED[: n % 4])],
    )  # fmt: skip
    if code != UNSEEN:
        lasts = timedelta(days=30) if code == EXPIRING else timedelta(days=700)
        actions.say_checked(
            specialist=one, checked_on=on, checked_until=scene.terms.today + lasts,
            checked_by="Office of the teaching school", by=keeper, at=at,
        )  # fmt: skip
    actions.add_credential(
        specialist=one, kind="SLE", issuer="The teaching school",
        subject="Mathematics", starts_on=on - timedelta(days=365), by=keeper, at=at,
    )  # fmt: skip
    actions.say_interests_whole(specialist=one, by=keeper, at=at)
    few = code == FEW_DAYS
    actions.say_days(
        specialist=one, academic_year=years.of(scene.terms.today), by=keeper, at=at,
        days={half: Decimal(half == 1 if few else 2 + (n + half) % 2)
              for half in range(1, len(HALF_TERMS) + 1)},
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
