"""Which reviews a person reads, who writes a view, and what is kept from whom until both are in."""

from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.explore.models import (
    REVEALED,
    Review,
    ReviewQuerySet,
    ReviewState,
    ReviewView,
    ViewRating,
)
from leadwell.people import access
from leadwell.people.held import among, grants, numbered, within
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.permissions import Operation, Reach, Without
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School

KEY = "review"
SIGNED_TOO = frozenset({Without.RELEASED_ONLY})
DATES_ONLY = frozenset({Without.CONTENT})
DATES_TOO = frozenset({Without.RELEASED_ONLY, Without.CONTENT})
ANYTHING = frozenset({Without.RELEASED_ONLY, Without.CONTENT, Without.FIGURES_ONLY})
AT_SCHOOL = (Role.SUBJECT_LEADER, Role.SENIOR_LEADER)


def reviews_for(user: User) -> ReviewQuerySet:
    """Those whose words this person reads: signed ones alone, where that is all they may."""
    whole = among("enrolment_id", access.enrolments_for(user, key=KEY).values("pk"))
    signed = access.enrolments_for(user, key=KEY, leaving_out=SIGNED_TOO).values("pk")
    arms = [whole, Q(state=ReviewState.SIGNED) & among("enrolment_id", signed)]
    return cast("ReviewQuerySet", within(Review.objects.all(), arms))


def states_for(user: User) -> ReviewQuerySet:
    """Those of which this person sees that they are there, and how far."""
    dated = access.enrolments_for(user, key=KEY, leaving_out=DATES_ONLY).values("pk")
    signed = access.enrolments_for(user, key=KEY, leaving_out=SIGNED_TOO).values("pk")
    arms = [
        among("enrolment_id", dated),
        Q(state=ReviewState.SIGNED) & among("enrolment_id", signed),
    ]
    return cast("ReviewQuerySet", within(Review.objects.all(), arms))


def counted_for(user: User, programme: Programme) -> ReviewQuerySet:
    """Those of a programme that this person may count: all, where they read or oversee all of it."""
    granted = grants(access.held(user), KEY, Operation.READ, leaving_out=ANYTHING)
    far = {Reach.PROGRAMME, Reach.EVERYWHERE}
    is_whole = any(g.reach in far and one.reaches(g.reach, programme) for one, g in granted)
    found = Review.objects.all() if is_whole else states_for(user)
    return found.filter(enrolment__programme=programme)


def ratings_for(user: User, review: Review) -> QuerySet[ViewRating]:
    """One's own, and once both views are in all of them; the database keeps the same wall."""
    found = ViewRating.objects.filter(view__review=review)
    return found if review.state in REVEALED else found.filter(view__by__user=user)


def reads_counts(user: User, programme: Programme) -> bool:
    """Whether something of a programme's reviews is this person's to see, be it how many."""
    return access.holds(user, KEY, Operation.READ, on=programme, leaving_out=ANYTHING)


def writes_for(user: User, enrolment: Enrolment) -> bool:
    """Whether somebody takes part in writing the reviews of a school."""
    return access.holds(user, KEY, Operation.CHANGE, on=enrolment)


def leads_meeting(user: User, review: Review, *, on: date) -> bool:
    """The specialist; who opened it, where nobody is sent to the school."""
    if any(
        one.role == Role.SPECIALIST and review.enrolment_id in one.enrolments
        for one in access.held(user)
    ):
        return writes_for(user, review.enrolment)
    is_anybody_sent = specialists_at(review.enrolment, on=on).exists()
    is_opener = review.opened_by.user_id == user.pk
    return not is_anybody_sent and is_opener and writes_for(user, review.enrolment)


def specialists_at(enrolment: Enrolment, *, on: date) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.live_on(on).filter(role=Role.SPECIALIST, enrolment=enrolment)


def voices_at(enrolment: Enrolment, *, on: date) -> list[Person]:
    """Who can give a view of the school: who leads the subject, senior leaders, its specialists,
    those with an account alone: a view is its author's, whom the database knows by that."""
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk]).live_on(on)
    roles = [here.filter(role__in=AT_SCHOOL), specialists_at(enrolment, on=on)]
    numbers = {pk for each in roles for pk in each.values_list("person", flat=True)}
    people = Person.objects.filter(pk__in=numbers, user__isnull=False)
    return list(people.order_by("name", "pk"))


def is_of_school(person: Person, enrolment: Enrolment, *, on: date) -> bool:
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk]).live_on(on)
    return here.filter(role__in=AT_SCHOOL, person=person).exists()


def people_of(school: School, *, on: date) -> list[str]:
    """Full names that nobody should write into a review."""
    here = RoleHeld.objects.at_schools([school.pk]).live_on(on)
    return sorted(set(here.order_by().values_list("person__name", flat=True)))


def view_of(user: User, review: Review) -> ReviewView | None:
    """The view that is this person's to give."""
    return next((one for one in review.views.all() if one.by.user_id == user.pk), None)


def asked_of(user: User) -> QuerySet[ReviewView]:
    """Views that wait for this person, who still works with the school."""
    enrolments = access.enrolments_for(user, key=KEY, operation=Operation.CHANGE)
    here = among("review__enrolment_id", enrolments.values("pk"))
    mine = ReviewView.objects.filter(by__user=user, submitted_at=None)
    return mine.filter(here)


def to_meet_for(user: User) -> ReviewQuerySet:
    """Reviews with both views in at schools this person is sent to as a specialist."""
    granted = grants(access.held(user), KEY, Operation.CHANGE)
    sent = {pk for one, _ in granted if one.role == Role.SPECIALIST for pk in one.enrolments}
    found = Review.objects.filter(state=ReviewState.SECOND_VIEW)
    return found.filter(numbered("enrolment_id", sent)) if sent else found.none()


def to_sign_for(user: User) -> ReviewQuerySet:
    """Agreed ones that wait for this person's signature."""
    own = access.enrolments_for(user, key=KEY, operation=Operation.SIGN).values("pk")
    found = Review.objects.filter(among("enrolment_id", own), state=ReviewState.AGREED)
    return found
