"""What a data protection officer's desk holds, for who sits at it."""

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import grants
from leadwell.people.models import Erasure, Person, SubjectRequest
from leadwell.people.permissions import Operation, Reach


def is_at_the_desk(user: User) -> bool:
    """An officer of an organisation that leads programmes. The desk is the installation's: an
    officer of one school or trust reads who opened its records, and nothing of others'."""
    granted = grants(access.held(user), "access_log", Operation.CHANGE)
    return any(grant.reach == Reach.EVERYWHERE for _, grant in granted)


def requests_for(user: User) -> QuerySet[SubjectRequest]:
    rows = SubjectRequest.objects.select_related("person", "school").prefetch_related("pauses")
    return rows if is_at_the_desk(user) else rows.none()


def erasures_for(user: User) -> QuerySet[Erasure]:
    return Erasure.objects.all() if is_at_the_desk(user) else Erasure.objects.none()


def people_for(user: User) -> QuerySet[Person]:
    """Everybody here, with a role or without: anybody may ask what is held about them."""
    return Person.objects.all() if is_at_the_desk(user) else Person.objects.none()
