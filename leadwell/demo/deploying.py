"""Specialists of the demonstration: each has a line on the register and goes to a school by an
agreement that three have signed, by the actions of real life."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.demo.people_world import Scene, Staff
from leadwell.demo.terms import Terms
from leadwell.lib import academic_year as years
from leadwell.people import access as people
from leadwell.people.models import Person
from leadwell.prepare.deploying.agreeing import actions, rules
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.deploying.register import actions as register
from leadwell.prepare.models import Deployment, Specialist
from leadwell.programmes.models import Enrolment
from leadwell.programmes.models.intensity import HALF_TERMS

LAPSED, NEARLY_FULL = "SLE-12", "SLE-19"
"""Whose check ended a week ago; of whose fifteen days this year fourteen are taken."""
CHECKED_FOR, LAPSED_SINCE = timedelta(days=3 * 365), timedelta(days=7)
SPECIALISMS = ("Bar modelling", "Number facts", "Reasoning aloud", "Mixed-age planning")
TRAINED = ("Asking before advising", "Showing an idea in a lesson", "Leading a group of colleagues")
CONTEXTS = (["small"], ["large"], ["mixed_age", "small"], ["many_fsm"])
A_YEAR, MORE, LESS = Decimal(6), Decimal(7), Decimal(5)
"""Days of one agreement in an academic year: a visit in each half-term, and time to prepare."""
PURPOSES = (
    (["Pupils draw a model before they calculate", "Teachers plan each unit together"],
     "Drawn models in most books of Years 3 and 4 by July, looked at with the head"),
    (["Pupils give reasons in every lesson"],
     "Pupils of each class explain a partner’s method; seen in walks each half-term"),
    (["Bar models return from year to year", "Extra help is linked to the lesson of the day"],
     "The same models in the plans of each year group; books looked at together in June"),
)  # fmt: skip
SIGN_AFTER = {"release": 7, "host": 14, "accept": 21}
"""Days after it was proposed."""
CONTACTED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sending:
    """One specialist for one school of the programme. code: the specialist's. place: among the
    agreements."""

    code: str
    place: int
    specialist: Specialist
    part: Enrolment
    staff: Staff
    keeper: User
    proposed_on: date
    starts_on: date


def enlist(scene: Scene, keeper: User, code: str, person: Person, *, n: int) -> Specialist:
    """Somebody's line on the register, for both years. n: their place among the specialists."""
    terms, on = scene.terms, scene.terms.weekday(0, 5, 10)
    at = terms.at(on)
    people.remember(keeper)  # asked once, as within a request
    line = register.register(
        person=person, by=keeper, at=at, phases=["primary"], subjects=["Mathematics"],
        specialisms=[SPECIALISMS[n % 4], SPECIALISMS[(n + 1 + n // 4 % 3) % 4]],
        contexts=CONTEXTS[n % 4], n_trained=n % 2,
        designation="By the teaching school, after a term beside a colleague",
    )  # fmt: skip
    register.say_trainings(
        specialist=line, by=keeper, at=at,
        trainings=[(on - timedelta(days=40 * k), title) for k, title in enumerate(TRAINED[: n % 4])],
    )  # fmt: skip
    until = terms.today - LAPSED_SINCE if code == LAPSED else on + CHECKED_FOR
    register.say_checked(
        specialist=line, checked_on=on, checked_until=until,
        checked_by="Office of the teaching school", by=keeper, at=at,
    )  # fmt: skip
    register.add_credential(
        specialist=line, kind="SLE", issuer="The teaching school", subject="Mathematics",
        starts_on=on - timedelta(days=365), by=keeper, at=at,
    )  # fmt: skip
    register.say_interests_whole(specialist=line, by=keeper, at=at)
    for year in _both_years(terms):
        register.say_days(
            specialist=line, academic_year=year, by=keeper, at=at,
            days={half: Decimal(2 + (n + half) % 2) for half in range(1, len(HALF_TERMS) + 1)},
        )  # fmt: skip
    return line


def agree(
    scene: Scene, sending: Sending, *, follows: Deployment | None = None, because: str = ""
) -> Deployment:
    """From proposed to the first contact: home head, host head and specialist sign, and with the
    last of them it begins. follows: the one that it replaces, and because: why."""
    terms, part, by = scene.terms, sending.part, sending.keeper
    people.remember(by)
    priorities, outcomes = PURPOSES[sending.place % len(PURPOSES)]
    made = actions.propose(
        enrolment=part, specialist=sending.specialist, days=_days(terms, sending),
        follows=follows, because=because, by=by, at=terms.at(sending.proposed_on),
        starts_on=sending.starts_on, ends_on=terms.last_day, review_on=terms.weekday(1, 7, 8),
        priorities=priorities, outcomes=outcomes, lead_contact=sending.staff.subject_leader.person,
        pattern="A half-day in each half-term, and time to prepare it",
        cover="By a colleague of the home school, paid from the days",
    )  # fmt: skip
    made = Deployment.objects.at_hand().get(pk=made.pk)
    shown, home = sha256(made), rules.home_head(sending.specialist)
    assert home  # whoever proposes has been asked for one
    signers = {"release": home.person, "host": sending.staff.head.person,
               "accept": sending.specialist.person}  # fmt: skip
    for verb, person in signers.items():
        at = terms.at(sending.proposed_on + timedelta(days=SIGN_AFTER[verb]))
        signer = account(person)
        actions.sign(verb=verb, deployment=made, shown=shown, authenticated_at=at, by=signer, at=at)
    met_on = sending.starts_on + CONTACTED_AFTER
    actions.say_contact(deployment=made, on=met_on, by=by, at=terms.at(met_on))
    made.refresh_from_db()
    return made


def account(person: Person) -> User:
    """Of somebody who signs in; their roles are asked for once, as within a request."""
    assert person.user
    people.remember(person.user)
    return person.user


def _days(terms: Terms, sending: Sending) -> dict[int, Decimal]:
    """Of each academic year in which it goes on."""
    this = years.of(terms.today)
    since = years.of(sending.starts_on)
    there = [year for year in _both_years(terms) if year >= since]
    if sending.code == NEARLY_FULL:
        return {year: MORE if year == this else LESS for year in there}
    return dict.fromkeys(there, A_YEAR)


def _both_years(terms: Terms) -> tuple[int, int]:
    first = years.of(terms.first_day)
    return first, first + 1
