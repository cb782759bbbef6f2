"""Which breaches and complaints somebody sees, and which officers are told of a breach."""

from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people.models import Breach, Complaint, Person, Role
from leadwell.people.privacy.access import is_at_the_desk
from leadwell.schools.models import School


def breaches_for(user: User) -> QuerySet[Breach]:
    rows = Breach.objects.select_related("school", "reported_by")
    return rows if is_at_the_desk(user) else rows.none()


def complaints_for(user: User) -> QuerySet[Complaint]:
    rows = Complaint.objects.select_related("person")
    return rows if is_at_the_desk(user) else rows.none()


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
