"""Deployments as pages show them: all in reach, one whole, and three who fit a school."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.lib.verdict import Verdict
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.agreeing import access, rules
from leadwell.prepare.deploying.agreeing.holding import may_be_there, to_renew
from leadwell.prepare.deploying.agreeing.transitions import BESIDE, TRANSITIONS
from leadwell.prepare.deploying.capacity import Capacity
from leadwell.prepare.deploying.matching.finding import NOW
from leadwell.prepare.deploying.register import access as register
from leadwell.prepare.models import (
    AT_WORK,
    Deployment,
    DeploymentEvaluation,
    DeploymentQuerySet,
    DeploymentSignature,
    DeploymentState,
    DeploymentStep,
    MidReview,
    Party,
    Priority,
)
from leadwell.prepare.models.plan import APPROVED, MOST_LIVE
from leadwell.prepare.planning.access import plans_for
from leadwell.prepare.planning.page import Shown
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.web.templatetags.leadwell import day_and_year

A_PAGE = 50
UNBROKEN = "\N{NO-BREAK SPACE}"  # of a day as it is shown; nobody types one
State = DeploymentState
MET_AT_SCHOOL = (Role.SUBJECT_LEADER, Role.SENIOR_LEADER, Role.HEADTEACHER)
STEPS = {
    "propose": "Proposed", "change": "Changed", "release": "The home head let them go",
    "host": "The host head accepted", "accept": "The specialist accepted", "begin": "Begun",
    "say_contact": "First contact made", "review": "Reviewed at the middle",
    "suspend": "Suspended", "resume": "Goes on", "resume_reviewed": "Goes on", "end": "Ended",
    "evaluate": "Evaluated by the host head", "comment": "The specialist said how they saw it",
    "decline": "Declined", "replace": "To be replaced", "say_handover": "Visited together",
    "renew": "To be renewed",
}  # fmt: skip
PROMISES = ("first_contact", "mid_review", "handover_visit", "evaluation_due")
"""Where a deployment names its obligations, in their order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One deployment in the list. is_locked: whether nobody goes there today."""

    deployment: Deployment
    is_locked: bool = False

    @property
    def when(self) -> str:
        one = self.deployment
        return f"{day_and_year(one.starts_on)} to {day_and_year(one.last_day)}"


@dataclass(frozen=True, slots=True)
class ListPage:
    lines: tuple[Line, ...]
    page: Page
    state: str
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Button:
    url: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Promised:
    what: str
    obligation: Obligation
    state: str


@dataclass(frozen=True, slots=True)
class Days:
    """Of one academic year."""

    label: str
    agreed: Decimal
    given: Decimal


@dataclass(frozen=True, slots=True)
class DeploymentPage:
    """locked: why nobody goes there today, "" where somebody may. to_renew: what ends before the agreement does, as the register is now. capacity: of the
    specialist this year, for who keeps the register; None for others."""

    deployment: Deployment
    locked: str
    days: tuple[Days, ...]
    terms: tuple[tuple[str, str], ...]
    signed: tuple[tuple[str, DeploymentSignature | None], ...]
    waits_for: str
    to_renew: str
    buttons: tuple[Button, ...]
    promises: tuple[Promised, ...]
    review: MidReview | None
    evaluation: DeploymentEvaluation | None
    comment: str
    steps: tuple[tuple[str, DeploymentStep], ...]
    capacity: Capacity | None


def list_page(
    user: User, on: date, *, of: Enrolment | None = None, state: str = "", number: str = "1"
) -> ListPage:
    """A constant number of queries, however many. of: of one school alone."""
    mine = access.deployments_for(user)
    if of:
        mine = mine.filter(enrolment=of)
    there = set(mine.order_by().values_list("state", flat=True).distinct())
    if state in there:
        mine = mine.filter(state=state)
    page = Paginator(_whole(mine), A_PAGE).get_page(number)
    states = tuple((each.value, each.label) for each in State if each in there)
    lapsed = Deployment.objects.filter(access.lapsed_by(on), pk__in=[one.pk for one in page])
    locked = set(lapsed.values_list("pk", flat=True))
    lines = tuple(Line(one, one.pk in locked) for one in page)
    return ListPage(lines, page, state if state in there else "", states)


def deployment_page(user: User, deployment: Deployment, on: date) -> DeploymentPage:
    rows = tuple(deployment.days.all())
    signed = {one.party: one for one in deployment.signatures.select_related("by")}
    comment = getattr(deployment, "comment", None)
    return DeploymentPage(
        deployment=deployment,
        locked=_locked(deployment, on),
        days=tuple(Days(years.label(one.academic_year), one.agreed, one.given) for one in rows),
        terms=tuple(terms(deployment)),
        signed=tuple((party.label, signed.get(party)) for party in Party),
        waits_for=_waits_for(deployment, on),
        to_renew=to_renew(deployment, on=on) if deployment.state in NOW else "",
        buttons=_buttons(user, deployment, on),
        promises=_promises(deployment, on),
        review=getattr(deployment, "reviewed", None),
        evaluation=DeploymentEvaluation.objects.filter(deployment=deployment)
        .prefetch_related("effects")
        .first(),
        comment=comment.text if comment else "",
        steps=tuple((STEPS[step.verb], step) for step in deployment.steps.select_related("by")),
        capacity=_capacity(user, deployment),
    )


def terms(deployment: Deployment) -> Iterable[tuple[str, str]]:
    """Every line of the agreement: what it is called, and what it says."""
    one = deployment
    yield "What is to come of it, and how that is measured", one.outcomes
    yield "From", f"{day_and_year(one.starts_on)} to {day_and_year(one.ends_on)}"
    if one.pattern:
        yield "Pattern", one.pattern
    if one.visit_days:
        yield "Days of visits planned", ", ".join(day_and_year(each) for each in one.visit_days)
    yield (
        "Rate a day",
        (
            f"£{one.rate:.2f}: £{one.to_home:.2f} to {one.home}, £{one.to_broker:.2f} for arranging it"
        ),
    )
    yield "Who pays", one.get_payer_display()
    yield (
        "Travel",
        (
            f"{one.get_travel_display()}, {one.miles_cap} miles a visit at most, £{one.per_mile} a mile"
        ),
    )
    yield "Cover at the home school", one.cover or "None is needed"
    yield "Whom they meet at the school", str(one.lead_contact)
    yield "Reviewed at the middle by", day_and_year(one.review_on)
    if one.observed_by:
        when = f", {day_and_year(one.observed_on)}" if one.observed_on else ""
        yield "Who observes", f"{one.observed_by}{when}"
    yield "Confidentiality and data", one.confidentiality
    yield "Insurance", one.insurance


def contacts_at(enrolment: Enrolment, on: date) -> list[Person]:
    """Whom a specialist can meet there: who leads the subject, a senior leader, the head."""
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk]).live_on(on)
    held = here.filter(role__in=MET_AT_SCHOOL, person__merged_into=None).select_related("person")
    found = {each.person_id: each.person for each in held}
    return sorted(found.values(), key=lambda one: one.name)


def from_plan(user: User, enrolment: Enrolment) -> dict[str, list[str] | str]:
    """What an agreement is for, and what is to come of it, as the approved plan of the school says,
    in as far as this person reads that. No figures: the home head reads it before the school does.
    Nothing where there is no such plan."""
    plans = plans_for(user).filter(enrolment=enrolment, state__in=APPROVED).order_by()
    found = Priority.objects.open().filter(plan__in=plans).order_by("plan_id", "number")
    lines = [Shown(one, (), (), "", {}) for one in found[:MOST_LIVE]]
    if not lines:
        return {}
    said = (f"{one.measure}, by {day_and_year(one.priority.due_on)}" for one in lines)
    return {
        "priorities": [str(one.priority) for one in lines],
        "outcomes": "\n".join(said).replace(UNBROKEN, " "),
    }


def _whole(found: DeploymentQuerySet) -> DeploymentQuerySet:
    return found.at_hand().order_by("-starts_on", "enrolment__school__name", "pk")


def _capacity(user: User, deployment: Deployment) -> Capacity | None:
    if not register.keeps(user, deployment.specialist):
        return None
    year = years.of(deployment.starts_on)
    return capacity.of([deployment.specialist], year)[deployment.specialist_id]


def _locked(deployment: Deployment, on: date) -> str:
    return may_be_there(deployment, on).reason if deployment.state in AT_WORK else ""


def _promises(deployment: Deployment, on: date) -> tuple[Promised, ...]:
    found = (getattr(deployment, name) for name in PROMISES)
    return tuple(Promised(one.called, one, one.state_on(on)) for one in found if one)


def _waits_for(deployment: Deployment, on: date) -> str:
    """Whom or what the next step waits for."""
    match deployment.state:
        case State.PROPOSED:
            head = rules.home_head(deployment.specialist)
            who = str(head.person) if head else "the head"
            return f"It waits for {who} at {deployment.home}. The specialist does not see it yet."
        case State.RELEASED:
            return f"It waits for the head of {deployment.standing_school}."
        case State.HOSTED:
            return f"It waits for {deployment.specialist}."
        case State.ACCEPTED:
            return rules.can_begin(deployment, on=on).reason
        case State.SUSPENDED:
            return rules.can_resume(deployment, on=on).reason
    return ""


Asked = Callable[[User, Deployment, date], Verdict]
MAYS: tuple[tuple[str, str, Asked], ...] = (
    ("release", "deployment-release", lambda u, d, on: rules.may_sign("release", u, d)),
    ("host", "deployment-host", lambda u, d, on: rules.may_sign("host", u, d)),
    ("accept", "deployment-accept", lambda u, d, on: rules.may_sign("accept", u, d)),
    ("begin", "deployment-begin", lambda u, d, on: rules.may_begin(u, d, on=on)),
    ("say_contact", "deployment-contact", lambda u, d, on: rules.may_say_contact(u, d)),
    ("say_handover", "deployment-handover", lambda u, d, on: rules.may_say_handover(u, d)),
    ("review", "deployment-review", lambda u, d, on: rules.may_review(u, d)),
    ("evaluate", "deployment-evaluate", lambda u, d, on: rules.may_evaluate(u, d)),
    ("comment", "deployment-comment", lambda u, d, on: rules.may_comment(u, d)),
    ("resume", "deployment-resume", lambda u, d, on: rules.may_resume(u, d, on=on)),
    ("change", "deployment-change", lambda u, d, on: rules.may_change(u, d)),
    ("suspend", "deployment-suspend", lambda u, d, on: rules.may_suspend(u, d)),
    ("end", "deployment-end", lambda u, d, on: rules.may_end(u, d)),
    ("decline", "deployment-decline", lambda u, d, on: rules.may_decline(u, d)),
)
NEVER_FIRST = frozenset({"change", "suspend", "end", "decline"})


def _buttons(user: User, deployment: Deployment, on: date) -> tuple[Button, ...]:
    """The first that may be done is the usual next step."""
    found = [(verb, name) for verb, name, may in MAYS if may(user, deployment, on)]
    made = [
        Button(
            reverse(f"prepare:{name}", args=[deployment.pk]),
            (TRANSITIONS.get(verb) or BESIDE[verb]).button,
            n == 0 and verb not in NEVER_FIRST,
        )
        for n, (verb, name) in enumerate(found)
    ]
    if rules.may_replace(user, deployment):
        query = {"follows": str(deployment.pk)}
        url = reverse("prepare:shortlist", args=[deployment.enrolment_id], query=query)
        made.append(Button(url, BESIDE["replace"].button, is_main=False))
    return tuple(made)
