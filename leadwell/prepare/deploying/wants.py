"""What deployments want of somebody: a signature, a first contact, a review, a check seen anew."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.prepare.deploying.agreeing import access
from leadwell.prepare.deploying.agreeing.holding import may_be_there, to_renew
from leadwell.prepare.deploying.register import access as register
from leadwell.prepare.deploying.register.page import SOON
from leadwell.prepare.models import Deployment, DeploymentState, Specialist

State = DeploymentState
VERBS = {
    State.PROPOSED: ("deployment-release", "Your release is asked for: {}", "Read and sign"),
    State.RELEASED: ("deployment-host", "A specialist is proposed for you: {}", "Read and sign"),
    State.HOSTED: ("deployment-accept", "You are asked to work with a school: {}", "Read and sign"),
    State.ACCEPTED: ("deployment", "Signed by all three, and not begun: {}", "See why"),
}


def waiting(user: User, on: date) -> QuerySet[Deployment, int]:
    return access.waiting_for(user).order_by("pk").values_list("pk", flat=True)[:MOST]


def due(user: User, on: date) -> QuerySet[Deployment, int]:
    return access.followed_for(user, on).order_by("pk").values_list("pk", flat=True)[:MOST]


def expiring(user: User, on: date) -> QuerySet[Specialist, int]:
    """Lines one keeps of which the check is over, or soon."""
    soon = register.kept_for(user).listed().filter(checked_until__lte=on + SOON)
    return soon.order_by("pk").values_list("pk", flat=True)


def lapsing(user: User, on: date) -> QuerySet[Deployment, int]:
    return access.lapsing_for(user, on).order_by("pk").values_list("pk", flat=True)[:MOST]


def to_sign(user: User, on: date) -> Iterable[Want]:
    for one in _whole(asked(waiting, user, on)):
        name, title, verb = VERBS[State(one.state)]
        yield Want(
            title=title.format(one),
            why=f"From {one.home}, for {one.enrolment.programme}",
            url=reverse(f"prepare:{name}", args=[one.pk]),
            verb=verb,
        )


def to_follow(user: User, on: date) -> Iterable[Want]:
    for one in _whole(asked(due, user, on)):
        name, title, promise = _what(one)
        yield Want(
            title=f"{title}: {one}",
            why=f"For {one.enrolment.programme}",
            url=reverse(f"prepare:{name}", args=[one.pk]),
            due_on=promise,
            late=promise is not None and promise < on,
        )


def lapses(user: User, on: date) -> Iterable[Want]:
    """A check or credential that ends before the agreement does: soon, or work is locked already."""
    found = _whole(asked(lapsing, user, on))
    for one in found:
        may = may_be_there(one, on)
        yield Want(
            title=f"To be renewed: {one}" if may else f"Work is locked: {one}",
            why=may.reason or to_renew(one, on=on),
            url=one.get_absolute_url(),
            verb="See what",
            late=not may,
        )


def checks(user: User, on: date) -> Iterable[Want]:
    """One line for all whose check is over or soon over."""
    if n := len(asked(expiring, user, on)):
        yield Want(
            title=f"{words.count(n, 'check')} of specialists {words.verb(n, 'is', 'are')} over, "
            "or soon over",
            why="Nobody is sent to a school without one that counts",
            url=reverse("prepare:specialists"),
            verb="See whose",
        )


def _what(one: Deployment) -> tuple[str, str, date | None]:
    """The page, what is to be done there, and by when."""
    if one.state == State.ENDED:
        promise = one.evaluation_due
        return "deployment-evaluate", "Say what came of it", promise.due_on if promise else None
    if one.first_contact and one.first_contact.met_on is None:
        return "deployment-contact", "Make the first contact", one.first_contact.due_on
    promise = one.mid_review
    return "deployment-review", "Review it at the middle", promise.due_on if promise else None


def _whole(numbers: list[int]) -> Iterable[Deployment]:
    if not numbers:
        return ()
    found = Deployment.objects.filter(pk__in=numbers).at_hand()
    found = found.prefetch_related("specialist__credentials")
    return found.select_related("first_contact", "mid_review", "evaluation_due").order_by("pk")
