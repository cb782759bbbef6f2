"""Which breaches and complaints somebody sees, and which officers are told of a breach."""

from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people.models import Breach, Complaint, Person, Role
from leadwell.people.privacy.access import (
    is_at_a_desk,
    is_at_the_desk,
    people_for,
    schools_for,
)
from leadwell.schools.models import School


def breaches_for(user: User) -> QuerySet[Breach]:
    rows = Breach.objects.select_related("school", "reported_by")
    return rows if is_at_the_desk(user) else rows.filter(school__in=schools_for(user))


def complaints_for(user: User) -> QuerySet[Complaint]:
    """An officer of one school or trust sees those of its people, and what they wrote down."""
    rows = Complaint.objects.select_related("person")
    if is_at_the_desk(user):
        return rows
    written = Q(logged_by=user, person=None) if is_at_a_desk(user) else Q(pk__in=())
    return rows.filter(Q(person__in=people_for(user).order_by().values("pk")) | written)


def officers_for(school: School | None, *, on: date) -> list[Person]:
    """The data protection officers of that school, its trust, and the organisations that lead."""
    near = Q(roles__organisation__isnull=False)
    if school is not None:
        ours = [school.pk, school.continued_by_id or school.pk]
        near |= Q(roles__school__in=ours) | Q(roles__school__continued_by__in=ours)
        if school.trust_id:
            near |= Q(roles__trust=school.trust_id)
    live = Q(roles__role=Role.DATA_PROTECTION_OFFICER, roles__starts_on__lte=on) & (
        Q(roles__ends_on=None) | Q(roles__ends_on__gte=on)
    )
    return list(Person.objects.filter(live & near).exclude(email="").distinct())
