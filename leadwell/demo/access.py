"""Who can be signed in as by one click: everybody of the invented world who has an account."""

from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people.access import WHERE
from leadwell.people.models import RoleHeld


def roles_with_an_account(*, on: date) -> QuerySet[RoleHeld]:
    live = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    return (
        RoleHeld.objects.filter(live, person__user__is_active=True)
        .select_related(*WHERE, "person__user")
        .order_by("person__name", "pk")
    )


def administrators() -> QuerySet[User]:
    return User.objects.filter(is_administrator=True, is_active=True).order_by("name", "pk")
