"""Whom somebody who was named can turn out to be, and what they were to do."""

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Erasure, Person, SubjectRequest
from leadwell.prepare.models import AgreedAction


def candidates_for(user: User, named: Person) -> QuerySet[Person]:
    """People this person sees, but for the one who was named."""
    return access.people_for(user).exclude(pk=named.pk)


def actions_of(named: Person) -> QuerySet[AgreedAction]:
    """All that they are, or were, to do. Whoever may merge them is asked before."""
    return AgreedAction.objects.filter(owner=named)


def was_forgotten(person: Person) -> bool:
    return Erasure.objects.filter(person=person.pk).exists()


def standing_about(person: Person) -> QuerySet[SubjectRequest]:
    """What was asked about somebody's data and waits, or that it is not to be used for now."""
    ended = (SubjectRequest.Outcome.REFUSED, SubjectRequest.Outcome.WITHDRAWN)
    stands = Q(kind=SubjectRequest.Kind.RESTRICTION) & ~Q(outcome__in=ended)
    return SubjectRequest.objects.filter(Q(answered_on=None) | stands, person=person)
