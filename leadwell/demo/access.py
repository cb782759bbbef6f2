"""Who can be signed in as by one click: everybody of the invented world who has an account."""

from datetime import date

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from leadwell.accounts.models import User
from leadwell.people.models import RoleHeld


def roles_with_an_account(*, on: date) -> QuerySet[RoleHeld]:
    live = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    return RoleHeld.objects.filter(live, person__user__is_active=True).order_by()


def first_of_each_role(n: int, *, on: date) -> QuerySet[RoleHeld]:
    """Those written first: whom the stories of the invented country are about."""
    place = Window(RowNumber(), partition_by="role", order_by="pk")
    return roles_with_an_account(on=on).alias(place=place).filter(place__lte=n)


def found(asked: str, role: str, *, on: date) -> QuerySet[RoleHeld]:
    """Every word of what is asked in a name or a school; role: "" for any."""
    roles = roles_with_an_account(on=on).filter(**({"role": role} if role else {}))
    for word in asked.split():
        roles = roles.filter(Q(person__name__icontains=word) | Q(school__name__icontains=word))
    return roles.order_by("person__name", "pk")


def administrators() -> QuerySet[User]:
    return User.objects.filter(is_administrator=True, is_active=True).order_by("name", "pk")
